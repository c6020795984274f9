import { randomUUID, timingSafeEqual } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile, unlink } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { authenticationFailed, exceptionCode, exceptionStatus, exceptionText } from './exception.ts';
import { refuseOutsideAccess } from './outside-guard.ts';
import { parseInsert } from './parse-insert.ts';
import { type InsertData, runStatement, type StatementResult } from './run-statement.ts';
import type { SessionPool } from './session-pool.ts';

export interface HttpHostOptions {
  readonly username: string;
  readonly password: string;
  readonly version: string;
  /** A folder of the engine's own for the bodies of inserts. */
  readonly scratchDir: string;
  readonly reads: SessionPool;
  readonly writes: SessionPool;
}

/** URL parameters that are no settings. */
const RESERVED: ReadonlySet<string> = new Set([
  'query',
  'database',
  'user',
  'password',
  'query_id',
  'session_id',
  'session_timeout',
  'session_check',
  'default_format',
  'compress',
  'decompress',
  'enable_http_compression',
  'wait_end_of_query',
  'buffer_size',
  'role',
  'quota_key',
  'http_write_exception_in_output_format',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'client_protocol_version',
]);

/** Bodies up to this size may be statements; larger ones can only be the data of an insert. */
const LONGEST_STATEMENT = 64 * 1024 * 1024;

/** ClickHouse's HTTP interface (https://clickhouse.com/docs/interfaces/http) over a pool of sessions. */
export function createHttpHost(options: HttpHostOptions): Server {
  return createServer((request, response) => {
    void answer(request, response, options).catch((error: unknown) =>
      refuse(response, error, options.version),
    );
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpHostOptions,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://engine');
  if (url.pathname === '/ping') {
    response.writeHead(200, { 'content-type': 'text/plain; charset=UTF-8' }).end('Ok.\n');
    return;
  }
  authenticate(request, url, options);
  const query = url.searchParams.get('query') ?? '';
  const body = decodedBody(request);
  if (parseInsert(query) !== undefined) {
    await answerInsert(response, url, query, body, options);
    return;
  }
  const sql = request.method === 'GET' ? query : joinStatement(query, await readText(body));
  if (sql.trim() === '') {
    response.writeHead(200, { 'content-type': 'text/plain; charset=UTF-8' }).end('Ok.\n');
    return;
  }
  const insert = parseInsert(sql);
  refuseOutsideAccess(insert ? sql.slice(0, insert.dataStart) : sql);
  const pool = insert ? options.writes : options.reads;
  await send(
    request,
    response,
    url,
    options,
    await pool.use((session) => runStatement(session, sql, contextOf(url))),
  );
}

/** The data goes to a file first: a slow sender holds no session, and binary formats are read from there. */
async function answerInsert(
  response: ServerResponse,
  url: URL,
  query: string,
  body: Readable,
  options: HttpHostOptions,
): Promise<void> {
  refuseOutsideAccess(query);
  const path = join(options.scratchDir, `${randomUUID()}.data`);
  try {
    await pipeline(body, createWriteStream(path));
    const data: InsertData = { path, read: () => readFile(path) };
    const result = await options.writes.use((session) => runStatement(session, query, contextOf(url), data));
    response.writeHead(200, headersOf(url, options, result)).end();
  } finally {
    await unlink(path).catch(() => undefined);
  }
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  options: HttpHostOptions,
  result: StatementResult,
): Promise<void> {
  const headers = headersOf(url, options, result);
  const accepts = String(request.headers['accept-encoding'] ?? '');
  if (url.searchParams.get('enable_http_compression') === '1' && /\bgzip\b/.test(accepts)) {
    response.writeHead(200, { ...headers, 'content-encoding': 'gzip' });
    await pipeline(Readable.from([Buffer.from(result.bytes)]), createGzip({ level: 1 }), response);
    return;
  }
  response.writeHead(200, { ...headers, 'content-length': result.bytes.length });
  response.end(result.bytes);
}

function headersOf(url: URL, options: HttpHostOptions, result: StatementResult): Record<string, string> {
  const summary = {
    read_rows: String(result.rowsRead),
    read_bytes: String(result.bytesRead),
    written_rows: String(result.rowsWritten),
    written_bytes: String(result.rowsWritten === 0 ? 0 : result.bytesRead),
    total_rows_to_read: '0',
    result_rows: '0',
    result_bytes: String(result.bytes.length),
    elapsed_ns: String(Math.round(result.elapsedSeconds * 1e9)),
  };
  return {
    'content-type': contentTypeOf(result.format),
    'x-clickhouse-query-id': url.searchParams.get('query_id') ?? randomUUID(),
    'x-clickhouse-format': result.format,
    'x-clickhouse-timezone': 'UTC',
    'x-clickhouse-server-display-name': `vitalfew-engine ${options.version}`,
    'x-clickhouse-summary': JSON.stringify(summary),
  };
}

function contentTypeOf(format: string): string {
  if (/^JSON/.test(format))
    return format.endsWith('EachRow')
      ? 'application/x-ndjson; charset=UTF-8'
      : 'application/json; charset=UTF-8';
  if (/^CSV/.test(format)) return 'text/csv; charset=UTF-8; header=absent';
  if (/^(TSV|TabSeparated)/.test(format)) return 'text/tab-separated-values; charset=UTF-8';
  return /^(Native|RowBinary|Parquet|Arrow|ORC|Avro|MsgPack)/.test(format)
    ? 'application/octet-stream'
    : 'text/plain; charset=UTF-8';
}

function contextOf(url: URL) {
  const settings = new Map<string, string>();
  const parameters = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    if (name.startsWith('param_')) parameters.set(name.slice('param_'.length), value);
    else if (!RESERVED.has(name)) settings.set(name, value);
  }
  return {
    database: url.searchParams.get('database') ?? 'default',
    settings,
    parameters,
    defaultFormat: url.searchParams.get('default_format') ?? 'TabSeparated',
  };
}

function authenticate(request: IncomingMessage, url: URL, options: HttpHostOptions): void {
  const basic = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const [basicUser, ...basicPassword] =
    basic === undefined ? [] : Buffer.from(basic, 'base64').toString('utf8').split(':');
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  const user = header('x-clickhouse-user') ?? basicUser ?? url.searchParams.get('user') ?? 'default';
  const password =
    header('x-clickhouse-key') ??
    (basic === undefined ? url.searchParams.get('password') : basicPassword.join(':')) ??
    '';
  if (user !== options.username || !equalInConstantTime(password, options.password))
    throw authenticationFailed();
}

function equalInConstantTime(given: string, wanted: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(wanted);
  return a.length === b.length && timingSafeEqual(a, b);
}

function decodedBody(request: IncomingMessage): Readable {
  return request.headers['content-encoding'] === 'gzip' ? request.pipe(createGunzip()) : request;
}

async function readText(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += (chunk as Buffer).length;
    if (size > LONGEST_STATEMENT)
      throw new Error(
        'Code: 307. DB::Exception: The statement is too long; send the data of an INSERT as the body and the statement as ?query= (TOO_MANY_BYTES)',
      );
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function joinStatement(query: string, body: string): string {
  return query === '' || body === '' ? query + body : `${query}\n${body}`;
}

function refuse(response: ServerResponse, error: unknown, version: string): void {
  const code = exceptionCode(error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(exceptionStatus(code), {
    'content-type': 'text/plain; charset=UTF-8',
    'x-clickhouse-exception-code': String(code),
  });
  response.end(exceptionText(error, version));
}
