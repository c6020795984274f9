import type { RecordTable, TableBlock } from './batch.ts';
import type { Column } from './column.ts';

/**
 * Rows of one table under construction. Append one cell to every column, then `commit`; `rollback` drops the
 * open row from every column it reached. A column that a row forgot shows at `encode`, which throws.
 */
export abstract class ColumnBatch<Table extends string = RecordTable> implements TableBlock<Table> {
  readonly table: Table;
  rows = 0;
  #named: readonly (readonly [name: string, column: Column])[] = [];
  #columns: readonly Column[] = [];

  constructor(table: Table) {
    this.table = table;
  }

  /** Called once by the subclass with its columns in the order of the block. */
  protected lay(columns: readonly (readonly [name: string, column: Column])[]): void {
    this.#named = columns;
    this.#columns = columns.map(([, column]) => column);
  }

  /** For the column list of an INSERT. */
  get columnNames(): readonly string[] {
    return this.#named.map(([name]) => name);
  }

  commit(): void {
    this.rows++;
    const columns = this.#columns;
    for (let i = 0; i < columns.length; i++) (columns[i] as Column).mark();
  }

  rollback(): void {
    for (const column of this.#columns) column.rollback();
  }

  encode(): Uint8Array {
    return encodeNative(this.#named, this.rows);
  }
}

/**
 * One block of ClickHouse's Native format: varint number of columns, varint number of rows, and for each
 * column its name, its type and its data (https://clickhouse.com/docs/interfaces/formats/Native).
 */
function encodeNative(
  columns: readonly (readonly [name: string, column: Column])[],
  rows: number,
): Uint8Array {
  let size = 20;
  for (const [name, column] of columns) {
    if (column.rows !== rows) {
      throw new RangeError(`column ${name} has ${column.rows} rows in a block of ${rows}`);
    }
    size += name.length + column.type.length + 20 + column.byteLength();
  }
  const target = Buffer.allocUnsafeSlow(size);
  let at = putVarint(target, 0, columns.length);
  at = putVarint(target, at, rows);
  for (const [name, column] of columns) {
    at = putText(target, at, name);
    at = putText(target, at, column.type);
    at = column.write(target, at);
  }
  return target.subarray(0, at);
}

function putVarint(target: Uint8Array, offset: number, value: number): number {
  let at = offset;
  let rest = value;
  while (rest >= 0x80) {
    target[at++] = (rest & 0x7f) | 0x80;
    rest = Math.floor(rest / 128);
  }
  target[at++] = rest;
  return at;
}

function putText(target: Buffer, offset: number, value: string): number {
  const at = putVarint(target, offset, value.length);
  return at + target.write(value, at, 'latin1');
}
