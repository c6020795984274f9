import { KW } from './keywords.ts';
import type { TokenList } from './token-list.ts';
import { T } from './tokens.ts';

/** Whether a space goes between tokens `before` and `i`, so that like statements come out alike. */
export function needsSpace(tokens: TokenList, before: number, i: number): boolean {
  const left = tokens.kind(before);
  const right = tokens.kind(i);
  if (left === 0) return false;
  if (left === T.open || left === T.dot || left === T.cast || left === T.leftBracket) return false;
  if (right === T.comma || right === T.close || right === T.dot || right === T.cast) return false;
  if (right === T.semicolon || right === T.rightBracket || right === T.leftBracket) return false;
  if (right === T.open && (left === T.word || left === T.quoted || left === T.ambiguous)) {
    return tokens.keyword(before) !== KW.none && (tokens.keyword(before) !== KW.array || tokens.spaced(i));
  }
  return true;
}
