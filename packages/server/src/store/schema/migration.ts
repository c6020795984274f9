import { createHash } from 'node:crypto';
import { splitStatements } from './split-statements.ts';

/** One numbered script. */
export interface Migration {
  /** The file's name without `.sql`: `0001_traces`. */
  readonly name: string;
  /** SHA-256 of the text, in hex. */
  readonly checksum: string;
  /** With `{ttl_…_days}` still in place. */
  readonly statements: readonly string[];
}

export function toMigration([name, text]: readonly [name: string, text: string]): Migration {
  return {
    name,
    checksum: createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex'),
    statements: splitStatements(text),
  };
}
