import { grow } from '../../record/growable-bytes.ts';

/** Length prefixes are four bytes, padded, since a message's length is known only at its end. */
const LENGTH_BYTES = 4;

/** Writes protobuf's wire format into one growing buffer. */
export class WireWriter {
  #bytes: Uint8Array = Buffer.allocUnsafeSlow(4096);
  #length = 0;

  /** What was written; valid until the next write. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  tag(field: number, wireType: number): void {
    this.uint32(field * 8 + wireType);
  }

  uint32(value: number): void {
    this.#reserve(5);
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  varint(value: bigint): void {
    this.#reserve(10);
    let rest = BigInt.asUintN(64, value);
    while (rest >= 0x80n) {
      this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#length++] = Number(rest);
  }

  fixed32(value: number): void {
    this.#view(4).setUint32(0, value, true);
  }

  fixed64(value: bigint): void {
    this.#view(8).setBigUint64(0, BigInt.asUintN(64, value), true);
  }

  double(value: number): void {
    this.#view(8).setFloat64(0, value, true);
  }

  bytes(value: Uint8Array): void {
    this.uint32(value.length);
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  text(value: string): void {
    const size = Buffer.byteLength(value);
    this.uint32(size);
    this.#reserve(size);
    Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset + this.#length, size).write(value);
    this.#length += size;
  }

  /** Begins a length-delimited field; gives what `end` needs. */
  begin(): number {
    this.#reserve(LENGTH_BYTES);
    this.#length += LENGTH_BYTES;
    return this.#length;
  }

  end(start: number): void {
    const length = this.#length - start;
    const at = start - LENGTH_BYTES;
    for (let i = 0; i < LENGTH_BYTES; i++) {
      const more = i < LENGTH_BYTES - 1 ? 0x80 : 0;
      this.#bytes[at + i] = ((length >>> (7 * i)) & 0x7f) | more;
    }
  }

  #view(size: number): DataView {
    this.#reserve(size);
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + this.#length, size);
    this.#length += size;
    return view;
  }

  #reserve(size: number): void {
    const needed = this.#length + size;
    if (needed > this.#bytes.length) this.#bytes = grow(this.#bytes, this.#length, needed);
  }
}
