import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextGroup } from './next-group.ts';

test('takes as many records as fit, at least one, and says when no more do', () => {
  const record = fc.record({
    rows: fc.integer({ min: 1, max: 60 }),
    length: fc.integer({ min: 1, max: 60 }),
  });
  fc.assert(
    fc.property(fc.array(record), (pending) => {
      const limits = { rows: 100, bytes: 100, records: 5 };
      const { count, isFull } = nextGroup(pending, limits);
      const sum = (key: 'rows' | 'length', n: number) =>
        pending.slice(0, n).reduce((all, one) => all + one[key], 0);
      const fits = (n: number) => n <= 5 && sum('rows', n) <= 100 && sum('length', n) <= 100;
      expect(count).toBe(pending.length === 0 ? 0 : Math.max(1, count));
      if (count > 1) expect(fits(count)).toBe(true);
      if (count < pending.length) {
        expect(isFull).toBe(true);
        expect(count === 0 || !fits(count + 1)).toBe(true);
      }
    }),
  );
});
