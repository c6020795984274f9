import type { TokenList } from '../lex/token-list.ts';
import { T } from '../lex/tokens.ts';
import { needsSpace } from './spacing.ts';

const SPACE = 32;

/** Writes tokens with `?` for every value and canonical spaces. What stands so in the source is copied in one piece. */
export function renderShape(tokens: TokenList): string {
  const { source } = tokens;
  let out = '';
  let from = 0;
  let to = 0;
  for (let i = 0; i < tokens.count; i++) {
    const kind = tokens.kind(i);
    const gap = needsSpace(tokens, i - 1, i);
    const start = tokens.start(i);
    if (kind === T.literal || kind === T.bind) {
      out += source.slice(from, to);
      out += gap ? ' ?' : '?';
      from = to;
    } else if (to > from && (gap ? start === to + 1 && source.charCodeAt(to) === SPACE : start === to)) {
      to = tokens.end(i);
    } else {
      out += source.slice(from, to);
      if (gap) out += ' ';
      from = start;
      to = tokens.end(i);
    }
  }
  return out + source.slice(from, to);
}
