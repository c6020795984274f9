import type { Dialect } from '../dialect.ts';
import { classOf, digit, wordStart } from './characters.ts';
import { readNumber } from './numbers.ts';
import { readRichOperator } from './rich-operators.ts';
import type { Scanner } from './scanner.ts';
import { readDollarString } from './strings.ts';
import { T } from './tokens.ts';

const DOLLAR = 36;
const PERCENT = 37;
const COLON = 58;
const QUESTION = 63;
const AT = 64;

/** `$1`, `$name`, `$tag$…$tag$`, money of MSSQL, and the `$?` that others leave of `$1`. */
export function readDollar(scanner: Scanner): void {
  const { at, dialect } = scanner;
  const next = scanner.code(at + 1);
  const kind = classOf(next);
  if (next === QUESTION) scanner.push(T.bind, at + 2);
  else if (kind === digit && dialect.transactNames) readNumber(scanner, at + 1);
  else if (kind === digit) scanner.push(T.bind, scanner.digitsEnd(at + 2));
  else readDollarName(scanner, kind === wordStart ? nameEnd(scanner, at + 2) : at + 1);
}

function readDollarName(scanner: Scanner, end: number): void {
  if (scanner.dialect.dollarQuotes && scanner.code(end) === DOLLAR) readDollarString(scanner, end);
  else scanner.push(end > scanner.at + 1 ? T.bind : T.operator, end);
}

function nameEnd(scanner: Scanner, from: number): number {
  let end = from;
  while (end < scanner.length && (classOf(scanner.code(end)) & (wordStart | digit)) !== 0) end++;
  return end;
}

/** A bind parameter, `?1` of SQLite, or `?` of jsonb, which reads alike; `?|` and `?&`; `??`, which is JDBC for `?`. */
export function readQuestion(scanner: Scanner): void {
  const { at } = scanner;
  const next = scanner.code(at + 1);
  const isOperator = scanner.dialect.richOperators && scanner.behindOperand();
  if (isOperator && next === QUESTION) scanner.push(T.bind, at + 2);
  else if (isOperator && (next === 124 || next === 38)) scanner.push(T.operator, at + 2);
  else scanner.push(T.bind, scanner.digitsEnd(at + 1));
}

/** `::`, `:=`, `:1`, `:name`, or a lone colon as in `a[1:2]`. */
export function readColon(scanner: Scanner): void {
  const { at } = scanner;
  const next = scanner.code(at + 1);
  if (next === COLON) {
    scanner.push(T.cast, at + 2);
  } else if (next === 61 /* = */) {
    scanner.push(T.operator, at + 2);
  } else if ((classOf(next) & (wordStart | digit)) !== 0 && !scanner.touchesOperand()) {
    scanner.push(T.bind, scanner.wordEnd(at + 1));
  } else {
    scanner.push(T.operator, at + 1);
  }
}

/** `@name` and `@@name`, or one of PostgreSQL's operators. */
export function readAt(scanner: Scanner): void {
  const { at, dialect } = scanner;
  const next = scanner.code(at + 1);
  if (next === AT && (dialect.transactNames || dialect.sessionVariables)) {
    scanner.push(T.word, scanner.wordEnd(at + 2));
  } else if (startsVariable(next, dialect) && !scanner.touchesOperand()) {
    scanner.push(dialect.sessionVariables ? T.word : T.bind, scanner.wordEnd(at + 1));
  } else if (next === QUESTION && dialect.richOperators) {
    scanner.push(T.operator, at + 2);
  } else {
    readRichOperator(scanner);
  }
}

/** `@name`, and `@0` as libraries for MSSQL number theirs. */
function startsVariable(code: number, dialect: Dialect): boolean {
  const kind = classOf(code);
  return kind === wordStart || (kind === digit && !dialect.richOperators);
}

/** %s, %b, %t and %(name)s of Python drivers, their `%%`, else the remainder. */
export function readPercent(scanner: Scanner): void {
  const { at } = scanner;
  const formatAt = scanner.code(at + 1) === 40 /* ( */ ? behindBracket(scanner, at + 2) : at + 1;
  if (isFormat(scanner, formatAt) && (formatAt > at + 1 || !scanner.touchesOperand())) {
    scanner.push(T.bind, formatAt + 1);
  } else if (scanner.code(at + 1) === PERCENT) {
    scanner.push(T.operator, at + 2, 0, at + 1);
  } else {
    scanner.push(T.operator, at + 1);
  }
}

/** The offset behind `name)`, or behind the text where no such stands. */
function behindBracket(scanner: Scanner, from: number): number {
  const end = scanner.wordEnd(from);
  return end > from && scanner.code(end) === 41 /* ) */ ? end + 1 : scanner.length;
}

function isFormat(scanner: Scanner, offset: number): boolean {
  const code = scanner.code(offset);
  return (code === 115 || code === 98 || code === 116) && !scanner.isWordPart(scanner.code(offset + 1));
}
