/** Writes protobuf messages into one growing buffer. Enough of the wire format to make OTLP load. */
export class ProtoWriter {
  #bytes = Buffer.alloc(1 << 16);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** A field of raw bytes or text; returns where its payload starts, so that it can be patched later. */
  bytes(field: number, value: Uint8Array | string): number {
    const payload = typeof value === 'string' ? Buffer.from(value) : value;
    this.#varint((field << 3) | 2);
    this.#varint(payload.length);
    const start = this.#reserve(payload.length);
    this.#bytes.set(payload, start);
    return start;
  }

  /** A fixed64 field; returns where its payload starts. */
  fixed64(field: number, value: bigint): number {
    this.#varint((field << 3) | 1);
    const start = this.#reserve(8);
    this.#bytes.writeBigUInt64LE(value, start);
    return start;
  }

  varint(field: number, value: number): void {
    this.#varint(field << 3);
    this.#varint(value);
  }

  /** A nested message; offsets that `write` returns are relative to the message's own start. */
  message(field: number, nested: ProtoWriter): number {
    return this.bytes(field, nested.finish());
  }

  finish(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #varint(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#reserve(1)] = (rest & 127) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#reserve(1)] = rest;
  }

  #reserve(length: number): number {
    const start = this.#length;
    while (start + length > this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#bytes.length)]);
    this.#length += length;
    return start;
  }
}
