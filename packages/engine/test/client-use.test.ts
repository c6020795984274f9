import { Readable } from 'node:stream';
import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from './start-test-engine.ts';

let it: TestEngine;

beforeAll(async () => {
  it = await startTestEngine();
});

afterAll(() => it.close());

const client = () => it.client;
const rows: TestEngine['rows'] = (query, parameters) => it.rows(query, parameters);

test('asks whether it is there', async () => {
  expect(await client().ping()).toEqual({ success: true });
});

test('reads answers in each format that the client offers', async () => {
  const query = 'SELECT number AS n FROM numbers(3)';
  const ask = async (format: 'JSON' | 'JSONCompactEachRow' | 'CSV' | 'TabSeparated') =>
    client().query({ query, format });
  expect(await (await ask('JSON')).json()).toMatchObject({ rows: 3 });
  expect(await (await ask('JSONCompactEachRow')).json()).toHaveLength(3);
  expect(await (await ask('CSV')).text()).toBe('0\n1\n2\n');
  expect(await (await ask('TabSeparated')).text()).toBe('0\n1\n2\n');
  let streamed = 0;
  for await (const part of (await client().query({ query, format: 'JSONEachRow' })).stream())
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
  const answer = await client().query({
    query: setting,
    format: 'JSONEachRow',
    clickhouse_settings: { max_block_size: '777' },
  });
  expect(await answer.json()).toEqual([{ v: 777 }]);
  for (let i = 0; i < 8; i++) expect(await rows(setting)).toEqual([plain]);
});

test('inserts arrays, streams and text', async () => {
  await client().command({
    query:
      'CREATE TABLE t (a UInt64, s LowCardinality(String), d UInt8 DEFAULT 9) ENGINE = MergeTree ORDER BY a',
  });
  await client().insert({
    table: 't',
    values: [
      { a: 1, s: 'x' },
      { a: 2, s: 'y' },
    ],
    format: 'JSONEachRow',
  });
  await client().insert({
    table: 't',
    values: Readable.from(['3,z,1\n', '4,w,2\n'], { objectMode: false }),
    format: 'CSV',
  });
  await client().insert({ table: 't', values: Readable.from([[5, 'v', 3]]), format: 'JSONCompactEachRow' });
  expect(await rows('SELECT a, s, d FROM t ORDER BY a')).toEqual([
    { a: 1, s: 'x', d: 9 },
    { a: 2, s: 'y', d: 9 },
    { a: 3, s: 'z', d: 1 },
    { a: 4, s: 'w', d: 2 },
    { a: 5, s: 'v', d: 3 },
  ]);
  await client().command({ query: "INSERT INTO t (a, s) VALUES (6, 'u')" });
  expect(await rows('SELECT count() AS n FROM t')).toEqual([{ n: 6 }]);
});

async function bytesOf(query: string, format: string): Promise<Buffer> {
  const answer = await it.request(`/?query=${encodeURIComponent(query)}&default_format=${format}`);
  return Buffer.from(await answer.arrayBuffer());
}

