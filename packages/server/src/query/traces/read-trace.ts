import type { TraceAnswer, TraceSpan, traceQuestion } from '@vitalfew/contract';
import type { z } from 'zod';
import { VitalfewError } from '../../error.ts';
import type { Store } from '../../store/store.ts';
import { REQUEST_COLUMNS, type StoredRequest, toRequestRow } from '../requests/request-row.ts';
import { EVERYTHING, type Filter } from '../scope/filter.ts';
import { accountTrace } from './account-trace.ts';
import { SPAN_COLUMNS, type StoredSpan } from './stored-span.ts';

const MOST_SPANS = 20_000;

/** A trace is looked for this far around the time it is said to be at, before everywhere. */
const AROUND_MS = 3_600_000;

/**
 * All spans of a trace with their accounts.
 * @throws VitalfewError `bad_request` for an id that cannot be, `not_found` for one that is not stored.
 */
export async function readTrace(
  store: Store,
  traceId: string,
  question: z.infer<typeof traceQuestion>,
): Promise<TraceAnswer> {
  if (!/^[0-9a-f]{32}$/i.test(traceId)) {
    throw new VitalfewError('bad_request', `"${traceId}" is not a trace id: 32 hexadecimal digits are.`);
  }
  const near = question.at === undefined ? [] : await readSpans(store, traceId, around(question.at));
  const stored = near.length > 0 ? near : await readSpans(store, traceId, EVERYTHING);
  if (stored.length === 0) {
    throw new VitalfewError(
      'not_found',
      `No span of trace ${traceId} is stored. It may not have arrived yet, or be older than the retention of spans.`,
    );
  }
  const startMs = Number(BigInt(stored[0]?.start_ns ?? '0') / 1_000_000n);
  const requests = await store.query<StoredRequest>(
    `SELECT ${REQUEST_COLUMNS} FROM requests
WHERE trace_id = unhex({trace:String}) AND ${around(startMs).where}
ORDER BY requests.time LIMIT 1000`,
    { trace: traceId, ...around(startMs).params },
  );
  const truncated = stored.length > MOST_SPANS;
  const spans = accountTrace(truncated ? stored.slice(0, MOST_SPANS) : stored);
  const exactStartMs = Number(BigInt(stored[0]?.start_ns ?? '0') / 1000n) / 1000;
  return {
    traceId: traceId.toLowerCase(),
    startMs: exactStartMs,
    durationMs: spans.reduce(
      (end: number, span: TraceSpan) => Math.max(end, span.offsetMs + span.durationMs),
      0,
    ),
    requests: requests.map(toRequestRow),
    spans,
    truncated,
  };
}

function readSpans(store: Store, traceId: string, when: Filter): Promise<StoredSpan[]> {
  return store.query<StoredSpan>(
    `SELECT ${SPAN_COLUMNS} FROM spans
WHERE trace_id = unhex({trace:String}) AND ${when.where}
ORDER BY spans.time, span_id LIMIT {limit:UInt32}`,
    { trace: traceId, ...when.params, limit: MOST_SPANS + 1 },
  );
}

function around(timeMs: number): Filter {
  return {
    where: `time >= fromUnixTimestamp64Milli({earliest_ms:Int64}) AND time <= fromUnixTimestamp64Milli({latest_ms:Int64})`,
    params: {
      earliest_ms: Math.max(0, Math.floor(timeMs) - AROUND_MS),
      latest_ms: Math.ceil(timeMs) + AROUND_MS,
    },
  };
}
