import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nativeRows } from '../../../test/native-rows.ts';
import { numberedSpans } from '../../../test/store/span-blocks.ts';
import { stampBlock } from './stamp-block.ts';

test('adds the instant to every row and leaves the rest as it was', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 0, max: 4e12 }), (rows, ms) => {
      const block = numberedSpans(1, rows, 1_000).encode();
      const stamped = nativeRows(Buffer.concat(stampBlock(block, rows, ms)));
      expect(stamped.map(({ ingested, ...row }) => row)).toEqual(nativeRows(block));
      expect(new Set(stamped.map(({ ingested }) => String(ingested)))).toEqual(new Set([String(ms)]));
    }),
    { numRuns: 30 },
  );
});
