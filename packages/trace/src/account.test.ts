import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountTime, createTimeAccount } from './account.ts';
import { createLocalSpans, type LocalSpans } from './local-spans.ts';

interface Given {
  readonly start: number;
  readonly end: number;
  readonly parent: number;
  readonly busy?: number;
  readonly foreignClock?: boolean;
}

function spansOf(given: readonly Given[]): LocalSpans {
  const spans = createLocalSpans(given.length);
  spans.count = given.length;
  given.forEach((each, i) => {
    spans.startNs[i] = each.start;
    spans.endNs[i] = each.end;
    spans.parent[i] = each.parent;
    spans.folded[i] = each.busy === undefined ? 0 : 1;
    spans.busyNs[i] = each.busy ?? 0;
    spans.foreignClock[i] = each.foreignClock ? 1 : 0;
  });
  return spans;
}

function accountOf(given: readonly Given[]) {
  const account = createTimeAccount(given.length);
  accountTime(spansOf(given), account);
  return {
    exclusive: [...account.exclusiveNs],
    shared: [...account.sharedNs],
    blocking: [...account.blockingNs],
    critical: [...account.onCriticalPath],
    detached: [...account.tree.detached.slice(0, given.length)],
    repairs: { ...account.tree.repairs },
  };
}

test('sequential work: all three accounts are the time without children', () => {
  const account = accountOf([
    { start: 0, end: 100, parent: -1 },
    { start: 10, end: 30, parent: 0 },
    { start: 40, end: 90, parent: 0 },
    { start: 50, end: 60, parent: 2 },
  ]);
  expect(account.exclusive).toEqual([30, 20, 40, 10]);
  expect(account.shared).toEqual([30, 20, 40, 10]);
  expect(account.blocking).toEqual([30, 20, 40, 10]);
  expect(account.critical).toEqual([1, 1, 1, 1]);
});

test('two parallel calls share the time, and only the longer one blocks', () => {
  const account = accountOf([
    { start: 0, end: 100, parent: -1 },
    { start: 0, end: 60, parent: 0 },
    { start: 0, end: 100, parent: 0 },
  ]);
  expect(account.shared).toEqual([0, 30, 70]);
  expect(account.blocking).toEqual([0, 0, 100]);
  expect(account.critical).toEqual([1, 0, 1]);
});

test('work that outlives the response has no part in it', () => {
  const account = accountOf([
    { start: 0, end: 100, parent: -1 },
    { start: 120, end: 300, parent: 0 },
    { start: 130, end: 200, parent: 1 },
    { start: 90, end: 150, parent: 0 },
  ]);
  expect(account.detached).toEqual([0, 1, 1, 0]);
  expect(account.exclusive).toEqual([90, 0, 0, 10]);
  expect(account.repairs).toMatchObject({ detached: 2, clipped: 1 });
});

test('a span of another machine with a wrong clock is shifted into its parent', () => {
  const account = accountOf([
    { start: 0, end: 100, parent: -1 },
    { start: 5_000, end: 5_040, parent: 0, foreignClock: true },
  ]);
  expect(account.exclusive).toEqual([60, 40]);
  expect(account.repairs.shifted).toBe(1);
});

test('folded calls take their busy time, not their stretch, out of their parent', () => {
  const account = accountOf([
    { start: 0, end: 100, parent: -1 },
    { start: 10, end: 90, parent: 0, busy: 30 },
    { start: 15, end: 95, parent: 0, busy: 20 },
    { start: 20, end: 30, parent: 0 },
  ]);
  expect(account.exclusive).toEqual([40, 30, 20, 10]);
  expect(account.blocking).toEqual([40, 30, 20, 10]);
});

test('folded calls never take more than their parent had', () => {
  const account = accountOf([
    { start: 0, end: 100, parent: -1 },
    { start: 0, end: 100, parent: 0, busy: 150 },
    { start: 0, end: 100, parent: 0, busy: 50 },
  ]);
  expect(account.exclusive).toEqual([0, 75, 25]);
});

test('cycles and missing parents hang on the entry', () => {
  const account = accountOf([
    { start: 0, end: 100, parent: -1 },
    { start: 10, end: 20, parent: 2 },
    { start: 10, end: 30, parent: 1 },
    { start: 40, end: 50, parent: 99 },
    { start: 60, end: 70, parent: 4 },
  ]);
  expect(account.repairs).toMatchObject({ cyclic: 1, orphaned: 2 });
  expect(sum(account.exclusive)).toBe(100);
});

test('a chain of a hundred thousand spans and as many siblings neither overflow nor stall', () => {
  const deep = Array.from({ length: 100_000 }, (_, i) => ({ start: i, end: 300_000 - i, parent: i - 1 }));
  expect(sum(accountOf(deep).blocking)).toBe(300_000);
  const wide = Array.from({ length: 100_000 }, (_, i) => ({
    start: i,
    end: i === 0 ? 400_000 : 200_000 + i,
    parent: i === 0 ? -1 : 0,
  }));
  expect(sum(accountOf(wide).shared)).toBeCloseTo(400_000, 2);
});

const anySpans = fc
  .array(
    fc.record({
      start: fc.integer({ min: -50, max: 1_200 }),
      length: fc.integer({ min: -5, max: 900 }),
      parent: fc.integer({ min: -1, max: 60 }),
      folded: fc.boolean(),
      foreignClock: fc.boolean(),
    }),
    { maxLength: 60 },
  )
  .map((drawn): Given[] => [
    { start: 0, end: 1_000_000, parent: -1 },
    ...drawn.map((each) => ({
      start: each.start * 1000,
      end: (each.start + each.length) * 1000,
      parent: each.parent,
      foreignClock: each.foreignClock,
      ...(each.folded ? { busy: Math.max(0, each.length) * 400 } : {}),
    })),
  ]);

test('whatever is sent, each account adds up to the duration within a microsecond and nothing is negative', () => {
  fc.assert(
    fc.property(anySpans, (given) => {
      const account = accountOf(given);
      for (const column of [account.exclusive, account.shared, account.blocking]) {
        expect(Math.abs(sum(column) - 1_000_000)).toBeLessThan(1000);
        for (const each of column) expect(each).toBeGreaterThan(-1e-3);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('in sequential trees the three accounts agree for every span', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 40 }), (choices) => {
      const account = accountOf(sequentialTree(choices));
      account.exclusive.forEach((exclusive, i) => {
        expect(account.shared[i]).toBeCloseTo(exclusive, 3);
        expect(account.blocking[i]).toBeCloseTo(exclusive, 3);
      });
    }),
  );
});

/** Each choice opens a child after some own time, or closes the open span. */
function sequentialTree(choices: readonly number[]): Given[] {
  const spans: { start: number; end: number; parent: number }[] = [{ start: 0, end: 0, parent: -1 }];
  const open = [0];
  let now = 0;
  for (const choice of choices) {
    now += 1 + choice;
    if (choice % 3 === 0 && open.length > 1) {
      const closed = spans[open.pop() ?? 0];
      if (closed) closed.end = now;
    } else {
      spans.push({ start: now, end: now, parent: open.at(-1) ?? 0 });
      open.push(spans.length - 1);
    }
  }
  now += 10;
  for (const i of open) {
    const span = spans[i];
    if (span) span.end = now;
  }
  return spans;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
