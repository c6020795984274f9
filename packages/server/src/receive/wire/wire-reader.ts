/**
 * Protobuf wire format over one buffer (https://protobuf.dev/programming-guides/encoding/). It hands out
 * positions and halves of 64-bit numbers instead of objects, so that decoders copy from the wire straight
 * into columns. Every read takes the `limit` of the message it stands in; nothing is read beyond it.
 */
export class WireReader {
  readonly bytes: Uint8Array;
  position = 0;
  /** Low and high 32 bits of the last 64-bit number read. */
  low = 0;
  high = 0;
  /** One instance is thrown again and again: a hostile message must not make us build stacks by the million. */
  readonly #fault = new WireFault();

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Field number × 8 + wire type. */
  tag(limit: number): number {
    const tag = this.uint32(limit);
    if (tag < 8) this.fail('a field has number 0');
    return tag;
  }

  uint32(limit: number): number {
    const at = this.position;
    if (at < limit) {
      const byte = this.bytes[at] as number;
      if (byte < 0x80) {
        this.position = at + 1;
        return byte;
      }
    }
    this.varint(limit);
    return this.low >>> 0;
  }

  /** Sets `low` and `high`. */
  varint(limit: number): void {
    const bytes = this.bytes;
    let at = this.position;
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      if (at >= limit) this.fail('a number is cut off');
      const byte = bytes[at++] as number;
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) {
        this.position = at;
        this.low = low;
        this.high = high;
        return;
      }
    }
    this.fail('a number is longer than 10 bytes');
  }

  /** Sets `low` and `high`. */
  fixed64(limit: number): void {
    const at = this.position;
    if (at + 8 > limit) this.fail('a 64-bit number is cut off');
    this.low = little32(this.bytes, at);
    this.high = little32(this.bytes, at + 4);
    this.position = at + 8;
  }

  fixed32(limit: number): number {
    const at = this.position;
    if (at + 4 > limit) this.fail('a 32-bit number is cut off');
    this.position = at + 4;
    return little32(this.bytes, at) >>> 0;
  }

  float64(limit: number): number {
    this.fixed64(limit);
    return doubleOf(this.low, this.high);
  }

  /** Reads the length of a string, bytes or message field and gives where it ends; `position` is its start. */
  end(limit: number): number {
    const length = this.uint32(limit);
    const end = this.position + length;
    if (end > limit) this.fail(`a field of ${length} bytes reaches beyond its message`);
    return end;
  }

  /** Passes over the field that `tag` began. */
  skip(tag: number, limit: number): void {
    switch (tag & 7) {
      case 0:
        this.varint(limit);
        return;
      case 1:
        this.fixed64(limit);
        return;
      case 2:
        this.position = this.end(limit);
        return;
      case 5:
        this.fixed32(limit);
        return;
      default:
        this.fail(`field ${tag >>> 3} has wire type ${tag & 7}`);
    }
  }

  /**
   * Passes over a field that the decoder has no case for: one it does not know, or one of `known` numbers
   * with a foreign wire type, which is a fault.
   */
  skipUnknown(tag: number, limit: number, known: number): void {
    if (tag >>> 3 <= known) this.fail(`field ${tag >>> 3} has wire type ${tag & 7}`);
    this.skip(tag, limit);
  }

  fail(reason: string): never {
    this.#fault.message = reason;
    this.#fault.offset = this.position;
    throw this.#fault;
  }
}

/** The bytes are not what the schema says, at `offset` of the message. */
export class WireFault extends Error {
  offset = 0;
}

const WORDS = new Uint32Array(2);
const DOUBLE = new Float64Array(WORDS.buffer);

/** The double whose bits are `high` and `low`. */
export function doubleOf(low: number, high: number): number {
  WORDS[0] = low;
  WORDS[1] = high;
  return DOUBLE[0] as number;
}

/** A 64-bit unsigned number as a double; exact below 2^53. */
export function unsignedOf(low: number, high: number): number {
  return (high >>> 0) * 4294967296 + (low >>> 0);
}

/** A 64-bit two's complement number as a double; exact within ±2^53. */
export function signedOf(low: number, high: number): number {
  return (high | 0) * 4294967296 + (low >>> 0);
}

function little32(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}
