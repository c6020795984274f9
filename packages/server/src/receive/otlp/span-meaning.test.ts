import { describe, expect, test } from 'vitest';
import { nativeRows, type Row } from '../../../test/native-rows.ts';
import { NOW_MS } from '../../../test/otlp/arbitrary-requests.ts';
import { encode, TRACES } from '../../../test/otlp/reference-protobuf.ts';
import { fnv1a } from '../../../test/otlp/reference-rows.ts';
import { attributesOf, type PlainValue, spanOf, traceBytes } from '../../../test/otlp/span-request.ts';
import { StatementCache } from '../normalise/statement-cache.ts';
import { decodeTraces } from './decode-traces.ts';
import { DEFAULT_LIMITS } from './limits.ts';

const SERVER = 2;
const CLIENT = 3;
const masked: string[] = [];
const systems: string[] = [];
const statements = new StatementCache((statement, system) => {
  masked.push(statement);
  systems.push(system);
  return { text: statement.replace(/'[^']*'|\b\d+\b/g, '?'), fingerprint: 0xfedcba9876543210n };
});

function rowOf(attributes: Readonly<Record<string, PlainValue>>, fields: object = {}): Row {
  const bytes = traceBytes([spanOf({ attributes: attributesOf(attributes), ...fields })]);
  return decodeRow(bytes);
}

function decodeRow(bytes: Uint8Array): Row {
  const { batches, tally } = decodeTraces(bytes, { limits: DEFAULT_LIMITS, nowMs: NOW_MS, statements });
  expect(tally.reasons).toEqual([]);
  return nativeRows(batches[0]!.encode())[0]!;
}

function attribute(row: Row, key: string): string | undefined {
  return (row.attributes as [string, string][]).find(([name]) => name === key)?.[1];
}

describe('a request', () => {
  test('is named by method and route, in the new and the old words', () => {
    const row = {
      is_entry: true,
      endpoint: 'GET /books/<slug>',
      method: 'GET',
      path: '/books/the-hobbit',
      status_code: 404,
    };
    expect(
      rowOf(
        {
          'http.request.method': 'GET',
          'http.route': '/books/<slug>',
          'url.path': '/books/the-hobbit',
          'http.response.status_code': 404,
        },
        { kind: SERVER },
      ),
    ).toMatchObject(row);
    expect(
      rowOf(
        {
          'http.method': 'GET',
          'http.route': '/books/<slug>',
          'http.target': '/books/the-hobbit?token=1',
          'http.status_code': 404,
        },
        { kind: SERVER },
      ),
    ).toMatchObject(row);
  });

  test('prefers the new word where both are sent, whichever comes first', () => {
    expect(rowOf({ 'http.request.method': 'GET', 'http.method': 'OLD' })).toMatchObject({ method: 'GET' });
    expect(rowOf({ 'http.method': 'OLD', 'http.request.method': 'GET' })).toMatchObject({ method: 'GET' });
  });

  test('without a route is named by its span', () => {
    expect(rowOf({ 'http.request.method': 'GET' }, { kind: SERVER })).toMatchObject({ endpoint: 'a span' });
  });

  test('brings queue time, collections and completeness as columns, not as attributes', () => {
    const row = rowOf(
      { 'vitalfew.queue_ns': 1234, 'vitalfew.gc_ns': 99, 'vitalfew.complete': true },
      { kind: SERVER },
    );
    expect(row).toMatchObject({
      queue_ns: 1234n,
      gc_ns: 99n,
      complete: true,
      segment: 'unexplained',
      attributes: [],
    });
  });

  test('that failed bears its error type, else that of its last exception', () => {
    const exception = { name: 'exception', attributes: attributesOf({ 'exception.type': 'ValueError' }) };
    const failed = { status: { code: 2 }, events: [exception] };
    expect(rowOf({ 'error.type': 'timeout' }, failed)).toMatchObject({ error_type: 'timeout', status: 2 });
    expect(rowOf({}, failed)).toMatchObject({ error_type: 'ValueError' });
    expect(rowOf({}, { events: [exception] })).toMatchObject({ error_type: '' });
  });
});

describe('a database call', () => {
  test('has its statement normalised everywhere, under the new name', () => {
    for (const key of ['db.query.text', 'db.statement']) {
      const row = rowOf({
        'db.system': 'postgresql',
        [key]: "SELECT * FROM users WHERE mail = 'ann@example.org'",
      });
      expect(row).toMatchObject({
        segment: 'database',
        cause: 'SELECT * FROM users WHERE mail = ?',
        fingerprint: 0xfedcba9876543210n,
      });
      expect(attribute(row, 'db.query.text')).toBe('SELECT * FROM users WHERE mail = ?');
      expect(attribute(row, 'db.statement')).toBeUndefined();
      expect(JSON.stringify(row, (_, value) => String(value))).not.toContain('ann@');
    }
  });

  test('normalises a statement once for all its spans', () => {
    masked.length = 0;
    const span = spanOf({ attributes: attributesOf({ 'db.query.text': 'SELECT 1 FROM once' }) });
    decodeTraces(traceBytes([span, span, span]), { limits: DEFAULT_LIMITS, nowMs: NOW_MS, statements });
    expect(masked).toEqual(['SELECT 1 FROM once']);
  });

  test('tells the normaliser its system, whether that comes before or behind the statement', () => {
    systems.length = 0;
    rowOf({ 'db.system.name': 'mysql', 'db.query.text': 'SELECT before' });
    rowOf({ 'db.query.text': 'SELECT behind', 'db.system': 'oracle' });
    rowOf({ 'db.query.text': 'SELECT behind' });
    expect(systems).toEqual(['mysql', 'oracle', '']);
  });

  test('without a statement is known by its summary', () => {
    const row = rowOf({ 'db.system.name': 'mysql', 'db.query.summary': 'SELECT book' });
    expect(row).toMatchObject({ cause: 'SELECT book', fingerprint: fnv1a('SELECT book') });
  });

  test('of a document store keeps its shape and loses its values', () => {
    const row = rowOf({
      'db.system': 'mongodb',
      'db.statement': '{"find":"users","filter":{"mail":"ann@example.org","age":7}}',
    });
    expect(row.cause).toBe('{"find":?,"filter":{"mail":?,"age":?}}');
  });

  test('loses its parameters', () => {
    const row = rowOf({ 'db.query.parameter.0': 'secret', 'db.statement.parameters': '(secret)' });
    expect(row.attributes).toEqual([
      ['db.query.parameter.0', '[masked]'],
      ['db.statement.parameters', '[masked]'],
    ]);
  });
});

describe('other calls', () => {
  test('to a cache are known by operation and key template', () => {
    expect(
      rowOf({
        'vitalfew.segment': 'cache',
        'vitalfew.cache.operation': 'get',
        'vitalfew.cache.key': 'book:*',
      }),
    ).toMatchObject({ segment: 'cache', cause: 'get book:*', fingerprint: fnv1a('get book:*') });
    expect(
      rowOf({ 'db.system': 'redis', 'db.statement': 'set session:12ab9 secret-value' }, { kind: CLIENT }),
    ).toMatchObject({
      segment: 'cache',
      cause: 'SET session:* ?',
    });
  });

  test('to templates by their name', () => {
    expect(rowOf({ 'vitalfew.segment': 'template', 'vitalfew.template.name': 'book.html' })).toMatchObject({
      cause: 'book.html',
    });
  });

  test('to other services by method and host', () => {
    const row = rowOf(
      { 'http.request.method': 'POST', 'server.address': 'pay.example', 'server.port': 8443 },
      { kind: CLIENT },
    );
    expect(row).toMatchObject({ segment: 'external', cause: 'POST pay.example:8443' });
  });

  test('lose query, fragment and credentials of their URL', () => {
    const row = rowOf(
      {
        'http.method': 'GET',
        'http.url': 'https://ann:pw@api.example/v1/x?key=secret#top',
        'url.query': 'key=secret',
      },
      { kind: CLIENT },
    );
    expect(row).toMatchObject({ cause: 'GET api.example', path: '/v1/x' });
    expect(attribute(row, 'http.url')).toBe('https://api.example/v1/x');
    expect(attribute(row, 'url.query')).toBeUndefined();
  });

  test('lose cookies and authorisation', () => {
    const row = rowOf({
      'http.request.header.authorization': 'Basic c2VjcmV0',
      'http.request.header.cookie': 'a=b',
    });
    expect(row.attributes).toEqual([
      ['http.request.header.authorization', '[masked]'],
      ['http.request.header.cookie', '[masked]'],
    ]);
  });

  test('of our own code by the function, with the call site', () => {
    const row = rowOf({
      'code.function.name': 'shop.views.cart',
      'code.file.path': 'shop/views.py',
      'code.line.number': 42,
    });
    expect(row).toMatchObject({ segment: 'view', cause: 'shop.views.cart', call_site: 'shop/views.py:42' });
    expect(rowOf({ 'code.filepath': 'a.py', 'code.lineno': 7 })).toMatchObject({ call_site: 'a.py:7' });
  });
});

test('folded calls count n and their busy time', () => {
  const row = rowOf({
    'vitalfew.repeat.count': 40,
    'vitalfew.repeat.busy_ns': 900,
    'vitalfew.repeat.max_ns': 80,
  });
  expect(row).toMatchObject({ repeat_count: 40, repeat_busy_ns: 900n, repeat_max_ns: 80n });
});

test('the resource names service, version, environment, instance and agent', () => {
  const resource = (attributes: Readonly<Record<string, PlainValue>>) =>
    decodeRow(
      encode(TRACES, {
        resourceSpans: [
          { resource: { attributes: attributesOf(attributes) }, scopeSpans: [{ spans: [spanOf()] }] },
        ],
      }),
    );
  expect(
    resource({
      'service.name': 'shop',
      'service.version': '1.2',
      'deployment.environment': 'old',
      'deployment.environment.name': 'live',
      'service.instance.id': 'web-1',
      'telemetry.sdk.name': 'opentelemetry',
      'telemetry.sdk.language': 'python',
      'telemetry.sdk.version': '1.27.0',
    }),
  ).toMatchObject({
    service: 'shop',
    version: '1.2',
    environment: 'live',
    instance: 'web-1',
    agent: 'opentelemetry python 1.27.0',
  });
  expect(
    resource({
      'host.name': 'box',
      'process.pid': 12,
      'telemetry.distro.name': 'vitalfew-django',
      'telemetry.distro.version': '0.1.0',
    }),
  ).toMatchObject({ service: 'unknown_service', instance: 'box:12', agent: 'vitalfew-django 0.1.0' });
});
