import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestEngine, type TestEngine } from './start-test-engine.ts';

let it: TestEngine;

beforeAll(async () => {
  it = await startTestEngine();
});

afterAll(() => it.close());

const ask = (query: string, more = '') => it.request(`/?query=${encodeURIComponent(query)}${more}`);
const post = (body: BodyInit, more = '', headers: Record<string, string> = {}) =>
  it.request(`/?${more}`, { method: 'POST', body, headers });

test('says that it is there to anyone, and nothing else', async () => {
  expect(await (await fetch(`${it.engine.url}/ping`)).text()).toBe('Ok.\n');
  const stranger = await fetch(`${it.engine.url}/?query=SELECT+1`);
  expect(stranger.status).toBe(403);
  expect(stranger.headers.get('x-clickhouse-exception-code')).toBe('516');
  expect(await stranger.text()).toMatch(
    /^Code: 516\. DB::Exception: .* \(AUTHENTICATION_FAILED\) \(version \d+\.\d+\.\d+/,
  );
});

test('knows its version', async () => {
  expect(it.engine.version).toMatch(/^\d+\.\d+\.\d+/);
  expect(await (await ask('SELECT version()')).text()).toBe(`${it.engine.version}\n`);
});

test('knows its user by header, Basic authentication and parameters', async () => {
  const { url, username, password } = it.engine;
  const basic = Buffer.from(`${username}:${password}`).toString('base64');
  for (const [path, headers] of [
    ['', { authorization: `Basic ${basic}` }],
    ['', { 'x-clickhouse-user': username, 'x-clickhouse-key': password }],
    [`&user=${username}&password=${password}`, {}],
  ] as const)
    expect(await (await fetch(`${url}/?query=SELECT+1${path}`, { headers })).text()).toBe('1\n');
});

test('describes its answers in headers', async () => {
  const answer = await ask('SELECT number FROM numbers(3) FORMAT CSV', '&query_id=abc');
  expect(await answer.text()).toBe('0\n1\n2\n');
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'x-clickhouse-query-id': 'abc',
    'x-clickhouse-format': 'CSV',
    'x-clickhouse-timezone': 'UTC',
    'content-length': '6',
  });
  expect(JSON.parse(answer.headers.get('x-clickhouse-summary')!)).toMatchObject({
    result_rows: '3',
    result_bytes: '6',
  });
});

test.each(['gzip', 'deflate'])('sends and takes %s', async (encoding) => {
  const answer = await it.request('/?query=SELECT+number+FROM+numbers(500000)&enable_http_compression=1', {
    headers: { 'accept-encoding': encoding },
  });
  expect(answer.headers.get('content-encoding')).toBe(encoding);
  expect((await answer.text()).length).toBe(3_388_890);
});

test('takes compressed bodies', async () => {
  const answer = await post(new Uint8Array(gzipSync('SELECT 42')), '', { 'content-encoding': 'gzip' });
  expect(await answer.text()).toBe('42\n');
  const broken = await post('SELECT 42', '', { 'content-encoding': 'gzip' });
  expect(broken.status).toBe(500);
});

test('a long answer equals the one that is computed as a whole', async () => {
  for (const format of ['Native', 'CSV', 'JSONEachRow', 'CSVWithNames', 'JSON']) {
    const query = 'SELECT number, toString(number) AS s FROM numbers(300000)';
    const streamed = Buffer.from(await (await ask(query, `&default_format=${format}`)).arrayBuffer());
    const whole = Buffer.from(
      await (await ask(query, `&default_format=${format}&wait_end_of_query=1`)).arrayBuffer(),
    );
    if (format === 'JSON') expect(JSON.parse(streamed.toString()).rows).toBe(300_000);
    else expect(streamed.equals(whole), format).toBe(true);
  }
});

test('waits for the end when asked to, so that a late failure has its status', async () => {
  const query = 'SELECT number, throwIf(number = 900000) FROM numbers(1000000)';
  const waited = await ask(query, '&wait_end_of_query=1');
  expect(waited.status).toBe(500);
  expect(waited.headers.get('x-clickhouse-exception-code')).toBe('395');
  const streamed = await ask(query);
  expect(streamed.status).toBe(200);
  await expect(streamed.text()).rejects.toThrow();
});

test('a GET only reads, and a request holds one statement', async () => {
  expect(await (await ask('CREATE TABLE g (a UInt8) ENGINE = Memory')).text()).toContain('(READONLY)');
  expect(await (await post('SELECT 1; SELECT 2')).text()).toContain('Multi-statements');
  expect(await (await post('SELECT 1;')).text()).toBe('1\n');
  expect(await (await post(' ')).text()).toContain('SYNTAX_ERROR');
});

test('what a statement sets on its session reaches no other', async () => {
  for (let i = 0; i < 12; i++) await post('SET max_threads = 77');
  await post('USE system');
  for (let i = 0; i < 8; i++)
    expect(await (await ask("SELECT getSetting('max_threads') = 77, currentDatabase()")).text()).toBe(
      '0\tdefault\n',
    );
  expect(await (await ask('SELECT currentDatabase()', '&database=system')).text()).toBe('system\n');
  expect((await ask('SELECT 1', '&database=nowhere')).status).toBe(404);
});

test('refuses settings that are no names, unknown settings, and what it does not offer', async () => {
  expect(await (await ask('SELECT 1', '&max_threads%3D1,x=1')).text()).toContain('SYNTAX_ERROR');
  expect(await (await ask('SELECT 1', '&no_such_setting=1')).text()).toContain('UNKNOWN_SETTING');
  expect(await (await ask('SELECT 1', '&session_id=1')).text()).toContain('NOT_IMPLEMENTED');
  expect((await it.request('/nowhere')).status).toBe(404);
  expect((await it.request('/', { method: 'DELETE' })).status).toBe(405);
});

test('a query id cannot break out of the comment that carries it', async () => {
  const answer = await ask('SELECT 1', `&query_id=${encodeURIComponent('*/ SELECT 2 --')}`);
  expect(await answer.text()).toBe('1\n');
});

test('knows the statements of a cluster', async () => {
  const answer = await post(
    "EXPLAIN AST CREATE TABLE x ON CLUSTER c (a UInt64) ENGINE = ReplicatedMergeTree('/x/{shard}', '{replica}') ORDER BY a",
  );
  expect(await answer.text()).toContain('ReplicatedMergeTree');
});
