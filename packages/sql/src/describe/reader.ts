import type { Dialect } from '../dialect.ts';
import { KW } from '../lex/keywords.ts';
import type { TokenList } from '../lex/token-list.ts';
import { T } from '../lex/tokens.ts';
import { endOfName, isName, readName } from './names.ts';
import { Summary } from './summary.ts';
import { isVerb, objectAt } from './verbs.ts';

/** What the next name is. */
const NOTHING = 0;
/** A table, unless a bracket behind it makes it a function. */
const TABLE = 1;
/** A table, behind which columns may stand in a bracket. */
const TARGET = 2;
/** A table, unless FROM or a comma behind it makes it an alias: `DELETE a FROM t a`. */
const TARGET_OR_ALIAS = 3;
/** A procedure, a database or the like: of the summary, and no table. */
const OBJECT = 4;
/** A name of WITH. */
const LOCAL = 5;

/** What is so inside a bracket, or outside of all. */
const IS_QUERY = 1;
/** Commas separate tables. */
const LISTS_TABLES = 2;
/** Commas separate names of WITH. */
const LISTS_LOCALS = 4;

/** Walks over a statement once; keeps what the next name is, by the words before it. */
export class Reader {
  readonly tables: string[] = [];
  readonly summary = new Summary();
  operation = '';
  readonly #tokens: TokenList;
  readonly #dialect: Dialect;
  readonly #seen = new Set<string>();
  readonly #locals = new Set<string>();
  /** The name behind WITH, until AS shows that it is one. */
  #candidate = '';
  /** The verb of the present query. */
  #verb: number = KW.none;
  #expected = NOTHING;
  #state = IS_QUERY;
  /** States and verbs of the brackets around. */
  readonly #outer: number[] = [];
  /** Whether no word of the statement was read. */
  #isFresh = true;
  /** How many brackets stand in front of the statement: `((SELECT …) UNION …)`. */
  #leading = 0;
  /** Whether ON names the table: of CREATE INDEX and CREATE TRIGGER. */
  #onNamesTable = false;

  constructor(tokens: TokenList, dialect: Dialect) {
    this.#tokens = tokens;
    this.#dialect = dialect;
  }

  run(): void {
    const tokens = this.#tokens;
    for (let i = 0; i < tokens.count; i++) {
      switch (tokens.kind(i)) {
        case T.word:
        case T.quoted:
          if (this.#verb !== KW.inert) i = this.#word(i);
          break;
        case T.open:
          this.#open(i);
          break;
        case T.close:
          this.#close();
          break;
        case T.comma:
          this.#comma();
          break;
        case T.semicolon:
          this.#startStatement();
          break;
        case T.literal:
        case T.bind:
          // EXEC @status = procedure
          if (this.#verb !== KW.call) this.#expected = NOTHING;
          break;
        case T.hintOpen:
          while (i < tokens.count && tokens.kind(i) !== T.hintClose) i++;
          break;
      }
    }
  }

  #startStatement(): void {
    this.#locals.clear();
    this.#verb = KW.none;
    this.#expected = NOTHING;
    this.#state = IS_QUERY;
    this.#isFresh = true;
    this.#onNamesTable = false;
  }

  #open(i: number): void {
    this.#outer.push(this.#state, this.#verb);
    if (this.#isFresh) {
      this.#leading++;
    } else if (startsQuery(this.#tokens.keyword(i + 1))) {
      this.#state = IS_QUERY;
      this.#verb = KW.none;
      this.#expected = NOTHING;
    } else if (this.#expected === TABLE) {
      this.#state = LISTS_TABLES; // FROM (a JOIN b)
    } else {
      this.#state = 0;
      this.#expected = NOTHING;
    }
  }

  #close(): void {
    this.#verb = this.#outer.pop() ?? KW.none;
    this.#state = this.#outer.pop() ?? IS_QUERY;
    this.#expected = NOTHING;
  }

