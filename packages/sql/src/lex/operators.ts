import { readRichOperator } from './rich-operators.ts';
import type { Scanner } from './scanner.ts';
import { T } from './tokens.ts';

const STAR = 42;
const EQUALS = 61;
const GREATER = 62;
const TILDE = 126;

/** `+`, or `+=` as MSSQL assigns. */
export function readArithmetic(scanner: Scanner): void {
  const { at } = scanner;
  scanner.push(T.operator, scanner.code(at + 1) === EQUALS ? at + 2 : at + 1);
}

/** Minus, or an arrow of JSON. */
export function readDash(scanner: Scanner): void {
  const { at } = scanner;
  const next = scanner.code(at + 1);
  if (scanner.dialect.richOperators) readRichOperator(scanner);
  else if (next !== GREATER) readArithmetic(scanner);
  else scanner.push(T.operator, scanner.code(at + 2) === GREATER ? at + 3 : at + 2);
}

/** `=`, `<>`, `<=>`, `>>`, `~*`, or one of PostgreSQL's. */
export function readComparison(scanner: Scanner): void {
  if (scanner.dialect.richOperators) {
    readRichOperator(scanner);
    return;
  }
  const { at } = scanner;
  let end = at + 1;
  while (end < at + 4 && isComparisonPart(scanner.code(end))) end++;
  if (scanner.code(end - 1) === TILDE && scanner.code(end) === STAR) end++;
  scanner.push(T.operator, end);
}

function isComparisonPart(code: number): boolean {
  return (code >= 60 && code <= GREATER) || code === 33 || code === TILDE; // < = > ! ~
}

/** One sign, or two that are alike: `||`, `&&`. */
export function readPair(scanner: Scanner): void {
  const { at } = scanner;
  if (scanner.dialect.richOperators) readRichOperator(scanner);
  else if (scanner.code(at + 1) === scanner.code(at)) scanner.push(T.operator, at + 2);
  else readArithmetic(scanner);
}
