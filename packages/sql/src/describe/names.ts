import { canBeName } from '../lex/keyword-table.ts';
import type { TokenList } from '../lex/token-list.ts';
import { T } from '../lex/tokens.ts';

export function isName(tokens: TokenList, i: number): boolean {
  const kind = tokens.kind(i);
  return kind === T.quoted || (kind === T.word && canBeName(tokens.keyword(i)));
}

/** The index behind a dotted name that starts at `i`: `t`, `public.t`, `db..t`. */
export function endOfName(tokens: TokenList, i: number): number {
  let end = i + 1;
  while (tokens.kind(end) === T.dot) {
    while (tokens.kind(end) === T.dot) end++;
    const kind = tokens.kind(end);
    if (kind !== T.word && kind !== T.quoted) return end;
    end++;
  }
  return end;
}

/** A dotted name without its quotes. */
export function readName(tokens: TokenList, from: number, end: number): string {
  let name = '';
  for (let i = from; i < end; i++) name += unquoted(tokens, i);
  return name;
}

function unquoted(tokens: TokenList, i: number): string {
  const text = tokens.text(i);
  if (tokens.kind(i) !== T.quoted) return text;
  const closing = text.charAt(text.length - 1);
  return text.slice(1, -1).replaceAll(closing + closing, closing);
}
