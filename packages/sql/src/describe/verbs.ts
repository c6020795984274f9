import { KW } from '../lex/keywords.ts';
import type { TokenList } from '../lex/token-list.ts';
import { T } from '../lex/tokens.ts';
import { isName } from './names.ts';

/** Whether INSERT, UPDATE, DELETE or MERGE at `i` does something, and is no part of a clause or of a trigger. */
export function isVerb(tokens: TokenList, i: number, verb: number): boolean {
  if (tokens.kind(i - 1) === T.comma || !startsTarget(tokens, i + 1)) return false;
  switch (tokens.keyword(i - 1)) {
    case KW.for: // FOR UPDATE
    case KW.do: // DO UPDATE
    case KW.key: // ON DUPLICATE KEY UPDATE
    case KW.or: // AFTER INSERT OR DELETE
      return false;
    case KW.on: // ON DELETE CASCADE, but SET NOCOUNT ON DELETE …
      return verb === KW.set;
    default:
      return true;
  }
}

/** What stands between a verb and its table, or the table itself. */
function startsTarget(tokens: TokenList, i: number): boolean {
  switch (tokens.keyword(i)) {
    case KW.from:
    case KW.into:
    case KW.tableModifier:
    case KW.top:
    case KW.or: // INSERT OR IGNORE, UPDATE OR FAIL (SQLite)
    case KW.all: // INSERT ALL (Oracle)
      return true;
    default:
      if (tokens.kind(i) === T.open) return tokens.keyword(i + 1) === KW.select;
      return isName(tokens, i) || tokens.kind(i) === T.hintOpen;
  }
}

/** The object of CREATE, DROP or ALTER, a few words behind it: TABLE, `OR REPLACE VIEW`, `UNIQUE INDEX`; or -1. */
export function objectAt(tokens: TokenList, verb: number): number {
  for (let i = verb + 1; i < verb + 6; i++) {
    switch (tokens.keyword(i)) {
      case KW.table:
      case KW.view:
      case KW.index:
      case KW.trigger:
      case KW.object:
      case KW.account:
        return i;
      case KW.createModifier:
      case KW.tableModifier:
      case KW.materialized:
      case KW.or:
      case KW.replace:
      case KW.alter:
        break;
      default:
        return -1;
    }
  }
  return -1;
}
