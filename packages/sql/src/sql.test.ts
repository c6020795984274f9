import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatSql, normalizeSql } from './index.ts';

const SYSTEMS = ['postgresql', 'mysql', 'sqlite', 'oracle.db', 'microsoft.sql_server', 'unknown'];

/** system, statement, normalised text, summary. */
const VECTORS: readonly (readonly [string, string, string, string])[] = [
  [
    'postgresql',
    "SELECT * FROM users WHERE id = 5 AND name = 'x'",
    'SELECT * FROM users WHERE id = ? AND name = ?',
    'SELECT users',
  ],
  ['postgresql', 'SELECT a FROM t WHERE id IN ($1,$2, $3)', 'SELECT a FROM t WHERE id IN (?)', 'SELECT t'],
  [
    'postgresql',
    'SELECT a FROM t WHERE id IN (SELECT id FROM u)',
    'SELECT a FROM t WHERE id IN (SELECT id FROM u)',
    'SELECT t u',
  ],
  [
    'postgresql',
    'INSERT INTO "t" ("a", "b") VALUES (%s, %s), (%s, %s) RETURNING "t"."id"',
    'INSERT INTO "t"("a", "b") VALUES (?, ?) RETURNING "t"."id"',
    'INSERT t',
  ],
  ['postgresql', "SELECT $tag$it is$tag$ || E'a\\'b'", 'SELECT ? || ?', 'SELECT'],
  [
    'postgresql',
    'select x -- secret 1\nfrom y /* 2 /* 3 */ 4 */ where z=-1.5e+3',
    'select x from y where z = ?',
    'SELECT y',
  ],
  [
    'postgresql',
    'WITH c AS (SELECT id FROM a) SELECT * FROM c JOIN b ON b.id=c.id',
    'WITH c AS (SELECT id FROM a) SELECT * FROM c JOIN b ON b.id = c.id',
    'SELECT a b',
  ],
  [
    'postgresql',
    'SELECT EXTRACT(YEAR FROM d) FROM public.orders o, "Items" i',
    'SELECT EXTRACT(YEAR FROM d) FROM public.orders o, "Items" i',
    'SELECT public.orders Items',
  ],
  [
    'postgresql',
    'SELECT a::text, b[1] FROM t LIMIT 10 OFFSET 20',
    'SELECT a::text, b[?] FROM t LIMIT ? OFFSET ?',
    'SELECT t',
  ],
  [
    'postgresql',
    'SELECT * FROM t WHERE tags = ARRAY[1, 2, 3]',
    'SELECT * FROM t WHERE tags = ARRAY[?]',
    'SELECT t',
  ],
  ['postgresql', 'SAVEPOINT "s1400_x1"', 'SAVEPOINT ?', 'SAVEPOINT'],
  ['postgresql', 'RELEASE SAVEPOINT s1', 'RELEASE SAVEPOINT ?', 'RELEASE'],
  ['postgresql', 'SELECT 1 FROM t FOR UPDATE', 'SELECT ? FROM t FOR UPDATE', 'SELECT t'],
  [
    'postgresql',
    'UPDATE ONLY accounts SET n = n - 1 WHERE id = 2',
    'UPDATE ONLY accounts SET n = n - ? WHERE id = ?',
    'UPDATE accounts',
  ],
  [
    'postgresql',
    "INSERT INTO t VALUES (1, 'a') ON CONFLICT (id) DO UPDATE SET b = 'c'",
    'INSERT INTO t VALUES (?, ?) ON CONFLICT(id) DO UPDATE SET b = ?',
    'INSERT t',
  ],
  ['postgresql', 'SELECT x FROM generate_series(1, 10) g', 'SELECT x FROM generate_series(?, ?) g', 'SELECT'],
  [
    'postgresql',
    "SELECT data->>'k' FROM docs WHERE data @> '{}'",
    'SELECT data ->> ? FROM docs WHERE data @> ?',
    'SELECT docs',
  ],
  [
    'postgresql',
    'CREATE TABLE IF NOT EXISTS shop.t (id int)',
    'CREATE TABLE IF NOT EXISTS shop.t(id int)',
    'CREATE TABLE shop.t',
  ],
  ['postgresql', "SELECT 'unfinished", 'SELECT ?', 'SELECT'],
  [
    'mysql',
    'SELECT "secret", `col` FROM `db`.`t` # note\nWHERE a = "b\\"c"',
    'SELECT ?, `col` FROM `db`.`t` WHERE a = ?',
    'SELECT db.t',
  ],
  ['mysql', 'DELETE FROM t WHERE id=1', 'DELETE FROM t WHERE id = ?', 'DELETE t'],
  [
    'mysql',
    'INSERT INTO t SET a = 1 ON DUPLICATE KEY UPDATE a = 2',
    'INSERT INTO t SET a = ? ON DUPLICATE KEY UPDATE a = ?',
    'INSERT t',
  ],
  ['mysql', "REPLACE INTO t (a) VALUES (0x1F), (_utf8'x')", 'REPLACE INTO t(a) VALUES (?)', 'REPLACE t'],
  ['mysql', 'SELECT @@version, @x', 'SELECT @@version, @x', 'SELECT'],
  [
    'sqlite',
    'SELECT "shop_book"."id" FROM "shop_book" WHERE "shop_book"."slug" = %s LIMIT 21',
    'SELECT "shop_book"."id" FROM "shop_book" WHERE "shop_book"."slug" = ? LIMIT ?',
    'SELECT shop_book',
  ],
  [
    'sqlite',
    'SELECT COUNT(*) AS "n" FROM "t" INNER JOIN [u] ON ("t"."a" = "u"."a") ORDER BY "n" DESC',
    'SELECT COUNT(*) AS "n" FROM "t" INNER JOIN [u] ON ("t"."a" = "u"."a") ORDER BY "n" DESC',
    'SELECT t u',
  ],
  ['sqlite', 'SELECT a FROM t WHERE b = "secret"', 'SELECT a FROM t WHERE b = ?', 'SELECT t'],
  ['sqlite', 'PRAGMA foreign_keys', 'PRAGMA foreign_keys', 'PRAGMA'],
  ['sqlite', 'BEGIN', 'BEGIN', 'BEGIN'],
  [
    'oracle.db',
    "SELECT q'[it's 5]' FROM dual WHERE x = :name",
    'SELECT ? FROM dual WHERE x = ?',
    'SELECT dual',
  ],
  [
    'oracle.db',
    'MERGE INTO t USING u ON (t.id = u.id) WHEN MATCHED THEN UPDATE SET a = 1',
    'MERGE INTO t USING u ON (t.id = u.id) WHEN MATCHED THEN UPDATE SET a = ?',
    'MERGE t',
  ],
  [
    'microsoft.sql_server',
    "SELECT TOP (5) [a b] FROM [dbo].[T] WHERE x = N'é' AND m > $1.50",
    'SELECT TOP (?) [a b] FROM [dbo].[T] WHERE x = ? AND m > ?',
    'SELECT dbo.T',
  ],
  ['microsoft.sql_server', 'SELECT @p1, #tmp.a FROM #tmp', 'SELECT ?, #tmp.a FROM #tmp', 'SELECT #tmp'],
  ['unknown', `SELECT 'a''b', "c" FROM t`, 'SELECT ?, "c" FROM t', 'SELECT t'],
];

