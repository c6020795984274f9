import { sqlTokens } from './sql-tokens.ts';

/** `INSERT INTO target [(columns)] [SETTINGS …] FORMAT format [data]` taken apart. */
export interface InsertStatement {
  /** As written, quotes included: `db.table`. */
  readonly target: string;
  /** As written; undefined where there is no list. */
  readonly columns: readonly string[] | undefined;
  /** As written, without the word SETTINGS; empty where there are none. */
  readonly settings: string;
  readonly format: string;
  /** Where inline data starts in the text. */
  readonly dataStart: number;
}

/** The parts of an INSERT with a FORMAT; undefined for every other statement. */
export function parseInsert(sql: string): InsertStatement | undefined {
  const tokens = sqlTokens(sql);
  const next = () => tokens.next().value;
  const isWord = (token: ReturnType<typeof next>, word: string) =>
    token?.kind === 'word' && token.text.toUpperCase() === word;
  if (!isWord(next(), 'INSERT') || !isWord(next(), 'INTO')) return undefined;
  let token = next();
  if (isWord(token, 'TABLE')) token = next();
  let target = '';
  while (token && (token.kind === 'word' || token.kind === 'quoted' || token.text === '.')) {
    if (
      isWord(token, 'FORMAT') ||
      isWord(token, 'SETTINGS') ||
      isWord(token, 'SELECT') ||
      isWord(token, 'VALUES')
    )
      break;
    target += sql.slice(token.start, token.end);
    token = next();
  }
  let columns: string[] | undefined;
  if (token?.text === '(') {
    columns = [];
    let column = '';
    for (token = next(); token && token.text !== ')'; token = next()) {
      if (token.kind === 'sign' && token.text === ',') {
        columns.push(column);
        column = '';
      } else {
        column += sql.slice(token.start, token.end);
      }
    }
    columns.push(column);
    token = next();
  }
  let settings = '';
  if (isWord(token, 'SETTINGS')) {
    const start = token?.end ?? 0;
    let end = start;
    for (token = next(); token && !isWord(token, 'FORMAT'); token = next()) end = token.end;
    settings = sql.slice(start, end).trim();
  }
  if (!isWord(token, 'FORMAT')) return undefined;
  const format = next();
  if (format?.kind !== 'word') return undefined;
  // One line end belongs to the statement, everything behind it is data.
  const dataStart =
    format.end + (/^[ \t]*\r?\n?/.exec(sql.slice(format.end, format.end + 16))?.[0].length ?? 0);
  return { target, columns, settings, format: format.text, dataStart };
}
