/** Kinds of tokens. */
export const T = {
  word: 1,
  /** A quoted identifier. */
  quoted: 2,
  /** `"…"` where the dialect leaves open whether it is an identifier or a string. */
  ambiguous: 3,
  /** A literal: string, number, money; or a name to be masked. */
  literal: 4,
  bind: 5,
  open: 6,
  close: 7,
  comma: 8,
  dot: 9,
  semicolon: 10,
  operator: 11,
  comparison: 12,
  cast: 13,
  leftBracket: 14,
  rightBracket: 15,
  /** The opening and the closing of an optimizer hint: slash, star, plus … star, slash. */
  hintOpen: 16,
  hintClose: 17,
} as const;

/** Growable columns of tokens: a struct of arrays, so that a statement costs no object for each token. */
export class TokenBuffer {
  count = 0;
  kind = new Uint8Array(512);
  keyword = new Uint8Array(512);
  /** 1 where white space or a comment stood before the token. */
  spaced = new Uint8Array(512);
  start = new Int32Array(512);
  end = new Int32Array(512);

  /** Empties the buffer. One that a giant statement has blown up is given back. */
  reset(): void {
    this.count = 0;
    if (this.kind.length > 65_536) this.#resize(512);
  }

  push(kind: number, keyword: number, spaced: number, start: number, end: number): void {
    if (this.count === this.kind.length) this.#resize(this.kind.length * 2);
    const at = this.count++;
    this.kind[at] = kind;
    this.keyword[at] = keyword;
    this.spaced[at] = spaced;
    this.start[at] = start;
    this.end[at] = end;
  }

  #resize(capacity: number): void {
    this.kind = resized(new Uint8Array(capacity), this.kind, this.count);
    this.keyword = resized(new Uint8Array(capacity), this.keyword, this.count);
    this.spaced = resized(new Uint8Array(capacity), this.spaced, this.count);
    this.start = resized(new Int32Array(capacity), this.start, this.count);
    this.end = resized(new Int32Array(capacity), this.end, this.count);
  }
}

function resized<A extends Uint8Array | Int32Array>(target: A, source: A, count: number): A {
  target.set(source.subarray(0, count));
  return target;
}
