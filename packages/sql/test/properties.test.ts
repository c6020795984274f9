import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizeSql } from '../src/index.ts';
import { DIALECTS, type DialectStyle, type Planted } from './dialects.ts';
import { type Style, statementsWith, write } from './statements.ts';

interface Planting extends Style {
  readonly secrets: readonly string[];
}

/** Styles with literals and comments of a dialect; what they hold is in `secrets`. */
function stylesOf(dialect: DialectStyle): fc.Arbitrary<Planting> {
  const blank = fc.constantFrom(' ', '\n', '\t ', '');
  return fc
    .record({
      literals: fc.array(dialect.literal, { minLength: 1, maxLength: 8 }),
      compared: fc.array(dialect.comparedLiteral, { minLength: 1, maxLength: 8 }),
      gaps: fc.array(
        fc.oneof(
          { weight: 5, arbitrary: blank.map((text): Planted => ({ text, secret: 'no secret' })) },
          { weight: 1, arbitrary: dialect.comment },
        ),
        { minLength: 1, maxLength: 9 },
      ),
      lengths: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
      cases: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
    })
    .map(({ literals, compared, gaps, lengths, cases }) => ({
      value: (n, place) => at(place === 'compared' ? compared : literals, n).text,
      gap: (n) => at(gaps, n).text,
      length: (n) => at(lengths, n),
      isUpper: (n) => at(cases, n),
      secrets: [...literals, ...compared, ...gaps].map(({ secret }) => secret),
    }));
}

/** All that is kept of a statement, save the fingerprint: digits in it may look like some secret, by chance. */
function keptOf(statement: string, system: string): string {
  const { text, operation, tables, summary } = normalizeSql(statement, { system });
  return [text, operation, ...tables, summary].join('\n');
}

function at<T>(values: readonly T[], n: number): T {
  return values[n % values.length]!;
}

describe.each(DIALECTS.map((dialect) => [dialect.system, dialect] as const))('%s', (system, dialect) => {
  const statements = statementsWith(dialect.quote);
  const normalize = (statement: string) => normalizeSql(statement, { system });

  test('no literal and no comment survives in what is kept of a statement', () => {
    fc.assert(
      fc.property(statements, stylesOf(dialect), (statement, style) => {
        const kept = keptOf(write(statement, style), system);
        for (const secret of style.secrets) expect(kept).not.toContain(secret);
      }),
      { numRuns: 300 },
    );
  });

  test('values, lengths of lists, white space, comments and the case of keywords leave the fingerprint', () => {
    fc.assert(
      fc.property(statements, stylesOf(dialect), stylesOf(dialect), (statement, one, other) => {
        const { fingerprint, tables, operation } = normalize(write(statement, one));
        expect(normalize(write(statement, other))).toMatchObject({ fingerprint, tables, operation });
      }),
      { numRuns: 300 },
    );
  });

  test('a shape is its own shape', () => {
    fc.assert(
      fc.property(statements, stylesOf(dialect), (statement, style) => {
        const { text, fingerprint } = normalize(write(statement, style));
        expect(normalize(text)).toMatchObject({ text, fingerprint });
      }),
      { numRuns: 300 },
    );
  });

  test('a statement that is cut off anywhere gives away no literal', () => {
    fc.assert(
      fc.property(
        statements,
        stylesOf(dialect),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (statement, style, cut) => {
          const text = write(statement, style);
          const kept = keptOf(text.slice(0, Math.floor(text.length * cut)), system);
          for (const secret of style.secrets) expect(kept).not.toContain(secret.slice(0, 5));
        },
      ),
      { numRuns: 300 },
    );
  });
});
