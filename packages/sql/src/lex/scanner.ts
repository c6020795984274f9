import type { Dialect } from '../dialect.ts';
import { classOf, digit, wordStart } from './characters.ts';
import { canEndValue, keywordOf } from './keyword-table.ts';
import { KW } from './keywords.ts';
import type { TokenList } from './token-list.ts';
import { T } from './tokens.ts';

/** Where the reading of a statement stands: its text, the tokens so far, and what can be asked of both. */
export class Scanner {
  readonly text: string;
  readonly dialect: Dialect;
  readonly tokens: TokenList;
  readonly length: number;
  /** The offset of the next character. */
  at = 0;
  inHint = false;
  /** Between the ends of an executable comment of MySQL. */
  inExecutable = false;
  /** Whether white space or a comment stands right before the next token. */
  isSpaced = false;
  /** The last token that is to stay should the quotes not add up, or -1. */
  #doubtful = -1;

  constructor(text: string, dialect: Dialect, tokens: TokenList) {
    this.text = text;
    this.dialect = dialect;
    this.tokens = tokens;
    this.length = text.length;
  }

  /** The code at an offset, NaN beyond the end: NaN equals nothing. */
  code(offset: number): number {
    return this.text.charCodeAt(offset);
  }

  /** Adds the token that ends before `end` and goes on there. */
  push(kind: number, end: number, keyword: number = KW.none, start: number = this.at): void {
    this.tokens.push(kind, keyword, start, end);
    this.isSpaced = false;
    this.at = end;
  }

  /** Goes on at an offset; what is passed over counts as white space. */
  skip(to: number): void {
    this.isSpaced = true;
    this.at = to;
  }

  /** Adds a word that is no keyword behind a dot, whatever it is called. */
  pushWord(end: number): void {
    const keyword = this.lastKind() === T.dot ? KW.none : keywordOf(this.text, this.at, end);
    this.push(T.word, end, keyword);
  }

  isWordPart(code: number): boolean {
    if (code === 36) return true; // $
    if (code === 35 || code === 64) return this.dialect.signsInNames; // # and @
    return (classOf(code) & (wordStart | digit)) !== 0;
  }

  wordEnd(from: number): number {
    let end = from;
    while (end < this.length && this.isWordPart(this.code(end))) end++;
    return end;
  }

  digitsEnd(from: number): number {
    let end = from;
    while (end < this.length && classOf(this.code(end)) === digit) end++;
    return end;
  }

  lastKind(): number {
    return this.tokens.kind(this.tokens.count - 1);
  }

  lastKeyword(): number {
    return this.tokens.keyword(this.tokens.count - 1);
  }

  /** Whether the token before is what an operand of an operator can end with. */
  behindOperand(): boolean {
    switch (this.lastKind()) {
      case T.word:
        return canEndValue(this.lastKeyword());
      case T.quoted:
      case T.ambiguous:
      case T.literal:
      case T.bind:
      case T.close:
      case T.rightBracket:
        return true;
      default:
        return false;
    }
  }

  /** Whether an operand or a word ends right here, without a space. */
  touchesOperand(): boolean {
    return !this.isSpaced && (this.lastKind() === T.word || this.behindOperand());
  }

  /** Whether the token before is a string in quotes. */
  isBehindString(): boolean {
    if (this.lastKind() !== T.literal) return false;
    const mark = this.code(this.tokens.end(this.tokens.count - 1) - 1);
    return mark === 39 || mark === 34;
  }

  /** Says that behind a token nothing can be trusted if the quotes turn out not to add up. */
  doubtFrom(token: number): void {
    if (this.#doubtful < 0 || token < this.#doubtful) this.#doubtful = token;
  }

  get isDoubtful(): boolean {
    return this.#doubtful >= 0;
  }

  /** The quotes do not add up: drops what cannot be trusted, and stops. */
  giveUp(): void {
    if (this.#doubtful >= 0) this.tokens.count = Math.min(this.tokens.count, this.#doubtful + 1);
    this.at = this.length;
  }
}
