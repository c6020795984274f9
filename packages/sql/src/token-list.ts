import type { Dialect } from './dialect.ts';
import { lexSql } from './lex.ts';
import { TokenBuffer } from './tokens.ts';

/** A lexed statement with reads that are safe beyond either end: kind and keyword 0, empty text. */
export class TokenList {
  readonly #tokens = new TokenBuffer();
  #text = '';

  /** Lexes a statement into this list, in place of the one before. */
  read(text: string, dialect: Dialect): void {
    this.#text = text;
    lexSql(text, dialect, this.#tokens);
  }

  get count(): number {
    return this.#tokens.count;
  }

  kind(i: number): number {
    return i < 0 || i >= this.#tokens.count ? 0 : (this.#tokens.kind[i] ?? 0);
  }

  keyword(i: number): number {
    return i < 0 || i >= this.#tokens.count ? 0 : (this.#tokens.keyword[i] ?? 0);
  }

  /** Whether white space or a comment stood before the token. */
  spaced(i: number): boolean {
    return this.#tokens.spaced[i] === 1;
  }

  text(i: number): string {
    if (i < 0 || i >= this.#tokens.count) return '';
    return this.#text.slice(this.#tokens.start[i], this.#tokens.end[i]);
  }
}