describe('golden vectors', () => {
  test.each(VECTORS)('%s: %s', (system, statement, text, summary) => {
    const shape = normalizeSql(statement, { system });
    expect(shape.text).toBe(text);
    expect(shape.summary).toBe(summary);
    expect(shape.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(normalizeSql(shape.text, { system })).toMatchObject({ text, fingerprint: shape.fingerprint });
  });
});

const secret = fc.stringMatching(/^[a-z]{6,12}$/).map((word) => `zq${word}`);
const system = fc.constantFrom(...SYSTEMS);

test('no literal survives, and the values do not change the fingerprint', () => {
  fc.assert(
    fc.property(system, secret, secret, fc.nat(), (name, a, b, n) => {
      const statement = (x: string, y: string, m: number) =>
        `SELECT c FROM t WHERE d = '${x}' AND e IN ('${y}', ${m}, '${x}''${y}') /* ${x} */ AND f > ${m}.5 -- ${y}`;
      const one = normalizeSql(statement(a, b, n + 1e6), { system: name });
      expect(one.text).not.toContain(a);
      expect(one.text).not.toContain(b);
      expect(one.text).not.toMatch(/\d/);
      expect(normalizeSql(statement('x', 'y', 1), { system: name }).fingerprint).toBe(one.fingerprint);
    }),
  );
});

const piece = fc.constantFrom(
  "'",
  '"',
  '`',
  '[',
  ']',
  '(',
  ')',
  '/*',
  '*/',
  '--',
  '\n',
  '\\',
  '$$',
  '$a$',
  "E'",
  "q'[",
  ',',
  'IN',
  'VALUES',
  'SELECT',
  'FROM',
  'x',
  '1',
  '?',
  ':a',
  '%s',
  ';',
  '.',
  ' ',
);

test('never throws and ends, whatever it is given', () => {
  fc.assert(
    fc.property(system, fc.array(piece, { maxLength: 60 }), fc.string(), (name, pieces, noise) => {
      const statement = pieces.join('') + noise;
      expect(normalizeSql(statement, { system: name }).fingerprint).toHaveLength(16);
      expect(formatSql(statement, { system: name })).toBeTypeOf('string');
    }),
  );
});

test.each(["'", '(', 'IN (', '/*', '$a$', 'VALUES (1),', '[', '-- x\n', "E'\\", ',(', 'FROM a,', '"'])(
  'takes hostile repetition of %s without piling up work',
  (part) => {
    for (const name of SYSTEMS) {
      const text = part.repeat(200_000);
      expect(normalizeSql(text, { system: name }).text.length).toBeLessThanOrEqual(text.length * 2 + 1);
    }
  },
);

test('formats clauses, joins, conditions and subqueries on lines of their own', () => {
  expect(
    formatSql(
      'select a, count(*) from t left outer join u on t.id = u.id where b between 1 and 2 and c in (select d from e) order by a',
    ),
  ).toBe(
    `SELECT a, count(*)
FROM t
LEFT outer JOIN u ON t.id = u.id
WHERE b BETWEEN ? AND ?
  AND c IN (
  SELECT d
  FROM e
)
ORDER BY a`
      .replace('BETWEEN ? AND ?', 'BETWEEN 1 AND 2')
      .replace('LEFT outer', 'left outer'),
  );
});
