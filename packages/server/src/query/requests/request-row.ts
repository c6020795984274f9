import { type RequestRow, SEGMENT_NAMES } from '@vitalfew/contract';

/** The columns of `requests` that make a `RequestRow`; every list of requests selects these. */
export const REQUEST_COLUMNS = `lower(hex(trace_id)) AS trace, lower(hex(span_id)) AS span,
  toFloat64(toUnixTimestamp64Micro(time)) / 1000 AS time_ms,
  service, environment, version, instance, endpoint, kind, method, path, status_code, error, error_type,
  toFloat64(response_ns) AS response,
  [${SEGMENT_NAMES.map((segment) => `toFloat64(${segment}_ns)`).join(', ')}] AS segments,
  database_calls, cache_calls, external_calls, spans`;

export interface StoredRequest {
  readonly trace: string;
  readonly span: string;
  readonly time_ms: number;
  readonly service: string;
  readonly environment: string;
  readonly version: string;
  readonly instance: string;
  readonly endpoint: string;
  readonly kind: string;
  readonly method: string;
  readonly path: string;
  readonly status_code: number;
  readonly error: boolean;
  readonly error_type: string;
  readonly response: number;
  readonly segments: readonly number[];
  readonly database_calls: number;
  readonly cache_calls: number;
  readonly external_calls: number;
  readonly spans: number;
}

export function toRequestRow(row: StoredRequest): RequestRow {
  return {
    traceId: row.trace,
    spanId: row.span,
    timeMs: row.time_ms,
    service: row.service,
    environment: row.environment,
    version: row.version,
    instance: row.instance,
    endpoint: row.endpoint,
    kind: row.kind,
    method: row.method,
    path: row.path,
    statusCode: row.status_code,
    error: row.error,
    errorType: row.error_type,
    responseMs: row.response / 1e6,
    segmentsMs: Object.fromEntries(
      SEGMENT_NAMES.map((segment, i) => [segment, (row.segments[i] ?? 0) / 1e6]),
    ) as RequestRow['segmentsMs'],
    databaseCalls: row.database_calls,
    cacheCalls: row.cache_calls,
    externalCalls: row.external_calls,
    spans: row.spans,
  };
}
