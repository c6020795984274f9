import { expect, test } from 'vitest';
import { formatBytes, formatCount, formatMs, formatShare } from './quantity.ts';

test('durations keep three digits in the unit that fits', () => {
  expect([0, 0.0421, 0.412, 8.314, 123.4, 1420, 185_000].map(formatMs)).toEqual([
    '0 ms',
    '42.1 µs',
    '412 µs',
    '8.31 ms',
    '123 ms',
    '1.42 s',
    '3 min 5 s',
  ]);
});

test('counts are whole until they are large', () => {
  expect([0, 7, 7.25, 1234, 12_345, 3_400_000].map(formatCount)).toEqual([
    '0',
    '7',
    '7.3',
    '1,234',
    '12.3 k',
    '3.40 M',
  ]);
});

test('shares say when they are tiny', () => {
  expect([0, 0.0004, 0.123, 1].map(formatShare)).toEqual(['0 %', '< 0.1 %', '12.3 %', '100 %']);
});

test('bytes', () => {
  expect(formatBytes(734_003_200)).toBe('734 MB');
});
