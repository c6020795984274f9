import { expect, test } from 'vitest';
import { waterfallRows } from './fold.ts';

const spans = [
  { parent: -1, key: 'GET /', startMs: 0, durationMs: 100, hasChildren: true, wraps: false },
  { parent: 0, key: 'SELECT a', startMs: 10, durationMs: 2, hasChildren: false, wraps: false },
  { parent: 0, key: 'render', startMs: 12, durationMs: 5, hasChildren: false, wraps: false },
  { parent: 0, key: 'SELECT a', startMs: 20, durationMs: 4, hasChildren: false, wraps: false },
  { parent: 0, key: 'SELECT a', startMs: 30, durationMs: 3, hasChildren: false, wraps: false },
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

test('wrappers nested in each other become one row, and what the innermost calls stands below it', () => {
  const wrapper = (parent: number) => ({
    parent,
    key: `middleware ${parent}`,
    startMs: parent,
    durationMs: 50,
    hasChildren: true,
    wraps: true,
  });
  const leaf = (startMs: number) => ({
    parent: 3,
    key: `leaf ${startMs}`,
    startMs,
    durationMs: 1,
    hasChildren: false,
    wraps: false,
  });
  const nest = [wrapper(-1), wrapper(0), wrapper(1), wrapper(2), leaf(10), leaf(20)];
  const shape = (unfolded: ReadonlySet<number>, collapsed = none) =>
    waterfallRows(nest, { unfolded, collapsed }).map((row) => [row.span, row.depth, row.members.length]);
  expect(shape(none)).toEqual([
    [0, 0, 4],
    [4, 1, 1],
    [5, 1, 1],
  ]);
  expect(shape(new Set([0]))).toEqual([
    [0, 0, 4],
    [0, 1, 1],
    [1, 2, 1],
    [2, 3, 1],
    [3, 4, 1],
    [4, 5, 1],
    [5, 5, 1],
  ]);
  expect(shape(none, new Set([0]))).toEqual([[0, 0, 4]]);
});
