/** A word, quoted name or sign of SQL text with its place; strings and comments are passed over. */
export interface SqlToken {
  readonly kind: 'word' | 'quoted' | 'sign' | 'string';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The tokens of a statement in order; linear in its length, never throws. */
export function* sqlTokens(sql: string): Generator<SqlToken> {
  let at = 0;
  while (at < sql.length) {
    const char = sql[at] ?? '';
    if (/\s/.test(char)) {
      at++;
    } else if (sql.startsWith('--', at) || char === '#') {
      const end = sql.indexOf('\n', at);
      at = end < 0 ? sql.length : end + 1;
    } else if (sql.startsWith('/*', at)) {
      const end = sql.indexOf('*/', at + 2);
      at = end < 0 ? sql.length : end + 2;
    } else if (char === "'" || char === '"' || char === '`') {
      const end = endOfQuoted(sql, at, char);
      const kind = char === "'" ? 'string' : 'quoted';
      yield { kind, text: sql.slice(at + 1, end - 1), start: at, end };
      at = end;
    } else if (/[\p{L}\p{N}_]/u.test(char)) {
      let end = at + 1;
      while (end < sql.length && /[\p{L}\p{N}_]/u.test(sql[end] ?? '')) end++;
      yield { kind: 'word', text: sql.slice(at, end), start: at, end };
      at = end;
    } else {
      yield { kind: 'sign', text: char, start: at, end: at + 1 };
      at++;
    }
  }
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