  #comma(): void {
    if ((this.#state & LISTS_LOCALS) !== 0) this.#expected = LOCAL;
    else if ((this.#state & LISTS_TABLES) !== 0) this.#expected = TABLE;
  }

  /** Reads a name or a keyword; returns the index of the last token read. */
  #word(i: number): number {
    const tokens = this.#tokens;
    const keyword = tokens.keyword(i);
    const isModifier = keyword === KW.createModifier && isName(tokens, i + 1); // INTO TEMPORARY t
    if (this.#expected !== NOTHING && isName(tokens, i) && !isModifier) return this.#name(i);
    if (this.#isFresh) {
      this.#isFresh = false;
      const last = this.#firstVerb(i, keyword);
      if (last >= 0) return last;
    }
    return this.#keyword(i, keyword);
  }

  #name(i: number): number {
    const tokens = this.#tokens;
    const end = endOfName(tokens, i);
    const expected = this.#expected;
    this.#expected = NOTHING;
    if (expected === LOCAL) {
      this.#candidate = readName(tokens, i, end).toLowerCase();
    } else if (expected === OBJECT) {
      this.summary.target(readName(tokens, i, end));
    } else {
      const isFunction = expected === TABLE && tokens.kind(end) === T.open;
      const isAlias =
        expected === TARGET_OR_ALIAS && (tokens.keyword(end) === KW.from || tokens.kind(end) === T.comma);
      if (!isFunction && !isAlias) this.#table(readName(tokens, i, end));
    }
    return end - 1;
  }

  #table(name: string): void {
    const key = name.toLowerCase();
    if (this.#locals.has(key) || key === 'dual' || key.startsWith('@')) return;
    this.summary.target(name);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.tables.push(name);
  }

  /** A verb that is one only at the start of a statement; returns the index of the last token read, or -1. */
  #firstVerb(i: number, keyword: number): number {
    const tokens = this.#tokens;
    switch (keyword) {
      case KW.create:
      case KW.drop:
      case KW.alter:
        return this.#define(i, keyword);
      case KW.select:
      case KW.insert:
      case KW.update:
      case KW.delete:
      case KW.merge:
        return this.#manipulate(i, keyword);
      case KW.replace:
      case KW.copy:
        this.#begin(i, keyword, TARGET);
        return i;
      case KW.truncate: {
        const last = tokens.keyword(i + 1) === KW.table ? i + 1 : i;
        this.#begin(i, keyword, TARGET, last);
        this.#state |= LISTS_TABLES;
        return last;
      }
      case KW.call:
        this.#begin(i, keyword, OBJECT);
        return i;
      case KW.verb:
        this.#begin(i, keyword, isName(tokens, i + 1) ? OBJECT : NOTHING);
        return i;
      case KW.end: // of a block, or COMMIT
        if (this.operation === '') this.#begin(i, keyword, NOTHING);
        return i;
      case KW.values:
      case KW.set:
      case KW.do:
      case KW.savepoint:
        this.#begin(i, keyword, NOTHING);
        return i;
      default:
        if (keyword < KW.verb) return -1;
        this.#begin(i, keyword === KW.fetch ? KW.inert : keyword, NOTHING);
        return i;
    }
  }

  /** CREATE, DROP and ALTER. */
  #define(i: number, keyword: number): number {
    const object = objectAt(this.#tokens, i);
    const kind = this.#tokens.keyword(object);
    if (object < 0) {
      this.#begin(i, keyword, NOTHING);
      return i;
    }
    const isTable = kind === KW.table || kind === KW.view;
    this.#onNamesTable = kind === KW.index || kind === KW.trigger;
    const namesItself = !(this.#onNamesTable && keyword === KW.create);
    this.#begin(i, keyword, isTable ? TARGET : namesItself ? OBJECT : NOTHING, object);
    if (isTable && keyword === KW.drop) this.#state |= LISTS_TABLES;
    return object;
  }

  /** Returns the index of the last token read. */
  #manipulate(i: number, keyword: number): number {
    switch (keyword) {
      case KW.select:
        this.#begin(i, keyword, NOTHING);
        break;
      case KW.update:
        this.#begin(i, keyword, TABLE);
        this.#state |= LISTS_TABLES;
        break;
      case KW.delete:
        this.#begin(i, keyword, TARGET_OR_ALIAS);
        break;
      default:
        this.#begin(i, keyword, TARGET);
    }
    return this.#tokens.keyword(i + 1) === KW.or ? i + 2 : i; // UPDATE OR FAIL t (SQLite)
  }

  /** Starts an operation whose words stand at `i` and `object`. */
  #begin(i: number, verb: number, expected: number, object: number = i): void {
    const first = this.#tokens.text(i).toUpperCase();
    const name = object === i ? first : `${first} ${this.#tokens.text(object).toUpperCase()}`;
    this.#verb = verb;
    this.#expected = expected;
    this.#state = IS_QUERY;
    this.summary.operation(name);
    if (this.operation === '' && this.#outer.length <= 2 * this.#leading) this.operation = name;
  }

  #keyword(i: number, keyword: number): number {
    const tokens = this.#tokens;
    switch (keyword) {
      case KW.select:
        return this.#manipulate(i, keyword);
      case KW.insert:
      case KW.update:
      case KW.delete:
      case KW.merge:
        if (isVerb(tokens, i, this.#verb)) return this.#manipulate(i, keyword);
        this.#leaveTables();
        break;
      case KW.from:
        // EXTRACT(… FROM …) and IS DISTINCT FROM name no table.
        if ((this.#state & IS_QUERY) === 0 || tokens.keyword(i - 1) === KW.distinct) break;
        if (this.#verb !== KW.copy) this.#listTables();
        break;
      case KW.join: // not STRAIGHT_JOIN behind SELECT, nor FORCE INDEX FOR JOIN
        if ((this.#state & LISTS_TABLES) !== 0) this.#expected = TABLE;
        break;
      case KW.into:
        this.#expected = this.#verb !== KW.select || this.#dialect.selectIntoTable ? TARGET : NOTHING;
        break;
      case KW.using:
        if (this.#verb === KW.merge) this.#expected = TABLE;
        else if (this.#verb === KW.delete && tokens.kind(i + 1) !== T.open) this.#listTables();
        break;
      case KW.table:
      case KW.tables:
        this.#expected = tokens.keyword(i + 1) === KW.of ? NOTHING : TARGET;
        if (this.#verb === KW.lock || this.#verb === KW.verb) this.#state |= LISTS_TABLES;
        break;
      case KW.on:
        this.#expected = this.#onNamesTable ? TARGET : NOTHING;
        this.#onNamesTable = false;
        break;
      case KW.with:
        if (tokens.kind(i + 1) !== T.open) this.#expected = LOCAL;
        break;
      case KW.top: // UPDATE TOP (5) t
        if (tokens.kind(i + 1) === T.open && tokens.kind(i + 3) === T.close) return i + 3;
        break;
      case KW.when: // INSERT ALL WHEN … THEN INTO …
        this.#expected = NOTHING;
        break;
      case KW.as:
        this.#confirmLocal(i);
        break;
      case KW.set:
      case KW.clause:
      case KW.limit:
      case KW.for:
      case KW.union:
        this.#leaveTables();
        break;
    }
    return i;
  }

  #listTables(): void {
    this.#expected = TABLE;
    this.#state |= LISTS_TABLES;
  }

  #leaveTables(): void {
    this.#expected = NOTHING;
    this.#state &= ~LISTS_TABLES;
  }

  /** `name AS (`, `name AS MATERIALIZED (` */
  #confirmLocal(i: number): void {
    if (this.#candidate === '') return;
    const next = this.#tokens.keyword(i + 1);
    if (this.#tokens.kind(i + 1) === T.open || next === KW.materialized || next === KW.not) {
      this.#locals.add(this.#candidate);
      this.#state |= LISTS_LOCALS;
    }
    this.#candidate = '';
  }
}

function startsQuery(keyword: number): boolean {
  return keyword >= KW.select && keyword <= KW.values;
}
