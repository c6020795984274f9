import type { Session } from 'chdb';
import { syntaxError } from './exception.ts';
import { parseInsert } from './parse-insert.ts';

/** What a statement runs under. Values are the texts of the HTTP interface. */
export interface StatementContext {
  readonly database: string;
  readonly settings: ReadonlyMap<string, string>;
  /** Values of `{name:Type}` placeholders, in the escaped form that ClickHouse's `param_name` takes. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly defaultFormat: string;
}

export interface StatementResult {
  readonly bytes: Uint8Array;
  readonly rowsRead: number;
  readonly bytesRead: number;
  readonly rowsWritten: number;
  readonly elapsedSeconds: number;
  readonly format: string;
}

/** Where an insert's data is, when it did not come within the statement. */
export interface InsertData {
  /** A file of the engine's own that holds the data. */
  readonly path: string;
  readonly read: () => Promise<Buffer>;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Formats that chdb reads from memory; all others go through a file. */
const MEMORY_FORMATS: ReadonlySet<string> = new Set([
  'JSONEachRow',
  'JSONCompactEachRow',
  'CSV',
  'CSVWithNames',
  'TSV',
  'TabSeparated',
  'TSVWithNames',
  'TabSeparatedWithNames',
]);

/**
 * One insert must be one block, so that sending it again under the same deduplication token meets the same block
 * and is dropped as a whole.
 */
const ONE_BLOCK = `max_threads = 1, max_insert_threads = 1, max_block_size = 1048576, max_insert_block_size = 4194304,
  min_insert_block_size_rows = 4194304, min_insert_block_size_bytes = 1073741824,
  deduplicate_blocks_in_dependent_materialized_views = 1`;

/** Runs a statement on a session and leaves the session as it was. */
export async function runStatement(
  session: Session,
  sql: string,
  context: StatementContext,
  data?: InsertData,
): Promise<StatementResult> {
  const assignments = settingAssignments(context);
  const prepare = [
    `USE ${quoteName(context.database)}`,
    ...(assignments.length > 0 ? [`SET ${assignments.join(', ')}`] : []),
  ];
  for (const statement of prepare) await session.queryAsync(statement);
  try {
    return data === undefined && parseInsert(sql) === undefined
      ? await runQuery(session, sql, context)
      : await runInsert(session, sql, data);
  } finally {
    if (context.settings.size > 0) {
      await session.queryAsync(
        `SET ${[...context.settings.keys()].map((name) => `${name} = DEFAULT`).join(', ')}`,
      );
    }
  }
}

async function runQuery(session: Session, sql: string, context: StatementContext): Promise<StatementResult> {
  const result = await session.queryAsync(sql, { format: context.defaultFormat });
  return {
    bytes: result.bytes(),
    rowsRead: result.rowsRead,
    bytesRead: result.bytesRead,
    rowsWritten: 0,
    elapsedSeconds: result.elapsed,
    format: /\bFORMAT\s+(\w+)\s*;?\s*$/i.exec(sql)?.[1] ?? context.defaultFormat,
  };
}

async function runInsert(
  session: Session,
  sql: string,
  data: InsertData | undefined,
): Promise<StatementResult> {
  const insert = parseInsert(sql);
  if (insert === undefined)
    throw syntaxError(
      'The body of a request is the data of an INSERT … FORMAT statement, or the statement itself',
    );
  const inline = sql.slice(insert.dataStart);
  if (data === undefined || MEMORY_FORMATS.has(insert.format)) {
    const values = Buffer.concat([Buffer.from(inline), data ? await data.read() : Buffer.alloc(0)]);
    return insertFromMemory(session, insert, values);
  }
  return insertFromFile(session, insert, data.path);
}

type Insert = NonNullable<ReturnType<typeof parseInsert>>;

async function insertFromMemory(session: Session, insert: Insert, values: Buffer): Promise<StatementResult> {
  if (!MEMORY_FORMATS.has(insert.format)) {
    const columns = insert.columns ? ` (${insert.columns.join(', ')})` : '';
    const settings = [insert.settings, ONE_BLOCK].filter((part) => part !== '').join(', ');
    const result = await session.queryAsync(
      `INSERT INTO ${insert.target}${columns} SETTINGS ${settings} FORMAT ${insert.format}\n${values.toString('utf8')}`,
    );
    return written(result.rowsRead, values.length, result.elapsed);
  }
  if (values.length === 0) return written(0, 0, 0);
  if (insert.settings !== '') await session.queryAsync(`SET ${insert.settings}`);
  const result = await session.insert({
    table: insert.target.replaceAll('`', '').replaceAll('"', ''),
    values,
    format: insert.format as 'JSONEachRow',
    ...(insert.columns
      ? { columns: insert.columns.map((column) => column.replace(/^[`"]|[`"]$/g, '')) }
      : {}),
    settings: { deduplicate_blocks_in_dependent_materialized_views: 1, max_insert_threads: 1 },
  });
  return written(result.rowsWritten, values.length, result.elapsed);
}

async function insertFromFile(session: Session, insert: Insert, path: string): Promise<StatementResult> {
  const source = `file(${quoteText(path)}, ${quoteText(insert.format)}${await structureOf(session, insert)})`;
  const columns = insert.columns ?? (await columnsOf(session, source));
  const settings = [insert.settings, ONE_BLOCK].filter((part) => part !== '').join(', ');
  const result = await session.queryAsync(
    `INSERT INTO ${insert.target} (${columns.join(', ')}) SETTINGS ${settings} SELECT ${columns.join(', ')} FROM ${source}`,
  );
  return written(result.rowsRead, result.bytesRead, result.elapsed);
}

/** RowBinary says nothing of its columns: they are those of the table. */
async function structureOf(session: Session, insert: Insert): Promise<string> {
  if (insert.format !== 'RowBinary') return '';
  const described = await session.queryAsync(`DESCRIBE TABLE ${insert.target}`, {
    format: 'JSONCompactEachRow',
  });
  const types = new Map(jsonLines(described.text()).map(([name = '', type = '']) => [name, type]));
  const names = insert.columns ?? [...types.keys()];
  return `, ${quoteText(names.map((name) => `${name} ${types.get(name.replace(/^[`"]|[`"]$/g, '')) ?? ''}`).join(', '))}`;
}

async function columnsOf(session: Session, source: string): Promise<string[]> {
  const described = await session.queryAsync(`DESCRIBE TABLE ${source}`, { format: 'JSONCompactEachRow' });
  return jsonLines(described.text()).map(([name]) => quoteName(name ?? ''));
}

function jsonLines(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as string[]);
}

function written(rows: number, bytes: number, elapsedSeconds: number): StatementResult {
  return {
    bytes: new Uint8Array(0),
    rowsRead: rows,
    bytesRead: bytes,
    rowsWritten: rows,
    elapsedSeconds,
    format: 'TabSeparated',
  };
}

function settingAssignments(context: StatementContext): string[] {
  const named = [
    ...[...context.settings].map(([name, value]) => [name, value] as const),
    ...[...context.parameters].map(([name, value]) => [`param_${name}`, value] as const),
  ];
  return named.map(([name, value]) => {
    if (!IDENTIFIER.test(name)) throw syntaxError(`"${name}" is not the name of a setting or parameter`);
    return `${name} = ${quoteText(value)}`;
  });
}

function quoteText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function quoteName(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}
