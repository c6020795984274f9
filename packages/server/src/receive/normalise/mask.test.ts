import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskCommand, maskKey } from './mask-command.ts';
import { maskQuoted } from './mask-quoted.ts';

test.each([
  ['GET session:9f86d081', 'GET session:*'],
  ['set user:42:name "Ann Other"', 'SET user:*:name ?'],
  ['PING', 'PING'],
  ['AUTH hunter2', 'AUTH ?'],
  ['HMSET  cart/550e8400-e29b-41d4-a716-446655440000  a 1 b 2', 'HMSET cart/* ?'],
])('the command %j is kept as %j', (command, masked) => {
  expect(maskCommand(command)).toBe(masked);
});

test.each([
  ['view:book:1234:v2', 'view:book:*:v*'],
  ['books', 'books'],
  ['facade', 'facade'],
])('the key %j becomes the template %j', (key, template) => {
  expect(maskKey(key)).toBe(template);
});

test.each([
  ['{"find": "users", "filter": {"age": 7, "ok": true}}', '{"find": ?, "filter": {"age": ?, "ok": true}}'],
  ["db.users.find({name: 'Ann \\' Other', n: {$gt: -1.5e3}})", 'db.users.find({name: ?, n: {$gt: -?}})'],
  ['{"open": "never closed', '{"open": ?'],
])('the query %j is kept as %j', (query, masked) => {
  expect(maskQuoted(query)).toBe(masked);
});

test('no quoted text and no number outlives the mask', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[A-Z]{3,12}$/)),
      fc.nat(),
      (names, number) => {
        const masked = maskQuoted(JSON.stringify({ ...names, number }));
        for (const value of Object.values(names)) expect(masked).not.toContain(value);
        expect(masked).not.toMatch(/[0-9]/);
      },
    ),
  );
});

test('hostile texts take linear time', () => {
  const endless = ['"', "'", '" ', '"a" ', '1', '\\"', 'a:'].map((part) => part.repeat(100_000));
  for (const text of endless) {
    expect(maskQuoted(text).length).toBeLessThanOrEqual(text.length);
    expect(maskCommand(`GET ${text}`).length).toBeLessThan(3000);
  }
});
