import { createServer } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import fastify from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NOW_MS } from '../../../test/otlp/arbitrary-requests.ts';
import { MemorySink } from '../../../test/otlp/memory-sink.ts';
import { TRACES_RESPONSE, toJson } from '../../../test/otlp/reference-protobuf.ts';
import { requestOf, spanOf, traceBytes } from '../../../test/otlp/span-request.ts';
import { VitalfewError } from '../../error.ts';
import { IntakeLedger } from '../intake-ledger.ts';
import type { RunningReceiver } from '../receiver.ts';
import { startReceivers } from '../registry.ts';
import { OTLP_HTTP, otlpHttpPlugin } from './http-plugin.ts';
import { otlpHttpReceiver } from './http-receiver.ts';
import { OtlpIntake } from './intake.ts';

const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';
const MIB = 1024 * 1024;
const LOOPBACK = { host: '127.0.0.1', port: 0 };
const now = () => NOW_MS;
const sink = new MemorySink();
const ledger = new IntakeLedger(now);
let token: string | undefined;
const intake = new OtlpIntake({
  sink,
  ledger,
  now,
  authorise: (given) => token === undefined || given === token,
  normaliseSql: (text) => ({ text, fingerprint: 1n }),
  limits: { messageBytes: 4 * MIB, jsonBytes: 2 * MIB },
  budgetBytes: 16 * MIB,
});
const good = traceBytes([spanOf()]);
const badSpan = spanOf({ traceId: Buffer.alloc(16) });
let receiver: RunningReceiver;

beforeAll(async () => {
  receiver = await otlpHttpReceiver({ intake, cors: { origins: ['https://shop.example'] } }).start(LOOPBACK);
});
afterAll(() => receiver.close());
beforeEach(() => {
  sink.clear();
  sink.refusal = undefined;
  token = undefined;
});

function post(
  body: Uint8Array | string,
  headers: Record<string, string> = {},
  path = '/v1/traces',
): Promise<Response> {
  return fetch(receiver.address + path, {
    method: 'POST',
    body: body as BodyInit,
    headers: { 'content-type': PROTOBUF, ...headers },
  });
}

describe('an answer', () => {
  test('to good data is empty, in the encoding of the request', async () => {
    const inProtobuf = await post(good);
    expect([inProtobuf.status, inProtobuf.headers.get('content-type')]).toEqual([200, PROTOBUF]);
    expect((await inProtobuf.arrayBuffer()).byteLength).toBe(0);
    const inJson = await post(JSON.stringify(toJson(requestOf([spanOf()]))), {
      'content-type': `${JSON_TYPE}; charset=utf-8`,
    });
    expect([inJson.status, inJson.headers.get('content-type'), await inJson.json()]).toEqual([
      200,
      JSON_TYPE,
      {},
    ]);
    expect(sink.rows('spans')).toHaveLength(2);
  });

  test('to a message without data is a success', async () => {
    for (const path of ['/v1/traces', '/v1/metrics', '/v1/logs']) {
      expect((await post('', {}, path)).status).toBe(200);
      expect((await post('{}', { 'content-type': JSON_TYPE }, path)).status).toBe(200);
    }
  });

  test('tells how many spans were rejected and why', async () => {
    const response = await post(traceBytes([spanOf(), badSpan, badSpan]));
    expect(response.status).toBe(200);
    const message = TRACES_RESPONSE.decode(new Uint8Array(await response.arrayBuffer()));
    expect(TRACES_RESPONSE.toObject(message, { longs: Number })).toEqual({
      partialSuccess: { rejectedSpans: 2, errorMessage: '2: trace_id is not 16 bytes other than zero' },
    });
    const inJson = await post(JSON.stringify(toJson(requestOf([badSpan]))), { 'content-type': JSON_TYPE });
    expect(await inJson.json()).toEqual({
      partialSuccess: { rejectedSpans: '1', errorMessage: '1: trace_id is not 16 bytes other than zero' },
    });
    expect(sink.rows('spans')).toHaveLength(1);
  });

  test('comes only after the sink has the data', async () => {
    let open = () => {};
    sink.gate = new Promise((resolve) => {
      open = resolve;
    });
    let answered = false;
    const response = post(good).then((value) => {
      answered = true;
      return value;
    });
    await expect.poll(() => sink.waiting).toBe(1);
    expect(answered).toBe(false);
    open();
    expect((await response).status).toBe(200);
    expect(sink.rows('spans')).toHaveLength(1);
  });
});

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['identity', (bytes: Buffer) => bytes],
] as const)('a body in %s is read', async (encoding, compress) => {
  expect((await post(compress(good), { 'content-encoding': encoding })).status).toBe(200);
  expect(sink.rows('spans')).toHaveLength(1);
});

