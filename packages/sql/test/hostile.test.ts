import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatSql, normalizeSql } from '../src/index.ts';
import { DIALECTS } from './dialects.ts';
import { workOf } from './work.ts';

const SYSTEMS = DIALECTS.map(({ system }) => system);

/** What opens, closes, separates or stands for something in one dialect or another. */
const PARTS = [
  ...["'", '"', '`', '[', ']', '(', ')', '{', '}', '\\', ';', ',', '.', ' ', '\n', '\u0000', '\ufeff', 'é'],
  ...[
    '/*',
    '*/',
    '/*+',
    '/*!',
    '--',
    '-- ',
    '#',
    '# ',
    '$',
    '$$',
    '$a$',
    '$a',
    "E'",
    "q'[",
    "]'",
    "U&'",
    "N'",
  ],
  ...[
    '?',
    '?|',
    ':',
    '::',
    ':a',
    '@',
    '@@',
    '@a',
    '%',
    '%s',
    '%(',
    '%(a)s',
    '=',
    '<',
    '>',
    '~',
    '!',
    '|',
    '-',
    '+',
    '*',
  ],
  ...[
    '0',
    '1',
    '0x',
    '1e',
    '1_0',
    '.5',
    '$1',
    '01234567-',
    '{0',
    'a',
    't1',
    '"a"',
    '`a`',
    '[a]',
    "'a'",
    'a.',
    'a@',
  ],
  ...[
    'SELECT ',
    'FROM ',
    'FROM a,',
    'JOIN ',
    'WITH a AS ',
    'WITH ',
    'AS ',
    'IN ',
    'VALUES ',
    'VALUES (1),',
    'ROW',
  ],
  ...[
    'INSERT INTO ',
    'UPDATE ',
    'DELETE ',
    'MERGE ',
    'SET ',
    'ON ',
    'USING ',
    'CREATE TABLE ',
    'TABLE ',
    'TOP ',
  ],
  ...[
    'CASE ',
    'WHEN ',
    'THEN ',
    'END ',
    'OR ',
    'AND ',
    'UNION ',
    'BETWEEN ',
    'LIKE ',
    'IS ',
    'NOT ',
    'NULL ',
    'TRUE ',
  ],
  ...[
    'ARRAY',
    '(1,',
    '[1,',
    ' OR a = 1',
    ' WHEN 1 THEN 2',
    'SAVEPOINT ',
    'IDENTIFIED BY ',
    'EXEC ',
    'DECLARE ',
  ],
];
const system = fc.constantFrom(...SYSTEMS);
const part = fc.constantFrom(...PARTS);
const repeated = (parts: readonly string[], length: number) => {
  const text = parts.join('');
  return text.repeat(Math.ceil(length / text.length)).slice(0, length);
};
/** Brackets that are opened, and closed in the end. */
const nested = (opening: string, closing: string, depth: number) =>
  opening.repeat(depth) + closing.repeat(depth);

describe('work grows with the length alone', () => {
  const SHORT = 8_000;
  /** Linear is 2, n log n a little more, quadratic 4. */
  const GROWTH = 2.3;

  test.each(PARTS)('of a repeated %j', (text) => {
    for (const name of SYSTEMS) {
      const work = workOf(repeated([text], SHORT), name);
      expect(workOf(repeated([text], 2 * SHORT), name)).toBeLessThan(GROWTH * work);
      expect(work).toBeLessThan(60 * SHORT);
    }
  });

  test('of any few that are repeated', () => {
    fc.assert(
      fc.property(system, fc.array(part, { minLength: 2, maxLength: 6 }), (name, parts) => {
        const work = workOf(repeated(parts, SHORT), name);
        expect(workOf(repeated(parts, 2 * SHORT), name)).toBeLessThan(GROWTH * work);
        expect(work).toBeLessThan(60 * SHORT);
      }),
      { numRuns: 400 },
    );
  });

  test.each([
    ['(', ')'],
    ['[', ']'],
    ['[1,', ']'],
    ['IN (', ')'],
    ['IN (1, (2, ', '))'],
    ['(a OR ', ')'],
    ['(a OR b OR ', ' OR b OR b)'],
    ['CASE WHEN a THEN ', ' END'],
    ['CASE WHEN a THEN b WHEN ', ' THEN b WHEN a THEN b END'],
    ['(SELECT a FROM t UNION ', ' UNION SELECT a FROM t)'],
    ['FROM (', ')'],
    ['WITH a AS (', ')'],
    ['VALUES (', '), (1)'],
    ['/*', '*/'],
  ])('of %j closed by %j', (opening, closing) => {
    for (const name of SYSTEMS) {
      const work = workOf(nested(opening, closing, 1_000), name);
      expect(workOf(nested(opening, closing, 2_000), name)).toBeLessThan(GROWTH * work);
    }
  });
});

test('a shape is its own shape, whatever the statement; formatting ends as well', () => {
  fc.assert(
    fc.property(
      system,
      fc.array(part, { maxLength: 30 }),
      fc.constantFrom('', ' '),
      fc.string(),
      (name, parts, gap, noise) => {
        const statement = parts.join(gap) + noise;
        const { text, fingerprint } = normalizeSql(statement, { system: name });
        expect(normalizeSql(text, { system: name })).toMatchObject({ text, fingerprint });
        expect(formatSql(statement, { system: name })).toBeTypeOf('string');
      },
    ),
    { numRuns: 2_000 },
  );
});

test.each(["'", '"', '`', "'a' ", '/*', '/* */', '-- \n', '# ', '$dollar$', "$a$'$b$", "q'["])(
  'a megabyte of %j comes out no longer',
  (text) => {
    for (const name of SYSTEMS) {
      const statement = repeated([text], 1_000_000);
      const { text: shape, summary } = normalizeSql(statement, { system: name });
      // Canonical spaces are all that is added.
      expect(shape.length).toBeLessThanOrEqual(2 * statement.length);
      expect(summary.length).toBeLessThanOrEqual(255);
    }
  },
);
