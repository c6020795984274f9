import { describe } from './describe.ts';
import { dialectOf } from './dialect.ts';
import { fingerprintOf } from './fingerprint.ts';
import { renderShape } from './shape.ts';
import { TokenList } from './token-list.ts';

/** A statement without its values. */
export interface NormalizedSql {
  /** The statement with `?` for every value, one row and one element for lists, no comments. */
  readonly text: string;
  /** 16 hexadecimal digits, the same for statements of the same shape. */
  readonly fingerprint: string;
  /** `db.query.summary` of OpenTelemetry: the operation and the tables, at most 255 characters. */
  readonly summary: string;
  readonly operation: string;
  readonly tables: readonly string[];
}

const SUMMARY_LENGTH = 255;
const tokens = new TokenList();

/**
 * Normalises a statement: no literal survives, time grows linearly with its length, never throws.
 * `system` is a `db.system.name`; unknown ones are read with care for every quoting there is.
 */
export function normalizeSql(text: string, options: { readonly system: string }): NormalizedSql {
  tokens.read(text, dialectOf(options.system));
  const shape = renderShape(tokens);
  const { operation, tables } = describe(tokens);
  const summary = [operation, ...tables].join(' ').slice(0, SUMMARY_LENGTH);
  return { text: shape, fingerprint: fingerprintOf(shape), summary, operation, tables };
}
