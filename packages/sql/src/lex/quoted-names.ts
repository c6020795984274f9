import type { Scanner } from './scanner.ts';
import { readString } from './strings.ts';
import { T } from './tokens.ts';

const DOUBLE_QUOTE = 34;
const RIGHT_BRACKET = 93;

/** A name in quotes from offset `quote`. The closing mark, doubled, stands for itself. Cut off, it is masked. */
export function readQuotedName(
  scanner: Scanner,
  quote: number,
  closing: number,
  kind: number,
  doubles = true,
): void {
  let end = quote + 1;
  while (end < scanner.length) {
    if (scanner.code(end++) !== closing) continue;
    if (!doubles || scanner.code(end) !== closing) {
      scanner.push(kind, end, 0, quote);
      return;
    }
    end++;
  }
  scanner.push(T.literal, end);
  scanner.giveUp();
}

export function readDoubleQuoted(scanner: Scanner): void {
  const { doubleQuotes, backslashEscapes } = scanner.dialect;
  if (doubleQuotes === 'string') readString(scanner, scanner.at, DOUBLE_QUOTE, backslashEscapes);
  else
    readQuotedName(scanner, scanner.at, DOUBLE_QUOTE, doubleQuotes === 'ambiguous' ? T.ambiguous : T.quoted);
}

/** `[` opens a name or an array. */
export function readLeftBracket(scanner: Scanner): void {
  const { brackets } = scanner.dialect;
  if (brackets === 'array') scanner.push(T.leftBracket, scanner.at + 1);
  else readQuotedName(scanner, scanner.at, RIGHT_BRACKET, T.quoted, brackets === 'doubled-identifier');
}

/** The end of an array. Where brackets hold names it stands alone by mistake, and may not run into the name before. */
export function readRightBracket(scanner: Scanner): void {
  const kind = scanner.dialect.brackets === 'array' ? T.rightBracket : T.operator;
  scanner.push(kind, scanner.at + 1);
}