test('takes Native blocks, several in a body, once under one token, through materialised views', async () => {
  await client().command({
    query: `CREATE TABLE b (a UInt64, s LowCardinality(String)) ENGINE = MergeTree ORDER BY a
      SETTINGS non_replicated_deduplication_window = 100`,
  });
  await client().command({
    query: `CREATE TABLE sums (s String, n UInt64) ENGINE = SummingMergeTree ORDER BY s SETTINGS non_replicated_deduplication_window = 100`,
  });
  await client().command({
    query: 'CREATE MATERIALIZED VIEW b_mv TO sums AS SELECT s, count() AS n FROM b GROUP BY s',
  });
  const block = await bytesOf('SELECT number AS a, toString(number % 3) AS s FROM numbers(70000)', 'Native');
  const send = (token: string) =>
    client().exec({
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
  const stranger = createClient({
    url: it.engine.url,
    username: 'default',
    password: 'guess',
    log: { level: ClickHouseLogLevel.OFF },
  });
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
  'SELECT * FROM `/etc/passwd`',
  `SELECT file('/etc/passwd')`,
  "SELECT `f\\x69le`('/etc/passwd')",
  "SELECT “file”('/etc/passwd')",
  `INSERT INTO t FROM INFILE '/etc/passwd' FORMAT CSV`,
  `ATTACH TABLE stolen FROM '/tmp/x' (a UInt8) ENGINE = MergeTree ORDER BY a`,
  `CREATE DATABASE fs ENGINE = Filesystem('/etc')`,
  `CREATE DICTIONARY d (a UInt64) PRIMARY KEY a SOURCE(FILE(path '/etc/passwd' format 'CSV')) LAYOUT(FLAT()) LIFETIME(0)`,
  `SELECT * FROM remote('127.0.0.1', system.one)`,
  `SELECT * FROM s3('http://127.0.0.1/bucket/x', 'CSV', 'a String')`,
  `BACKUP TABLE t TO File('/tmp/x')`,
  'SYSTEM SHUTDOWN',
  `CREATE USER x IDENTIFIED BY 'y'`,
])('nothing outside the database can be reached: %s', async (query) => {
  await expect(client().command({ query })).rejects.toMatchObject({ code: '497' });
});

test('words of the outside in strings and names are harmless', async () => {
  expect(await rows(`SELECT 'file(x)' AS file, 1 AS url`)).toEqual([{ file: 'file(x)', url: 1 }]);
});

test('short questions do not wait for long ones or for inserts', async () => {
  const order: string[] = [];
  await client().command({ query: 'CREATE TABLE w (a UInt8) ENGINE = MergeTree ORDER BY a' });
  const slow = [
    rows('SELECT sleep(1)'),
    ...[1, 2, 3].map((n) => client().command({ query: `INSERT INTO w SELECT sleep(1) + ${n}` })),
  ].map((each) => each.then(() => order.push('slow')));
  const quick = rows('SELECT 1').then(() => order.push('quick'));
  await Promise.all([...slow, quick]);
  expect(order).toEqual(['quick', 'slow', 'slow', 'slow', 'slow']);
});

test.each([
  'SELECT (SELECT sleep(1)) AS early_one',
  'WITH (SELECT sleep(1)) AS early_two SELECT early_two',
  'SELECT a AS early_three FROM t WHERE a IN (SELECT toUInt64(sleep(1)))',
  'WITH early_four AS (SELECT toUInt64(sleep(1)) AS a) SELECT a FROM t WHERE a IN early_four',
])('what the engine computes before the first row holds nothing up: %s', async (query) => {
  let done = false;
  const slow = rows(query).then(() => {
    done = true;
  });
  const name = /early_\w+/.exec(query)?.[0];
  const running = `SELECT 1 FROM system.processes WHERE query LIKE '%${name}%' AND query NOT LIKE '%processes%'`;
  await expect.poll(() => rows(running), { interval: 5, timeout: 5_000 }).toHaveLength(1);
  expect(done).toBe(false);
  await slow;
});

test('what a failed question had answered so far is in no other answer', async () => {
  for (const format of ['JSON', 'CSV', 'JSONEachRow'])
    for (let i = 0; i < 5; i++) {
      const failed = await it.request(
        `/?default_format=${format}&query=SELECT+number,throwIf(number=300000)+FROM+numbers(400000)`,
      );
      await failed.text().catch(() => undefined);
      const next = await it.request('/?query=SELECT+42');
      expect(await next.text(), format).toBe('42\n');
    }
});

test('inserts binary formats, with and without the names of columns', async () => {
  await client().command({
    query: `CREATE TABLE f (a UInt64, s LowCardinality(String), at DateTime64(3) DEFAULT now64(3), \`odd "name\` UInt8)
      ENGINE = MergeTree ORDER BY a`,
  });
  const source = `SELECT toUInt64(number) AS a, toLowCardinality(toString(number)) AS s FROM numbers(100)`;
  for (const format of ['Native', 'RowBinary', 'RowBinaryWithNamesAndTypes', 'Parquet', 'ArrowStream']) {
    const data = await bytesOf(source, format);
    const { stream } = await client().exec({
      query: `INSERT INTO default.f (a, s) FORMAT ${format}`,
      values: Readable.from([data]),
    });
    stream.destroy();
    expect(await rows('SELECT count() AS n, uniqExact(s) AS s FROM f'), format).toEqual([{ n: 100, s: 100 }]);
    await client().command({ query: 'TRUNCATE TABLE f' });
  }
  const data = await bytesOf(source, 'Native');
  const inBody = await it.request('/', {
    method: 'POST',
    body: new Uint8Array(
      Buffer.concat([Buffer.from('INSERT INTO f SETTINGS async_insert = 0 FORMAT Native\n'), data]),
    ),
  });
  expect(inBody.status, await inBody.text()).toBe(200);
  expect(JSON.parse(inBody.headers.get('x-clickhouse-summary')!)).toMatchObject({ written_rows: '100' });
  await client().insert({
    table: 'f',
    columns: ['a', '`odd "name`'],
    values: [[7, 9]],
    format: 'JSONCompactEachRow',
  });
  expect(await rows('SELECT count() AS n, sum(`odd "name`) AS odd FROM f')).toEqual([{ n: 101, odd: 9 }]);
});

test('a faulty insert is refused as a whole and says why', async () => {
  const before = await rows('SELECT count() AS n FROM t');
  await expect(
    client().insert({
      table: 't',
      values: Readable.from(['1,x,1\n', 'no number\n'], { objectMode: false }),
      format: 'CSV',
    }),
  ).rejects.toMatchObject({ code: expect.stringMatching(/\d+/), message: expect.stringContaining('a') });
  expect(await rows('SELECT count() AS n FROM t')).toEqual(before);
  await expect(
    client().insert({ table: 'nowhere', values: [{ a: 1 }], format: 'JSONEachRow' }),
  ).rejects.toMatchObject({ code: '60' });
});

test('a statement is named by its query id, can be found by it and killed by it', async () => {
  const slow = client().query({
    query: 'SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 1',
    query_id: 'slow-one',
  });
  const outcome = expect(slow).rejects.toMatchObject({ code: '394' });
  await expect
    .poll(() =>
      rows(
        `SELECT 1 FROM system.processes WHERE query LIKE '%query_id: slow-one%' AND query NOT LIKE '%processes%'`,
      ),
    )
    .toHaveLength(1);
  await expect(client().query({ query: 'SELECT 1', query_id: 'slow-one' })).rejects.toMatchObject({
    code: '216',
  });
  await client().command({ query: "KILL QUERY WHERE query_id = 'slow-one' SYNC" });
  await outcome;
  const { query_id } = await client().query({ query: 'SELECT 1', query_id: 'named' });
  expect(query_id).toBe('named');
});

test.each(['JSONEachRow', 'JSON'] as const)(
  'giving a question up ends it in the engine (%s)',
  async (format) => {
    const giveUp = new AbortController();
    const slow = client().query({
      query: 'SELECT count() FROM numbers(1000000000000) WHERE sipHash64(number) = 2',
      format,
      abort_signal: giveUp.signal,
    });
    const outcome = expect(slow).rejects.toThrow();
    const running = `SELECT count() AS n FROM system.processes WHERE query LIKE '%sipHash64(number) = 2%' AND query NOT LIKE '%processes%'`;
    await expect.poll(() => rows(running)).toEqual([{ n: 1 }]);
    giveUp.abort();
    await outcome;
    await expect.poll(() => rows(running), { timeout: 10_000 }).toEqual([{ n: 0 }]);
  },
);

test('a long answer flows at the pace of its reader and can be left half way', async () => {
  const answer = await client().query({
    query: 'SELECT number FROM numbers(200000000)',
    format: 'JSONEachRow',
  });
  let seen = 0;
  for await (const part of answer.stream()) {
    seen += part.length;
    if (seen > 100_000) break;
  }
  answer.close();
  expect(seen).toBeGreaterThan(100_000);
  await expect
    .poll(
      () =>
        rows(
          `SELECT count() AS n FROM system.processes WHERE query LIKE '%numbers(200000000)%' AND query NOT LIKE '%processes%'`,
        ),
      { timeout: 10_000 },
    )
    .toEqual([{ n: 0 }]);
});

test('a failure in the middle of an answer reaches the reader as an error with its code', async () => {
  const answer = await client().query({
    query: 'SELECT number, throwIf(number = 3000000) FROM numbers(4000000)',
    format: 'JSONEachRow',
  });
  const read = async () => {
    for await (const part of answer.stream()) expect(part.length).toBeGreaterThan(0);
  };
  await expect(read()).rejects.toMatchObject({ code: '395' });
});

test('times are told in the zone of the session', async () => {
  const answer = await client().query({
    query:
      "SELECT toString(toDateTime64('2026-01-01 00:00:00', 0, 'UTC')::DateTime) AS t, toString(fromUnixTimestamp(0)) AS epoch",
    format: 'JSONEachRow',
    clickhouse_settings: { session_timezone: 'Asia/Tokyo' },
  });
  expect(await answer.json()).toMatchObject([{ epoch: '1970-01-01 09:00:00' }]);
  expect(answer.response_headers['x-clickhouse-timezone']).toBe('Asia/Tokyo');
  expect(await rows('SELECT timezone() AS z')).toEqual([{ z: 'UTC' }]);
});

test('identifiers, nulls and nested values bind too', async () => {
  expect(
    await rows(
      'SELECT {c:Identifier} AS c, {n:Nullable(String)} AS n, {a:Array(Array(UInt8))} AS a FROM {d:Identifier}.{t:Identifier} LIMIT 1',
      { c: 'number', n: null, a: [[1], [2, 3]], d: 'system', t: 'numbers' },
    ),
  ).toEqual([{ c: 0, n: null, a: [[1], [2, 3]] }]);
});

test('a question does not wait behind many long ones', async () => {
  let slow = 0;
  const long = Array.from({ length: 8 }, (_, i) => rows(`SELECT sleep(2), ${i}`).then(() => slow++));
  await rows('SELECT 1');
  expect(slow).toBe(0);
  await Promise.all(long);
});

test('more questions than may wait are refused with a clear code', async () => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: 400 }, () =>
      it
        .request('/?query=SELECT+sleep(0.5)')
        .then((answer) => answer.headers.get('x-clickhouse-exception-code')),
    ),
  );
  const codes = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'broken'));
  expect(codes.filter((code) => code === '202').length).toBeGreaterThan(0);
  expect(codes.every((code) => code === null || code === '202')).toBe(true);
});
