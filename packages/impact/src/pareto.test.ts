import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pareto } from './pareto.ts';

test('two of four causes make 80 %', () => {
  const ranking = pareto([
    { key: 'c', value: 10 },
    { key: 'a', value: 50 },
    { key: 'd', value: 10 },
    { key: 'b', value: 30 },
  ]);
  expect(ranking.rows.map((row) => row.key).slice(0, 2)).toEqual(['a', 'b']);
  expect([ranking.n50, ranking.n80]).toEqual([1, 2]);
  expect(ranking.rows.at(-1)?.cumulativeShare).toBe(1);
});

test('nothing waits for nothing', () => {
  expect(pareto([])).toEqual({ rows: [], total: 0, n50: 0, n80: 0 });
  expect(pareto([{ key: 'a', value: 0 }]).n80).toBe(0);
});

test('n80 is the smallest set that reaches 80 %', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1e6), { minLength: 1, maxLength: 60 }), (values) => {
      const { rows, n80, total } = pareto(values.map((value, key) => ({ key, value })));
      fc.pre(total > 0);
      const held = (n: number) => rows.slice(0, n).reduce((sum, row) => sum + row.value, 0) / total;
      expect(held(n80)).toBeGreaterThanOrEqual(0.8 - 1e-9);
      expect(held(n80 - 1)).toBeLessThan(0.8);
    }),
  );
});
