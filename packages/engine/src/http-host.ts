import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { stat, unlink } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createInflate } from 'node:zlib';
import {
  EngineException,
  exceptionCode,
  exceptionStatus,
  exceptionText,
  notSupported,
  queryIdTaken,
  readOnly,
  syntaxError,
} from './exception.ts';
import { killStatement } from './kill-statement.ts';
import { refuseOutsideAccess } from './outside-guard.ts';
import { type InsertStatement, parseInsert } from './parse-insert.ts';
import { authenticate, type RequestContext, requestContext } from './request-context.ts';
import { inContext, processCondition, runInsert, runStatement } from './run-statement.ts';
import { answerHeaders, sendAnswer, summaryOf } from './send-answer.ts';
import type { SessionPool } from './session-pool.ts';
import { hasSeveralStatements, outlineStatement } from './statement.ts';

export interface HttpHostOptions {
  readonly username: string;
  readonly password: string;
  readonly version: string;
  /** A folder of the engine's own for the bodies of inserts. */
  readonly scratchDir: string;
  readonly reads: SessionPool;
  readonly writes: SessionPool;
  /** For ending other statements; never lent to clients. */
  readonly control: SessionPool;
}

/** Bodies up to this size may be statements; larger ones can only be the data of an insert. */
const LONGEST_STATEMENT = 64 * 1024 * 1024;
/** An INSERT's head, up to its data, is within these first bytes of a body. */
const LONGEST_HEAD = 256 * 1024;

/** ClickHouse's HTTP interface (https://clickhouse.com/docs/interfaces/http) over pools of sessions. */
export function createHttpHost(options: HttpHostOptions): Server {
  const running = new Set<string>();
  return createServer((request, response) => {
    void answer(request, response, options, running).catch((error: unknown) =>
      refuse(request, response, error, options.version),
    );
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpHostOptions,
  running: Set<string>,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://engine');
  if (url.pathname === '/ping' || url.pathname === '/replicas_status')
    return sendText(response, 200, 'Ok.\n');
  if (url.pathname !== '/' && url.pathname !== '/query')
    return sendText(response, 404, `There is no handle ${url.pathname}\n`);
  if (!['GET', 'HEAD', 'POST'].includes(request.method ?? ''))
    return sendText(response, 405, 'Use GET or POST.\n', { allow: 'GET, HEAD, POST' });
  authenticate(request, url, options);
  const context = requestContext(request, url);
  if (running.has(context.queryId)) throw queryIdTaken(context.queryId);
  running.add(context.queryId);
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(new Error('The client closed the connection.'));
  });
  try {
    await answerStatement(
      { request, response, context, options, signal: gone.signal },
      url.searchParams.get('query') ?? '',
    );
  } finally {
    running.delete(context.queryId);
  }
}

