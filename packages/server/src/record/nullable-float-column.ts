import type { Column } from './column.ts';
import { FixedColumn } from './fixed-column.ts';

/** Nullable(Float64): a byte a row that is 1 where there is no value, then the values. */
export class NullableFloatColumn implements Column {
  readonly type = 'Nullable(Float64)';
  readonly #missing: FixedColumn;
  readonly #values: FixedColumn;

  constructor(expectedRows: number) {
    this.#missing = new FixedColumn('UInt8', 1, expectedRows);
    this.#values = new FixedColumn('Float64', 8, expectedRows);
  }

  get rows(): number {
    return this.#values.rows;
  }

  append(value: number | undefined): void {
    this.#missing.uint8(value === undefined ? 1 : 0);
    this.#values.float64(value ?? 0);
  }

  mark(): void {
    this.#missing.mark();
    this.#values.mark();
  }

  rollback(): void {
    this.#missing.rollback();
    this.#values.rollback();
  }

  byteLength(): number {
    return this.#missing.byteLength() + this.#values.byteLength();
  }

  write(target: Uint8Array, offset: number): number {
    return this.#values.write(target, this.#missing.write(target, offset));
  }
}
