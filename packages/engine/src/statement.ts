import { type SqlToken, sqlTokens } from './sql-tokens.ts';

/** What the host must know of a statement before it runs. */
export interface Statement {
  readonly sql: string;
  readonly tokens: readonly SqlToken[];
  /** First words in capitals: `SELECT`, `CREATE`, `KILL`; `(` counts as SELECT. */
  readonly verb: string;
  /** Of the answer: what the statement says, else the request's default. */
  readonly format: string;
  /** Whether its answer may be sent piece by piece as the engine computes it. */
  readonly streams: boolean;
  /** Whether it only reads. */
  readonly reads: boolean;
  /** Whether it changes the session that it runs on. */
  readonly staysInSession: boolean;
}

/** Formats whose pieces, put one behind another, are the whole: no head, no foot, no separator between rows. */
const PIECEWISE: ReadonlySet<string> = new Set(
  `Native RowBinary JSONEachRow JSONLines NDJSON JSONStringsEachRow JSONCompactEachRow JSONCompactStringsEachRow
   CSV TSV TabSeparated TSVRaw TabSeparatedRaw TSKV LineAsString RawBLOB MsgPack`.split(/\s+/),
);
/** Before a bracketed subquery: its rows are wanted, which come as they are computed. */
const ROW_SOURCES: ReadonlySet<string> = new Set(['FROM', 'JOIN', 'AS']);
const READING: ReadonlySet<string> = new Set([
  'SELECT',
  'WITH',
  'FROM',
  'SHOW',
  'DESCRIBE',
  'DESC',
  'EXISTS',
  'EXPLAIN',
]);

/** Takes a statement's outline from its tokens. */
export function outlineStatement(sql: string, defaultFormat: string): Statement {
  const tokens = [...sqlTokens(sql)];
  const words = tokens.map((token) => (token.kind === 'word' ? token.text.toUpperCase() : ''));
  const opening = tokens.findIndex((token) => token.text !== '(');
  const verb = words[opening] ?? '';
  const formatAt = words.lastIndexOf('FORMAT');
  const named = formatAt > 0 ? tokens[formatAt + 1] : undefined;
  const format = named?.kind === 'word' ? named.text : defaultFormat;
  const totals = words.some((word, i) => word === 'WITH' && words[i + 1] === 'TOTALS');
  return {
    sql,
    tokens,
    verb,
    format,
    streams:
      (verb === 'SELECT' || verb === 'WITH') &&
      PIECEWISE.has(format) &&
      !totals &&
      !computesEarly(tokens, words),
    reads: READING.has(verb),
    staysInSession: verb === 'SET' || verb === 'USE' || (verb === 'CREATE' && words.includes('TEMPORARY')),
  };
}

/**
 * Whether the engine may compute a part of the statement before its first row: a subquery as a value or as the set of
 * an IN. chdb does that when a stream is opened, which holds up the whole process, so such a statement must not stream.
 * `words` are those of the tokens in capitals.
 */
function computesEarly(tokens: readonly SqlToken[], words: readonly string[]): boolean {
  return tokens.some((token, i) => {
    const next = words[i + 1] ?? '';
    // IN over a table or a named subquery, `IN t`.
    if (words[i] === 'IN' && next !== '') return true;
    if (token.text !== '(' || (next !== 'SELECT' && next !== 'WITH')) return false;
    return i > 0 && !ROW_SOURCES.has(words[i - 1] ?? '');
  });
}

/** Whether anything but a last semicolon follows a semicolon: ClickHouse's HTTP interface takes one statement. */
export function hasSeveralStatements(tokens: readonly SqlToken[]): boolean {
  const end = tokens.findIndex((token) => token.kind === 'sign' && token.text === ';');
  return end >= 0 && end < tokens.length - 1;
}
