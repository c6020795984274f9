/**
 * How far a worker has come. The range to work on is written down before the work starts, which says too that the
 * range before it is finished. After a crash the range that was begun last is done again with the same insert tokens,
 * so that nothing is derived twice or left out.
 */
export interface Cursor {
  /** Everything ingested up to here is derived; epoch milliseconds. */
  readonly doneMs: number;
  /** The end of the range that was begun last. */
  readonly plannedMs: number;
}

/** A cursor as it is stored. */
export interface StoredCursor {
  readonly cursor: Cursor;
  /** Counts up with each change; 0 where none is stored yet. */
  readonly version: number;
}

export interface CursorStore {
  read(worker: string): Promise<StoredCursor | undefined>;
  /**
   * Answers the new version.
   * @throws VitalfewError `conflict` when another server has moved the cursor since it was read.
   */
  write(worker: string, cursor: Cursor, expectedVersion: number): Promise<number>;
}

/** The token under which the rows of one range go into one table; the same range gives the same token. */
export function rangeToken(worker: string, cursor: Cursor, table: string): string {
  return `${worker}:${cursor.doneMs}-${cursor.plannedMs}:${table}`;
}
