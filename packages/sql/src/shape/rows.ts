import { KW } from '../lex/keywords.ts';
import type { TokenList } from '../lex/token-list.ts';
import { T } from '../lex/tokens.ts';

/** Leaves of the rows of VALUES the first, whatever stands in the others. */
export class Rows {
  readonly #tokens: TokenList;
  /** Whether a row may follow: the token before is VALUES, ROW behind it, or a row. */
  #expected = false;
  readonly #outer: boolean[] = [];

  constructor(tokens: TokenList) {
    this.#tokens = tokens;
  }

  /** Told of each token; returns the index of the last one of what it starts to drop, or its own. */
  behind(i: number): number {
    const keyword = this.#tokens.keyword(i);
    switch (this.#tokens.kind(i)) {
      case T.open:
        this.#outer.push(this.#expected);
        this.#expected = false;
        break;
      case T.close:
        this.#expected = this.#outer.pop() ?? false;
        if (this.#expected) return this.#endOfFurther(i);
        break;
      case T.word:
      case T.quoted:
        this.#expected = keyword === KW.values || (this.#expected && keyword === KW.row);
        break;
    }
    return i;
  }

  #endOfFurther(close: number): number {
    const tokens = this.#tokens;
    let last = close;
    while (tokens.kind(last + 1) === T.comma) {
      const open = tokens.keyword(last + 2) === KW.row ? last + 3 : last + 2;
      if (tokens.kind(open) !== T.open) break;
      last = this.#closingOf(open);
    }
    return last;
  }

  /** The bracket that closes, or the end of what is cut off. */
  #closingOf(open: number): number {
    let depth = 0;
    for (let i = open; i < this.#tokens.count; i++) {
      const kind = this.#tokens.kind(i);
      if (kind === T.open) depth++;
      else if (kind === T.close && --depth === 0) return i;
    }
    return this.#tokens.count;
  }
}
