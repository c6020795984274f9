import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTimePoint, resolveRange, stepStarts } from './time-range.ts';

const NOW = Date.parse('2026-11-23T12:34:56.789Z');

test('people write times in five ways', () => {
  expect(parseTimePoint('now', NOW)).toBe(NOW);
  expect(parseTimePoint('now-15m', NOW)).toBe(NOW - 900_000);
  expect(parseTimePoint('1795437296789', NOW)).toBe(1795437296789);
  expect(parseTimePoint('2026-11-23', NOW)).toBe(Date.UTC(2026, 10, 23));
  expect(parseTimePoint('2026-11-23 10:00+02:00', NOW)).toBe(Date.UTC(2026, 10, 23, 8));
});

test('a time that cannot be is refused with what to write instead', () => {
  expect(() => parseTimePoint('2026-13-77', NOW)).toThrow(/not a time/);
  expect(() => resolveRange('now', 'now-1h', { nowMs: NOW, points: 100 })).toThrow(/Swap them/);
});

test('every range is covered by at most the wanted steps and two for the edges', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000_000 }),
      fc.integer({ min: 10, max: 500 }),
      (seconds, points) => {
        const range = resolveRange(`${NOW - seconds * 1000}`, 'now', { nowMs: NOW, points });
        expect(range.fromMs).toBeLessThanOrEqual(NOW - seconds * 1000);
        expect(range.toMs).toBeGreaterThanOrEqual(NOW);
        const starts = stepStarts(range);
        expect(starts.length).toBeLessThanOrEqual(points + 2);
        expect(starts.at(-1)).toBe(range.toMs - range.stepMs);
      },
    ),
  );
});
