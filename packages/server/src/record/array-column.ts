import type { Column } from './column.ts';
import { FixedColumn } from './fixed-column.ts';

/** Array(T): where each row ends, counted in items, then the items as a column of T. */
export class ArrayColumn<T extends Column> implements Column {
  readonly type: string;
  /** Append the items of the open row here, then `endRow`. */
  readonly items: T;
  readonly #ends: FixedColumn;

  constructor(items: T, expectedRows: number) {
    this.type = `Array(${items.type})`;
    this.items = items;
    this.#ends = new FixedColumn('UInt64', 8, expectedRows);
  }

  get rows(): number {
    return this.#ends.rows;
  }

  endRow(): void {
    this.#ends.count64(this.items.rows);
  }

  mark(): void {
    this.items.mark();
    this.#ends.mark();
  }

  rollback(): void {
    this.items.rollback();
    this.#ends.rollback();
  }

  byteLength(): number {
    return this.#ends.byteLength() + this.items.byteLength();
  }

  write(target: Uint8Array, offset: number): number {
    return this.items.write(target, this.#ends.write(target, offset));
  }
}
