import { KW } from '../lex/keywords.ts';
import type { TokenList } from '../lex/token-list.ts';
import { T } from '../lex/tokens.ts';

const IS_LIST = 1;
const IS_PLAIN = 2;

/** Leaves of arrays and of lists in IN the first element, if nothing but values stands in them. */
export class Lists {
  readonly #tokens: TokenList;
  /** Of the bracket around the present token. */
  #state = 0;
  /** The place of its first comma, or -1. */
  #comma = -1;
  readonly #outer: number[] = [];

  constructor(tokens: TokenList) {
    this.#tokens = tokens;
  }

  /** Told of each token `i` before it gets the place `kept`; returns the place that it gets. */
  before(kept: number, i: number): number {
    const kind = this.#tokens.kind(i);
    switch (kind) {
      case T.open:
      case T.leftBracket:
        this.#outer.push(this.#state, this.#comma);
        this.#state = IS_PLAIN;
        if (kind === T.leftBracket || this.#tokens.keyword(kept - 1) === KW.in) this.#state |= IS_LIST;
        this.#comma = -1;
        return kept;
      case T.close:
      case T.rightBracket:
        return this.#close(kept);
      case T.comma:
        if (this.#comma < 0) this.#comma = kept;
        return kept;
      default:
        if (!this.#isPlain(kept, i, kind)) this.#state &= ~IS_PLAIN;
        return kept;
    }
  }

  /** Where a statement ends that is cut off inside of lists. */
  end(kept: number): number {
    let end = kept;
    while (this.#outer.length > 0) end = this.#close(end);
    return end;
  }

  #close(kept: number): number {
    const place = this.#state === (IS_LIST | IS_PLAIN) && this.#comma >= 0 ? this.#comma : kept;
    const isPlain = (this.#state & IS_PLAIN) !== 0;
    this.#comma = this.#outer.pop() ?? -1;
    this.#state = this.#outer.pop() ?? 0;
    if (!isPlain) this.#state &= ~IS_PLAIN;
    return place;
  }

  /** Values, their signs, casts and types: `-1`, `'a'::character varying(5)`, `DATE '2020-01-01'`. */
  #isPlain(kept: number, i: number, kind: number): boolean {
    const tokens = this.#tokens;
    switch (kind) {
      case T.literal:
      case T.bind:
      case T.cast:
        return true;
      case T.operator:
        return tokens.is(i, 45) || tokens.is(i, 43);
      case T.word: {
        const keyword = tokens.keyword(i);
        const isValue =
          keyword === KW.null || keyword === KW.boolean || keyword === KW.row || keyword === KW.array;
        if (isValue || tokens.kind(kept - 1) === T.cast || tokens.kind(i + 1) === T.literal) return true;
        return tokens.kind(kept - 1) === T.word && tokens.kind(kept - 2) === T.cast;
      }
      default:
        return false;
    }
  }
}
