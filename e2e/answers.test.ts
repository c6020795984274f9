import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  apiPaths,
  connectAnswer,
  endpointsAnswer,
  overviewAnswer,
  requestFacetsAnswer,
  requestHistogramAnswer,
  requestsAnswer,
  SEGMENT_NAMES,
  searchAnswer,
  servicesAnswer,
  sessionAnswer,
  statusAnswer,
  traceAnswer,
  vitalFewAnswer,
} from '@vitalfew/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { createPayload } from '../harness/otlp/payload.ts';
import { type RunningServer, startServer } from '../harness/running-server.ts';

const REQUESTS = 480;
const SENDINGS = 4;

let folder: string;
let server: RunningServer;
let spans = 0;
let traceIds: readonly string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitalfew-e2e-'));
  server = await startServer(join(folder, 'data'));
  const payload = createPayload(REQUESTS / SENDINGS, 'shop', 'shop-1');
  for (let i = 0; i < SENDINGS; i++) {
    const fresh = payload.fresh(BigInt(Date.now()) * 1_000_000n);
    traceIds = fresh.traceIds;
    const answer = await fetch(new URL('/v1/traces', server.otlpHttp), {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf' },
      body: new Uint8Array(fresh.body),
    });
    expect(answer.status).toBe(200);
    spans += payload.spans;
  }
  const stored = await eventually(
    async () => (await ask(apiPaths.services, servicesAnswer)).services[0]?.requests,
    (requests) => requests === REQUESTS,
    20_000,
  );
  expect(stored).toBe(REQUESTS);
});

afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function ask<Answer>(path: string, schema: { parse(value: unknown): Answer }): Promise<Answer> {
  return schema.parse(await server.get(path));
}

test('every span and every request is stored once', async () => {
  const { tables } = await ask(apiPaths.status, statusAnswer);
  const rows = Object.fromEntries(tables.map((table) => [table.table, table.rows]));
  expect(rows).toMatchObject({ spans, requests: REQUESTS });
});

test('the services page shows the service with its figures', async () => {
  const { services } = await ask(`${apiPaths.services}?from=now-15m`, servicesAnswer);
  const [shop] = services;
  expect(shop).toMatchObject({
    service: 'shop',
    environments: ['production'],
    versions: ['1.4.2'],
    requests: REQUESTS,
  });
  expect(shop?.errors).toBe(REQUESTS / 12);
  expect(shop?.throughputSpark.reduce((sum, each) => sum + each, 0)).toBe(REQUESTS);
});

test.each(['now-5m', 'now-1h', 'now-24h', 'now-30d'])(
  'figures agree with the raw requests over %s',
  async (from) => {
    const overview = await ask(`${apiPaths.overview('shop')}?from=${from}`, overviewAnswer);
    const all: number[] = [];
    let cursor = '';
    do {
      const page = await ask(
        `${apiPaths.requests}?from=${from}&limit=500${cursor && `&cursor=${cursor}`}`,
        requestsAnswer,
      );
      all.push(...page.requests.map((request) => request.responseMs));
      cursor = page.nextCursor ?? '';
    } while (cursor !== '');
    expect(all).toHaveLength(REQUESTS);
    all.sort((a, b) => a - b);
    const { vitals } = overview;
    expect(vitals.requests).toBe(REQUESTS);
    expect(vitals.meanMs).toBeCloseTo(all.reduce((sum, each) => sum + each, 0) / REQUESTS, 6);
    for (const [q, measured] of [
      [0.5, vitals.p50Ms],
      [0.9, vitals.p90Ms],
      [0.95, vitals.p95Ms],
      [0.99, vitals.p99Ms],
      [0.999, vitals.p999Ms],
    ] as const) {
      const exact = all[Math.ceil(q * REQUESTS) - 1]!;
      expect(Math.abs(measured - exact) / exact).toBeLessThan(0.01);
    }
    const segments = SEGMENT_NAMES.reduce((sum, name) => sum + overview.segmentsMs[name], 0);
    expect(segments).toBeCloseTo(vitals.meanMs, 6);
  },
);

test('the segments of every request add up to its response time', async () => {
  const { requests } = await ask(`${apiPaths.requests}?limit=200`, requestsAnswer);
  for (const request of requests) {
    const sum = SEGMENT_NAMES.reduce((total, name) => total + request.segmentsMs[name], 0);
    expect(sum).toBeCloseTo(request.responseMs, 6);
  }
});

test('endpoints come in the wanted order and add up', async () => {
  for (const sort of ['total', 'mean', 'p95', 'throughput', 'apdex', 'errors'] as const) {
    const { endpoints } = await ask(`${apiPaths.endpoints('shop')}?sort=${sort}`, endpointsAnswer);
    expect(endpoints).toHaveLength(12);
    expect(endpoints.reduce((sum, row) => sum + row.share, 0)).toBeCloseTo(1, 9);
  }
  const { endpoints } = await ask(`${apiPaths.endpoints('shop')}?sort=mean&search=books`, endpointsAnswer);
  const means = endpoints.map((row) => row.meanMs);
  expect(means).toEqual([...means].sort((a, b) => b - a));
  expect(endpoints.every((row) => row.endpoint.includes('books'))).toBe(true);
});

