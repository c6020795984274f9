import type { Scanner } from './scanner.ts';
import { T } from './tokens.ts';

const HASH = 35;
const STAR = 42;
const PLUS = 43;
const DASH = 45;
const SLASH = 47;
const AT = 64;
const TILDE = 126;

/**
 * The longest run of operator signs before a comment, as PostgreSQL cuts them: `@>`, `#>>`, `-|-`, `!~~*`. `=-` is two,
 * for a run ends in a sign of numbers only if there is one in it that standard SQL has no operator with.
 */
export function readRichOperator(scanner: Scanner): void {
  const start = scanner.at;
  let end = start + 1;
  let isRich = isRichSign(scanner.code(start));
  while (isOperatorSign(scanner, end)) {
    isRich ||= isRichSign(scanner.code(end));
    end++;
  }
  if (!isRich) while (end > start + 1 && isNumberSign(scanner.code(end - 1))) end--;
  scanner.push(T.operator, end);
}

function isOperatorSign(scanner: Scanner, offset: number): boolean {
  const code = scanner.code(offset);
  const next = scanner.code(offset + 1);
  switch (code) {
    case DASH:
      return next !== DASH;
    case SLASH:
      return next !== STAR;
    case STAR:
      return next !== SLASH;
    case AT:
      return !scanner.isWordPart(next);
    case PLUS:
    case 60: // <
    case 61: // =
    case 62: // >
      return true;
    default:
      return isRichSign(code);
  }
}

/** `~ ! @ # ^ & |`; not `%` and `?`, which may start a bind parameter. */
function isRichSign(code: number): boolean {
  return (
    code === TILDE ||
    code === 33 ||
    code === AT ||
    code === HASH ||
    code === 94 ||
    code === 38 ||
    code === 124
  );
}

function isNumberSign(code: number): boolean {
  return code === DASH || code === PLUS;
}
