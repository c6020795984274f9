import { randomBytes } from 'node:crypto';
import { attributesOf, type PlainValue } from '../../packages/server/test/otlp/span-request.ts';
import { type HandMadeSpan, writtenSpan } from './hand-made-span.ts';

export const REPORT = {
  endpoint: 'GET /reports/',
  durationMs: 200,
  /** Like statements, one after the other, from one line of code. */
  statements: 12,
  statementMs: 8,
  exception: { type: 'ReportError', message: 'the totals do not add up' },
} as const;

const SERVER = 2;
const CLIENT = 3;
const STATUS_ERROR = 2;

/** A failed request with one statement many times, a call that runs beside them, and an exception. */
export function reportTrace(endMs: number): {
  readonly traceId: string;
  readonly spans: readonly HandMadeSpan[];
} {
  const traceId = randomBytes(16);
  const startNs = BigInt(endMs - REPORT.durationMs) * 1_000_000n;
  const at = (ms: number) => String(startNs + BigInt(ms * 1_000_000));
  const span = (
    name: string,
    [fromMs, toMs]: readonly [number, number],
    attributes: Readonly<Record<string, PlainValue>>,
    more: object,
  ) => {
    const spanId = randomBytes(8);
    const fields = {
      traceId,
      spanId,
      name,
      startTimeUnixNano: at(fromMs),
      endTimeUnixNano: at(toMs),
      attributes: attributesOf(attributes),
      ...more,
    };
    return { spanId, written: writtenSpan(fields) };
  };
  const { type, message } = REPORT.exception;
  const entry = span(
    REPORT.endpoint,
    [0, REPORT.durationMs],
    {
      'http.request.method': 'GET',
      'http.route': '/reports/',
      'url.path': '/reports/',
      'http.response.status_code': 500,
      'report.month': 'July',
    },
    {
      kind: SERVER,
      status: { code: STATUS_ERROR, message },
      events: [
        {
          name: 'exception',
          timeUnixNano: at(190),
          attributes: attributesOf({
            'exception.type': type,
            'exception.message': message,
            'exception.stacktrace': `Traceback:\n  reports/views.py, line 12\n${type}: ${message}`,
          }),
        },
      ],
    },
  );
  const view = span('reports.views.monthly', [2, 180], {}, { kind: 1, parentSpanId: entry.spanId });
  const statements = Array.from({ length: REPORT.statements }, (_, i) =>
    span(
      'SELECT orders_line',
      [10 + i * 10, 10 + i * 10 + REPORT.statementMs],
      {
        'db.system.name': 'postgresql',
        'db.query.text': `SELECT "price" FROM "orders_line" WHERE "id" = ${i}`,
        'code.file.path': 'reports/views.py',
        'code.line.number': 31,
      },
      { kind: CLIENT, parentSpanId: view.spanId },
    ),
  );
  const rates = span(
    'GET',
    [10, 60],
    { 'http.request.method': 'GET', 'server.address': 'rates.example' },
    { kind: CLIENT, parentSpanId: view.spanId },
  );
  return {
    traceId: traceId.toString('hex'),
    spans: [entry, view, ...statements, rates].map(({ written }) => written),
  };
}
