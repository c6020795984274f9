import { classOf, digit, wordStart } from '../lex/characters.ts';
import { canBeCalled, canEndValue } from '../lex/keyword-table.ts';
import { KW } from '../lex/keywords.ts';
import type { TokenList } from '../lex/token-list.ts';
import { T } from '../lex/tokens.ts';

/** What the bracket around a token holds. */
const EXPRESSION = 0;
const VALUES = 1;
const ARGUMENTS = 2;
const IN_ROWS = 4;
const IN_BETWEEN = 8;

/** A longer name is no name. PostgreSQL, MySQL and Oracle stop at 63, 64 and 128. */
const LONGEST_NAME = 64;

/**
 * Decides for each `"…"` that the dialect leaves open (SQLite takes it for a string where no name fits, MSSQL by a
 * setting) whether it is a name or a value: by its place, and where both could stand by its looks.
 */
export function settleQuotes(tokens: TokenList): void {
  const outer: number[] = [];
  let holds = EXPRESSION;
  let rows = 0;
  let between = 0;
  for (let i = 0; i < tokens.count; i++) {
    const kind = tokens.kind(i);
    if (kind === T.open) {
      outer.push(holds | rows | between);
      holds = contentOf(tokens, i, rows !== 0, holds);
      rows = 0;
      between = 0;
    } else if (kind === T.close) {
      const state = outer.pop() ?? EXPRESSION;
      holds = state & 3;
      rows = state & IN_ROWS;
      between = state & IN_BETWEEN;
    } else if (kind === T.word) {
      const keyword = tokens.keyword(i);
      if (keyword === KW.values) rows = IN_ROWS;
      else if (keyword !== KW.row) rows = 0;
      if (keyword === KW.between) between = IN_BETWEEN;
    } else if (kind === T.ambiguous) {
      const isValue =
        !isName(tokens, i) && (holds === VALUES || isValuePlace(tokens, i, holds, between !== 0));
      tokens.setKind(i, isValue || !(isName(tokens, i) || looksLikeName(tokens, i)) ? T.literal : T.quoted);
    }
    if (tokens.keyword(i - 1) === KW.and) between = 0;
  }
}

function contentOf(tokens: TokenList, open: number, isRow: boolean, outside: number): number {
  const first = tokens.keyword(open + 1);
  if (first === KW.select || first === KW.with) return EXPRESSION;
  if (isRow || outside === VALUES || tokens.keyword(open - 1) === KW.in) return VALUES;
  return isCall(tokens, open) ? ARGUMENTS : EXPRESSION;
}

/** `name(`, unless what stands before makes the name a table or an alias and the bracket one of columns. */
function isCall(tokens: TokenList, open: number): boolean {
  let name = open - 1;
  if (tokens.kind(name) !== T.word) return false;
  if (!canBeCalled(tokens.keyword(name))) return false;
  while (tokens.kind(name - 1) === T.dot) name -= 2;
  const left = tokens.kind(name - 1);
  if (left === T.close || left === T.quoted) return false;
  const before = tokens.keyword(name - 1);
  return left !== T.word || !(canEndValue(before) || before === KW.into || namesFollow(before));
}

/** Part of a dotted name, or behind a word that only a name follows. */
function isName(tokens: TokenList, i: number): boolean {
  return tokens.kind(i - 1) === T.dot || tokens.kind(i + 1) === T.dot || namesFollow(tokens.keyword(i - 1));
}

function namesFollow(keyword: number): boolean {
  switch (keyword) {
    case KW.from:
    case KW.join:
    case KW.insert:
    case KW.update:
    case KW.merge:
    case KW.table:
    case KW.as:
    case KW.with:
    case KW.recursive:
    case KW.view:
    case KW.index:
    case KW.trigger:
    case KW.columns:
    case KW.savepoint:
    case KW.release:
      return true;
    default:
      return false;
  }
}

/** Whether only a value stands here in statements that people and libraries write. */
function isValuePlace(tokens: TokenList, i: number, holds: number, inBetween: boolean): boolean {
  const left = tokens.kind(i - 1);
  if (left === T.operator) return true;
  if (holds === ARGUMENTS && (left === T.comma || tokens.kind(i + 1) === T.comma)) return true;
  switch (tokens.keyword(i - 1)) {
    case KW.comparator:
    case KW.between:
    case KW.result:
    case KW.else:
    case KW.default:
    case KW.interval:
    case KW.limit:
      return true;
    case KW.and:
      return inBetween;
    case KW.when:
      return tokens.keyword(i + 1) === KW.result;
    default:
      return false;
  }
}

function looksLikeName(tokens: TokenList, i: number): boolean {
  const start = tokens.start(i) + 1;
  const end = tokens.end(i) - 1;
  if (start >= end || end - start > LONGEST_NAME) return false;
  for (let at = start; at < end; at++) {
    const code = tokens.source.charCodeAt(at);
    const kind = classOf(code);
    const isPart =
      kind === wordStart || (at > start && (kind === digit || code === 32 || code === 36 || code === 45));
    if (!isPart) return false;
  }
  return true;
}
