import { KW } from './keywords.ts';

/** What a word can be besides its own meaning: the end of a value, the name of a table, that of a function. */
const OPERAND = 1;
const NAME = 2;
const CALL = 4;
const ANY = OPERAND | NAME | CALL;
/** Some words are followed by a bracket that holds no arguments: `UNIQUE (a, b)`. */
const NO_CALL = OPERAND | NAME;

const groups: readonly (readonly [keyword: number, traits: number, words: string])[] = [
  [KW.reserved, 0, 'case escape uescape collate return asc desc separator div xor at tablesample'],
  [KW.limit, 0, 'limit offset'],
  [KW.null, OPERAND, 'null'],
  [KW.boolean, OPERAND, 'true false'],
  [KW.default, 0, 'default'],
  [KW.interval, CALL, 'interval'],
  [KW.select, 0, 'select'],
  [KW.insert, 0, 'insert'],
  [KW.update, 0, 'update'],
  [KW.delete, 0, 'delete'],
  [KW.merge, 0, 'merge upsert'],
  [KW.replace, CALL, 'replace'],
  [KW.with, 0, 'with'],
  [KW.values, 0, 'values'],
  [KW.set, 0, 'set'],
  [KW.from, 0, 'from'],
  [KW.join, 0, 'join straight_join apply'],
  [KW.into, 0, 'into'],
  [KW.using, 0, 'using'],
  [KW.table, CALL, 'table'],
  [KW.tables, NAME, 'tables'],
  [KW.on, 0, 'on'],
  [KW.as, 0, 'as'],
  [KW.in, 0, 'in'],
  [KW.row, ANY, 'row'],
  [KW.array, CALL, 'array'],
  [KW.distinct, 0, 'distinct'],
  [KW.clause, 0, 'where group order having window qualify connect returning option prewhere output'],
  [KW.between, 0, 'between'],
  [KW.and, 0, 'and'],
  [KW.or, 0, 'or'],
  [KW.union, 0, 'union except intersect minus'],
  [KW.all, 0, 'all'],
  [KW.when, 0, 'when'],
  [KW.result, 0, 'then'],
  [KW.else, 0, 'else'],
  [KW.end, OPERAND, 'end'],
  [KW.is, 0, 'is'],
  [KW.not, 0, 'not'],
  [KW.comparator, 0, 'like ilike glob match regexp rlike similar sounds'],
  [
    KW.tableModifier,
    0,
    'lateral only ignore low_priority high_priority quick delayed overwrite concurrently first',
  ],
  [KW.reservedFunction, CALL, 'if exists left right inner outer full cross natural'],
  [KW.by, 0, 'by'],
  [KW.of, 0, 'of'],
  [KW.for, 0, 'for'],
  [KW.do, 0, 'do'],
  [KW.key, NO_CALL, 'key'],
  [KW.to, 0, 'to'],
  [KW.materialized, 0, 'materialized'],
  [KW.recursive, 0, 'recursive'],
  [KW.top, 0, 'top'],
  [KW.columns, NO_CALL, 'conflict rollup cube sets partition over references'],
  [KW.transaction, 0, 'transaction tran work'],
  [KW.savepoint, 0, 'savepoint'],
  [KW.identified, ANY, 'identified'],
  [KW.password, ANY, 'password'],
  [KW.view, ANY, 'view'],
  [KW.index, NO_CALL, 'index'],
  [KW.trigger, ANY, 'trigger'],
  [
    KW.object,
    ANY,
    'database schema sequence function procedure type extension domain package synonym event policy rule publication subscription aggregate operator collation statistics server tablespace',
  ],
  [KW.account, ANY, 'user role login'],
  [
    KW.createModifier,
    NO_CALL,
    'temp temporary unique global local unlogged external clustered nonclustered fulltext spatial public editionable noneditionable virtual foreign bitmap private force',
  ],
  [
    KW.verb,
    NO_CALL,
    'load listen unlisten notify pragma attach detach reset discard move unlock rename comment handler checkpoint bulk use kill start abort analyze analyse vacuum optimize reindex refresh cluster check describe',
  ],
  [KW.create, 0, 'create'],
  [KW.drop, 0, 'drop'],
  [KW.alter, 0, 'alter'],
  [KW.truncate, CALL, 'truncate'],
  [KW.release, ANY, 'release'],
  [KW.rollback, ANY, 'rollback'],
  [KW.commit, ANY, 'commit'],
  [KW.save, ANY, 'save'],
  [KW.call, ANY, 'call exec execute'],
  [KW.prepare, ANY, 'prepare'],
  [KW.deallocate, ANY, 'deallocate'],
  [KW.declare, 0, 'declare'],
  [KW.fetch, OPERAND, 'fetch'],
  [KW.close, ANY, 'close'],
  [KW.inert, ANY, 'show grant revoke'],
  [KW.copy, ANY, 'copy'],
  [KW.lock, ANY, 'lock'],
  [KW.plainVerb, NO_CALL, 'begin explain'],
];

const SLOTS = 1024;
let longest = 0;
const wordAt: (string | undefined)[] = new Array<string | undefined>(SLOTS).fill(undefined);
const keywordAt = new Uint8Array(SLOTS);
const traitsOf = new Uint8Array(256);
traitsOf[KW.none] = ANY;
for (const [keyword, traits, words] of groups) {
  for (const word of words.split(' ')) {
    let slot = slotOf(word, 0, word.length);
    while (wordAt[slot] !== undefined) slot = (slot + 1) % SLOTS;
    wordAt[slot] = word;
    keywordAt[slot] = keyword;
    longest = Math.max(longest, word.length);
  }
  traitsOf[keyword] = traits;
}

/** The keyword number of an unquoted word in any case. Makes no string. */
export function keywordOf(text: string, start: number, end: number): number {
  const length = end - start;
  if (length < 2 || length > longest) return KW.none;
  for (let slot = slotOf(text, start, end); ; slot = (slot + 1) % SLOTS) {
    const word = wordAt[slot];
    if (word === undefined) return KW.none;
    if (word.length === length && isAt(text, start, word)) return keywordAt[slot] ?? KW.none;
  }
}

/** Whether a value can end with this word, so that a sign behind it has two sides. */
export function canEndValue(keyword: number): boolean {
  return ((traitsOf[keyword] ?? 0) & OPERAND) !== 0;
}

/** Whether a table can have this name without quotes. */
export function canBeName(keyword: number): boolean {
  return ((traitsOf[keyword] ?? 0) & NAME) !== 0;
}

/** Whether a bracket behind this word holds the arguments of a function. */
export function canBeCalled(keyword: number): boolean {
  return ((traitsOf[keyword] ?? 0) & CALL) !== 0;
}

/** ASCII letters in either case have one code with bit 32 set; other characters of words meet no letter by it. */
function slotOf(text: string, start: number, end: number): number {
  let hash = end - start;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (text.charCodeAt(at) | 32), 0x01000193);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}

function isAt(text: string, start: number, word: string): boolean {
  for (let at = 0; at < word.length; at++) {
    if ((text.charCodeAt(start + at) | 32) !== (word.charCodeAt(at) | 32)) return false;
  }
  return true;
}
