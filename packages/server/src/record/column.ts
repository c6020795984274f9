/**
 * One column of a block that is being built. Rows are appended cell by cell; `mark` fixes what stands so far
 * and `rollback` drops whatever was appended since, so that a bad row leaves no trace in any column.
 */
export interface Column {
  /** ClickHouse type as it stands in the Native header; the engine converts it to the table's type. */
  readonly type: string;
  readonly rows: number;
  mark(): void;
  rollback(): void;
  /** Size of the column's data in the Native format, bytes. */
  byteLength(): number;
  /** Writes the data at `offset` and gives the offset behind it. */
  write(target: Uint8Array, offset: number): number;
}
