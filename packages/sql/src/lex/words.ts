import { isCurrencySign } from './characters.ts';
import { KW } from './keywords.ts';
import { readQuotedName } from './quoted-names.ts';
import type { Scanner } from './scanner.ts';
import { isAlternativePrefix, readAlternativeString, readString } from './strings.ts';
import { T } from './tokens.ts';
import { readUuid } from './uuid.ts';

const QUOTE = 39;
const DOUBLE_QUOTE = 34;
const AMPERSAND = 38;

/** A name, a keyword, or a string that starts with a prefix. */
export function readWord(scanner: Scanner): void {
  const first = scanner.code(scanner.at);
  if (scanner.dialect.transactNames && isCurrencySign(first)) {
    scanner.push(T.operator, scanner.at + 1);
    return;
  }
  if (readUuid(scanner)) return;
  const end = scanner.wordEnd(scanner.at + 1);
  if (readPrefixed(scanner, first, end)) return;
  const behindString = scanner.isBehindString();
  const touches = behindString && !scanner.isSpaced;
  scanner.pushWord(end);
  if (!behindString || scanner.lastKeyword() !== KW.none) return;
  // `'O'Brien'` was not the string that its writer meant, and `'O' Brien'` need not be.
  scanner.doubtFrom(scanner.tokens.count - 2);
  if (touches) scanner.giveUp();
}

/** Strings with a prefix: E'', N'', B'', X'', U&'', q'[]', nq'[]' and MySQL's _charset''. */
function readPrefixed(scanner: Scanner, first: number, end: number): boolean {
  const mark = scanner.code(end);
  if (mark !== QUOTE && mark !== DOUBLE_QUOTE && mark !== AMPERSAND) return false;
  const { dialect } = scanner;
  const length = end - scanner.at;
  const letter = first | 32;
  if (mark === AMPERSAND) {
    const quote = scanner.code(end + 1);
    if (length !== 1 || letter !== 117 /* u */) return false;
    if (quote === QUOTE) readString(scanner, end + 1, QUOTE, false);
    else if (quote === DOUBLE_QUOTE) readQuotedName(scanner, end + 1, DOUBLE_QUOTE, T.quoted);
    else return false;
    return true;
  }
  if (mark === DOUBLE_QUOTE && dialect.doubleQuotes !== 'string') return false;
  if (first === 95 /* _ */ && length > 1) {
    readString(scanner, end, mark, dialect.backslashEscapes);
    return true;
  }
  if (mark === QUOTE && dialect.alternativeQuotes && isAlternativePrefix(scanner, end)) {
    readAlternativeString(scanner, end);
    return true;
  }
  if (length !== 1) return false;
  switch (letter) {
    case 101: // e
      if (mark === DOUBLE_QUOTE) return false;
      readString(scanner, end, mark, true, true);
      return true;
    case 110: // n
      readString(scanner, end, mark, dialect.backslashEscapes);
      return true;
    case 98: // b
    case 120: // x
      readString(scanner, end, mark, false, true);
      return true;
    default:
      return false;
  }
}
