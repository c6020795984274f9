import { lowerCase } from './characters.ts';
import { KW } from './keywords.ts';
import { T } from './tokens.ts';

const SMALL = 512;
const LARGE = 65_536;

/**
 * The tokens of a statement as growable columns, so that a statement costs no object for each token. Reads are safe
 * beyond either end: kind and keyword 0, empty text.
 */
export class TokenList {
  count = 0;
  /** What the tokens are offsets into. */
  source = '';
  #kind = new Uint8Array(SMALL);
  #keyword = new Uint8Array(SMALL);
  #start = new Int32Array(SMALL);
  #end = new Int32Array(SMALL);

  /** Empties the list. Columns that a giant statement has blown up are given back. */
  reset(source: string): void {
    this.count = 0;
    this.source = source;
    if (this.#kind.length > LARGE) this.#resize(SMALL);
  }

  push(kind: number, keyword: number, start: number, end: number): void {
    if (this.count === this.#kind.length) this.#resize(this.count * 2);
    const at = this.count++;
    this.#kind[at] = kind;
    this.#keyword[at] = keyword;
    this.#start[at] = start;
    this.#end[at] = end;
  }

  kind(i: number): number {
    return i < 0 || i >= this.count ? 0 : (this.#kind[i] ?? 0);
  }

  keyword(i: number): number {
    return i < 0 || i >= this.count ? KW.none : (this.#keyword[i] ?? 0);
  }

  start(i: number): number {
    return this.#start[i] ?? 0;
  }

  end(i: number): number {
    return this.#end[i] ?? 0;
  }

  text(i: number): string {
    return i < 0 || i >= this.count ? '' : this.source.slice(this.#start[i], this.#end[i]);
  }

  /** Whether a token is the one sign. */
  is(i: number, sign: number): boolean {
    return this.end(i) - this.start(i) === 1 && this.source.charCodeAt(this.start(i)) === sign;
  }

  /** Whether two tokens have the same shape: both values, or the same word or sign. */
  readsLike(a: number, b: number): boolean {
    if (isValue(this.kind(a)) || isValue(this.kind(b))) return isValue(this.kind(a)) && isValue(this.kind(b));
    const from = this.start(a);
    const to = this.start(b);
    const length = this.end(a) - from;
    if (this.end(b) - to !== length) return false;
    const folds = this.kind(a) === T.word && this.kind(b) === T.word;
    for (let at = 0; at < length; at++) {
      const one = this.source.charCodeAt(from + at);
      const other = this.source.charCodeAt(to + at);
      if (one !== other && !(folds && lowerCase(one) === lowerCase(other))) return false;
    }
    return true;
  }

  /** Puts token `from` in the place of token `to`, before it: how the list is made shorter in place. */
  move(from: number, to: number): void {
    if (from === to) return;
    this.#kind[to] = this.#kind[from] ?? 0;
    this.#keyword[to] = this.#keyword[from] ?? 0;
    this.#start[to] = this.#start[from] ?? 0;
    this.#end[to] = this.#end[from] ?? 0;
  }

  setKind(i: number, kind: number): void {
    this.#kind[i] = kind;
    if (kind === T.literal) this.#keyword[i] = KW.none;
  }

  #resize(capacity: number): void {
    this.#kind = resized(new Uint8Array(capacity), this.#kind, this.count);
    this.#keyword = resized(new Uint8Array(capacity), this.#keyword, this.count);
    this.#start = resized(new Int32Array(capacity), this.#start, this.count);
    this.#end = resized(new Int32Array(capacity), this.#end, this.count);
  }
}

function isValue(kind: number): boolean {
  return kind === T.literal || kind === T.bind;
}

function resized<A extends Uint8Array | Int32Array>(target: A, source: A, count: number): A {
  target.set(source.subarray(0, count));
  return target;
}
