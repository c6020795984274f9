import { describe } from './describe/describe.ts';
import { dialectOf } from './dialect.ts';
import { lexSql } from './lex/lex.ts';
import { TokenList } from './lex/token-list.ts';
import { fingerprintOf } from './shape/fingerprint.ts';
import { reduce } from './shape/reduce.ts';
import { renderShape } from './shape/render.ts';
import { settleQuotes } from './shape/settle-quotes.ts';

/** A statement without its values. */
export interface NormalizedSql {
  /** The statement with `?` for every value, one row and one element for lists, no comments. */
  readonly text: string;
  /** 16 hexadecimal digits, the same for statements of the same shape. */
  readonly fingerprint: string;
  /** `db.query.summary` of OpenTelemetry: the operations and their targets, at most 255 characters. */
  readonly summary: string;
  readonly operation: string;
  readonly tables: readonly string[];
}

const tokens = new TokenList();

/**
 * Normalises a statement: no literal survives, time grows linearly with its length, never throws.
 * `system` is a `db.system.name`; unknown ones are read with care for every quoting there is.
 */
export function normalizeSql(text: string, options: { readonly system: string }): NormalizedSql {
  const dialect = dialectOf(options.system);
  lexSql(text, dialect, tokens);
  if (dialect.doubleQuotes === 'ambiguous') settleQuotes(tokens);
  reduce(tokens);
  const shape = renderShape(tokens);
  return { text: shape, fingerprint: fingerprintOf(shape), ...describe(tokens, dialect) };
}
