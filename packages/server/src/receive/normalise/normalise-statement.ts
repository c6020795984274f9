import { normalizeSql } from '@vitalfew/sql';
import type { NormalisedStatement } from './statement-cache.ts';

/** A statement without its literals, by the dialect of its `db.system.name`. */
export function normaliseStatement(statement: string, system: string): NormalisedStatement {
  const { text, fingerprint } = normalizeSql(statement, { system });
  return { text, fingerprint: BigInt(`0x${fingerprint}`) };
}
