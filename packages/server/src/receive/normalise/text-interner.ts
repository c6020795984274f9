const SLOTS = 256;
const MAX_BYTES = 64;

/** Short texts of few values (a database system, a segment) as strings without decoding them each time. */
export class TextInterner {
  readonly #bytes: (Uint8Array | undefined)[] = new Array<Uint8Array | undefined>(SLOTS).fill(undefined);
  readonly #texts: string[] = new Array<string>(SLOTS).fill('');

  get(bytes: Uint8Array, start: number, end: number): string {
    const length = end - start;
    if (length > MAX_BYTES) return decode(bytes, start, end);
    let hash = length;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    const slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    const known = this.#bytes[slot];
    if (known !== undefined && known.length === length && same(known, bytes, start))
      return this.#texts[slot] as string;
    const text = decode(bytes, start, end);
    this.#bytes[slot] = bytes.slice(start, end);
    this.#texts[slot] = text;
    return text;
  }
}

function same(known: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < known.length; i++) {
    if (known[i] !== bytes[start + i]) return false;
  }
  return true;
}

function decode(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}
