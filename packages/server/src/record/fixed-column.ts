import type { Column } from './column.ts';
import { grow, uninitialised } from './growable-bytes.ts';

const FLOAT = new Float64Array(1);
const FLOAT_BYTES = new Uint8Array(FLOAT.buffer);

/**
 * A column of cells of one width: integers, floats, Bool, Enum8, DateTime64 and FixedString. One class with
 * one layout for all, so that the calls stay monomorphic in the decoders. Everything is little-endian.
 */
export class FixedColumn implements Column {
  readonly type: string;
  readonly width: number;
  #bytes: Uint8Array;
  #length = 0;
  #marked = 0;

  constructor(type: string, width: number, expectedRows: number) {
    this.type = type;
    this.width = width;
    this.#bytes = uninitialised(Math.max(1, expectedRows) * width);
  }

  get rows(): number {
    return this.#length / this.width;
  }

  uint8(value: number): void {
    const at = this.#advance(1);
    this.#bytes[at] = value;
  }

  uint16(value: number): void {
    const at = this.#advance(2);
    const bytes = this.#bytes;
    bytes[at] = value;
    bytes[at + 1] = value >>> 8;
  }

  /** Int32 as well: the bits are the same. */
  uint32(value: number): void {
    const at = this.#advance(4);
    put32(this.#bytes, at, value);
  }

  /** A 64-bit integer as two halves of 32 bits, which spares a BigInt a cell. */
  uint64(low: number, high: number): void {
    const at = this.#advance(8);
    put32(this.#bytes, at, low);
    put32(this.#bytes, at + 4, high);
  }

  /** A 64-bit integer given as a number: whole, from 0 to 2^53. */
  count64(value: number): void {
    this.uint64(value >>> 0, (value / 4294967296) >>> 0);
  }

  float64(value: number): void {
    const at = this.#advance(8);
    FLOAT[0] = value;
    this.#bytes.set(FLOAT_BYTES, at);
  }

  /** `width` bytes of `source` from `start`. */
  bytes(source: Uint8Array, start: number): void {
    const width = this.width;
    const at = this.#advance(width);
    const bytes = this.#bytes;
    for (let i = 0; i < width; i++) bytes[at + i] = source[start + i] as number;
  }

  /** A cell of zero bits. */
  zero(): void {
    const at = this.#advance(this.width);
    this.#bytes.fill(0, at, at + this.width);
  }

  clear(): void {
    this.#length = 0;
    this.#marked = 0;
  }

  mark(): void {
    this.#marked = this.#length;
  }

  rollback(): void {
    this.#length = this.#marked;
  }

  byteLength(): number {
    return this.#length;
  }

  write(target: Uint8Array, offset: number): number {
    target.set(this.#bytes.subarray(0, this.#length), offset);
    return offset + this.#length;
  }

  #advance(width: number): number {
    const at = this.#length;
    const next = at + width;
    if (next > this.#bytes.length) this.#bytes = grow(this.#bytes, at, next);
    this.#length = next;
    return at;
  }
}

function put32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}
