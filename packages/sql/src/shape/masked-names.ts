import { canBeName } from '../lex/keyword-table.ts';
import { KW } from '../lex/keywords.ts';
import type { TokenList } from '../lex/token-list.ts';
import { T } from '../lex/tokens.ts';

/**
 * Whether token `i`, behind token `left`, is a name that is masked like a value: an unquoted password (Oracle, HANA),
 * or a numbered name that a library makes anew each time, of a savepoint, a prepared statement or a quoted cursor.
 */
export function isMaskedName(tokens: TokenList, i: number, left: number, verbAt: number): boolean {
  if (left < verbAt || !canName(tokens, i)) return false;
  const verb = tokens.keyword(verbAt);
  switch (tokens.keyword(left)) {
    case KW.savepoint:
    case KW.release:
    case KW.prepare:
    case KW.deallocate:
      return hasDigit(tokens, i);
    case KW.to:
      return verb === KW.rollback && hasDigit(tokens, i);
    case KW.transaction:
      return (verb === KW.save || verb === KW.rollback || verb === KW.commit) && hasDigit(tokens, i);
    case KW.declare:
    case KW.close:
      return tokens.kind(i) === T.quoted && hasDigit(tokens, i);
    case KW.from:
    case KW.in:
      return verb === KW.fetch && tokens.kind(i) === T.quoted && hasDigit(tokens, i);
    case KW.by:
      return tokens.keyword(left - 1) === KW.identified;
    case KW.replace:
      return tokens.keyword(left - 2) === KW.by && tokens.keyword(left - 3) === KW.identified;
    case KW.password:
      return (verb === KW.create || verb === KW.alter) && tokens.keyword(verbAt + 1) === KW.account;
    default:
      return false;
  }
}

function canName(tokens: TokenList, i: number): boolean {
  return tokens.kind(i) === T.quoted || (tokens.kind(i) === T.word && canBeName(tokens.keyword(i)));
}

function hasDigit(tokens: TokenList, i: number): boolean {
  for (let at = tokens.start(i); at < tokens.end(i); at++) {
    const code = tokens.source.charCodeAt(at);
    if (code >= 48 && code <= 57) return true;
  }
  return false;
}
