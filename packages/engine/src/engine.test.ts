import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, startEngine } from './supervisor.ts';

const hostScript = fileURLToPath(new URL('../dist/host.mjs', import.meta.url));

let dataDir: string;
let engine: Engine;
let client: ClickHouseClient;

beforeAll(async () => {
  expect(existsSync(hostScript), 'run `npm run build` first').toBe(true);
  dataDir = await mkdtemp(join(tmpdir(), 'vitalfew-engine-'));
  engine = await startEngine({ dataDir, hostScript, memoryBytes: 1e9, log: () => undefined });
  client = createClient({
    url: engine.url,
    username: engine.username,
    password: engine.password,
    // Refusals are what some of these tests are about.
    log: { level: ClickHouseLogLevel.OFF },
  });
});

afterAll(async () => {
  await client.close();
  await engine.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function rows<T>(query: string, parameters: Record<string, unknown> = {}): Promise<T[]> {
  const answer = await client.query({ query, query_params: parameters, format: 'JSONEachRow' });
  return answer.json<T>();
}

test('asks whether it is there', async () => {
  expect(await client.ping()).toEqual({ success: true });
});

test('reads answers in each format that the client offers', async () => {
  const query = 'SELECT number AS n FROM numbers(3)';
  const ask = async (format: 'JSON' | 'JSONCompactEachRow' | 'CSV' | 'TabSeparated') =>
    client.query({ query, format });
  expect(await (await ask('JSON')).json()).toMatchObject({ rows: 3 });
  expect(await (await ask('JSONCompactEachRow')).json()).toHaveLength(3);
  expect(await (await ask('CSV')).text()).toBe('0\n1\n2\n');
  expect(await (await ask('TabSeparated')).text()).toBe('0\n1\n2\n');
  let streamed = 0;
  for await (const part of (await client.query({ query, format: 'JSONEachRow' })).stream())
    streamed += part.length;
  expect(streamed).toBe(3);
});

test('binds parameters of every kind, and none of them is SQL', async () => {
  const hostile = `it's \\ "x" \n\t; DROP TABLE t --`;
  const [row] = await rows<Record<string, unknown>>(
    `SELECT {text:String} AS text, {list:Array(String)} AS list, {n:UInt64} AS n, {f:Float64} AS f,
       {map:Map(String, String)} AS map, {yes:Bool} AS yes, toString({at:DateTime64(3, 'UTC')}) AS at`,
    {
      text: hostile,
      list: ['a', hostile],
      n: 42,
      f: 1.5,
      map: { k: hostile },
      yes: true,
      at: new Date(1_700_000_000_123),
    },
  );
  expect(row).toEqual({
    text: hostile,
    list: ['a', hostile],
    n: 42,
    f: 1.5,
    map: { k: hostile },
    yes: true,
    at: '2023-11-14 22:13:20.123',
  });
});

test('settings hold for one statement and leave nothing behind', async () => {
  const setting = `SELECT getSetting('max_block_size') AS v`;
  const [plain] = await rows<{ v: number }>(setting);
  const answer = await client.query({
    query: setting,
    format: 'JSONEachRow',
    clickhouse_settings: { max_block_size: '777' },
  });
  expect(await answer.json()).toEqual([{ v: 777 }]);
  for (let i = 0; i < 8; i++) expect(await rows(setting)).toEqual([plain]);
});

test('inserts arrays, streams and text', async () => {
  await client.command({
    query:
      'CREATE TABLE t (a UInt64, s LowCardinality(String), d UInt8 DEFAULT 9) ENGINE = MergeTree ORDER BY a',
  });
  await client.insert({
    table: 't',
    values: [
      { a: 1, s: 'x' },
      { a: 2, s: 'y' },
    ],
    format: 'JSONEachRow',
  });
  await client.insert({
    table: 't',
    values: Readable.from(['3,z,1\n', '4,w,2\n'], { objectMode: false }),
    format: 'CSV',
  });
  await client.insert({ table: 't', values: Readable.from([[5, 'v', 3]]), format: 'JSONCompactEachRow' });
  expect(await rows('SELECT a, s, d FROM t ORDER BY a')).toEqual([
    { a: 1, s: 'x', d: 9 },
    { a: 2, s: 'y', d: 9 },
    { a: 3, s: 'z', d: 1 },
    { a: 4, s: 'w', d: 2 },
    { a: 5, s: 'v', d: 3 },
  ]);
  await client.command({ query: "INSERT INTO t (a, s) VALUES (6, 'u')" });
  expect(await rows('SELECT count() AS n FROM t')).toEqual([{ n: 6 }]);
});

async function nativeBlock(query: string): Promise<Buffer> {
  const url = `${engine.url}/?query=${encodeURIComponent(query)}&default_format=Native`;
  const answer = await fetch(url, {
    headers: { 'x-clickhouse-user': engine.username, 'x-clickhouse-key': engine.password },
  });
  return Buffer.from(await answer.arrayBuffer());
}

test('takes Native blocks, several in a body, once under one token, through materialised views', async () => {
  await client.command({
    query: `CREATE TABLE b (a UInt64, s LowCardinality(String)) ENGINE = MergeTree ORDER BY a
      SETTINGS non_replicated_deduplication_window = 100`,
  });
  await client.command({
    query: `CREATE TABLE sums (s String, n UInt64) ENGINE = SummingMergeTree ORDER BY s SETTINGS non_replicated_deduplication_window = 100`,
  });
  await client.command({
    query: 'CREATE MATERIALIZED VIEW b_mv TO sums AS SELECT s, count() AS n FROM b GROUP BY s',
  });
  const block = await nativeBlock(`SELECT number AS a, toString(number % 3) AS s FROM numbers(70000)`);
  const send = (token: string) =>
    client.exec({
      query: 'INSERT INTO b (a, s) FORMAT Native',
      values: Readable.from([block, block]),
      clickhouse_settings: { insert_deduplication_token: token },
    });
  for (const token of ['one', 'one', 'two']) (await send(token)).stream.destroy();
  expect(await rows('SELECT count() AS n FROM b')).toEqual([{ n: 280_000 }]);
  expect(await rows('SELECT sum(n) AS n FROM sums')).toEqual([{ n: 280_000 }]);
});

test('errors carry their code and name', async () => {
  await expect(rows('SELECT nonsense FROM t')).rejects.toMatchObject({
    code: '47',
    type: 'UNKNOWN_IDENTIFIER',
  });
  await expect(rows('SELEC 1')).rejects.toMatchObject({ code: '62' });
  await expect(rows('SELECT * FROM nowhere')).rejects.toMatchObject({ code: '60' });
});

test('a wrong password is refused', async () => {
  const stranger = createClient({ url: engine.url, username: 'default', password: 'guess' });
  await expect(stranger.query({ query: 'SELECT 1' })).rejects.toMatchObject({ code: '516' });
  await stranger.close();
});

test.each([
  `SELECT * FROM file('/etc/passwd', 'LineAsString')`,
  "SELECT * FROM `file`('/etc/passwd', 'LineAsString')",
  `SELECT * FROM /* file */ FiLe ('/etc/passwd')`,
  `SELECT * FROM url('http://127.0.0.1/', 'CSV')`,
  `SELECT 1 INTO OUTFILE '/tmp/x'`,
  `CREATE TABLE x (a String) ENGINE = File(CSV)`,
  `INSERT INTO FUNCTION file('/tmp/x', 'CSV') SELECT 1`,
  `SELECT * FROM executable('x', 'CSV')`,
])('nothing outside the database can be reached: %s', async (query) => {
  await expect(client.command({ query })).rejects.toMatchObject({ code: '497' });
});

test('words of the outside in strings and names are harmless', async () => {
  expect(await rows(`SELECT 'file(x)' AS file, 1 AS url`)).toEqual([{ file: 'file(x)', url: 1 }]);
});

test('short questions do not wait for long ones or for inserts', async () => {
  const order: string[] = [];
  const slow = rows('SELECT sleep(1)').then(() => order.push('slow'));
  const quick = rows('SELECT 1').then(() => order.push('quick'));
  await Promise.all([slow, quick]);
  expect(order).toEqual(['quick', 'slow']);
});

test('a killed engine comes back at the same address with every acknowledged row', async () => {
  await client.command({
    query:
      'CREATE TABLE k (a UInt64) ENGINE = MergeTree ORDER BY a SETTINGS non_replicated_deduplication_window = 1000',
  });
  const url = engine.url;
  for (let round = 0; round < 3; round++) {
    const acknowledged: number[] = [];
    let inserting = true;
    const inserter = (async () => {
      for (let i = 0; inserting; i++) {
        await client.insert({ table: 'k', values: [{ a: round * 1000 + i }], format: 'JSONEachRow' }).then(
          () => acknowledged.push(round * 1000 + i),
          () => new Promise((resolve) => setTimeout(resolve, 20)),
        );
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 150));
    process.kill(engine.pid!, 'SIGKILL');
    await expect.poll(() => engine.state, { timeout: 20_000 }).toBe('restarting');
    await expect.poll(() => engine.state, { timeout: 20_000 }).toBe('running');
    inserting = false;
    await inserter;
    const stored = await rows<{ a: number; n: number }>(
      'SELECT a, count() AS n FROM k WHERE a >= {from:UInt64} GROUP BY a',
      {
        from: round * 1000,
      },
    );
    const counts = new Map(stored.map((row) => [row.a, row.n]));
    for (const a of acknowledged) expect(counts.get(a)).toBe(1);
  }
  expect(engine.url).toBe(url);
});

test('a second engine on the same directory is refused and names the first', async () => {
  const other = spawn('node', ['-e', 'setTimeout(() => {}, 60000)']);
  const otherDir = await mkdtemp(join(tmpdir(), 'vitalfew-engine-'));
  try {
    await writeFile(join(otherDir, 'lock'), String(other.pid));
    await expect(
      startEngine({ dataDir: otherDir, hostScript, memoryBytes: 1e9, log: () => undefined }),
    ).rejects.toThrow(new RegExp(`process ${other.pid}`));
  } finally {
    other.kill();
    await rm(otherDir, { recursive: true, force: true });
  }
});
