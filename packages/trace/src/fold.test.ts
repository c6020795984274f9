import { expect, test } from 'vitest';
import { waterfallRows } from './fold.ts';

const spans = [
  { parent: -1, key: 'GET /', startMs: 0, durationMs: 100, hasChildren: true },
  { parent: 0, key: 'SELECT a', startMs: 10, durationMs: 2, hasChildren: false },
  { parent: 0, key: 'render', startMs: 12, durationMs: 5, hasChildren: false },
  { parent: 0, key: 'SELECT a', startMs: 20, durationMs: 4, hasChildren: false },
  { parent: 0, key: 'SELECT a', startMs: 30, durationMs: 3, hasChildren: false },
];
const none = new Set<number>();

test('like siblings become one row with their count and total', () => {
  const rows = waterfallRows(spans, { unfolded: none, collapsed: none });
  expect(rows.map((row) => [row.span, row.depth, row.members.length, row.totalMs, row.longestMs])).toEqual([
    [0, 0, 1, 100, 100],
    [1, 1, 3, 9, 4],
    [2, 1, 1, 5, 5],
  ]);
});

test('an unfolded row shows its members below it, a collapsed one hides its children', () => {
  expect(waterfallRows(spans, { unfolded: new Set([1]), collapsed: none }).map((row) => row.span)).toEqual([
    0, 1, 1, 3, 4, 2,
  ]);
  expect(waterfallRows(spans, { unfolded: none, collapsed: new Set([0]) }).map((row) => row.span)).toEqual([
    0,
  ]);
});
