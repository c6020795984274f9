/** The tables that receivers fill; everything else is derived from them. */
export type RecordTable = 'spans' | 'logs' | 'series' | 'samples' | 'histograms';

/**
 * Rows of one table, held by column. `encode` gives them as one block of ClickHouse's Native format (columns by
 * name, so that a column may be left to its default); blocks may be concatenated. Immutable once handed over.
 */
export interface TableBlock<Table extends string = string> {
  readonly table: Table;
  readonly rows: number;
  encode(): Uint8Array;
}

/** Rows on their way from a receiver to the store. */
export type RecordBatch = TableBlock<RecordTable>;

/** Where receivers put what they decoded. */
export interface RecordSink {
  /**
   * Resolves when every row of every batch is durable: it survives `kill -9`, and is stored exactly once.
   * All or nothing. Rejects with `VitalfewError` code `overloaded` (its `retryAfterSeconds` set) when the
   * spool is full; nothing is kept then.
   */
  append(batches: readonly RecordBatch[]): Promise<void>;
}
