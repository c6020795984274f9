/** Kinds of tokens. 0 is no token: before the first and behind the last. */
export const T = {
  word: 1,
  /** A quoted identifier. */
  quoted: 2,
  /** `"…"` where the dialect leaves open whether it is an identifier or a string. */
  ambiguous: 3,
  /** A literal: string, number, money; or a name to be masked. */
  literal: 4,
  bind: 5,
  open: 6,
  close: 7,
  comma: 8,
  dot: 9,
  semicolon: 10,
  operator: 11,
  cast: 12,
  leftBracket: 13,
  rightBracket: 14,
  /** The opening and the closing of an optimizer hint: slash, star, plus … star, slash. */
  hintOpen: 15,
  hintClose: 16,
} as const;
