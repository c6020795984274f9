import { classOf, digit, isCurrencySign, space, wordStart } from './characters.ts';
import type { Dialect } from './dialect.ts';
import { canBeOperand, KW, keywordOf } from './keywords.ts';
import { T, type TokenBuffer } from './tokens.ts';

/**
 * Cuts a statement into tokens, in one pass from left to right. Never throws. Every character is read a bounded
 * number of times: a look ahead either becomes the token or stops at a character that ends all later ones.
 *
 * Literals may not come out as anything else, so where quotes do not add up the rest of the text is dropped:
 * - an unterminated string, comment or quoted name reaches to the end;
 * - a string that runs into a word (`'O'Brien'`) was not the string that its writer meant;
 * - a quote behind a backslash means two things in two dialects or settings; if the reading taken leads to one of
 *   the signs above, the text is dropped from that first doubtful string on.
 */
export function lexSql(text: string, dialect: Dialect, tokens: TokenBuffer): void {
  tokens.reset();
  new Lexer(text, dialect, tokens).run();
}

class Lexer {
  readonly #text: string;
  readonly #dialect: Dialect;
  readonly #tokens: TokenBuffer;
  readonly #length: number;
  #at = 0;
  #spaced = 0;
  #inHint = false;
  #inExecutable = false;
  /** The index of the first string whose end depends on what a backslash means, or -1. */
  #doubtful = -1;

  constructor(text: string, dialect: Dialect, tokens: TokenBuffer) {
    this.#text = text;
    this.#dialect = dialect;
    this.#tokens = tokens;
    this.#length = text.length;
  }

  run(): void {
    while (this.#at < this.#length) {
      const code = this.#text.charCodeAt(this.#at);
      const kind = classOf(code);
      if (kind === wordStart) this.#word(code);
      else if (kind === space) this.#skip(this.#at + 1);
      else if (kind === digit) this.#number(this.#at, this.#at);
      else this.#symbol(code);
    }
  }

