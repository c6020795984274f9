/** Numbers of the keywords that change how a statement is read; 0 is a word without a meaning here. */
export const KW = {
  none: 0,
  /** A reserved word that no operand can be: a sign or `?` behind it belongs to a value. */
  reserved: 1,
  /** NULL, TRUE, FALSE, DEFAULT: values that are kept, except in lists. */
  constant: 2,
  /** DATE, TIME, TIMESTAMP, INTERVAL: may stand before a literal. */
  typed: 3,
  select: 10,
  insert: 11,
  update: 12,
  delete: 13,
  merge: 14,
  replace: 15,
  with: 16,
  from: 20,
  join: 21,
  into: 22,
  using: 23,
  table: 24,
  on: 25,
  as: 26,
  in: 27,
  values: 28,
  row: 29,
  array: 30,
  distinct: 31,
  clauseEnd: 32,
  set: 33,
  between: 34,
  and: 35,
  union: 36,
  all: 37,
  begin: 38,
  recursive: 39,
  materialized: 40,
  by: 41,
  identified: 42,
  comparator: 43,
  tableModifier: 44,
  if: 45,
  not: 46,
  exists: 47,
  to: 48,
  savepoint: 49,
  transaction: 50,
  prepared: 51,
  or: 52,
  view: 53,
  index: 54,
  createModifier: 55,
  tables: 56,
  /** First words of statements that need no further reading. */
  verb: 60,
  create: 61,
  drop: 62,
  alter: 63,
  truncate: 64,
  release: 65,
  rollback: 66,
  save: 67,
  start: 68,
  explain: 69,
  call: 70,
  prepare: 71,
  deallocate: 72,
  maintain: 73,
  show: 74,
  setup: 75,
  object: 76,
  trigger: 77,
  for: 78,
  commit: 79,
  only: 80,
} as const;

const words: readonly (readonly [number, string])[] = [
  [
    KW.reserved,
    'case when limit offset is escape uescape collate top first next return asc desc separator concat_ws div mod xor at cast',
  ],
  [KW.constant, 'null true false default'],
  [KW.typed, 'date time timestamp interval'],
  [KW.select, 'select'],
  [KW.insert, 'insert'],
  [KW.update, 'update'],
  [KW.delete, 'delete'],
  [KW.merge, 'merge upsert'],
  [KW.replace, 'replace'],
  [KW.with, 'with'],
  [KW.from, 'from'],
  [KW.join, 'join straight_join apply'],
  [KW.into, 'into'],
  [KW.using, 'using'],
  [KW.table, 'table'],
  [KW.on, 'on'],
  [KW.as, 'as'],
  [KW.in, 'in'],
  [KW.values, 'values value'],
  [KW.row, 'row'],
  [KW.array, 'array'],
  [KW.distinct, 'distinct'],
  [KW.clauseEnd, 'where group order having window qualify connect returning option prewhere output'],
  [KW.set, 'set'],
  [KW.between, 'between'],
  [KW.and, 'and'],
  [KW.union, 'union except intersect minus'],
  [KW.all, 'all'],
  [KW.begin, 'begin'],
  [KW.recursive, 'recursive'],
  [KW.materialized, 'materialized'],
  [KW.by, 'by'],
  [KW.identified, 'identified'],
  [KW.comparator, 'like ilike glob match regexp rlike similar sounds then else'],
  [KW.tableModifier, 'lateral ignore low_priority high_priority quick delayed overwrite'],
  [KW.only, 'only'],
  [KW.if, 'if'],
  [KW.not, 'not'],
  [KW.exists, 'exists'],
  [KW.to, 'to'],
  [KW.savepoint, 'savepoint'],
  [KW.transaction, 'transaction tran work'],
  [KW.prepared, 'prepared'],
  [KW.or, 'or'],
  [KW.view, 'view'],
  [KW.index, 'index'],
  [
    KW.createModifier,
    'temp temporary unique global local unlogged external clustered nonclustered concurrently fulltext spatial public editionable noneditionable virtual foreign bitmap private force',
  ],
  [KW.tables, 'tables'],
  [
    KW.verb,
    'grant revoke copy load listen unlisten notify pragma attach detach reset discard fetch close move lock unlock rename comment handler do end checkpoint bulk',
  ],
  [KW.create, 'create'],
  [KW.drop, 'drop'],
  [KW.alter, 'alter'],
  [KW.truncate, 'truncate'],
  [KW.release, 'release'],
  [KW.rollback, 'rollback abort'],
  [KW.save, 'save'],
  [KW.start, 'start'],
  [KW.explain, 'explain'],
  [KW.call, 'call exec execute'],
  [KW.prepare, 'prepare'],
  [KW.deallocate, 'deallocate'],
  [KW.maintain, 'analyze analyse vacuum optimize reindex refresh cluster check describe'],
  [KW.show, 'show'],
  [KW.setup, 'use declare'],
  [
    KW.object,
    'database schema sequence function procedure type extension user role domain package synonym event policy rule publication subscription aggregate operator collation statistics server tablespace login',
  ],
  [KW.trigger, 'trigger'],
  [KW.for, 'for'],
  [KW.commit, 'commit'],
];

const longestKeyword = 15;
const byWord = new Map<string, number>();
for (const [keyword, names] of words) {
  for (const name of names.split(' ')) {
    byWord.set(name, keyword);
    byWord.set(name.toUpperCase(), keyword);
  }
}

/** The keyword number of an unquoted word. Upper or lower case costs one look-up, mixed case two. */
export function keywordOf(text: string, start: number, end: number): number {
  const length = end - start;
  if (length < 2 || length > longestKeyword) return KW.none;
  const word = text.slice(start, end);
  return byWord.get(word) ?? byWord.get(word.toLowerCase()) ?? KW.none;
}

/** Whether an operand can be this word, so that a sign behind it is binary. */
export function canBeOperand(keyword: number): boolean {
  return (
    keyword === KW.none ||
    keyword === KW.constant ||
    keyword >= KW.verb ||
    keyword === KW.row ||
    keyword === KW.view
  );
}
