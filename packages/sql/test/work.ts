import { normalizeSql } from '../src/index.ts';
import { TokenList } from '../src/lex/token-list.ts';

/** A text that counts the characters that are read of it. It has what the normaliser uses of a string. */
class CountedText {
  reads = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get length(): number {
    return this.#text.length;
  }

  charCodeAt(at: number): number {
    this.reads++;
    return this.#text.charCodeAt(at);
  }

  slice(from: number, to: number): string {
    this.reads += to - from;
    return this.#text.slice(from, to);
  }
}

/** How many characters and tokens the normaliser reads of a statement: its work, whatever the machine. */
export function workOf(statement: string, system: string): number {
  const text = new CountedText(statement);
  let tokens = 0;
  const { kind, keyword, move, readsLike } = TokenList.prototype;
  TokenList.prototype.kind = function (i) {
    tokens++;
    return kind.call(this, i);
  };
  TokenList.prototype.keyword = function (i) {
    tokens++;
    return keyword.call(this, i);
  };
  TokenList.prototype.move = function (from, to) {
    tokens++;
    move.call(this, from, to);
  };
  TokenList.prototype.readsLike = function (a, b) {
    tokens++;
    return readsLike.call(this, a, b);
  };
  try {
    normalizeSql(text as unknown as string, { system });
  } finally {
    Object.assign(TokenList.prototype, { kind, keyword, move, readsLike });
  }
  return text.reads + tokens;
}