  /** The code at an offset, NaN beyond the end: NaN equals nothing. */
  #code(offset: number): number {
    return this.#text.charCodeAt(offset);
  }

  #push(kind: number, end: number, keyword: number = KW.none, start: number = this.#at) {
    this.#tokens.push(kind, keyword, this.#spaced, start, end);
    this.#spaced = 0;
    this.#at = end;
  }

  #skip(to: number) {
    this.#spaced = 1;
    this.#at = to;
  }

  /** Whether the token before is something that a value cannot follow. */
  #behindOperand(): boolean {
    const last = this.#tokens.count - 1;
    if (last < 0) return false;
    const kind = this.#tokens.kind[last];
    if (kind === T.word) return canBeOperand(this.#tokens.keyword[last] ?? 0);
    return kind === T.quoted || kind === T.ambiguous || kind === T.close || kind === T.rightBracket;
  }

  /** Whether an operand or a value ends right here, without a space. */
  #touchesOperand(): boolean {
    const last = this.#tokens.count - 1;
    if (last < 0 || this.#spaced === 1) return false;
    const kind = this.#tokens.kind[last];
    return kind === T.literal || kind === T.bind || kind === T.word || this.#behindOperand();
  }

  #touchesString(): boolean {
    const last = this.#tokens.count - 1;
    return last >= 0 && this.#tokens.kind[last] === T.literal && this.#tokens.end[last] === this.#at;
  }

  /** Drops all that stands behind the string that cannot be trusted, and stops. */
  #giveUp() {
    if (this.#doubtful >= 0) this.#tokens.count = this.#doubtful + 1;
    this.#at = this.#length;
  }

  #isWordPart(code: number): boolean {
    if (code === 36) return true; // $
    if (code === 35) return this.#dialect.transactNames || this.#dialect.name === 'oracle'; // #
    if (code === 64) return this.#dialect.transactNames; // @
    const kind = classOf(code);
    return kind === wordStart || kind === digit;
  }

  #wordEnd(from: number): number {
    let end = from;
    while (end < this.#length && this.#isWordPart(this.#code(end))) end++;
    return end;
  }

  #word(first: number) {
    if (this.#dialect.transactNames && isCurrencySign(first)) {
      this.#push(T.operator, this.#at + 1);
      return;
    }
    const start = this.#at;
    const end = this.#wordEnd(start + 1);
    const next = this.#code(end);
    if ((next === 39 || next === 34 || next === 38) && this.#prefixedString(first, start, end, next)) return;
    const keyword = keywordOf(this.#text, start, end);
    if (this.#touchesString() && keyword === KW.none && !this.#isTail(start, end)) {
      this.#giveUp();
      return;
    }
    const last = this.#tokens.count - 1;
    // A name behind a dot is a name, whatever the word.
    const isName = last >= 0 && this.#tokens.kind[last] === T.dot;
    this.#push(T.word, end, isName ? KW.none : keyword);
  }

  /** Words that stand right behind a string in statements that run: `'a'ESCAPE'b'` and the like are keywords. */
  #isTail(start: number, end: number): boolean {
    return end - start === 3 && this.#text.slice(start, end).toLowerCase() === 'end';
  }

  /** Strings with a prefix: E'', N'', B'', X'', U&'', q'[]', nq'[]' and MySQL's _charset''. */
  #prefixedString(first: number, start: number, end: number, next: number): boolean {
    const letter = first | 32;
    const length = end - start;
    if (next === 38) {
      const quote = this.#code(end + 1);
      if (length !== 1 || letter !== 117 || (quote !== 39 && quote !== 34)) return false;
      if (quote === 39) this.#string(end + 1, 39, false);
      else this.#quotedName(end + 1, 34);
      return true;
    }
    const doubleQuoted = next === 34;
    if (doubleQuoted && this.#dialect.doubleQuotes !== 'string') return false;
    if (first === 95 && length > 1) {
      this.#string(end, next, this.#dialect.backslashEscapes);
      return true;
    }
    if (this.#dialect.alternativeQuotes && !doubleQuoted && this.#isAlternative(letter, start, length)) {
      this.#alternativeString(end);
      return true;
    }
    if (length !== 1) return false;
    // e, n, b, x
    if (letter === 101 && !doubleQuoted) this.#string(end, next, true, letter);
    else if (letter === 110) this.#string(end, next, this.#dialect.backslashEscapes);
    else if (letter === 98 || letter === 120) this.#string(end, next, false, letter);
    else return false;
    return true;
  }

  #isAlternative(letter: number, start: number, length: number): boolean {
    if (length === 1) return letter === 113;
    return length === 2 && letter === 110 && (this.#code(start + 1) | 32) === 113;
  }

  /** Oracle's q'[it's]': ends at the closing bracket, or the same character, before a quote. */
  #alternativeString(quote: number) {
    const opening = this.#code(quote + 1);
    const closing =
      opening === 91 ? 93 : opening === 123 ? 125 : opening === 40 ? 41 : opening === 60 ? 62 : opening;
    let end = quote + 2;
    while (end < this.#length && !(this.#code(end) === closing && this.#code(end + 1) === 39)) end++;
    this.#push(T.literal, Math.min(end + 2, this.#length));
  }

  /** `quote` is the offset of the opening quote; the token starts at the prefix. A prefix settles what `\` means. */
  #string(quote: number, mark: number, escapes: boolean, prefix = 0) {
    let end = quote + 1;
    let escaped = false;
    let doubtful = false;
    let closed = false;
    while (end < this.#length) {
      const code = this.#code(end++);
      if (code === 92) {
        escaped = !escaped;
      } else if (code === mark) {
        if (escaped) doubtful = true;
        if (!escapes || !escaped) {
          if (this.#code(end) !== mark) {
            closed = true;
            break;
          }
          end++;
        }
        escaped = false;
      } else {
        escaped = false;
      }
    }
    if (doubtful && prefix === 0 && this.#doubtful < 0) this.#doubtful = this.#tokens.count;
    this.#push(T.literal, end);
    if (!closed) this.#giveUp();
  }

  /** A name in quotes whose closing mark, doubled, stands for itself. Cut off, it may be anything: masked. */
  #quotedName(quote: number, closing: number, kind: number = T.quoted) {
    let end = quote + 1;
    while (end < this.#length) {
      if (this.#code(end++) !== closing) continue;
      if (this.#code(end) !== closing) {
        this.#push(kind, end, KW.none, quote);
        return;
      }
      end++;
    }
    this.#push(T.literal, end);
    this.#giveUp();
  }

  /** Takes in all that can touch a number, so that no half of an odd form is left over. `start` may be a sign of money. */
  #number(start: number, from: number) {
    if (this.#touchesString()) {
      this.#giveUp();
      return;
    }
    const isRadix = this.#code(from) === 48 && classOf(this.#code(from + 1)) === wordStart;
    let end = from;
    while (end < this.#length) {
      const code = this.#code(end);
      if (code === 46 || code === 36 || (classOf(code) & (wordStart | digit)) !== 0) {
        end++;
      } else if ((code === 43 || code === 45) && !isRadix && this.#isExponent(end)) {
        end++;
      } else {
        break;
      }
    }
    this.#push(T.literal, end, KW.none, start);
  }

  /** Whether the sign at `offset` stands between e or E and a digit. */
  #isExponent(offset: number): boolean {
    return (this.#code(offset - 1) | 32) === 101 && classOf(this.#code(offset + 1)) === digit;
  }

  #symbol(code: number) {
    const next = this.#code(this.#at + 1);
    switch (code) {
      case 39: // '
        return this.#string(this.#at, 39, this.#dialect.backslashEscapes);
      case 34: // "
        return this.#doubleQuote();
      case 96: // `
        return this.#quotedName(this.#at, 96);
      case 91: // [
        return this.#leftBracket();
      case 93:
        return this.#push(T.rightBracket, this.#at + 1);
      case 40:
        return this.#push(T.open, this.#at + 1);
      case 41:
        return this.#push(T.close, this.#at + 1);
      case 44:
        return this.#push(T.comma, this.#at + 1);
      case 59:
        return this.#push(T.semicolon, this.#at + 1);
      case 46: // .
        if (classOf(next) === digit && !this.#touchesOperand()) return this.#number(this.#at, this.#at);
        return this.#push(T.dot, this.#at + 1);
      case 45: // -
        return this.#dash(next);
      case 47: // /
        if (next === 42) return this.#comment();
        return this.#push(T.operator, this.#at + 1);
      case 42: // *
        return this.#star(next);
      case 35: // #
        return this.#hash(next);
      case 36: // $
        return this.#dollar(next);
      case 63: // ?
        return this.#question(next);
      case 58: // :
        return this.#colon(next);
      case 64: // @
        return this.#at_(next);
      case 37: // %
        return this.#percent(next);
      case 92: // \
        // Outside a string no dialect has one: a doubtful string before it ended elsewhere.
        if (this.#doubtful >= 0) return this.#giveUp();
        return this.#push(T.operator, this.#at + 1);
      case 60: // <
      case 61: // =
      case 62: // >
      case 33: // !
        return this.#comparison(code, next);
      case 124: // |
      case 38: // &
        return this.#push(T.operator, this.#at + (next === code ? 2 : 1));
      default:
        return this.#push(T.operator, this.#at + 1);
    }
  }

  #doubleQuote() {
    if (this.#dialect.doubleQuotes === 'string')
      return this.#string(this.#at, 34, this.#dialect.backslashEscapes);
    this.#quotedName(this.#at, 34, this.#dialect.doubleQuotes === 'ambiguous' ? T.ambiguous : T.quoted);
  }

  #leftBracket() {
    if (this.#dialect.brackets === 'identifier') return this.#quotedName(this.#at, 93);
    if (this.#dialect.brackets === 'either' && classOf(this.#code(this.#at + 1)) === wordStart) {
      let end = this.#at + 2;
      while (end < this.#length && (this.#isWordPart(this.#code(end)) || this.#code(end) === 32)) end++;
      if (this.#code(end) === 93) return this.#push(T.quoted, end + 1);
    }
    this.#push(T.leftBracket, this.#at + 1);
  }

  #lineEnd(from: number): number {
    let end = from;
    while (end < this.#length && this.#code(end) !== 10 && this.#code(end) !== 13) end++;
    return end;
  }

  #dash(next: number) {
    if (next === 45) {
      const third = this.#at + 2 < this.#length ? classOf(this.#code(this.#at + 2)) : space;
      if (!this.#dialect.dashCommentsNeedSpace || third === space)
        return this.#skip(this.#lineEnd(this.#at + 2));
    }
    if (next === 62) return this.#push(T.operator, this.#at + (this.#code(this.#at + 2) === 62 ? 3 : 2));
    this.#push(T.operator, this.#at + 1);
  }

  #star(next: number) {
    if (next === 47 && this.#inHint) {
      this.#inHint = false;
      return this.#push(T.hintClose, this.#at + 2);
    }
    if (next === 47 && this.#inExecutable) {
      this.#inExecutable = false;
      return this.#skip(this.#at + 2);
    }
    this.#push(T.operator, this.#at + 1);
  }

  #comment() {
    const third = this.#code(this.#at + 2);
    if (third === 43 && !this.#inHint && this.#isHintPlace()) {
      this.#inHint = true;
      return this.#push(T.hintOpen, this.#at + 3);
    }
    if (this.#dialect.executableComments && !this.#inExecutable) {
      // /*!40101 and MariaDB's /*M!100100
      const mark = third === 77 ? this.#at + 3 : this.#at + 2;
      if (this.#code(mark) === 33) {
        this.#inExecutable = true;
        let end = mark + 1;
        while (end < mark + 7 && classOf(this.#code(end)) === digit) end++;
        return this.#skip(end);
      }
    }
    let depth = 1;
    let end = this.#at + 2;
    while (end < this.#length && depth > 0) {
      const code = this.#code(end++);
      if (code === 42 && this.#code(end) === 47) {
        depth--;
        end++;
      } else if (this.#dialect.nestedComments && code === 47 && this.#code(end) === 42) {
        depth++;
        end++;
      }
    }
    this.#skip(end);
  }

  /** Hints stand in front of a statement or right behind its verb; elsewhere the same characters are a comment. */
  #isHintPlace(): boolean {
    const last = this.#tokens.count - 1;
    if (last < 0 || this.#tokens.kind[last] === T.semicolon) return true;
    const keyword = this.#tokens.keyword[last] ?? 0;
    return keyword >= KW.select && keyword <= KW.replace;
  }

  #hash(next: number) {
    const rule = this.#dialect.hashComments;
    const isSpaced = this.#at + 1 >= this.#length || classOf(next) === space;
    if (rule === 'always' || (isSpaced && (rule === 'spaced' || this.#isBehindPlainString()))) {
      return this.#skip(this.#lineEnd(this.#at + 1));
    }
    if (this.#dialect.transactNames && this.#isWordPart(next))
      return this.#push(T.word, this.#wordEnd(this.#at + 1));
    let end = this.#at + 1;
    if (this.#code(end) === 62) end++;
    if (this.#code(end) === 62) end++;
    this.#push(T.operator, end);
  }

  /** PostgreSQL's `#` is an operator on numbers and bit strings. Behind a plain string it can only be a foreign comment. */
  #isBehindPlainString(): boolean {
    const last = this.#tokens.count - 1;
    return (
      last >= 0 && this.#tokens.kind[last] === T.literal && this.#code(this.#tokens.start[last] ?? 0) === 39
    );
  }

  #dollar(next: number) {
    if (next === 63) return this.#push(T.bind, this.#at + 2);
    const kind = classOf(next);
    if (kind === digit) {
      if (this.#dialect.transactNames) return this.#number(this.#at, this.#at + 1);
      let end = this.#at + 2;
      while (end < this.#length && classOf(this.#code(end)) === digit) end++;
      return this.#push(T.bind, end);
    }
    let end = this.#at + 1;
    if (kind === wordStart) {
      while (end < this.#length && (classOf(this.#code(end)) & (wordStart | digit)) !== 0) end++;
    }
    if (this.#dialect.dollarQuotes && this.#code(end) === 36) return this.#dollarString(end);
    this.#push(end > this.#at + 1 ? T.bind : T.operator, end);
  }

  /** `tagEnd` is the offset of the second `$`. A tag holds no `$`, so that a failed comparison is never repeated. */
  #dollarString(tagEnd: number) {
    const start = this.#at;
    const tagLength = tagEnd - start;
    let end = tagEnd + 1;
    while (end < this.#length) {
      if (this.#code(end) !== 36) {
        end++;
        continue;
      }
      let matched = 1;
      while (matched <= tagLength && this.#code(end + matched) === this.#code(start + matched)) matched++;
      if (matched > tagLength) return this.#push(T.literal, end + matched);
      end += matched;
    }
    this.#push(T.literal, this.#length);
  }

  #question(next: number) {
    if (this.#dialect.questionOperator && this.#behindOperand()) {
      if (next === 63) return this.#push(T.operator, this.#at + 2, KW.none, this.#at + 1); // ?? is JDBC for ?
      return this.#push(T.operator, this.#at + (next === 124 || next === 38 ? 2 : 1));
    }
    let end = this.#at + 1;
    while (end < this.#length && classOf(this.#code(end)) === digit) end++;
    this.#push(T.bind, end);
  }

  #colon(next: number) {
    if (next === 58) return this.#push(T.cast, this.#at + 2);
    if (next === 61) return this.#push(T.operator, this.#at + 2);
    if ((classOf(next) & (wordStart | digit)) !== 0 && !this.#touchesOperand()) {
      return this.#push(T.bind, this.#wordEnd(this.#at + 1));
    }
    this.#push(T.operator, this.#at + 1);
  }

  #at_(next: number) {
    const dialect = this.#dialect;
    if (next === 64 && (dialect.transactNames || dialect.sessionVariables)) {
      return this.#push(T.word, this.#wordEnd(this.#at + 2));
    }
    if (classOf(next) === wordStart && !this.#touchesOperand()) {
      return this.#push(dialect.sessionVariables ? T.word : T.bind, this.#wordEnd(this.#at + 1));
    }
    this.#push(T.operator, this.#at + (next === 62 || next === 64 || next === 63 ? 2 : 1));
  }

  /** %s, %b, %t and %(name)s of Python drivers, `%%` of the same, else the remainder. */
  #percent(next: number) {
    const mayBeBind = this.#spaced === 1 || !this.#touchesOperand();
    if (
      mayBeBind &&
      (next === 115 || next === 98 || next === 116) &&
      !this.#isWordPart(this.#code(this.#at + 2))
    ) {
      return this.#push(T.bind, this.#at + 2);
    }
    if (next === 40) {
      const end = this.#wordEnd(this.#at + 2);
      if (end > this.#at + 2 && this.#code(end) === 41 && !this.#isWordPart(this.#code(end + 2))) {
        const type = this.#code(end + 1);
        if (type === 115 || type === 98 || type === 116) return this.#push(T.bind, end + 2);
      }
    }
    if (next === 37) return this.#push(T.operator, this.#at + 2, KW.none, this.#at + 1);
    this.#push(T.operator, this.#at + 1);
  }

  #comparison(code: number, next: number) {
    if (code === 60 && next === 45 && this.#code(this.#at + 2) === 62)
      return this.#push(T.comparison, this.#at + 3);
    if (code === 60 && next === 64 && classOf(this.#code(this.#at + 2)) !== wordStart) {
      return this.#push(T.comparison, this.#at + 2);
    }
    let end = this.#at + 1;
    while (end < this.#at + 4) {
      const following = this.#code(end);
      if (following !== 60 && following !== 61 && following !== 62 && following !== 33 && following !== 126)
        break;
      end++;
    }
    this.#push(T.comparison, end);
  }
}
