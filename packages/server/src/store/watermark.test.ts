import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Watermark } from './watermark.ts';

const step = fc.oneof(
  // Clocks are set back now and then.
  fc.record({ do: fc.constant('clock' as const), byMs: fc.integer({ min: -50, max: 200 }) }),
  fc.constant({ do: 'begin' as const }),
  fc.record({ do: fc.constant('settle' as const), which: fc.nat(20) }),
  fc.constant({ do: 'read' as const }),
);

test('never calls an instant settled whose rows are still to come', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      let nowMs = 10_000;
      const watermark = new Watermark({ now: () => nowMs, marginMs: 0, lastMs: 0 });
      const open: number[] = [];
      const handedOut = new Set<number>();
      let highestSettled = 0;
      for (const each of steps) {
        if (each.do === 'clock') nowMs += each.byMs;
        else if (each.do === 'begin') {
          const ms = watermark.begin();
          expect(ms).toBeGreaterThan(highestSettled);
          expect(handedOut.has(ms)).toBe(false);
          handedOut.add(ms);
          open.push(ms);
        } else if (each.do === 'settle') {
          const [ms] = open.splice(each.which, 1);
          if (ms !== undefined) watermark.settle(ms);
        } else {
          const settled = watermark.value();
          for (const ms of open) expect(settled).toBeLessThan(ms);
          highestSettled = Math.max(highestSettled, settled);
        }
      }
    }),
  );
});

test('waits for an insert that a former process began', () => {
  const watermark = new Watermark({ now: () => 9_000, marginMs: 0, lastMs: 5_000 });
  watermark.resume(4_000);
  expect(watermark.value()).toBe(3_999);
  watermark.settle(4_000);
  expect(watermark.value()).toBe(8_999);
});
