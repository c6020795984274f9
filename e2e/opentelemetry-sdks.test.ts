import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  apiPaths,
  connectAnswer,
  statusAnswer,
  type TraceAnswer,
  type TraceSpan,
  traceAnswer,
} from '@vitalfew/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { sendFromNode } from '../harness/opentelemetry/node-sdk.ts';
import { planOrders, SPANS_PER_ORDER } from '../harness/opentelemetry/plan-orders.ts';
import {
  DATA_POINTS,
  type Destination,
  LOG_RECORDS,
  type PlannedSpan,
  type PlannedValue,
  type SentSpan,
} from '../harness/opentelemetry/planned-span.ts';
import { pythonWithSdk, sendFromPython } from '../harness/opentelemetry/python-sdk.ts';
import { type RunningServer, startServer } from '../harness/running-server.ts';

/** OpenTelemetry's SDKs for Node and Python, unmodified, over each of the protocols that they speak. */

const ORDERS = 60;
const SPANS = ORDERS * SPANS_PER_ORDER;
/** From the acknowledgement of the last batch to every span being found: what is promised. */
const QUERYABLE_MS = 5_000;
const INSTALL_MS = 300_000;

type Send = (plan: readonly PlannedSpan[], to: Destination) => Promise<SentSpan[]>;

// Python's SDK has no exporter for JSON.
const SENDERS: readonly (readonly [name: string, receiver: string, send: Send])[] = [
  ['Node, HTTP/protobuf', 'otlp-http', (plan, to) => sendFromNode(plan, 'http/protobuf', to)],
  ['Node, HTTP/JSON', 'otlp-http', (plan, to) => sendFromNode(plan, 'http/json', to)],
  ['Node, gRPC', 'otlp-grpc', (plan, to) => sendFromNode(plan, 'grpc', to)],
  ['Python, HTTP/protobuf', 'otlp-http', (plan, to) => sendFromPython(python, plan, 'http/protobuf', to)],
  ['Python, gRPC', 'otlp-grpc', (plan, to) => sendFromPython(python, plan, 'grpc', to)],
];

let folder: string;
let server: RunningServer;
let python: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitalfew-sdks-'));
  [server, python] = await Promise.all([startServer(join(folder, 'data')), pythonWithSdk()]);
}, INSTALL_MS);

afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe.each(SENDERS)('%s', (service, _receiver, send) => {
  const plan = planOrders(ORDERS, Date.now());
  let sent: readonly SentSpan[];
  let found: ReadonlyMap<string, TraceAnswer>;

  beforeAll(async () => {
    sent = await send(plan, { ...server, service });
    found = await findTraces(sent);
  });

  test('every span is found, none twice', () => {
    const ids = [...found.values()].flatMap(({ spans }) => spans.map((span) => span.spanId));
    expect(ids).toHaveLength(SPANS);
    expect(ids.sort()).toEqual(sent.map((span) => span.spanId).sort());
  });

  test('every span is what was sent: name, kind, parent, times, status, attributes, events, links', () => {
    plan.forEach((planned, i) => {
      const trace = found.get(sent[i]!.traceId)!;
      const span = trace.spans.find((each) => each.spanId === sent[i]!.spanId)!;
      expect(span).toMatchObject({
        service,
        scope: 'shop',
        name: planned.name,
        kind: planned.kind,
        parentSpanId: sent[planned.parent]?.spanId ?? '',
        durationMs: planned.durationNs / 1e6,
        status: planned.status,
        statusMessage: planned.statusMessage,
      });
      // Within 5 µs: milliseconds since 1970 have no more digits in a double.
      expect(trace.startMs + span.offsetMs).toBeCloseTo(msOf(planned.startNs), 2);
      expect(span.attributes).toEqual(storedAttributes(planned.attributes));
      expect(span.links).toEqual(planned.links.map((link) => ({ ...sent[link], attributes: {} })));
      expectEvents(span, planned);
    });
  });
});

test('the receivers counted every span, log record and data point, and refused none', async () => {
  const { receivers } = connectAnswer.parse(await server.get(apiPaths.connect));
  for (const { name, signals, refusals } of receivers) {
    const sendings = SENDERS.filter(([, receiver]) => receiver === name).length;
    expect(refusals).toEqual([]);
    expect(signals.map(({ signal, accepted, rejected }) => [signal, accepted, rejected])).toEqual([
      ['traces', sendings * SPANS, 0],
      ['metrics', sendings * DATA_POINTS, 0],
      ['logs', sendings * LOG_RECORDS, 0],
    ]);
  }
});

test('every span, log record and data point is stored once', async () => {
  const expected = {
    spans: SENDERS.length * SPANS,
    logs: SENDERS.length * LOG_RECORDS,
    // Counter and gauge; the histogram is the third point.
    samples: SENDERS.length * (DATA_POINTS - 1),
    histograms: SENDERS.length,
  };
  const rows = await eventually(
    async () => {
      const { tables } = statusAnswer.parse(await server.get(apiPaths.status));
      return Object.fromEntries(tables.map((table) => [table.table, table.rows]));
    },
    (counted) => counted.histograms === expected.histograms,
    QUERYABLE_MS,
  );
  expect(rows).toMatchObject(expected);
});

async function findTraces(sent: readonly SentSpan[]): Promise<Map<string, TraceAnswer>> {
  const traceIds = [...new Set(sent.map((span) => span.traceId))];
  return eventually(
    async () => {
      const answers = await Promise.all(
        traceIds.map((id) => server.get(apiPaths.trace(id)).catch(() => undefined)),
      );
      const traces = answers.flatMap((answer) => (answer === undefined ? [] : [traceAnswer.parse(answer)]));
      return new Map(traces.map((trace) => [trace.traceId, trace]));
    },
    (traces) => [...traces.values()].reduce((sum, trace) => sum + trace.spans.length, 0) >= sent.length,
    QUERYABLE_MS,
  );
}

/** Values as text, lists as JSON; literals of SQL do not survive the arrival. */
function storedAttributes(attributes: PlannedSpan['attributes']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [
      key,
      key === 'db.query.text' ? 'SELECT "title" FROM "books" WHERE "id" = ?' : storedValue(value),
    ]),
  );
}

function storedValue(value: PlannedValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function expectEvents(span: TraceSpan, planned: PlannedSpan): void {
  const isException = (event: { readonly name: string }) => event.name === 'exception';
  const [exception] = span.events.filter(isException);
  const events = span.events.filter((event) => !isException(event));
  expect(events.map(({ name, attributes }) => ({ name, attributes }))).toEqual(
    planned.events.map(({ name, attributes }) => ({ name, attributes: storedAttributes(attributes) })),
  );
  for (const [i, { timeNs }] of planned.events.entries())
    expect(events[i]!.timeMs).toBeCloseTo(msOf(timeNs), 2);
  if (planned.exception === '') {
    expect(exception).toBeUndefined();
    return;
  }
  expect(exception!.attributes).toMatchObject({
    'exception.type': 'TypeError',
    'exception.message': planned.exception,
    'exception.stacktrace': expect.stringContaining(planned.exception),
  });
}

/** Nanoseconds as milliseconds. */
function msOf(ns: string): number {
  return Number(BigInt(ns) / 1000n) / 1000;
}
