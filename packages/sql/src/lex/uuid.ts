import type { Scanner } from './scanner.ts';
import { T } from './tokens.ts';

const DASH = 45;
const UUID_LENGTH = 36;

/** An unquoted UUID of 8-4-4-4-12 hexadecimal digits (Cassandra), which else would be read as a subtraction. */
export function readUuid(scanner: Scanner): boolean {
  const { at } = scanner;
  if (scanner.code(at + 8) !== DASH || scanner.code(at + 23) !== DASH) return false;
  for (let offset = 0; offset < UUID_LENGTH; offset++) {
    const code = scanner.code(at + offset);
    const isDash = offset === 8 || offset === 13 || offset === 18 || offset === 23;
    if (isDash ? code !== DASH : !isHexDigit(code)) return false;
  }
  if (scanner.isWordPart(scanner.code(at + UUID_LENGTH))) return false;
  scanner.push(T.literal, at + UUID_LENGTH);
  return true;
}

/** `{…}` around at least 32 hexadecimal digits and any dashes. */
export function readBracedUuid(scanner: Scanner): boolean {
  let end = scanner.at + 1;
  let digits = 0;
  for (; ; end++) {
    const code = scanner.code(end);
    if (isHexDigit(code)) digits++;
    else if (code !== DASH) break;
  }
  if (digits < 32 || scanner.code(end) !== 125 /* } */) return false;
  scanner.push(T.literal, end + 1);
  return true;
}

function isHexDigit(code: number): boolean {
  const letter = code | 32;
  return (code >= 48 && code <= 57) || (letter >= 97 && letter <= 102);
}
