import { canBeCalled } from '../lex/keyword-table.ts';
import type { TokenList } from '../lex/token-list.ts';
import { T } from '../lex/tokens.ts';

/** Whether a space goes between tokens `before` and `i`, so that like statements come out alike. */
export function needsSpace(tokens: TokenList, before: number, i: number): boolean {
  const left = tokens.kind(before);
  switch (left) {
    case 0:
    case T.open:
    case T.leftBracket:
    case T.dot:
    case T.cast:
      return false;
  }
  switch (tokens.kind(i)) {
    case T.close:
    case T.rightBracket:
    case T.dot:
    case T.comma:
    case T.semicolon:
      return false;
    case T.cast:
      return left === T.operator; // `: ::` is not `:::`
    case T.leftBracket:
      return !isSubscripted(left) && !isCalled(tokens, before);
    case T.open:
      return !isCalled(tokens, before);
    default:
      return true;
  }
}

/** Whether a bracket behind the token is its own: of arguments, columns or an index. */
function isCalled(tokens: TokenList, i: number): boolean {
  const kind = tokens.kind(i);
  return kind === T.quoted || kind === T.ambiguous || (kind === T.word && canBeCalled(tokens.keyword(i)));
}

function isSubscripted(kind: number): boolean {
  return kind === T.close || kind === T.rightBracket || kind === T.bind || kind === T.literal;
}
