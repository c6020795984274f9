import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, startEngine } from '@vitalfew/engine';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOST_SCRIPT, silent, testConfig } from '../../test/store/open-test-store.ts';
import { numberedSpans } from '../../test/store/span-blocks.ts';
import { until } from '../../test/store/until.ts';
import { SCRIPTS } from './migrations/index.ts';
import { openStoreWith } from './open-store.ts';

let root: string;
let engine: Engine;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vitalfew-own-'));
  engine = await startEngine({
    dataDir: join(root, 'server'),
    hostScript: HOST_SCRIPT,
    memoryBytes: 1e9,
    log: () => undefined,
  });
});
afterAll(async () => {
  await engine.close();
  await rm(root, { recursive: true, force: true });
});

const server = (database: string) => ({
  url: engine.url,
  username: engine.username,
  password: engine.password,
  database,
  cluster: undefined,
});

test('uses a ClickHouse server by its URL as it uses its own engine', async () => {
  const store = await openStoreWith(testConfig(join(root, 'a'), { server: server('telemetry') }), silent);
  await store.append([numberedSpans(1, 10)]);
  await until(async () => (await store.query<{ n: number }>('SELECT count() AS n FROM spans'))[0]?.n === 10);
  expect(store.mode).toBe('distributed');
  expect((await store.status()).engine.mode).toBe('distributed');
  expect(await store.documents.put('view', 'a', {})).toBe(1);
  await store.close();
});

test('lets servers that start together make one schema, and stores the rows of each', async () => {
  const stores = await Promise.all(
    ['b', 'c', 'd'].map((name) =>
      openStoreWith(testConfig(join(root, name), { server: server('shared') }), silent),
    ),
  );
  const [first] = stores;
  const applied = await first?.query<{ name: string }>('SELECT name FROM schema_migrations');
  expect(applied?.map(({ name }) => name).sort()).toEqual(SCRIPTS.map(([name]) => name));
  await Promise.all(stores.map((store) => store.append([numberedSpans(1, 10)])));
  await until(
    async () => (await first?.query<{ n: number }>('SELECT count() AS n FROM spans'))?.[0]?.n === 30,
  );
  await Promise.all(stores.map((store) => store.close()));
});

test('explains a server that does not let it in', async () => {
  const wrong = { ...server('telemetry'), password: 'wrong' };
  await expect(openStoreWith(testConfig(join(root, 'e'), { server: wrong }), silent)).rejects.toMatchObject({
    code: 'engine_unavailable',
    message: expect.stringContaining('cannot be used'),
  });
});
