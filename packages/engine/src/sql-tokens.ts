/** A word, quoted name or sign of SQL text with its place; strings and comments are told apart as ClickHouse's lexer does. */
export interface SqlToken {
  readonly kind: 'word' | 'quoted' | 'sign' | 'string';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const WORD = /[\p{L}\p{N}_]+/uy;
const SPACE = /\s+/y;
const HEREDOC = /\$([\p{L}\p{N}_]*)\$/uy;

/** What closes each quote; curly quotes count as quotes to ClickHouse too, and take no escapes. */
const CURLY: ReadonlyMap<string, string> = new Map([
  ['“', '”'],
  ['‘', '’'],
]);

/** The tokens of a statement in order; linear in its length, never throws. */
export function* sqlTokens(sql: string): Generator<SqlToken> {
  let at = 0;
  while (at < sql.length) {
    const char = sql[at] ?? '';
    const space = matchAt(SPACE, sql, at);
    if (space !== '') {
      at += space.length;
    } else if (sql.startsWith('--', at) || sql.startsWith('# ', at) || sql.startsWith('#!', at)) {
      at = after(sql, '\n', at);
    } else if (sql.startsWith('/*', at)) {
      at = after(sql, '*/', at + 2);
    } else if (char === "'" || char === '"' || char === '`') {
      const end = endOfQuoted(sql, at, char);
      yield { kind: char === "'" ? 'string' : 'quoted', text: sql.slice(at + 1, end - 1), start: at, end };
      at = end;
    } else if (CURLY.has(char)) {
      const end = after(sql, CURLY.get(char) ?? '', at + 1);
      yield { kind: char === '‘' ? 'string' : 'quoted', text: sql.slice(at + 1, end - 1), start: at, end };
      at = end;
    } else {
      const token = wordOrSign(sql, at);
      yield token;
      at = token.end;
    }
  }
}

function wordOrSign(sql: string, at: number): SqlToken {
  const tag = matchAt(HEREDOC, sql, at);
  if (tag !== '' && sql.includes(tag, at + tag.length)) {
    const end = after(sql, tag, at + tag.length);
    return { kind: 'string', text: sql.slice(at + tag.length, end - tag.length), start: at, end };
  }
  const word = matchAt(WORD, sql, at);
  if (word !== '') return { kind: 'word', text: word, start: at, end: at + word.length };
  return { kind: 'sign', text: sql[at] ?? '', start: at, end: at + 1 };
}

function matchAt(pattern: RegExp, sql: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0] ?? '';
}

function after(sql: string, mark: string, from: number): number {
  const at = sql.indexOf(mark, from);
  return at < 0 ? sql.length : at + mark.length;
}

function endOfQuoted(sql: string, start: number, quote: string): number {
  for (let at = start + 1; at < sql.length; at++) {
    if (sql[at] === '\\') at++;
    else if (sql[at] === quote) {
      if (sql[at + 1] !== quote) return at + 1;
      at++;
    }
  }
  return sql.length;
}
