import { syntaxError } from './exception.ts';
import type { InsertStatement } from './parse-insert.ts';
import type { PooledSession } from './session-pool.ts';
import type { Statement } from './statement.ts';

/** What a statement runs under. Values are the texts of the HTTP interface. */
export interface StatementContext {
  readonly queryId: string;
  readonly database: string;
  readonly settings: ReadonlyMap<string, string>;
  /** Values of `{name:Type}` placeholders, in the escaped form that ClickHouse's `param_name` takes. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** What the engine says of a statement that ran. */
export interface StatementTotals {
  readonly rowsRead: number;
  readonly bytesRead: number;
  readonly rowsWritten: number;
  readonly rowsReturned: number;
  readonly elapsedSeconds: number;
}

/** The answer, piece by piece as it is asked for; its totals once the last piece is out. */
export type StatementAnswer = AsyncGenerator<Uint8Array, StatementTotals>;

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * One insert must be one block, so that sending it again under the same deduplication token meets the same block
 * and is dropped as a whole, in the views on its table too.
 */
const ONE_BLOCK = `max_threads = 1, max_insert_threads = 1, input_format_parallel_parsing = 0,
  max_insert_block_size = 4194304, min_insert_block_size_rows = 4194304, min_insert_block_size_bytes = 1073741824,
  deduplicate_blocks_in_dependent_materialized_views = 1`;

/** Settings that forbid to take settings back: a session that had one of them is of no further use. */
const IRREVOCABLE: ReadonlySet<string> = new Set(['readonly', 'allow_ddl']);

/**
 * Readies a session for a statement and runs the work. What the statement before left on the session is taken back
 * only here, and only where it differs, so that like statements cost one call of the engine each.
 */
export async function inContext<T>(
  pooled: PooledSession,
  context: StatementContext,
  work: () => Promise<T>,
): Promise<T> {
  const prepare = [];
  if (pooled.database !== context.database) prepare.push(`USE ${quoteName(context.database)}`);
  const assignments = assignmentsOf(pooled, context);
  if (assignments.length > 0) prepare.push(`SET ${assignments.join(', ')}`);
  if (prepare.length > 0) {
    pooled.database = '';
    await pooled.session.queryAsync(prepare.join('; '));
  }
  pooled.database = context.database;
  pooled.settings = context.settings;
  if ([...context.settings.keys()].some((name) => IRREVOCABLE.has(name))) pooled.spoilt = true;
  return work();
}

/** Runs a statement and hands out its answer; a streaming one is computed only as fast as it is taken. */
export async function* runStatement(
  pooled: PooledSession,
  statement: Statement,
  context: StatementContext,
  signal: AbortSignal,
): StatementAnswer {
  const started = performance.now();
  const sql = `${marker(context.queryId)} ${statement.sql}`;
  if (statement.staysInSession) pooled.spoilt = true;
  if (!statement.streams) {
    const result = await pooled.session.queryAsync(sql, { format: statement.format });
    yield result.bytes();
    const rows = statement.verb === 'INSERT' ? result.rowsRead : 0;
    return {
      ...NOTHING,
      rowsRead: result.rowsRead,
      bytesRead: result.bytesRead,
      rowsWritten: rows,
      elapsedSeconds: result.elapsed,
    };
  }
  let rowsReturned = 0;
  // Given up half way, the session may still be ending the statement: it is closed once that is done.
  const wasSpoilt = pooled.spoilt;
  pooled.spoilt = true;
  for await (const chunk of pooled.session.queryStream(sql, { format: statement.format })) {
    if (signal.aborted) throw signal.reason;
    rowsReturned += chunk.numRows;
    yield chunk.raw();
  }
  pooled.spoilt = wasSpoilt;
  return { ...NOTHING, rowsReturned, elapsedSeconds: (performance.now() - started) / 1000 };
}

/**
 * Inserts the data in a file of the engine's own. The file is read by `FROM INFILE`, which takes every format that
 * the engine knows at full speed, while chdb's own inline inserts take text formats only.
 */
export async function runInsert(
  pooled: PooledSession,
  insert: InsertStatement,
  context: StatementContext,
  data: { readonly path: string; readonly bytes: number },
): Promise<StatementTotals> {
  if (data.bytes === 0) return NOTHING;
  const columns = insert.columns ? ` (${insert.columns.join(', ')})` : '';
  // What the client sets itself comes last and holds.
  const settings = [ONE_BLOCK, insert.settings].filter((part) => part !== '').join(', ');
  const result = await pooled.session.queryAsync(
    `${marker(context.queryId)} INSERT INTO ${insert.target}${columns} FROM INFILE ${quoteText(data.path)} COMPRESSION 'none' SETTINGS ${settings} FORMAT ${insert.format}`,
  );
  return {
    ...NOTHING,
    rowsRead: result.rowsRead,
    bytesRead: data.bytes,
    rowsWritten: result.rowsRead,
    elapsedSeconds: result.elapsed,
  };
}

const NOTHING: StatementTotals = {
  rowsRead: 0,
  bytesRead: 0,
  rowsWritten: 0,
  rowsReturned: 0,
  elapsedSeconds: 0,
};

/** The query id as a comment before the statement: chdb gives its queries ids of its own. */
function marker(queryId: string): string {
  return `/* query_id: ${queryId} */`;
}

/** The condition on `system.processes` that finds the statement with this id. */
export function processCondition(queryId: string): string {
  return `startsWith(query, ${quoteText(marker(queryId))})`;
}

/** What must be set so that the context's settings and parameters hold and no others do. */
function assignmentsOf(pooled: PooledSession, context: StatementContext): string[] {
  const changed = [...context.settings].filter(([name, value]) => pooled.settings.get(name) !== value);
  const parameters = [...context.parameters].map(([name, value]) => [`param_${name}`, value] as const);
  const dropped = [...pooled.settings.keys()].filter((name) => !context.settings.has(name));
  return [
    ...dropped.map((name) => `${name} = DEFAULT`),
    ...[...changed, ...parameters].map(([name, value]) => {
      if (!IDENTIFIER.test(name)) throw syntaxError(`"${name}" is not the name of a setting or parameter`);
      return `${name} = ${quoteText(value)}`;
    }),
  ];
}

function quoteText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function quoteName(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}
