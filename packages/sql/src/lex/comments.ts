import { classOf, digit, space } from './characters.ts';
import { KW } from './keywords.ts';
import { readArithmetic } from './operators.ts';
import { readRichOperator } from './rich-operators.ts';
import type { Scanner } from './scanner.ts';
import { T } from './tokens.ts';

const SLASH = 47;
const STAR = 42;

/** Passes over a comment to the end of the line. */
export function skipLine(scanner: Scanner): void {
  let end = scanner.at;
  while (end < scanner.length) {
    const code = scanner.code(end);
    if (code === 10 || (code === 13 && scanner.dialect.returnEndsComments)) break;
    end++;
  }
  scanner.skip(end);
}

/** Whether the dash at the scanner's place opens a comment, with another behind it. */
export function isDashComment(scanner: Scanner): boolean {
  if (scanner.code(scanner.at + 1) !== 45) return false;
  return !scanner.dialect.dashCommentsNeedSpace || isSpaceOrEnd(scanner, scanner.at + 2);
}

/** What starts with slash and star: a comment, a hint, or statement text that MySQL executes. */
export function readBlockComment(scanner: Scanner): void {
  const { at, dialect } = scanner;
  if (scanner.code(at + 2) === 43 /* + */ && dialect.hints && !scanner.inHint && isHintPlace(scanner)) {
    scanner.inHint = true;
    scanner.push(T.hintOpen, at + 3);
    return;
  }
  if (dialect.executableComments && !scanner.inExecutable) {
    // Behind the `!` a version of 5 or 6 digits; MariaDB's own start with M.
    const mark = scanner.code(at + 2) === 77 ? at + 3 : at + 2;
    if (scanner.code(mark) === 33 /* ! */) {
      scanner.inExecutable = true;
      let end = mark + 1;
      while (end < mark + 7 && classOf(scanner.code(end)) === digit) end++;
      scanner.skip(end);
      return;
    }
  }
  scanner.skip(blockCommentEnd(scanner));
}

function blockCommentEnd(scanner: Scanner): number {
  let depth = 1;
  let end = scanner.at + 2;
  while (end < scanner.length && depth > 0) {
    const code = scanner.code(end++);
    if (code === STAR && scanner.code(end) === SLASH) {
      depth--;
      end++;
    } else if (code === SLASH && scanner.dialect.nestedComments && scanner.code(end) === STAR) {
      depth++;
      end++;
    }
  }
  return end;
}

/** Star and slash: the end of a hint or of an executable comment; else the one is an operator. */
export function readStar(scanner: Scanner): void {
  const closes = scanner.code(scanner.at + 1) === SLASH;
  if (closes && scanner.inHint) {
    scanner.inHint = false;
    scanner.push(T.hintClose, scanner.at + 2);
  } else if (closes && scanner.inExecutable) {
    scanner.inExecutable = false;
    scanner.skip(scanner.at + 2);
  } else {
    readArithmetic(scanner);
  }
}

/** Hints stand in front of a statement or right behind its verb; elsewhere the same characters are a comment. */
function isHintPlace(scanner: Scanner): boolean {
  const kind = scanner.lastKind();
  const keyword = scanner.lastKeyword();
  return kind === 0 || kind === T.semicolon || (keyword >= KW.select && keyword <= KW.replace);
}

/** `#`: a comment, the start of a temporary table's name (MSSQL), or an operator (PostgreSQL). */
export function readHash(scanner: Scanner): void {
  const next = scanner.at + 1;
  if (isHashComment(scanner, next)) {
    skipLine(scanner);
  } else if (scanner.dialect.hashComments === 'unless-name') {
    scanner.push(T.word, scanner.wordEnd(next));
  } else {
    readRichOperator(scanner);
  }
}

function isHashComment(scanner: Scanner, next: number): boolean {
  switch (scanner.dialect.hashComments) {
    case 'always':
      return true;
    case 'unless-name':
      return !scanner.isWordPart(scanner.code(next));
    case 'unless-operator':
      return scanner.code(next) !== 62;
    case 'after-string':
      // On numbers and bit strings `#` is an operator; behind a plain string it can only be a foreign comment.
      return isSpaceOrEnd(scanner, next) && isBehindPlainString(scanner);
  }
}

function isSpaceOrEnd(scanner: Scanner, offset: number): boolean {
  return offset >= scanner.length || classOf(scanner.code(offset)) === space;
}

function isBehindPlainString(scanner: Scanner): boolean {
  return scanner.isBehindString() && scanner.code(scanner.tokens.start(scanner.tokens.count - 1)) === 39;
}
