import { KW } from './keywords.ts';
import { needsSpace } from './spacing.ts';
import type { TokenList } from './token-list.ts';
import { T } from './tokens.ts';

/** `"…"` of a dialect that leaves its meaning open is kept only where it looks like a name. */
const NAME = /^"[\p{L}_][\p{L}\p{N}_$ -]{0,62}"$/u;

/** Writes a lexed statement with every value as `?`, lists and rows as one, and canonical spaces. Linear. */
export function renderShape(tokens: TokenList): string {
  let out = '';
  let before = -1;
  let inValues = false;
  for (let i = 0; i < tokens.count; i++) {
    if (isSign(tokens, i)) continue;
    if (needsSpace(tokens, before, i)) out += ' ';
    out += shapeOf(tokens, i, inValues);
    before = i;
    const keyword = tokens.keyword(i);
    if (keyword === KW.values) inValues = true;
    else if (keyword === KW.select || keyword === KW.set || tokens.kind(i) === T.semicolon) inValues = false;
    const opensList = tokens.kind(i) === T.open && tokens.keyword(i - 1) === KW.in;
    if (opensList || tokens.kind(i) === T.leftBracket) {
      const end = endOfPlainList(tokens, i + 1);
      if (end > i + 1) {
        out += '?';
        i = end - 1;
        // The closing bracket follows a bracket as far as spaces go.
        before = i + 1;
      }
    }
    if (inValues && tokens.kind(i) === T.close) i = behindFurtherRows(tokens, i);
  }
  return out;
}

/** A sign of a number: behind something that a value cannot end. */
function isSign(tokens: TokenList, i: number): boolean {
  if (tokens.kind(i) !== T.operator || tokens.kind(i + 1) !== T.literal) return false;
  const text = tokens.text(i);
  if (text !== '-' && text !== '+') return false;
  const kind = tokens.kind(i - 1);
  return kind === T.comparison || kind === T.open || kind === T.comma || kind === T.leftBracket;
}

function shapeOf(tokens: TokenList, i: number, inValues: boolean): string {
  const kind = tokens.kind(i);
  if (kind === T.literal || kind === T.bind) return '?';
  if (kind === T.ambiguous && isText(tokens, i, inValues)) return '?';
  // Names of savepoints are made anew for each transaction.
  const isName = kind === T.word || kind === T.quoted || kind === T.ambiguous;
  if (isName && tokens.keyword(i - 1) === KW.savepoint) return '?';
  return tokens.text(i);
}

function isText(tokens: TokenList, i: number, inValues: boolean): boolean {
  if (tokens.kind(i - 1) === T.dot || tokens.kind(i + 1) === T.dot) return false;
  const left = tokens.kind(i - 1);
  if (inValues || left === T.comparison || left === T.operator || tokens.keyword(i - 1) === KW.comparator)
    return true;
  if (left === T.open && tokens.keyword(i - 2) === KW.in) return true;
  return !NAME.test(tokens.text(i));
}

/** The index of the closing token where only values stand before it; else -1. */
function endOfPlainList(tokens: TokenList, from: number): number {
  for (let i = from; i < tokens.count; i++) {
    const kind = tokens.kind(i);
    if (kind === T.close || kind === T.rightBracket) return i;
    const isValue =
      kind === T.literal || kind === T.bind || kind === T.comma || tokens.keyword(i) === KW.constant;
    if (!isValue && !isSign(tokens, i)) return -1;
  }
  return -1;
}

/** Behind a row of VALUES: the index of the last row's closing bracket. What the rows hold is dropped. */
function behindFurtherRows(tokens: TokenList, close: number): number {
  let last = close;
  while (tokens.kind(last + 1) === T.comma && tokens.kind(last + 2) === T.open) {
    let depth = 0;
    let i = last + 2;
    for (; i < tokens.count; i++) {
      if (tokens.kind(i) === T.open) depth++;
      else if (tokens.kind(i) === T.close && --depth === 0) break;
    }
    last = i;
  }
  return last;
}
