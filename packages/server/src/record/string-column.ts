import { isUtf8 } from 'node:buffer';
import type { Column } from './column.ts';
import { grow, uninitialised } from './growable-bytes.ts';

/** Below this a loop beats a call into native code (measured: near 40 bytes on Node 20). */
const LOOP_BYTES = 40;
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/** String: for each row its length as a varint and its bytes. Bytes go from the wire to here without a string. */
export class StringColumn implements Column {
  readonly type = 'String';
  rows = 0;
  #bytes: Uint8Array;
  #length = 0;
  #markedRows = 0;
  #markedLength = 0;

  constructor(expectedBytes: number) {
    this.#bytes = uninitialised(Math.max(16, expectedBytes));
  }

  empty(): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = 0;
    this.rows++;
  }

  /** A JavaScript string; for the few cells that had to become one. */
  text(value: string): void {
    if (value.length === 0) {
      this.empty();
      return;
    }
    if (value.length < LOOP_BYTES && this.#shortAscii(value)) return;
    const size = Buffer.byteLength(value);
    this.#begin(size);
    const at = this.#length;
    Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset + at, size).write(value);
    this.#length = at + size;
    this.rows++;
  }

  /** Bytes that are known to be UTF-8. */
  append(source: Uint8Array, start: number, end: number): void {
    const size = end - start;
    this.#begin(size);
    this.#copy(source, start, end);
    this.#length += size;
    this.rows++;
  }

  /**
   * Bytes from a stranger: at most `maxBytes` of them are kept, cut between characters, and what is not UTF-8
   * becomes U+FFFD.
   */
  appendUntrusted(source: Uint8Array, start: number, end: number, maxBytes: number): void {
    const stop = end - start > maxBytes ? cutUtf8(source, start, start + maxBytes) : end;
    const size = stop - start;
    this.#begin(size);
    if (size < LOOP_BYTES) {
      const target = this.#bytes;
      const shift = this.#length - start;
      let high = 0;
      for (let i = start; i < stop; i++) {
        const byte = source[i] as number;
        high |= byte;
        target[i + shift] = byte;
      }
      if (high >= 0x80 && !isUtf8(source.subarray(start, stop))) {
        this.#replace(source, start, stop);
        return;
      }
    } else {
      const view = source.subarray(start, stop);
      if (!isUtf8(view)) {
        this.#replace(source, start, stop);
        return;
      }
      this.#bytes.set(view, this.#length);
    }
    this.#length += size;
    this.rows++;
  }

  /** Cells that another string column wrote: copied as they are, prefixes included. */
  appendEncoded(encoded: Uint8Array, cells: number): void {
    const size = encoded.length;
    this.#reserve(size);
    this.#copy(encoded, 0, size);
    this.#length += size;
    this.rows += cells;
  }

  /** The cells so far as they will be written; for `appendEncoded`. */
  encoded(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** Feeds what was written since the column was `from` bytes long, length prefixes included. */
  feed(hash: { add(bytes: Uint8Array, start: number, end: number): void }, from: number): void {
    hash.add(this.#bytes, from, this.#length);
  }

  clear(): void {
    this.rows = 0;
    this.#length = 0;
    this.mark();
  }

  mark(): void {
    this.#markedRows = this.rows;
    this.#markedLength = this.#length;
  }

  rollback(): void {
    this.rows = this.#markedRows;
    this.#length = this.#markedLength;
  }

  byteLength(): number {
    return this.#length;
  }

  write(target: Uint8Array, offset: number): number {
    target.set(this.#bytes.subarray(0, this.#length), offset);
    return offset + this.#length;
  }

  /** Room for a cell, and its length as a varint. */
  #begin(size: number): void {
    this.#reserve(size + 5);
    const bytes = this.#bytes;
    let at = this.#length;
    let rest = size;
    while (rest >= 0x80) {
      bytes[at++] = rest | 0x80;
      rest >>>= 7;
    }
    bytes[at++] = rest;
    this.#length = at;
  }

  /** Numbers and names: spares the call into native code. False, and nothing written, for what is not ASCII. */
  #shortAscii(value: string): boolean {
    const size = value.length;
    this.#reserve(size + 1);
    const bytes = this.#bytes;
    const at = this.#length;
    bytes[at] = size;
    for (let i = 0; i < size; i++) {
      const code = value.charCodeAt(i);
      if (code >= 0x80) return false;
      bytes[at + 1 + i] = code;
    }
    this.#length = at + 1 + size;
    this.rows++;
    return true;
  }

  #copy(source: Uint8Array, start: number, end: number): void {
    const target = this.#bytes;
    const at = this.#length;
    if (end - start < LOOP_BYTES) {
      const shift = at - start;
      for (let i = start; i < end; i++) target[i + shift] = source[i] as number;
    } else {
      target.set(start === 0 && end === source.length ? source : source.subarray(start, end), at);
    }
  }

  /** Rare: takes back the prefix that `#begin` wrote for the same range and writes the repaired text. */
  #replace(source: Uint8Array, start: number, stop: number): void {
    const size = stop - start;
    this.#length -= size < 0x80 ? 1 : size < 0x4000 ? 2 : size < 0x200000 ? 3 : size < 0x10000000 ? 4 : 5;
    this.text(DECODER.decode(source.subarray(start, stop)));
  }

  #reserve(size: number): void {
    const needed = this.#length + size;
    if (needed > this.#bytes.length) this.#bytes = grow(this.#bytes, this.#length, needed);
  }
}

/** The last place at or before `stop` that is not within a character. */
export function cutUtf8(source: Uint8Array, start: number, stop: number): number {
  let at = stop;
  while (at > start && stop - at < 4 && ((source[at] as number) & 0xc0) === 0x80) at--;
  return at;
}
