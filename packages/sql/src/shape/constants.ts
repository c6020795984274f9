import { canEndValue } from '../lex/keyword-table.ts';
import { KW } from '../lex/keywords.ts';
import type { TokenList } from '../lex/token-list.ts';
import { T } from '../lex/tokens.ts';

/**
 * Whether TRUE, FALSE or NULL stands for a value behind token `left`, and is no part of the statement as in
 * `IS NOT TRUE`, `ON DELETE SET NULL` or `price numeric NULL`.
 */
export function isConstantValue(tokens: TokenList, left: number, keyword: number): boolean {
  const before = tokens.keyword(left);
  if (keyword === KW.boolean)
    return before !== KW.is && !(before === KW.not && tokens.keyword(left - 1) === KW.is);
  if (keyword !== KW.null) return false;
  if (before === KW.is || before === KW.not || before === KW.set || before === KW.on) return false;
  return tokens.kind(left) !== 0 && !endsValue(tokens, left);
}

/** Whether a value can end with a token, so that a sign behind it has two sides. */
export function endsValue(tokens: TokenList, i: number): boolean {
  switch (tokens.kind(i)) {
    case T.word:
      return canEndValue(tokens.keyword(i));
    case T.quoted:
    case T.literal:
    case T.bind:
    case T.close:
    case T.rightBracket:
      return true;
    default:
      return false;
  }
}
