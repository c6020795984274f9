import { dialectOf } from './dialect.ts';
import { canBeName } from './lex/keyword-table.ts';
import { KW } from './lex/keywords.ts';
import { lexSql } from './lex/lex.ts';
import { TokenList } from './lex/token-list.ts';
import { T } from './lex/tokens.ts';
import { needsSpace } from './shape/spacing.ts';

const CLAUSES: ReadonlySet<string> = new Set(
  'SELECT FROM WHERE GROUP HAVING ORDER LIMIT OFFSET UNION EXCEPT INTERSECT VALUES SET RETURNING WINDOW FETCH'.split(
    ' ',
  ),
);
const JOINS: ReadonlySet<string> = new Set('LEFT RIGHT INNER OUTER FULL CROSS NATURAL JOIN'.split(' '));
const MAX_DEPTH = 12;

/** Breaks a statement into lines for a screen: clauses, joins and conditions each on one. Values stay as they are. */
export function formatSql(
  text: string,
  options: { readonly system: string } = { system: 'other_sql' },
): string {
  const tokens = new TokenList();
  lexSql(text, dialectOf(options.system), tokens);
  const opened: boolean[] = [];
  let depth = 0;
  let between = false;
  let out = '';
  const line = (extra = 0) => `\n${'  '.repeat(Math.min(depth, MAX_DEPTH) + extra)}`;
  for (let i = 0; i < tokens.count; i++) {
    const kind = tokens.kind(i);
    const isWord = kind === T.word && tokens.kind(i - 1) !== T.dot;
    const word = isWord ? tokens.text(i).toUpperCase() : '';
    let gap = needsSpace(tokens, i - 1, i) ? ' ' : '';
    if (kind === T.close && opened.pop()) {
      depth--;
      gap = line();
    } else if (i > 0 && tokens.kind(i - 1) === T.open && opened.at(-1)) {
      gap = line();
    } else if (i > 0 && startsLine(tokens, i, word, opened.at(-1) ?? true)) {
      gap = line();
    } else if ((word === 'AND' || word === 'OR') && !(between && word === 'AND') && (opened.at(-1) ?? true)) {
      gap = line(1);
    }
    if (word === 'BETWEEN') between = true;
    else if (word === 'AND') between = false;
    out += gap + (isWord && !canBeName(tokens.keyword(i)) ? word : tokens.text(i));
    if (kind === T.open) {
      const holdsQuery = tokens.keyword(i + 1) === KW.select || tokens.keyword(i + 1) === KW.with;
      opened.push(holdsQuery);
      if (holdsQuery) depth++;
    }
  }
  return out;
}

/** Clauses and joins, outside the brackets of functions; in `LEFT OUTER JOIN` only the first word. */
function startsLine(tokens: TokenList, i: number, word: string, inQuery: boolean): boolean {
  if (!inQuery || word === '') return false;
  if (CLAUSES.has(word)) return !(word === 'FROM' && tokens.text(i - 1).toUpperCase() === 'DELETE');
  return JOINS.has(word) && tokens.kind(i + 1) !== T.open && !JOINS.has(tokens.text(i - 1).toUpperCase());
}
