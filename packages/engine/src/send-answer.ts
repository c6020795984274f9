import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createDeflate, createGzip } from 'node:zlib';
import { exceptionText } from './exception.ts';
import type { RequestContext } from './request-context.ts';
import type { StatementAnswer, StatementTotals } from './run-statement.ts';

/** Sends an answer as it comes, at the pace of its reader; one that fits into a piece gets its length and totals. */
export async function sendAnswer(
  response: ServerResponse,
  answer: StatementAnswer,
  context: RequestContext,
  about: { readonly format: string; readonly version: string },
): Promise<void> {
  try {
    await sendPieces(response, answer, context, about);
  } finally {
    // Ends the statement when its reader went away.
    await answer.return(undefined as never).catch(() => undefined);
  }
}

async function sendPieces(
  response: ServerResponse,
  answer: StatementAnswer,
  context: RequestContext,
  about: { readonly format: string; readonly version: string },
): Promise<void> {
  const headers = answerHeaders(context, about);
  const held: Uint8Array[] = [];
  let step = await answer.next();
  // The second piece, or the end, tells whether there is anything to stream. A failure up to here has its own status.
  while (!step.done && (context.waitEnd || held.length === 0)) {
    held.push(step.value);
    step = await answer.next();
  }
  if (step.done) {
    headers['x-clickhouse-summary'] = summaryOf(step.value, held);
    if (context.compressed === undefined) headers['content-length'] = String(sizeOf(held));
  } else {
    headers['x-clickhouse-summary'] = summaryOf(undefined, held);
  }
  const tag = randomBytes(8).toString('hex');
  headers['x-clickhouse-exception-tag'] = tag;
  if (context.compressed) headers['content-encoding'] = context.compressed;
  response.writeHead(200, headers);

  let broken = false;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield* held.splice(0);
    if (step.done) return;
    yield step.value;
    try {
      yield* answer;
    } catch (error) {
      broken = true;
      yield exceptionBlock(exceptionText(error, about.version), tag);
    }
  }
  const source = Readable.from(pieces(), { objectMode: false, highWaterMark: 65_536 });
  if (context.compressed) {
    const squeeze = context.compressed === 'gzip' ? createGzip({ level: 1 }) : createDeflate({ level: 1 });
    await pipeline(source, squeeze, response, { end: false });
  } else {
    await pipeline(source, response, { end: false });
  }
  // A broken answer must not look whole: its connection ends without the closing chunk, as ClickHouse's does.
  if (broken) response.write('', () => response.destroy());
  else response.end();
}

/** The headers that every good answer has. */
export function answerHeaders(
  context: RequestContext,
  about: { readonly format: string; readonly version: string },
): Record<string, string> {
  return {
    'content-type': contentTypeOf(about.format),
    'x-clickhouse-query-id': context.queryId,
    'x-clickhouse-format': about.format,
    'x-clickhouse-timezone': context.settings.get('session_timezone') || 'UTC',
    'x-clickhouse-server-display-name': 'vitalfew-engine',
  };
}

export function summaryOf(totals: StatementTotals | undefined, held: readonly Uint8Array[]): string {
  const number = (value: number | undefined) => String(value ?? 0);
  return JSON.stringify({
    read_rows: number(totals?.rowsRead),
    read_bytes: number(totals?.bytesRead),
    written_rows: number(totals?.rowsWritten),
    written_bytes: number(totals && totals.rowsWritten > 0 ? totals.bytesRead : 0),
    total_rows_to_read: '0',
    result_rows: number(totals?.rowsReturned),
    result_bytes: String(sizeOf(held)),
    elapsed_ns: String(Math.round((totals?.elapsedSeconds ?? 0) * 1e9)),
  });
}

/** How ClickHouse since 25.11 ends an answer that failed on its way: the text, its length, and the tag around both. */
function exceptionBlock(text: string, tag: string): Buffer {
  return Buffer.from(
    `\r\n__exception__\r\n${tag}\r\n${text}${Buffer.byteLength(text)} ${tag}\r\n__exception__\r\n`,
  );
}

function sizeOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}

function contentTypeOf(format: string): string {
  if (/^JSON/.test(format))
    return format.includes('EachRow')
      ? 'application/x-ndjson; charset=UTF-8'
      : 'application/json; charset=UTF-8';
  if (/^CSV/.test(format))
    return `text/csv; charset=UTF-8; header=${format.includes('WithNames') ? 'present' : 'absent'}`;
  if (/^(TSV|TabSeparated)/.test(format)) return 'text/tab-separated-values; charset=UTF-8';
  return /^(Native|RowBinary|Parquet|Arrow|ORC|Avro|MsgPack)/.test(format)
    ? 'application/octet-stream'
    : 'text/plain; charset=UTF-8';
}
