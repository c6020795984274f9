/** The lexical rules in which SQL dialects differ. All that is not here is scanned alike in every dialect. */
export interface Dialect {
  readonly name: 'postgresql' | 'mysql' | 'sqlite' | 'oracle' | 'mssql' | 'other_sql';
  /** A backslash escapes the next character in an unprefixed string. */
  readonly backslashEscapes: boolean;
  /** What `"…"` is: `ambiguous` is decided by its place in the statement. */
  readonly doubleQuotes: 'identifier' | 'string' | 'ambiguous';
  /** What `[` opens: an identifier, an array, or an identifier only if its content looks like one. */
  readonly brackets: 'identifier' | 'array' | 'either';
  readonly nestedComments: boolean;
  /** `#` opens a comment: always, before a space, or only before a space and behind a string. */
  readonly hashComments: 'always' | 'spaced' | 'after-string';
  /** `--` opens a comment only if a space, a control character or the end follows (MySQL). */
  readonly dashCommentsNeedSpace: boolean;
  /** `/*! … *\/` holds statement text (MySQL, MariaDB). */
  readonly executableComments: boolean;
  readonly dollarQuotes: boolean;
  /** `q'[…]'` (Oracle). */
  readonly alternativeQuotes: boolean;
  /** `@name` is a variable of the session, which is kept, and no bind parameter. */
  readonly sessionVariables: boolean;
  /** `#` and `@` start names (`#temporary`, `@@ROWCOUNT`), `$1.5` is money. */
  readonly transactNames: boolean;
  /** A `?` behind an operand is an operator (jsonb). */
  readonly questionOperator: boolean;
}

const standard: Dialect = {
  name: 'sqlite',
  backslashEscapes: false,
  doubleQuotes: 'ambiguous',
  brackets: 'identifier',
  nestedComments: false,
  hashComments: 'spaced',
  dashCommentsNeedSpace: false,
  executableComments: false,
  dollarQuotes: false,
  alternativeQuotes: false,
  sessionVariables: false,
  transactNames: false,
  questionOperator: false,
};

const postgresql: Dialect = {
  ...standard,
  name: 'postgresql',
  doubleQuotes: 'identifier',
  brackets: 'array',
  nestedComments: true,
  hashComments: 'after-string',
  dollarQuotes: true,
  questionOperator: true,
};
const mysql: Dialect = {
  ...standard,
  name: 'mysql',
  backslashEscapes: true,
  doubleQuotes: 'string',
  brackets: 'array',
  hashComments: 'always',
  dashCommentsNeedSpace: true,
  executableComments: true,
  sessionVariables: true,
};
const mysqlAnsi: Dialect = { ...mysql, doubleQuotes: 'identifier' };
const oracle: Dialect = {
  ...standard,
  name: 'oracle',
  doubleQuotes: 'identifier',
  brackets: 'array',
  alternativeQuotes: true,
};
const mssql: Dialect = { ...standard, name: 'mssql', nestedComments: true, transactNames: true };
const other: Dialect = {
  ...standard,
  name: 'other_sql',
  backslashEscapes: true,
  brackets: 'either',
  dollarQuotes: true,
  alternativeQuotes: true,
};

const bySystem: ReadonlyMap<string, Dialect> = new Map([
  ['postgresql', postgresql],
  ['postgres', postgresql],
  ['cockroachdb', postgresql],
  ['redshift', postgresql],
  ['aws.redshift', postgresql],
  ['edb', postgresql],
  ['greenplum', postgresql],
  ['yugabytedb', postgresql],
  ['mysql', mysql],
  ['mariadb', mysql],
  ['tidb', mysql],
  ['sqlite', standard],
  ['oracle', oracle],
  ['oracle.db', oracle],
  ['mssql', mssql],
  ['microsoft.sql_server', mssql],
]);

/**
 * The rules for a `db.system.name` (or older `db.system`) of OpenTelemetry. Unknown names get `other_sql`, which
 * reads every quoting there is and masks where it cannot know.
 */
export function dialectOf(system: string, ansiQuotes = false): Dialect {
  const dialect = bySystem.get(system) ?? bySystem.get(system.toLowerCase()) ?? other;
  return dialect === mysql && ansiQuotes ? mysqlAnsi : dialect;
}
