import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nativeRows, type Row } from '../../../test/native-rows.ts';
import {
  arbitraryLogs,
  arbitraryMetrics,
  arbitraryTraces,
  NOW_MS,
} from '../../../test/otlp/arbitrary-requests.ts';
import { decode, encode, LOGS, METRICS, TRACES, toJson } from '../../../test/otlp/reference-protobuf.ts';
import { logRows, pointRows, spanRows } from '../../../test/otlp/reference-rows.ts';
import { StatementCache } from '../normalise/statement-cache.ts';
import { decodeLogs } from './decode-logs.ts';
import { decodeMetrics } from './decode-metrics.ts';
import { type Decoded, decodeTraces } from './decode-traces.ts';
import { LOG_REQUEST, METRIC_REQUEST, TRACE_REQUEST } from './json/schema.ts';
import { transcodeJson } from './json/transcode.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { SeriesRegister } from './series-register.ts';

const options = { limits: DEFAULT_LIMITS, nowMs: NOW_MS };
const statements = new StatementCache(() => {
  throw new Error('no random attribute is a statement');
});

function rowsOf(decoded: Decoded, table = decoded.batches[0]?.table): Row[] {
  expect(decoded.tally.reasons).toEqual([]);
  return decoded.batches
    .filter((batch) => batch.table === table)
    .flatMap((batch) => nativeRows(batch.encode()));
}

const traces = (bytes: Uint8Array) => rowsOf(decodeTraces(bytes, { ...options, statements }));
const logs = (bytes: Uint8Array) => rowsOf(decodeLogs(bytes, options));

/** Points joined with their series, in a stable order. */
function points(bytes: Uint8Array): Row[] {
  const decoded = decodeMetrics(bytes, { ...options, register: new SeriesRegister() });
  const series = new Map(rowsOf(decoded, 'series').map((row) => [row.series_id, row]));
  const joined = [...rowsOf(decoded, 'samples'), ...rowsOf(decoded, 'histograms')].map((point) => {
    const { series_id, last_seen, attributes, ...described } = series.get(point.series_id)!;
    expect(last_seen).toBe(Math.floor(NOW_MS / 1000));
    expect(series_id).toBe(point.series_id);
    const { series_id: _, ...own } = point;
    return { ...described, attributes: (attributes as string[][]).sort(), ...own };
  });
  return sorted(joined);
}

function sorted(rows: Row[]): Row[] {
  return rows
    .map((row) => ({ row, key: textOf(row) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }) => row);
}

function textOf(row: Row): string {
  return JSON.stringify(
    Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)),
    (_, value) => (typeof value === 'bigint' || typeof value === 'number' ? String(value) : value),
  );
}

describe('what the reference decoder reads is what stands in the rows', () => {
  test('of traces', () => {
    fc.assert(
      fc.property(arbitraryTraces, (request) => {
        const bytes = encode(TRACES, request);
        expect(traces(bytes)).toEqual(spanRows(decode(TRACES, bytes)));
      }),
      { numRuns: 300 },
    );
  });

  test('of logs', () => {
    fc.assert(
      fc.property(arbitraryLogs, (request) => {
        const bytes = encode(LOGS, request);
        expect(logs(bytes)).toEqual(logRows(decode(LOGS, bytes)));
      }),
      { numRuns: 300 },
    );
  });

  test('of metrics', () => {
    fc.assert(
      fc.property(arbitraryMetrics, (request) => {
        const bytes = encode(METRICS, request);
        expect(points(bytes).map(textOf)).toEqual(sorted(pointRows(decode(METRICS, bytes))).map(textOf));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a request in JSON gives the rows of the same request in protobuf', () => {
  const json = (request: object) => Buffer.from(JSON.stringify(toJson(request)));

  test('of traces', () => {
    fc.assert(
      fc.property(arbitraryTraces, (request) => {
        expect(traces(transcodeJson(json(request), TRACE_REQUEST))).toEqual(traces(encode(TRACES, request)));
      }),
      { numRuns: 200 },
    );
  });

  test('of logs', () => {
    fc.assert(
      fc.property(arbitraryLogs, (request) => {
        expect(logs(transcodeJson(json(request), LOG_REQUEST))).toEqual(logs(encode(LOGS, request)));
      }),
      { numRuns: 200 },
    );
  });

  test('of metrics', () => {
    fc.assert(
      fc.property(arbitraryMetrics, (request) => {
        expect(points(transcodeJson(json(request), METRIC_REQUEST))).toEqual(
          points(encode(METRICS, request)),
        );
      }),
      { numRuns: 200 },
    );
  });
});
