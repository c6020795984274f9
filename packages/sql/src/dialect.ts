/** The rules in which SQL dialects differ. All that is not here is read alike in every dialect. */
export interface Dialect {
  readonly name: 'postgresql' | 'mysql' | 'sqlite' | 'oracle' | 'mssql' | 'other_sql';
  /** A backslash escapes the next character in an unprefixed string. */
  readonly backslashEscapes: boolean;
  /** What `"…"` is: `ambiguous` is decided by its place in the statement. */
  readonly doubleQuotes: 'identifier' | 'string' | 'ambiguous';
  /** What `[` opens: an identifier, in which `]]` may stand for `]`, or an array. */
  readonly brackets: 'identifier' | 'doubled-identifier' | 'array';
  readonly nestedComments: boolean;
  /** `#` opens a comment: always, or only before a space and behind a string, or unless a name or `>` follows. */
  readonly hashComments: 'always' | 'after-string' | 'unless-name' | 'unless-operator';
  /** `--` opens a comment only if a space, a control character or the end follows (MySQL). */
  readonly dashCommentsNeedSpace: boolean;
  /** A carriage return ends a `--` comment; elsewhere only a line feed does. */
  readonly returnEndsComments: boolean;
  /** `/*! … *\/` holds statement text (MySQL, MariaDB). */
  readonly executableComments: boolean;
  /** `/*+ … *\/` in front of a statement or behind its verb directs the optimizer. */
  readonly hints: boolean;
  readonly dollarQuotes: boolean;
  /** `q'[…]'` (Oracle). */
  readonly alternativeQuotes: boolean;
  /** `#` and `@` can stand inside names: `emp#`, `table@link`. */
  readonly signsInNames: boolean;
  /** `@name` is a variable of the session, which is kept, and no bind parameter. */
  readonly sessionVariables: boolean;
  /** `#` and `@@` start names (`#temporary`, `@@ROWCOUNT`), `$1.5` is money (MSSQL). */
  readonly transactNames: boolean;
  /** Operators are runs of signs, `@>` or `#>>`, and a `?` behind an operand is one (PostgreSQL). */
  readonly richOperators: boolean;
  /** `SELECT … INTO name` makes a table; elsewhere the name is a variable. */
  readonly selectIntoTable: boolean;
}

const sqlite: Dialect = {
  name: 'sqlite',
  backslashEscapes: false,
  doubleQuotes: 'ambiguous',
  brackets: 'identifier',
  nestedComments: false,
  hashComments: 'always',
  dashCommentsNeedSpace: false,
  returnEndsComments: false,
  executableComments: false,
  hints: false,
  dollarQuotes: false,
  alternativeQuotes: false,
  signsInNames: false,
  sessionVariables: false,
  transactNames: false,
  richOperators: false,
  selectIntoTable: false,
};
const postgresql: Dialect = {
  ...sqlite,
  name: 'postgresql',
  doubleQuotes: 'identifier',
  brackets: 'array',
  nestedComments: true,
  hashComments: 'after-string',
  returnEndsComments: true,
  hints: true,
  dollarQuotes: true,
  richOperators: true,
  selectIntoTable: true,
};
const mysql: Dialect = {
  ...sqlite,
  name: 'mysql',
  backslashEscapes: true,
  doubleQuotes: 'string',
  brackets: 'array',
  dashCommentsNeedSpace: true,
  executableComments: true,
  hints: true,
  sessionVariables: true,
};
const oracle: Dialect = {
  ...sqlite,
  name: 'oracle',
  doubleQuotes: 'identifier',
  brackets: 'array',
  hints: true,
  alternativeQuotes: true,
  signsInNames: true,
};
const mssql: Dialect = {
  ...sqlite,
  name: 'mssql',
  brackets: 'doubled-identifier',
  nestedComments: true,
  hashComments: 'unless-name',
  signsInNames: true,
  transactNames: true,
  selectIntoTable: true,
};
/** Reads every quoting there is and masks where it cannot know. */
const other: Dialect = {
  ...sqlite,
  name: 'other_sql',
  backslashEscapes: true,
  brackets: 'array',
  nestedComments: true,
  hashComments: 'unless-operator',
  hints: true,
  dollarQuotes: true,
  alternativeQuotes: true,
  selectIntoTable: true,
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
  ['sqlite', sqlite],
  ['oracle', oracle],
  ['oracle.db', oracle],
  ['mssql', mssql],
  ['mssqlcompact', mssql],
  ['sybase', mssql],
  ['microsoft.sql_server', mssql],
]);

/** The rules for a `db.system.name` (or older `db.system`) of OpenTelemetry; unknown names get `other_sql`. */
export function dialectOf(system: string): Dialect {
  return bySystem.get(system) ?? bySystem.get(system.toLowerCase()) ?? other;
}
