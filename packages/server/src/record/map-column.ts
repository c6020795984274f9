import type { Column } from './column.ts';
import { FixedColumn } from './fixed-column.ts';
import { StringColumn } from './string-column.ts';

/** Map(String, String): where each row ends, counted in entries, then all keys, then all values. */
export class MapColumn implements Column {
  readonly type = 'Map(String, String)';
  /** Append to both, then `endRow`. */
  readonly keys: StringColumn;
  readonly values: StringColumn;
  readonly #ends: FixedColumn;

  constructor(expectedRows: number, expectedBytes: number) {
    this.keys = new StringColumn(expectedBytes);
    this.values = new StringColumn(expectedBytes);
    this.#ends = new FixedColumn('UInt64', 8, expectedRows);
  }

  get rows(): number {
    return this.#ends.rows;
  }

  /** Entries of all rows, the open one included. */
  get entries(): number {
    return this.values.rows;
  }

  entry(key: string, value: string): void {
    this.keys.text(key);
    this.values.text(value);
  }

  /** Entries that another map holds, as `encodeEntries` gave them. */
  appendEncoded(entries: EncodedEntries): void {
    if (entries.count === 0) return;
    this.keys.appendEncoded(entries.keys, entries.count);
    this.values.appendEncoded(entries.values, entries.count);
  }

  clear(): void {
    this.keys.clear();
    this.values.clear();
    this.#ends.clear();
  }

  endRow(): void {
    this.#ends.count64(this.values.rows);
  }

  encodeEntries(): EncodedEntries {
    return { count: this.values.rows, keys: this.keys.encoded(), values: this.values.encoded() };
  }

  mark(): void {
    this.keys.mark();
    this.values.mark();
    this.#ends.mark();
  }

  rollback(): void {
    this.keys.rollback();
    this.values.rollback();
    this.#ends.rollback();
  }

  byteLength(): number {
    return this.#ends.byteLength() + this.keys.byteLength() + this.values.byteLength();
  }

  write(target: Uint8Array, offset: number): number {
    return this.values.write(target, this.keys.write(target, this.#ends.write(target, offset)));
  }
}

/** Map entries in the form of the Native format, e.g. of a resource, to be copied into every row of it. */
export interface EncodedEntries {
  readonly count: number;
  readonly keys: Uint8Array;
  readonly values: Uint8Array;
}
