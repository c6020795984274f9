import { expect, test } from 'vitest';
import { absolute, instantOf, rangeLabel, shiftRange, widenRange } from './time-range.ts';

const NOW = Date.UTC(2026, 10, 23, 12);

test('an address names an instant in any of its forms', () => {
  expect(instantOf('now', NOW)).toBe(NOW);
  expect(instantOf('now-15m', NOW)).toBe(NOW - 900_000);
  expect(instantOf('1700000000000', NOW)).toBe(1_700_000_000_000);
  expect(instantOf('2026-11-23T10:00:00Z', NOW)).toBe(NOW - 7_200_000);
  expect(instantOf('yesterday-ish', NOW)).toBeUndefined();
});

test('back moves by half, forward never passes now', () => {
  expect(shiftRange({ from: 'now-1h', to: 'now' }, -1, NOW)).toEqual(
    absolute(NOW - 5_400_000, NOW - 1_800_000),
  );
  expect(shiftRange({ from: 'now-1h', to: 'now' }, 1, NOW)).toEqual(absolute(NOW - 3_600_000, NOW));
});

test('zooming out doubles the range and stays in the past', () => {
  expect(widenRange({ from: 'now-1h', to: 'now' }, NOW)).toEqual(absolute(NOW - 7_200_000, NOW));
});

test('a brush from right to left is the same range', () => {
  expect(absolute(2000, 500)).toEqual({ from: '500', to: '2000' });
});

test('presets are named, other ranges written out', () => {
  expect(rangeLabel({ from: 'now-24h', to: 'now' }, NOW)).toBe('Last 24 hours');
  expect(rangeLabel(absolute(NOW - 60_000, NOW), NOW)).toContain('–');
});
