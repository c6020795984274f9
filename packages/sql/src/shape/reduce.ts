import type { TokenList } from '../lex/token-list.ts';
import { T } from '../lex/tokens.ts';
import { Arms } from './arms.ts';
import { endsValue, isConstantValue } from './constants.ts';
import { Lists } from './lists.ts';
import { isMaskedName } from './masked-names.ts';
import { Rows } from './rows.ts';

const PLUS = 43;
const MINUS = 45;

/**
 * Shortens a statement in place to its shape: signs go into their numbers, strings in a row become one, constants and
 * passing names become values, and of lists, rows and like arms the first stays. Tokens up to `kept` are the shape so
 * far; those from `i` on are still as they were read.
 */
export function reduce(tokens: TokenList): void {
  const rows = new Rows(tokens);
  const lists = new Lists(tokens);
  const arms = new Arms(tokens);
  let verbAt = 0;
  let kept = 0;
  for (let i = 0; i < tokens.count; i++) {
    if (isPartOfValue(tokens, i, kept - 1)) continue;
    const kind = tokens.kind(i);
    const keyword = tokens.keyword(i);
    const place = arms.before(lists.before(kept, i), kind, keyword);
    const isValue = isConstantValue(tokens, place - 1, keyword) || isMaskedName(tokens, i, place - 1, verbAt);
    const last = rows.behind(i);
    tokens.move(i, place);
    if (isValue) tokens.setKind(place, T.literal);
    kept = place + 1;
    if (kind === T.semicolon) verbAt = kept;
    i = last;
  }
  tokens.count = arms.end(lists.end(kept));
}

/** A sign in front of a literal, or a literal right behind another: SQL joins strings that stand in a row. */
function isPartOfValue(tokens: TokenList, i: number, before: number): boolean {
  const kind = tokens.kind(i);
  if (kind === T.literal) return tokens.kind(before) === T.literal;
  if (kind !== T.operator || tokens.kind(i + 1) !== T.literal) return false;
  return (tokens.is(i, MINUS) || tokens.is(i, PLUS)) && !endsValue(tokens, before);
}
