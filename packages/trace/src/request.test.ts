import fc from 'fast-check';
import { expect, test } from 'vitest';
import { segmentTimes } from './request.ts';
import { SEGMENTS } from './segments.ts';

test('the segments add up to the response time exactly, whatever the parts', () => {
  const span = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.double({ min: 0, max: 1e9, noNaN: true }));
  fc.assert(
    fc.property(fc.array(span, { maxLength: 30 }), fc.nat(1e9), fc.nat(1e9), (spans, queueNs, gcNs) => {
      const durationNs = Math.round(spans.reduce((sum, [, ns]) => sum + ns, 0));
      const into = new Float64Array(SEGMENTS.length);
      const responseNs = segmentTimes(
        {
          count: spans.length,
          segment: Uint8Array.from(spans, ([segment]) => segment),
          sharedNs: Float64Array.from(spans, ([, ns]) => ns),
          durationNs,
          queueNs,
          gcNs,
        },
        into,
      );
      expect(responseNs).toBe(durationNs + queueNs);
      expect(into.reduce((sum, each) => sum + each, 0)).toBe(responseNs);
      for (const each of into) expect(each).toBeGreaterThanOrEqual(-SEGMENTS.length);
    }),
  );
});

test('garbage collection is taken out of own code before anything else', () => {
  const into = new Float64Array(SEGMENTS.length);
  segmentTimes(
    {
      count: 2,
      segment: Uint8Array.of(SEGMENTS.indexOf('view'), SEGMENTS.indexOf('database')),
      sharedNs: Float64Array.of(100, 50),
      durationNs: 150,
      queueNs: 10,
      gcNs: 120,
    },
    into,
  );
  expect(Object.fromEntries(SEGMENTS.map((name, i) => [name, into[i]]))).toMatchObject({
    queue: 10,
    view: 0,
    database: 30,
    gc: 120,
  });
});
