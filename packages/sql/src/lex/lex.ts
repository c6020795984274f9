import type { Dialect } from '../dialect.ts';
import { classOf, digit, space, wordStart } from './characters.ts';
import { isDashComment, readBlockComment, readHash, readStar, skipLine } from './comments.ts';
import { readNumber } from './numbers.ts';
import { readArithmetic, readComparison, readDash, readPair } from './operators.ts';
import { readAt, readColon, readDollar, readPercent, readQuestion } from './placeholders.ts';
import { readDoubleQuoted, readLeftBracket, readQuotedName, readRightBracket } from './quoted-names.ts';
import { Scanner } from './scanner.ts';
import { readString } from './strings.ts';
import type { TokenList } from './token-list.ts';
import { T } from './tokens.ts';
import { readBracedUuid } from './uuid.ts';
import { readWord } from './words.ts';

/**
 * Cuts a statement into tokens, in one pass from left to right. Never throws. Every character is read a bounded
 * number of times: a look ahead either becomes the token or stops at a character that ends all later ones.
 *
 * Literals may not come out as anything else, so where quotes do not add up the rest of the text is dropped:
 * - an unterminated string, comment or quoted name reaches to the end;
 * - a string that runs into a word (`'O'Brien'`) was not the string that its writer meant;
 * - a quote behind a backslash means two things in two dialects or settings, and a word behind a string (`'O' Brien'`)
 *   may be an alias or the rest of it: upon one of the signs above, the text is dropped from the first of these on.
 */
export function lexSql(text: string, dialect: Dialect, tokens: TokenList): void {
  tokens.reset(text);
  const scanner = new Scanner(text, dialect, tokens);
  while (scanner.at < scanner.length) {
    const code = scanner.code(scanner.at);
    const kind = classOf(code);
    if (kind === wordStart) readWord(scanner);
    else if (kind === space) scanner.skip(scanner.at + 1);
    else if (kind === digit) readNumber(scanner);
    else readSign(scanner, code);
  }
}

function readSign(scanner: Scanner, code: number): void {
  const { at } = scanner;
  switch (code) {
    case 33: // !
    case 60: // <
    case 61: // =
    case 62: // >
    case 126: // ~
      readComparison(scanner);
      break;
    case 34: // "
      readDoubleQuoted(scanner);
      break;
    case 35: // #
      readHash(scanner);
      break;
    case 36: // $
      readDollar(scanner);
      break;
    case 37: // %
      readPercent(scanner);
      break;
    case 38: // &
    case 124: // |
      readPair(scanner);
      break;
    case 39: // '
      readString(scanner, at, code, scanner.dialect.backslashEscapes);
      break;
    case 40:
      scanner.push(T.open, at + 1);
      break;
    case 41:
      scanner.push(T.close, at + 1);
      break;
    case 42: // *
      readStar(scanner);
      break;
    case 44:
      scanner.push(T.comma, at + 1);
      break;
    case 45: // -
      if (isDashComment(scanner)) skipLine(scanner);
      else readDash(scanner);
      break;
    case 46: // .
      if (classOf(scanner.code(at + 1)) === digit && !scanner.touchesOperand()) readNumber(scanner);
      else scanner.push(T.dot, at + 1);
      break;
    case 47: // /
      if (scanner.code(at + 1) === 42) readBlockComment(scanner);
      else readArithmetic(scanner);
      break;
    case 58: // :
      readColon(scanner);
      break;
    case 59:
      scanner.push(T.semicolon, at + 1);
      break;
    case 63: // ?
      readQuestion(scanner);
      break;
    case 64: // @
      readAt(scanner);
      break;
    case 91: // [
      readLeftBracket(scanner);
      break;
    case 92: // \
      // Outside a string no dialect has one: a doubtful string before it ended elsewhere.
      if (scanner.isDoubtful) scanner.giveUp();
      else scanner.push(T.operator, at + 1);
      break;
    case 93: // ]
      readRightBracket(scanner);
      break;
    case 96: // `
      readQuotedName(scanner, at, code, T.quoted);
      break;
    case 123: // {
      if (!readBracedUuid(scanner)) scanner.push(T.operator, at + 1);
      break;
    default:
      readArithmetic(scanner);
  }
}
