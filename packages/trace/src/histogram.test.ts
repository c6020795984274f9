import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bucketLowerNs, bucketOf, bucketUpperNs, bucketValueNs, quantileNs } from './histogram.ts';

const durationNs = fc.integer({ min: 1, max: 3_600_000_000_000 });

test('a value lies in its bucket, and the bucket stands for it within 1 %', () => {
  fc.assert(
    fc.property(durationNs, (ns) => {
      const bucket = bucketOf(ns);
      expect(ns).toBeGreaterThanOrEqual(bucketLowerNs(bucket) * (1 - 1e-6));
      expect(ns).toBeLessThanOrEqual(bucketUpperNs(bucket) * (1 + 1e-6));
      expect(Math.abs(bucketValueNs(bucket) - ns) / ns).toBeLessThan(0.01);
    }),
  );
});

test('p50 to p99.9 are within 1 % of the exact nearest rank, merged or not', () => {
  fc.assert(
    fc.property(fc.array(durationNs, { minLength: 1, maxLength: 500 }), (values) => {
      const buckets = new Map<number, number>();
      for (const ns of values) buckets.set(bucketOf(ns), (buckets.get(bucketOf(ns)) ?? 0) + 1);
      const sorted = [...values].sort((a, b) => a - b);
      const extremes = { minNs: sorted[0]!, maxNs: sorted.at(-1)! };
      for (const q of [0.5, 0.9, 0.95, 0.99, 0.999]) {
        const exact = sorted[Math.max(1, Math.ceil(q * sorted.length - 1e-9)) - 1]!;
        expect(Math.abs(quantileNs([...buckets], q, extremes) - exact) / exact).toBeLessThan(0.01);
      }
    }),
  );
});

test('no values give no quantile', () => {
  expect(quantileNs([], 0.5)).toBe(0);
});
