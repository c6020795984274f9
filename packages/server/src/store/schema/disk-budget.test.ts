import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DETAIL_TABLES, partitionsOverBudget } from './disk-budget.ts';

const DAY_MS = 86_400_000;
const NOW_MS = 100 * DAY_MS;
const partition = fc.record({
  table: fc.constantFrom(...DETAIL_TABLES, 'requests_1m', 'causes', 'documents'),
  partitionId: fc.string(),
  newestMs: fc.integer({ min: 0, max: 100 }).map((day) => day * DAY_MS),
  bytes: fc.integer({ min: 0, max: 1_000 }),
});

test('drops the oldest detail until the rest fits, never more, never roll-ups, never today', () => {
  fc.assert(
    fc.property(fc.array(partition), fc.nat(10_000), (partitions, budgetBytes) => {
      const drops = partitionsOverBudget(partitions, { budgetBytes, nowMs: NOW_MS });
      const size = (some: readonly { bytes: number }[]) => some.reduce((sum, { bytes }) => sum + bytes, 0);
      const used = size(partitions);
      const last = drops.at(-1);
      if (last) expect(used - size(drops) + last.bytes).toBeGreaterThan(budgetBytes);
      for (const drop of drops) {
        expect(DETAIL_TABLES).toContain(drop.table);
        expect(drop.newestMs).toBeLessThan(NOW_MS - DAY_MS);
      }
      const kept = partitions.filter((each) => !drops.includes(each));
      const keptOld = kept.filter(
        (each) => DETAIL_TABLES.includes(each.table) && each.newestMs < NOW_MS - DAY_MS,
      );
      if (used - size(drops) > budgetBytes) expect(keptOld).toEqual([]);
      for (const each of keptOld) {
        for (const drop of drops) expect(drop.newestMs).toBeLessThanOrEqual(each.newestMs);
      }
    }),
  );
});
