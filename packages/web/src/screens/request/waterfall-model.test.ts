import type { TraceSpan } from '@vitalfew/contract';
import { expect, test } from 'vitest';
import { visibleRows, waterfallModel } from './waterfall-model.ts';

const base: TraceSpan = {
  spanId: '',
  parentSpanId: '',
  service: 's',
  environment: '',
  version: '',
  instance: '',
  name: 'n',
  kind: 'internal',
  segment: 'view',
  isEntry: false,
  offsetMs: 0,
  durationMs: 1,
  exclusiveMs: 0,
  sharedMs: 0,
  blockingMs: 0,
  onCriticalPath: true,
  detached: false,
  status: 'unset',
  statusMessage: '',
  cause: '',
  statement: '',
  fingerprint: '1',
  callSite: '',
  scope: '',
  repeatCount: 1,
  repeatBusyMs: 0,
  repeatMaxMs: 0,
  attributes: {},
  resourceAttributes: {},
  events: [],
  links: [],
};
const view = { unfolded: new Set<number>(), collapsed: new Set<number>(), search: '', criticalOnly: false };

test('a search keeps what it finds and the way to it', () => {
  const model = waterfallModel([
    { ...base, spanId: 'a', name: 'GET /' },
    { ...base, spanId: 'b', parentSpanId: 'a', name: 'render' },
    { ...base, spanId: 'c', parentSpanId: 'b', name: 'SELECT book', offsetMs: 1 },
    { ...base, spanId: 'd', parentSpanId: 'a', name: 'cache.get', offsetMs: 2 },
  ]);
  expect(visibleRows(model, { ...view, search: 'book' }).map((row) => row.span)).toEqual([0, 1, 2]);
});

test('a cycle is shown once, from a root', () => {
  const model = waterfallModel([
    { ...base, spanId: 'a', parentSpanId: 'b' },
    { ...base, spanId: 'b', parentSpanId: 'a' },
  ]);
  expect(visibleRows(model, view)).toHaveLength(2);
});

test('a statement is called by its operation and table, a function by its last two parts', () => {
  const { names } = waterfallModel([
    {
      ...base,
      spanId: 'a',
      name: 'SELECT',
      segment: 'database',
      statement: 'SELECT "id" FROM "book" WHERE "id" = ?',
    },
    { ...base, spanId: 'b', name: 'shop.views.catalogue.home' },
    { ...base, spanId: 'c', name: 'shop/home.html', segment: 'template' },
  ]);
  expect(names).toEqual(['SELECT book', 'catalogue.home', 'shop/home.html']);
});
