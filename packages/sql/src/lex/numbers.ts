import { classOf, digit, wordStart } from './characters.ts';
import type { Scanner } from './scanner.ts';
import { T } from './tokens.ts';
import { readUuid } from './uuid.ts';

/** A number that starts at offset `from`, where the token starts, or behind its sign of money. */
export function readNumber(scanner: Scanner, from: number = scanner.at): void {
  if (scanner.isBehindString() && !scanner.isSpaced) scanner.giveUp();
  else if (!readUuid(scanner)) scanner.push(T.literal, numberEnd(scanner, from));
}

/** Takes in all that can touch a number, so that no half of an odd form is left over: `0xFF`, `1_000`, `12ab`. */
function numberEnd(scanner: Scanner, from: number): number {
  const isRadix = scanner.code(from) === 48 && classOf(scanner.code(from + 1)) === wordStart;
  let end = from;
  while (end < scanner.length) {
    const code = scanner.code(end);
    const isPart =
      code === 46 || // .
      (code === 36 && !scanner.dialect.dollarQuotes) || // $
      (classOf(code) & (wordStart | digit)) !== 0 ||
      (!isRadix && isExponentSign(scanner, end));
    if (!isPart) break;
    end++;
  }
  return end;
}

/** Whether a sign stands at the offset, between e or E and a digit. */
function isExponentSign(scanner: Scanner, offset: number): boolean {
  const code = scanner.code(offset);
  if (code !== 43 && code !== 45) return false;
  return (scanner.code(offset - 1) | 32) === 101 && classOf(scanner.code(offset + 1)) === digit;
}
