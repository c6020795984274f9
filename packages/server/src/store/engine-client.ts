import { Readable } from 'node:stream';
import { type ClickHouseClient, ClickHouseError, createClient } from '@clickhouse/client';
import { VitalfewError } from '../error.ts';
import type { BytesFormat, EngineSettings, QueryOptions, QueryParams } from './store.ts';

/** How to reach the engine, whichever it is. */
export interface EngineAddress {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly database: string;
  /** For every statement. */
  readonly settings: EngineSettings;
}

const DEFAULT_TIMEOUT_MS = 30_000;
/** The engine gives up first and says why; this is for when it does not answer at all. */
const GRACE_MS = 2_000;
const INSERT_TIMEOUT_MS = 120_000;

/** Speaks ClickHouse's HTTP interface; turns every failure into a `VitalfewError`. */
export class EngineClient {
  readonly #client: ClickHouseClient;

  constructor(address: EngineAddress) {
    this.#client = createClient({
      url: address.url,
      username: address.username,
      password: address.password,
      database: address.database,
      application: 'vitalfew',
      request_timeout: INSERT_TIMEOUT_MS,
      max_open_connections: 32,
      clickhouse_settings: address.settings,
      // Its own messages repeat what the thrown errors say.
      log: { level: 127 as never },
    });
  }

  async query<Row>(sql: string, params: QueryParams = {}, options: QueryOptions = {}): Promise<Row[]> {
    return this.#ask(options, async (abort, settings) => {
      const answer = await this.#client.query({
        query: sql,
        format: 'JSONEachRow',
        query_params: { ...params },
        abort_signal: abort,
        clickhouse_settings: { ...settings, output_format_json_quote_64bit_integers: 0 },
      });
      return answer.json<Row>();
    });
  }

  async queryBytes(
    sql: string,
    params: QueryParams,
    format: BytesFormat,
    options: QueryOptions = {},
  ): Promise<Uint8Array> {
    return this.#ask(options, async (abort, settings) => {
      const { stream } = await this.#client.exec({
        query: `${sql}\nFORMAT ${format}`,
        query_params: { ...params },
        abort_signal: abort,
        clickhouse_settings: settings,
      });
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    });
  }

  async command(sql: string, params: QueryParams = {}, options: QueryOptions = {}): Promise<void> {
    await this.#ask({ timeoutMs: INSERT_TIMEOUT_MS - GRACE_MS, ...options }, (abort, settings) =>
      this.#client.command({
        query: sql,
        query_params: { ...params },
        abort_signal: abort,
        clickhouse_settings: settings,
      }),
    );
  }

  /** Streams Native blocks into the table; resolves when they are visible. */
  async insertNative(
    table: string,
    blocks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    token: string,
  ): Promise<void> {
    await this.#ask({ timeoutMs: INSERT_TIMEOUT_MS }, async (abort) => {
      const { stream } = await this.#client.exec({
        query: `INSERT INTO ${table} FORMAT Native`,
        values: Readable.from(blocks, { objectMode: false }),
        abort_signal: abort,
        clickhouse_settings: { insert_deduplication_token: token, ...INSERT_SETTINGS },
      });
      for await (const _ of stream);
    });
  }

  async ping(): Promise<boolean> {
    return (await this.#client.ping()).success;
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #ask<T>(
    options: QueryOptions,
    act: (abort: AbortSignal, settings: Record<string, string | number>) => Promise<T>,
  ): Promise<T> {
    const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    const timeout = AbortSignal.timeout(timeoutMs + GRACE_MS);
    const abort = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
    try {
      return await act(abort, { max_execution_time: Math.ceil(timeoutMs / 1000), ...options.settings });
    } catch (cause) {
      if (options.signal?.aborted) throw options.signal.reason;
      if (timeout.aborted) throw timedOut(timeoutMs, cause);
      throw translate(cause, timeoutMs);
    }
  }
}

/** One insert is one block a partition, so that its token drops all of it or nothing. */
const INSERT_SETTINGS = {
  insert_deduplicate: 1,
  deduplicate_blocks_in_dependent_materialized_views: 1,
  async_insert: 0,
  max_insert_threads: '1',
  max_insert_block_size: '4194304',
  min_insert_block_size_rows: '4194304',
  min_insert_block_size_bytes: '1073741824',
} as const;

/** The code of ClickHouse's own refusal; undefined when it was not the engine that spoke. */
export function engineCode(error: unknown): number | undefined {
  const cause = error instanceof VitalfewError ? error.cause : error;
  return cause instanceof ClickHouseError ? Number(cause.code) : undefined;
}

const TIMEOUT_EXCEEDED = 159;
const TOO_MANY_SIMULTANEOUS_QUERIES = 202;
const MEMORY_LIMIT_EXCEEDED = 241;

function translate(cause: unknown, timeoutMs: number): VitalfewError {
  const code = engineCode(cause);
  if (cause instanceof SyntaxError) {
    return new VitalfewError('query_failed', `The engine's answer cannot be read: ${cause.message}`, {
      cause,
    });
  }
  if (code === undefined) {
    return new VitalfewError('engine_unavailable', 'The engine does not answer; it may be starting again.', {
      retryAfterSeconds: 2,
      cause,
    });
  }
  if (code === TIMEOUT_EXCEEDED) return timedOut(timeoutMs, cause);
  if (code === TOO_MANY_SIMULTANEOUS_QUERIES) {
    return new VitalfewError('overloaded', 'The engine has too many questions waiting. Ask again later.', {
      retryAfterSeconds: 2,
      cause,
    });
  }
  const said = (cause as Error).message.split('\n')[0] ?? '';
  return code === MEMORY_LIMIT_EXCEEDED
    ? new VitalfewError(
        'query_failed',
        'The question needs more memory than the engine has: narrow the range.',
        {
          cause,
        },
      )
    : new VitalfewError('query_failed', `The engine refused: ${said}`, { cause });
}

function timedOut(timeoutMs: number, cause: unknown): VitalfewError {
  return new VitalfewError(
    'query_timeout',
    `The question took longer than ${timeoutMs / 1000} s: narrow the range or the filter.`,
    { cause },
  );
}
