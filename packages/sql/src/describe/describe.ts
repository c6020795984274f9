import type { Dialect } from '../dialect.ts';
import type { TokenList } from '../lex/token-list.ts';
import { Reader } from './reader.ts';

/** What a statement does and to which tables. */
export interface Description {
  /** The first verb in capitals, with its object for DDL: `SELECT`, `CREATE TABLE`; empty where there is none. */
  readonly operation: string;
  /** In order of appearance, unquoted, each once; no names of WITH, no aliases. */
  readonly tables: readonly string[];
  /** Operations and targets in order; at most 255 characters. */
  readonly summary: string;
}

/** Reads the operation and the tables off a statement's tokens. Linear. */
export function describe(tokens: TokenList, dialect: Dialect): Description {
  const reader = new Reader(tokens, dialect);
  reader.run();
  return { operation: reader.operation, tables: reader.tables, summary: reader.summary.text };
}
