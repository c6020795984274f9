import type { RecordSink, TableBlock } from '../record/batch.ts';
import type { DocumentStore } from './documents.ts';
import type { StoreStatus } from './store-status.ts';

/** Values bound to `{name:Type}` placeholders; a `Date` is sent in the engine's own notation. */
export type QueryParams = Readonly<Record<string, unknown>>;

export type EngineSettings = Readonly<Record<string, string | number>>;

export interface QueryOptions {
  /** Cancels the question in the engine too. */
  readonly signal?: AbortSignal;
  readonly settings?: EngineSettings;
  /** After this the engine gives up with `query_timeout`. Default 30 s. */
  readonly timeoutMs?: number;
}

/** Formats whose bytes are worth having as they are. */
export type BytesFormat = 'Native' | 'RowBinary' | 'RowBinaryWithNamesAndTypes' | 'JSONCompactEachRow';

/**
 * The one way to stored data. The same whether the engine is embedded or a ClickHouse cluster.
 *
 * Every method rejects with `VitalfewError`: `engine_unavailable` (its `retryAfterSeconds` set) while the engine
 * starts or is away, `query_timeout`, `query_failed` for what the engine refuses.
 */
export interface Store extends RecordSink {
  readonly mode: 'embedded' | 'distributed';

  /**
   * Rows of an answer. All values from users go in by `{name:Type}` placeholders.
   *
   * 64-bit integers arrive as JSON numbers, exact up to 2^53: counts, nanoseconds of a duration and milliseconds
   * are safe; ask for ids, fingerprints and nanosecond timestamps as text (`hex(…)`, `toString(…)`). NaN and
   * infinities arrive as null.
   *
   * ```ts
   * const [row] = await store.query<{ n: number }>('SELECT count() AS n FROM spans WHERE service = {s:String}', { s });
   * ```
   */
  query<Row>(sql: string, params?: QueryParams, options?: QueryOptions): Promise<Row[]>;

  /** The bytes of an answer in a format of the engine. */
  queryBytes(
    sql: string,
    params: QueryParams,
    format: BytesFormat,
    options?: QueryOptions,
  ): Promise<Uint8Array>;

  /** A statement without an answer: DDL, ALTER, OPTIMIZE, KILL. */
  command(sql: string, params?: QueryParams, options?: QueryOptions): Promise<void>;

  /**
   * Writes one block straight to its table, past the spool, and into the materialised views on it. The same token
   * again changes nothing, if the block has the same rows. Resolves when the rows are visible; rejects at once
   * when the engine is away: the caller repeats with the same token.
   */
  insertBlock(block: TableBlock, token: string): Promise<void>;

  /**
   * Every row of `spans` with `ingested` at or below this instant is visible and no more will come, epoch
   * milliseconds. Held back by inserts of this process that are on their way, that failed, and that a crash cut off.
   */
  watermarkMs(): number;

  /**
   * No row of `spans` has an `ingested` above this instant, epoch milliseconds: where nothing comes in, nobody has to
   * ask the engine for it. Infinite where other servers write to the same tables.
   */
  newestIngestMs(): number;

  readonly documents: DocumentStore;
  status(): Promise<StoreStatus>;
  /** Stops the writer at the end of its insert, and the engine if it is ours. What is spooled stays in the spool. */
  close(): Promise<void>;
}