test('requests are filtered, excluded, counted and found by attribute', async () => {
  const one = `endpoint=${encodeURIComponent('GET /books/')}`;
  const { requests } = await ask(`${apiPaths.requests}?${one}&limit=500`, requestsAnswer);
  expect(requests).toHaveLength(REQUESTS / 12);
  const failed = await ask(`${apiPaths.requests}?errors=only&limit=500`, requestsAnswer);
  expect(failed.requests.every((request) => request.error && request.statusCode === 500)).toBe(true);
  const histogram = await ask(`${apiPaths.requestHistogram}?endpoint=!GET%20/books/`, requestHistogramAnswer);
  expect(histogram.total).toBe((REQUESTS / 12) * 11);
  expect(histogram.durations.reduce((sum, bar) => sum + bar.count, 0)).toBe(histogram.total);
  const { facets } = await ask(`${apiPaths.requestFacets}?status_code=500`, requestFacetsAnswer);
  expect(facets.find((facet) => facet.facet === 'status_code')?.values).toEqual([
    { value: '200', count: (REQUESTS / 12) * 11 },
    { value: '500', count: REQUESTS / 12 },
  ]);
  const found = await ask(
    `${apiPaths.requests}?search=${encodeURIComponent('app.customer_id=customer-0000007')}`,
    requestsAnswer,
  );
  expect(found.requests).toHaveLength(SENDINGS);
  const absent = await ask(
    `${apiPaths.requests}?search=${encodeURIComponent('app.customer_id=customer')}`,
    requestsAnswer,
  );
  expect(absent.requests).toEqual([]);
  const slow = await ask(`${apiPaths.requests}?sort=slowest&limit=3`, requestsAnswer);
  const [first, second] = slow.requests;
  expect(first!.responseMs).toBeGreaterThanOrEqual(second!.responseMs);
});

test('a trace comes whole, and its accounts add up', async () => {
  const trace = await ask(`${apiPaths.trace(traceIds[0]!)}`, traceAnswer);
  expect(trace.requests).toHaveLength(1);
  const entry = trace.spans.find((span) => span.isEntry)!;
  for (const account of ['exclusiveMs', 'sharedMs', 'blockingMs'] as const) {
    expect(
      Math.abs(trace.spans.reduce((sum, span) => sum + span[account], 0) - entry.durationMs),
    ).toBeLessThan(0.001);
  }
  const statement = trace.spans.find((span) => span.segment === 'database')!;
  expect(statement.statement).toContain('SELECT');
  expect(statement.callSite).toMatch(/shop\/views_\d+\.py:\d+/);
});

test('what requests waited for adds up to what they took, and 80 % of it is marked', async () => {
  const few = await ask(`${apiPaths.vitalFew}?limit=500`, vitalFewAnswer);
  const overview = await ask(apiPaths.overview('shop'), overviewAnswer);
  expect(few.totalBlockingMs).toBeCloseTo(overview.vitals.totalMs, 0);
  expect(few.causes.reduce((sum, cause) => sum + cause.share, 0)).toBeCloseTo(1, 6);
  const vital = few.causes.filter((cause) => cause.vital);
  expect(vital).toHaveLength(few.n80);
  expect(vital.at(-1)!.cumulativeShare).toBeGreaterThanOrEqual(0.8 - 1e-9);
  const example = await ask(apiPaths.trace(few.causes[0]!.exampleTraceId), traceAnswer);
  expect(example.requests[0]?.endpoint).toBe(few.causes[0]?.endpoint);
});

test('the palette finds services, endpoints and traces', async () => {
  const titles = async (q: string) =>
    (await ask(`${apiPaths.search}?q=${encodeURIComponent(q)}`, searchAnswer)).results;
  expect((await titles('sho'))[0]).toMatchObject({ kind: 'service', service: 'shop' });
  expect((await titles('checkout')).map((result) => result.kind)).toContain('endpoint');
  expect(await titles(traceIds[0]!)).toMatchObject([{ kind: 'trace', traceId: traceIds[0] }]);
});

test('connect and session say how things are', async () => {
  const connect = await ask(apiPaths.connect, connectAnswer);
  const http = connect.receivers.find((receiver) => receiver.name === 'otlp-http');
  expect(http?.signals.find((signal) => signal.signal === 'traces')).toMatchObject({
    accepted: spans,
    rejected: 0,
  });
  expect(connect.services[0]).toMatchObject({ service: 'shop' });
  expect(await ask(apiPaths.session, sessionAnswer)).toEqual({
    loginRequired: false,
    user: { name: 'local', role: 'admin' },
  });
});

test.each([
  [`${apiPaths.requests}?from=yesterday`, 400, /milliseconds since the epoch/],
  [`${apiPaths.requests}?sort=prettiest`, 400, /sort/],
  [`${apiPaths.requests}?cursor=nonsense`, 400, /first page/],
  [`${apiPaths.requests}?status_code=abc`, 400, /whole numbers/],
  [`${apiPaths.trace('xyz')}`, 400, /32 hexadecimal/],
  [`${apiPaths.trace('1'.padStart(32, '0'))}`, 404, /No span/],
  ['/api/v1/nothing', 404, /no such path/],
])('a question that cannot be answered is refused in a sentence: %s', async (path, status, sentence) => {
  const answer = await fetch(new URL(path, server.url));
  expect(answer.status).toBe(status);
  expect(((await answer.json()) as { error: { message: string } }).error.message).toMatch(sentence);
});

test('a name that points at loopback from elsewhere gets nothing', async () => {
  const { request } = await import('node:http');
  const status = await new Promise((resolve, reject) => {
    const call = request(
      new URL(apiPaths.services, server.url),
      { headers: { host: 'evil.example' } },
      (answer) => resolve(answer.statusCode),
    );
    call.on('error', reject);
    call.end();
  });
  expect(status).toBe(403);
});
