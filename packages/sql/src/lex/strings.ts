import type { Scanner } from './scanner.ts';
import { T } from './tokens.ts';

const BACKSLASH = 92;
const QUOTE = 39;

/**
 * A string whose opening mark is at offset `quote`; the token starts where the scanner stands, at a prefix maybe. A
 * doubled mark stands for itself. `settled`: the prefix says what a backslash means; else a mark behind one is doubtful.
 */
export function readString(
  scanner: Scanner,
  quote: number,
  mark: number,
  escapes: boolean,
  settled = false,
): void {
  let end = quote + 1;
  let escaped = false;
  let closed = false;
  while (end < scanner.length && !closed) {
    const code = scanner.code(end++);
    if (code === BACKSLASH) {
      escaped = !escaped;
      continue;
    }
    if (code === mark) {
      if (escaped && !settled) scanner.doubtFrom(scanner.tokens.count);
      if (!escapes || !escaped) {
        if (scanner.code(end) === mark) end++;
        else closed = true;
      }
    }
    escaped = false;
  }
  scanner.push(T.literal, end);
  if (!closed) scanner.giveUp();
}

/** Whether the word up to the quote is q or nq (Oracle). */
export function isAlternativePrefix(scanner: Scanner, quote: number): boolean {
  if ((scanner.code(quote - 1) | 32) !== 113 /* q */) return false;
  const length = quote - scanner.at;
  return length === 1 || (length === 2 && (scanner.code(scanner.at) | 32) === 110); /* n */
}

/** Oracle's q'[it's]': ends at the closing bracket, or the same character, before a quote. */
export function readAlternativeString(scanner: Scanner, quote: number): void {
  const closing = closingOf(scanner.code(quote + 1));
  let end = quote + 2;
  while (end < scanner.length && !(scanner.code(end) === closing && scanner.code(end + 1) === QUOTE)) end++;
  const closed = end < scanner.length;
  scanner.push(T.literal, Math.min(end + 2, scanner.length));
  if (!closed) scanner.giveUp();
}

function closingOf(opening: number): number {
  switch (opening) {
    case 91: // [
    case 123: // {
    case 60: // <
      return opening + 2;
    case 40: // (
      return 41;
    default:
      return opening;
  }
}

/**
 * PostgreSQL's $tag$…$tag$; `tagEnd` is the offset of the second `$`. A tag holds no `$`, so that no character of a
 * failed comparison has to be read again.
 */
export function readDollarString(scanner: Scanner, tagEnd: number): void {
  const start = scanner.at;
  const tagLength = tagEnd - start;
  let end = tagEnd + 1;
  while (end < scanner.length) {
    if (scanner.code(end) !== 36) {
      end++;
      continue;
    }
    let matched = 1;
    while (matched <= tagLength && scanner.code(end + matched) === scanner.code(start + matched)) matched++;
    if (matched > tagLength) {
      scanner.push(T.literal, end + matched);
      return;
    }
    end += matched;
  }
  scanner.push(T.literal, scanner.length);
  scanner.giveUp();
}
