import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutIntoRequests } from './build.ts';

const span = (spanId: string, parentSpanId: string, isEntry = false) => ({ spanId, parentSpanId, isEntry });

test('a call into another service is a request of its own', () => {
  const requests = cutIntoRequests([
    span('a', '', true),
    span('b', 'a'),
    span('c', 'b', true),
    span('d', 'c'),
    span('e', 'a'),
  ]);
  expect(requests).toEqual([
    { entry: 0, members: [0, 1, 4] },
    { entry: 2, members: [2, 3] },
  ]);
});

test('spans whose ancestors were not sent stay in sight', () => {
  expect(cutIntoRequests([span('x', 'gone'), span('a', '', true), span('y', 'x')])).toEqual([
    { entry: 1, members: [1, 0, 2] },
  ]);
  expect(cutIntoRequests([span('x', 'gone'), span('y', 'x')])).toEqual([{ entry: 0, members: [0, 1] }]);
});

test('every span belongs to exactly one request, cycles included', () => {
  const drawn = fc.array(fc.record({ parent: fc.integer({ min: -1, max: 30 }), isEntry: fc.boolean() }), {
    maxLength: 30,
  });
  fc.assert(
    fc.property(drawn, (given) => {
      const spans = given.map((each, i) =>
        span(`s${i}`, each.parent < 0 ? '' : `s${each.parent}`, each.isEntry),
      );
      const members = cutIntoRequests(spans).flatMap((request) => request.members);
      expect(members.sort((a, b) => a - b)).toEqual(spans.map((_, i) => i));
    }),
  );
});