describe('a refusal', () => {
  test.each([
    ['garbage', 400, Buffer.from('garbage'), {}],
    ['a cut message', 400, good.subarray(0, good.length - 1), {}],
    ['broken gzip', 400, Buffer.from('no gzip'), { 'content-encoding': 'gzip' }],
    ['cut gzip', 400, gzipSync(good).subarray(0, 60), { 'content-encoding': 'gzip' }],
    ['an unknown type', 415, good, { 'content-type': 'text/plain' }],
    ['an unknown encoding', 415, good, { 'content-encoding': 'br' }],
    ['a body that is too long', 413, Buffer.alloc(5 * MIB), {}],
    ['JSON that is too long', 413, Buffer.alloc(3 * MIB, 32), { 'content-type': JSON_TYPE }],
    ['a gzip bomb', 413, gzipSync(Buffer.alloc(400 * MIB)), { 'content-encoding': 'gzip' }],
  ] as const)(
    'of %s is %i with a google.rpc.Status, and the next message is taken',
    async (_, status, body, headers) => {
      const response = await post(body, headers);
      expect(response.status).toBe(status);
      expect(response.headers.get('retry-after')).toBeNull();
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(10);
      expect(sink.rows('spans')).toEqual([]);
      expect((await post(good)).status).toBe(200);
    },
  );

  test('of another method is 405', async () => {
    const response = await fetch(`${receiver.address}/v1/traces`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await response.json()).toEqual({ code: 12, message: 'OTLP/HTTP takes POST only, not GET.' });
  });

  test('of a sender without its token is 401', async () => {
    token = 'let-me-in';
    expect((await post(good)).status).toBe(401);
    expect((await post(good, { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await post(good, { authorization: 'Bearer let-me-in' })).status).toBe(200);
  });

  test('for want of room asks to come again', async () => {
    sink.refusal = new VitalfewError('overloaded', 'The spool is full.', { retryAfterSeconds: 7 });
    const full = await post('{"resourceSpans":[{"scopeSpans":[{"spans":[]}]}]}', {
      'content-type': JSON_TYPE,
    });
    expect(full.status).toBe(200);
    const response = await post(good);
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
    sink.refusal = new Error('the disk is gone');
    const broken = await post(JSON.stringify(toJson(requestOf([spanOf()]))), { 'content-type': JSON_TYPE });
    expect([broken.status, broken.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await broken.json()).toEqual({
      code: 14,
      message: expect.stringContaining('send it again later'),
    });
  });

  test('is given while the messages in hand fill the memory', async () => {
    let open = () => {};
    sink.gate = new Promise((resolve) => {
      open = resolve;
    });
    const large = traceBytes([spanOf({ name: 'n'.repeat(3 * MIB) })]);
    const answers = Array.from({ length: 8 }, () => post(large));
    const statuses = Promise.all(answers.map(async (answer) => (await answer).status));
    await expect.poll(() => intake.budget.used).toBeGreaterThan(6 * MIB);
    await Promise.race(answers);
    expect(intake.budget.used).toBeLessThanOrEqual(16 * MIB);
    open();
    const counted = await statuses;
    expect(counted).toContain(200);
    expect(counted).toContain(429);
    await expect.poll(() => intake.budget.used).toBe(0);
  });
});

describe('pages of other origins', () => {
  const preflight = (origin: string) =>
    fetch(`${receiver.address}/v1/traces`, { method: 'OPTIONS', headers: { origin } });

  test('may send where their origin is configured', async () => {
    const allowed = await preflight('https://shop.example');
    expect([allowed.status, allowed.headers.get('access-control-allow-origin')]).toEqual([
      204,
      'https://shop.example',
    ]);
    const sent = await post(good, { origin: 'https://shop.example' });
    expect(sent.headers.get('access-control-allow-origin')).toBe('https://shop.example');
  });

  test('may not otherwise', async () => {
    const refused = await preflight('https://evil.example');
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([405, null]);
  });
});

test('the ledger counts what was taken and keeps the newest reasons', async () => {
  const before = ledger.signals(OTLP_HTTP).find(({ signal }) => signal === 'traces')!;
  await post(traceBytes([spanOf(), badSpan]));
  await post(Buffer.from('garbage'));
  const after = ledger.signals(OTLP_HTTP).find(({ signal }) => signal === 'traces')!;
  expect([after.accepted - before.accepted, after.rejected - before.rejected, after.lastMs]).toEqual([
    1,
    1,
    NOW_MS,
  ]);
  const [newest, next] = ledger.refusals(OTLP_HTTP);
  expect(newest?.reason).toContain('not valid protobuf');
  expect(next?.reason).toContain('trace_id');
});

test('the same paths work on a server that has other routes and parsers', async () => {
  const app = fastify();
  await app.register(otlpHttpPlugin, { intake });
  app.post('/echo', (request) => request.body);
  const response = await app.inject({
    method: 'POST',
    url: '/v1/traces',
    payload: good,
    headers: { 'content-type': PROTOBUF },
  });
  expect(response.statusCode).toBe(200);
  expect(sink.rows('spans')).toHaveLength(1);
  expect((await app.inject({ method: 'POST', url: '/echo', payload: { a: 1 } })).json()).toEqual({ a: 1 });
  await app.close();
});

test('a port that is taken is told and stops no other receiver', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const taken = (other.address() as { port: number }).port;
  const receivers = [
    otlpHttpReceiver({ intake }),
    { ...otlpHttpReceiver({ intake }), name: 'second' },
    { ...otlpHttpReceiver({ intake }), name: 'third' },
  ];
  const running = await startReceivers(receivers, {
    ledger,
    settings: (name) => ({
      enabled: name !== 'third',
      host: '127.0.0.1',
      port: name === OTLP_HTTP ? taken : 0,
    }),
  });
  const [first, second, third] = running.states();
  expect(first).toMatchObject({
    state: 'port taken',
    address: `127.0.0.1:${taken}`,
    problem: expect.stringContaining('another process'),
  });
  expect(second).toMatchObject({
    state: 'listening',
    problem: '',
    address: expect.stringMatching(/^http:\/\/127/),
  });
  expect(third).toMatchObject({ state: 'off' });
  await running.close();
  await new Promise((resolve) => other.close(resolve));
});
