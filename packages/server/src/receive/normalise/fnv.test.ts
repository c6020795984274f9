import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fnv1a } from '../../../test/otlp/reference-rows.ts';
import { Fnv64 } from './fnv.ts';

function hashOf(text: string): bigint {
  const bytes = Buffer.from(text);
  const hash = new Fnv64();
  hash.add(bytes, 0, bytes.length);
  return (BigInt(hash.high >>> 0) << 32n) | BigInt(hash.low >>> 0);
}

test('gives the published hashes', () => {
  // http://www.isthe.com/chongo/src/fnv/test_fnv.c
  expect(hashOf('')).toBe(0xcbf29ce484222325n);
  expect(hashOf('a')).toBe(0xaf63dc4c8601ec8cn);
  expect(hashOf('foobar')).toBe(0x85944171f73967e8n);
});

test('is the same as arithmetic with BigInt', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(hashOf(text)).toBe(fnv1a(text));
    }),
  );
});
