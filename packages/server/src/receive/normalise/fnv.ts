/**
 * FNV-1a of 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/) in two halves of 32 bits without BigInt;
 * some 3 ns a byte. One instance is used again and again: `reset`, `add`, read `low` and `high`.
 */
export class Fnv64 {
  low = 0;
  high = 0;

  constructor() {
    this.reset();
  }

  reset(): void {
    this.low = 0x84222325;
    this.high = 0xcbf29ce4;
  }

  add(bytes: Uint8Array, start: number, end: number): void {
    // The prime is 2^40 + 0x1b3: the product is the hash × 0x1b3 plus the hash shifted left by 40.
    let low = this.low >>> 0;
    let high = this.high >>> 0;
    for (let i = start; i < end; i++) {
      low = (low ^ (bytes[i] as number)) >>> 0;
      const product = low * 0x1b3;
      high = (Math.imul(high, 0x1b3) + (low << 8) + Math.floor(product / 4294967296)) >>> 0;
      low = product >>> 0;
    }
    this.low = low;
    this.high = high;
  }

  /** One 64-bit number as eight bytes, e.g. another hash. */
  addWords(low: number, high: number): void {
    const bytes = WORDS;
    for (let i = 0; i < 4; i++) {
      bytes[i] = low >>> (8 * i);
      bytes[i + 4] = high >>> (8 * i);
    }
    this.add(bytes, 0, 8);
  }
}

const WORDS = new Uint8Array(8);
