import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestStore, type TestStore } from '../../test/store/open-test-store.ts';
import { numberedSpans, refusedSpans } from '../../test/store/span-blocks.ts';
import { until } from '../../test/store/until.ts';

let opened: TestStore;
beforeAll(async () => {
  opened = await openTestStore();
});
afterAll(() => opened.close());

const countBetween = async (from: number, to: number): Promise<number> => {
  const [row] = await opened.store.query<{ n: number }>(
    'SELECT count() AS n FROM spans WHERE duration_ns >= {from:UInt64} AND duration_ns < {to:UInt64}',
    { from, to },
  );
  return row?.n ?? 0;
};

test('finds what was appended, once', async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, i) => opened.store.append([numberedSpans(1_000 + i * 10, 10)])),
  );
  await until(async () => (await countBetween(1_000, 1_200)) === 200);
  expect(await countBetween(1_000, 1_200)).toBe(200);
});

test('calls rows settled only when all of them can be seen', async () => {
  const appended = opened.store.append([numberedSpans(2_000, 50)]);
  await appended;
  await until(async () => (await countBetween(2_000, 2_050)) === 50);
  const [row] = await opened.store.query<{ ms: number }>(
    'SELECT toUnixTimestamp64Milli(max(ingested)) AS ms FROM spans WHERE duration_ns BETWEEN 2000 AND 2049',
  );
  await until(() => opened.store.watermarkMs() >= (row?.ms ?? Number.POSITIVE_INFINITY));
  expect(row?.ms).toBeGreaterThan(Date.now() - 60_000);
});

test('sets a block aside that the engine refuses, and keeps its neighbours', async () => {
  await opened.store.append([numberedSpans(3_000, 5)]);
  await opened.store.append([refusedSpans(3_100, 3)]);
  await opened.store.append([numberedSpans(3_200, 5)]);
  await until(async () => (await countBetween(3_000, 3_300)) === 10);
  await until(async () => (await opened.store.status()).spool.pendingBatches === 0);
  expect(await countBetween(3_000, 3_300)).toBe(10);
  const status = await opened.store.status();
  expect(status.counters['store.quarantined_rows.spans']).toBe(3);
  const files = await readdir(join(opened.dataDir, 'spool', 'quarantine'));
  expect(files.map((file) => file.replace(/^\d+-/, '')).sort()).toEqual(['spans.native', 'spans.txt']);
});

test('takes a block once under one token, into the table and its roll-ups', async () => {
  const token = randomBytes(8).toString('hex');
  const block = numberedSpans(4_000, 7);
  await opened.store.insertBlock(block, token);
  await opened.store.insertBlock(block, token);
  expect(await countBetween(4_000, 4_010)).toBe(7);
});

test('answers numbers as numbers and never takes a value for SQL', async () => {
  const hostile = "x' OR 1 = 1; DROP TABLE spans --";
  const [row] = await opened.store.query<{ s: string; n: number }>(
    'SELECT {s:String} AS s, toUInt64(9007199254740991) AS n',
    { s: hostile },
  );
  expect(row).toEqual({ s: hostile, n: 9_007_199_254_740_991 });
});

test('says what is wrong with a question', async () => {
  await expect(opened.store.query('SELECT nothing_like_this FROM spans')).rejects.toMatchObject({
    code: 'query_failed',
    message: expect.stringContaining('nothing_like_this'),
  });
});

test('gives up a question that takes too long', async () => {
  await expect(
    opened.store.query(
      'SELECT count() FROM numbers(1e13) WHERE NOT ignore(sipHash64(number))',
      {},
      { timeoutMs: 1_000 },
    ),
  ).rejects.toMatchObject({ code: 'query_timeout' });
});

test('keeps documents by version and notices a change in between', async () => {
  const { documents } = opened.store;
  expect(await documents.get('view', 'a')).toBeUndefined();
  expect(await documents.put('view', 'a', { n: 1 }, { expectedVersion: 0 })).toBe(1);
  expect(await documents.put('view', 'a', { n: 2 }, { expectedVersion: 1 })).toBe(2);
  await expect(documents.put('view', 'a', { n: 3 }, { expectedVersion: 1 })).rejects.toMatchObject({
    code: 'conflict',
  });
  expect(await documents.get('view', 'a')).toEqual({ key: 'a', version: 2, body: { n: 2 } });
  await documents.put('view', 'b', 'text');
  await documents.delete('view', 'a');
  expect(await documents.list('view')).toEqual([{ key: 'b', version: 1, body: 'text' }]);
  expect(await documents.put('view', 'a', {}, { expectedVersion: 0 })).toBe(4);
});

test('runs puts of one document one after another', async () => {
  const versions = await Promise.all(
    Array.from({ length: 8 }, (_, i) => opened.store.documents.put('cursor', 'race', i)),
  );
  expect(versions.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('says how it is', async () => {
  const status = await opened.store.status();
  expect(status.engine.mode).toBe('embedded');
  expect(status.engine.state).toBe('running');
  expect(status.tables.map(({ table }) => table)).toContain('spans');
  expect(status.memory.engineBytes).toBeGreaterThan(10e6);
  expect(status.disk.freeBytes).toBeGreaterThan(0);
});
