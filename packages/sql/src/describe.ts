import { KW } from './keywords.ts';
import type { TokenList } from './token-list.ts';
import { T } from './tokens.ts';

/** What a statement does and to which tables. */
export interface Description {
  /** The verb in capitals, with its object for DDL: `SELECT`, `CREATE TABLE`; empty where there is none. */
  readonly operation: string;
  /** In order of appearance, unquoted, each once; no names of WITH, no aliases. */
  readonly tables: readonly string[];
}

/** Reads the operation and the tables off a lexed statement. Linear. */
export function describe(tokens: TokenList): Description {
  const tables: string[] = [];
  const seen = new Set<string>();
  const local = new Set<string>();
  const isQuery: boolean[] = [];
  let operation = '';
  for (let i = 0; i < tokens.count; i++) {
    const kind = tokens.kind(i);
    if (kind === T.open) isQuery.push(startsQuery(tokens.keyword(i + 1)));
    else if (kind === T.close) isQuery.pop();
    if (kind !== T.word) continue;
    const keyword = tokens.keyword(i);
    const depth = isQuery.length;
    if (isNameOfWith(tokens, i)) local.add(plain(tokens.text(i)).toLowerCase());
    if (operation === '' && keyword !== KW.with && (depth === 0 || isQuery.every(Boolean))) {
      operation = operationAt(tokens, i, local.size > 0 || tokens.keyword(0) === KW.with);
    }
    if (!namesTables(tokens, i, isQuery.at(-1) ?? true)) continue;
    i = readTables(tokens, i, (name) => {
      const key = name.toLowerCase();
      if (local.has(key) || seen.has(key)) return;
      seen.add(key);
      tables.push(name);
    });
  }
  return { operation, tables };
}

function startsQuery(keyword: number): boolean {
  return keyword === KW.select || keyword === KW.with || keyword === KW.values;
}

/** `name AS (` in a WITH, with columns or without MATERIALIZED alike read by what follows. */
function isNameOfWith(tokens: TokenList, i: number): boolean {
  if (tokens.keyword(i + 1) !== KW.as) return false;
  const next = tokens.keyword(i + 2);
  if (tokens.kind(i + 2) !== T.open && next !== KW.materialized && next !== KW.not) return false;
  const left = tokens.keyword(i - 1);
  return left === KW.with || left === KW.recursive || tokens.kind(i - 1) === T.comma;
}

function operationAt(tokens: TokenList, i: number, behindWith: boolean): string {
  const keyword = tokens.keyword(i);
  const isVerb = keyword >= KW.select && keyword <= KW.replace;
  if (behindWith && !isVerb) return '';
  const verb = tokens.text(i).toUpperCase();
  if (keyword !== KW.create && keyword !== KW.drop && keyword !== KW.alter && keyword !== KW.truncate)
    return verb;
  for (let at = i + 1; at < i + 6; at++) {
    const next = tokens.keyword(at);
    if (next === KW.table || next === KW.view || next === KW.index)
      return `${verb} ${tokens.text(at).toUpperCase()}`;
  }
  return verb;
}

/** Whether table names follow the keyword here. */
function namesTables(tokens: TokenList, i: number, inQuery: boolean): boolean {
  const keyword = tokens.keyword(i);
  // EXTRACT(… FROM …) and IS DISTINCT FROM name no table.
  if (keyword === KW.from) return inQuery && tokens.keyword(i - 1) !== KW.distinct;
  if (keyword === KW.update)
    return i === 0 || tokens.kind(i - 1) === T.semicolon || tokens.kind(i - 1) === T.close;
  return keyword === KW.join || keyword === KW.into || keyword === KW.table;
}

/** Reads the names behind `i`; returns the index of the last token read. */
function readTables(tokens: TokenList, keywordAt: number, found: (name: string) => void): number {
  let i = keywordAt + 1;
  for (;;) {
    while (isModifier(tokens.keyword(i))) i++;
    const start = i;
    let name = '';
    while (isName(tokens, i)) {
      name += plain(tokens.text(i));
      i++;
      if (tokens.kind(i) !== T.dot) break;
      name += '.';
      i++;
    }
    if (i === start) return start - 1;
    // What has arguments is a function, save for the column list of INSERT and CREATE.
    const takesColumns = tokens.keyword(keywordAt) === KW.into || tokens.keyword(keywordAt) === KW.table;
    if (tokens.kind(i) !== T.open || takesColumns) found(name);
    if (tokens.keyword(keywordAt) !== KW.from || tokens.kind(i) === T.open) return i - 1;
    if (tokens.keyword(i) === KW.as) i++;
    if (isName(tokens, i)) i++;
    if (tokens.kind(i) !== T.comma) return i - 1;
    i++;
  }
}

function isModifier(keyword: number): boolean {
  return (
    keyword === KW.tableModifier ||
    keyword === KW.if ||
    keyword === KW.not ||
    keyword === KW.exists ||
    keyword === KW.only
  );
}

function isName(tokens: TokenList, i: number): boolean {
  const kind = tokens.kind(i);
  if (kind !== T.word) return kind === T.quoted || kind === T.ambiguous;
  const keyword = tokens.keyword(i);
  // `public` and `temp` are schemas as well as words of DDL.
  return keyword === KW.none || keyword === KW.createModifier || keyword === KW.object;
}

/** A name without its quotes. */
function plain(name: string): string {
  return /^["`[]/.test(name) ? name.slice(1, -1) : name;
}
