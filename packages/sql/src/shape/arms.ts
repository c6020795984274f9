import { KW } from '../lex/keywords.ts';
import type { TokenList } from '../lex/token-list.ts';
import { T } from '../lex/tokens.ts';

/**
 * Drops an arm that reads like the one before it: of `CASE WHEN … WHEN …`, of `… OR … OR …`, of `UNION SELECT …`.
 * Libraries write one for each row or value of a list, so that their number is no part of the statement's shape.
 *
 * Each arm is compared with its neighbour of the same length alone: n log n for the deepest nesting, else linear.
 */
export class Arms {
  readonly #tokens: TokenList;
  /** WHEN, OR or UNION: what the last two arms inside the present bracket start with; 0 where there is none. */
  #separator: number = KW.none;
  /** Where the last arm but one starts, and the last; -1 where there is none. */
  #previous = -1;
  #last = -1;
  readonly #outer: number[] = [];

  constructor(tokens: TokenList) {
    this.#tokens = tokens;
  }

  /** Told of each token before it gets the place `kept`; returns the place that it gets. */
  before(kept: number, kind: number, keyword: number): number {
    const place = endsArm(this.#separator, kind, keyword) ? this.#dropRepeated(kept) : kept;
    if (kind === T.open) {
      this.#outer.push(this.#separator, this.#previous, this.#last);
      this.#start(KW.none, -1);
    } else if (kind === T.close) {
      this.#last = this.#outer.pop() ?? -1;
      this.#previous = this.#outer.pop() ?? -1;
      this.#separator = this.#outer.pop() ?? KW.none;
    } else if (kind === T.semicolon) {
      this.#start(KW.none, -1);
    } else if (keyword === KW.when || keyword === KW.or || keyword === KW.union) {
      this.#start(keyword, place);
    }
    return place;
  }

  /** Where the statement ends. */
  end(kept: number): number {
    return this.before(kept, 0, KW.none);
  }

  #start(separator: number, place: number): void {
    this.#previous = separator === this.#separator ? this.#last : -1;
    this.#last = place;
    this.#separator = separator;
  }

  #dropRepeated(kept: number): number {
    const length = kept - this.#last;
    if (this.#previous < 0 || this.#last - this.#previous !== length) return kept;
    for (let i = 0; i < length; i++) {
      if (!this.#tokens.readsLike(this.#previous + i, this.#last + i)) return kept;
    }
    const place = this.#last;
    this.#last = this.#previous;
    this.#previous = -1;
    return place;
  }
}

function endsArm(separator: number, kind: number, keyword: number): boolean {
  switch (separator) {
    case KW.when:
      return keyword === KW.when || keyword === KW.else || keyword === KW.end;
    case KW.or:
      return isEnd(kind) || endsCondition(keyword);
    case KW.union:
      return isEnd(kind) || keyword === KW.union;
    default:
      return false;
  }
}

function isEnd(kind: number): boolean {
  return kind === 0 || kind === T.close || kind === T.semicolon;
}

function endsCondition(keyword: number): boolean {
  switch (keyword) {
    case KW.or:
    case KW.when:
    case KW.result:
    case KW.else:
    case KW.end:
    case KW.clause:
    case KW.limit:
    case KW.fetch:
    case KW.for:
    case KW.union:
      return true;
    default:
      return false;
  }
}
