import { bench, describe } from 'vitest';
import { NOW_MS } from '../../../test/otlp/arbitrary-requests.ts';
import { encode, TRACES, toJson } from '../../../test/otlp/reference-protobuf.ts';
import { attributesOf, spanOf } from '../../../test/otlp/span-request.ts';
import { StatementCache } from '../normalise/statement-cache.ts';
import { decodeTraces } from './decode-traces.ts';
import { TRACE_REQUEST } from './json/schema.ts';
import { transcodeJson } from './json/transcode.ts';
import { DEFAULT_LIMITS } from './limits.ts';

/** Each run decodes 1,000 spans of ten attributes each: milliseconds a run are microseconds a span. */
const SPANS = 1000;
const entry = attributesOf({
  'http.request.method': 'GET',
  'http.route': '/books/<slug>',
  'url.path': '/books/the-hobbit',
  'http.response.status_code': 200,
  'vitalfew.queue_ns': 12345,
  'vitalfew.complete': true,
  'user_agent.original': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
  'client.address': '192.168.1.1',
  'network.protocol.version': '1.1',
  'url.scheme': 'http',
});
const query = attributesOf({
  'db.system.name': 'postgresql',
  'db.query.text':
    'SELECT id, title, author_id, price FROM catalogue_book WHERE author_id = $1 AND published < $2 ORDER BY title LIMIT 20',
  'db.query.summary': 'SELECT catalogue_book',
  'db.namespace': 'bookstore',
  'db.response.returned_rows': 20,
  'server.address': '10.0.0.5',
  'server.port': 5432,
  'code.file.path': '/app/catalogue/views.py',
  'code.line.number': 42,
  'vitalfew.db.alias': 'default',
});
const resource = attributesOf({
  'service.name': 'bookstore',
  'service.version': '1.2.3',
  'deployment.environment.name': 'production',
  'service.instance.id': 'web-1:1234',
  'telemetry.sdk.name': 'opentelemetry',
  'telemetry.sdk.language': 'python',
  'telemetry.sdk.version': '1.27.0',
  'host.name': 'web-1',
  'process.pid': 1234,
  'process.runtime.name': 'cpython',
});
const spans = Array.from({ length: SPANS }, (_, i) =>
  i % 8 === 0
    ? spanOf({ name: 'GET /books/<slug>', kind: 2, parentSpanId: Buffer.alloc(0), attributes: entry })
    : spanOf({ name: 'SELECT catalogue_book', kind: 3, attributes: query }),
);
const request = {
  resourceSpans: [
    {
      resource: { attributes: resource },
      scopeSpans: [{ scope: { name: 'bookstore', version: '1' }, spans }],
    },
  ],
};
const protobuf = encode(TRACES, request);
const json = Buffer.from(JSON.stringify(toJson(request)));
const options = {
  limits: DEFAULT_LIMITS,
  nowMs: NOW_MS,
  statements: new StatementCache((text) => ({ text, fingerprint: 1n })),
};

describe('1,000 spans', () => {
  bench('protobuf to Native', () => {
    for (const batch of decodeTraces(protobuf, options).batches) batch.encode();
  });
  bench('JSON to Native', () => {
    for (const batch of decodeTraces(transcodeJson(json, TRACE_REQUEST), options).batches) batch.encode();
  });
  bench('protobuf to objects by the reference decoder', () => {
    TRACES.toObject(TRACES.decode(protobuf), { longs: String });
  });
});