/** One request on its way through the host. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly context: RequestContext;
  readonly options: HttpHostOptions;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
}

async function answerStatement(exchange: Exchange, query: string): Promise<void> {
  const { request, response, context, options, signal } = exchange;
  const get = request.method !== 'POST';
  const body = decodedBody(request);
  const insert = parseInsert(query);
  if (insert) {
    if (get) throw readOnly();
    const inline = Buffer.from(query.slice(insert.dataStart));
    return answerInsert(exchange, insert, Readable.from(withHead(inline, body), { objectMode: false }));
  }
  const bytes = get ? Buffer.alloc(0) : await readBody(body);
  const sql = query === '' || bytes.length === 0 ? query + decode(bytes) : `${query}\n${decode(bytes)}`;
  if (sql.trim() === '') {
    if (get && query === '') return sendText(response, 200, 'Ok.\n');
    throw syntaxError('Empty query');
  }
  const inBody = query === '' ? parseInsert(decode(bytes.subarray(0, LONGEST_HEAD))) : parseInsert(sql);
  if (inBody) {
    const head = decode(query === '' ? bytes.subarray(0, LONGEST_HEAD) : Buffer.from(sql)).slice(
      0,
      inBody.dataStart,
    );
    const data = (query === '' ? bytes : Buffer.from(sql)).subarray(Buffer.byteLength(head));
    return answerInsert(exchange, inBody, Readable.from([data], { objectMode: false }));
  }
  const statement = outlineStatement(sql, context.defaultFormat);
  if (hasSeveralStatements(statement.tokens))
    throw syntaxError('Syntax error (Multi-statements are not allowed)');
  refuseOutsideAccess(statement.tokens);
  if (get && !statement.reads) throw readOnly();
  const about = { format: statement.format, version: options.version };
  if (statement.verb === 'KILL') {
    return options.control.use((pooled) =>
      sendAnswer(response, runStatement(pooled, killStatement(statement), context, signal), context, about),
    );
  }
  const pool = statement.reads ? options.reads : options.writes;
  await pool.use(
    (pooled) =>
      inContext(pooled, context, () =>
        cancelledWith(exchange, () =>
          sendAnswer(response, runStatement(pooled, statement, context, signal), context, about),
        ),
      ),
    signal,
  );
}

/** The data goes to a file first: a slow sender holds no session, and every format can be read from there. */
async function answerInsert(exchange: Exchange, insert: InsertStatement, data: Readable): Promise<void> {
  const { response, context, options, signal } = exchange;
  const path = join(options.scratchDir, `${randomUUID()}.data`);
  try {
    await pipeline(data, createWriteStream(path), { signal });
    const { size } = await stat(path);
    const totals = await options.writes.use(
      (pooled) => inContext(pooled, context, () => runInsert(pooled, insert, context, { path, bytes: size })),
      signal,
    );
    const headers = answerHeaders(context, { format: insert.format, version: options.version });
    response
      .writeHead(200, { ...headers, 'x-clickhouse-summary': summaryOf(totals, []), 'content-length': 0 })
      .end();
  } finally {
    await unlink(path).catch(() => undefined);
  }
}

/** Runs the work; when the client goes away meanwhile, ends its statement in the engine. */
async function cancelledWith(exchange: Exchange, work: () => Promise<void>): Promise<void> {
  const { context, options, signal } = exchange;
  const cancel = () => {
    const sql = `KILL QUERY WHERE ${processCondition(context.queryId)} ASYNC`;
    // Ended by itself meanwhile, then there is nothing to kill.
    options.control.use((pooled) => pooled.session.queryAsync(sql)).catch(() => undefined);
  };
  signal.addEventListener('abort', cancel);
  try {
    if (signal.aborted) throw signal.reason;
    await work();
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function decodedBody(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity' || encoding === '') return request;
  if (encoding !== 'gzip' && encoding !== 'deflate')
    throw notSupported(`Content-Encoding ${encoding} is not supported; use gzip, deflate or none`);
  const inflate = encoding === 'gzip' ? createGunzip() : createInflate();
  request.once('error', (error) => inflate.destroy(error));
  inflate.once('error', () => request.unpipe(inflate));
  return request.pipe(inflate);
}

async function* withHead(head: Buffer, body: Readable): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  yield* body as AsyncIterable<Buffer>;
}

async function readBody(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LONGEST_STATEMENT)
      throw new EngineException(
        307,
        'TOO_MANY_BYTES',
        'The statement is too long; send the data of an INSERT as the body and the statement as ?query=',
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Buffer): string {
  return bytes.toString('utf8');
}

function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=UTF-8', ...headers }).end(text);
}

function refuse(request: IncomingMessage, response: ServerResponse, error: unknown, version: string): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const code = exceptionCode(error);
  // A body that nobody will read must not block the connection.
  const headers: Record<string, string> = request.readableEnded ? {} : { connection: 'close' };
  sendText(response, exceptionStatus(code), exceptionText(error, version), {
    ...headers,
    'x-clickhouse-exception-code': String(code),
  });
  request.resume();
}
