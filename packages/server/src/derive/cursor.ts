/**
 * How far a worker has come. The range being worked on is written down before the work starts: after a crash
 * the same range is done again with the same insert tokens, so that nothing is derived twice or left out.
 */
export interface Cursor {
  /** Everything ingested up to here is derived; epoch milliseconds. */
  readonly doneMs: number;
  /** The end of the range that was begun last: `doneMs` when it is finished. */
  readonly plannedMs: number;
}

export interface CursorStore {
  read(worker: string): Promise<Cursor | undefined>;
  write(worker: string, cursor: Cursor): Promise<void>;
}

/** The token under which the rows of one range go into one table; the same range gives the same token. */
export function rangeToken(worker: string, cursor: Cursor, table: string): string {
  return `${worker}:${cursor.doneMs}-${cursor.plannedMs}:${table}`;
}
