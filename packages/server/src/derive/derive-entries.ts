import {
  accountTime,
  bucketOf,
  createLocalSpans,
  createTimeAccount,
  SEGMENTS,
  satisfactionOf,
  segmentTimes,
} from '@vitalfew/trace';
import type { CauseBatch } from './cause-batch.ts';
import { CauseTotals } from './cause-totals.ts';
import { RequestBatch } from './request-batch.ts';
import type { SpanColumns } from './span-columns.ts';
import { TraceIndex } from './trace-index.ts';

export interface DerivedEntries {
  readonly requests: RequestBatch;
  readonly causes: CauseBatch;
}

const SERVER = 2;
const ERROR = 2;
const APDEX_CODES = { satisfied: 0, tolerating: 1, frustrated: 2 } as const;

// Work space kept between steps; grows to the largest request seen.
let local = createLocalSpans(256);
let account = createTimeAccount(256);
let segments = new Uint8Array(256);

/**
 * The requests of all due entries and what they waited for, summed by minute. Pure: the same spans give the
 * same rows. About 2 µs a span.
 */
export function deriveEntries(spans: SpanColumns, apdexThresholdNs: number): DerivedEntries {
  const index = new TraceIndex(spans);
  const segmentCodes = Uint8Array.from(spans.segment.values, (name) =>
    Math.max(0, SEGMENTS.indexOf(name as (typeof SEGMENTS)[number])),
  );
  const requests = new RequestBatch(1024);
  const causes = new CauseTotals(spans, segmentCodes);
  const segmentNs = new Float64Array(SEGMENTS.length);
  for (let entry = 0; entry < spans.rows; entry++) {
    if (spans.isDue[entry] === 0) continue;
    const members = index.localDescendants(entry);
    fillLocal(spans, members, segmentCodes);
    accountTime(local, account);
    const queueNs = spans.queueNs[entry] ?? 0;
    const gcNs = Math.min(spans.gcNs[entry] ?? 0, spans.durationNs[entry] ?? 0);
    const responseNs = segmentTimes(
      {
        count: members.length,
        segment: segments,
        sharedNs: account.sharedNs,
        durationNs: spans.durationNs[entry] ?? 0,
        queueNs,
        gcNs,
      },
      segmentNs,
    );
    const error = hasFailed(spans, entry);
    const satisfaction = satisfactionOf(responseNs, error, apdexThresholdNs);
    requests.add(spans, entry, {
      responseNs,
      segmentNs,
      error,
      bucket: bucketOf(responseNs),
      apdex: APDEX_CODES[satisfaction],
      spans: countCalls(spans, members),
      databaseCalls: countCalls(spans, members, SEGMENTS.indexOf('database')),
      cacheCalls: countCalls(spans, members, SEGMENTS.indexOf('cache')),
      externalCalls: countCalls(spans, members, SEGMENTS.indexOf('external')),
    });
    causes.add(entry, members, account, { queueNs, gcNs });
  }
  return { requests, causes: causes.toBatch() };
}

function fillLocal(spans: SpanColumns, members: readonly number[], segmentCodes: Uint8Array): void {
  const count = members.length;
  if (local.startNs.length < count) {
    local = createLocalSpans(count * 2);
    account = createTimeAccount(count * 2);
    segments = new Uint8Array(count * 2);
  }
  local.count = count;
  const entry = members[0] ?? 0;
  const entryStartNs = spans.startNs[entry] ?? 0n;
  const entryInstance = spans.instance.index[entry];
  const positions = new Map<bigint, number>();
  for (let at = 0; at < count; at++) positions.set(spans.spanId[members[at] ?? 0] ?? 0n, at);
  for (let at = 0; at < count; at++) {
    const i = members[at] ?? 0;
    const startNs = Number((spans.startNs[i] ?? 0n) - entryStartNs);
    local.startNs[at] = startNs;
    local.endNs[at] = startNs + (spans.durationNs[i] ?? 0);
    local.parent[at] = at === 0 ? -1 : (positions.get(spans.parentSpanId[i] ?? 0n) ?? -1);
    const folded = (spans.repeatCount[i] ?? 1) > 1;
    local.folded[at] = folded ? 1 : 0;
    local.busyNs[at] = folded ? (spans.repeatBusyNs[i] ?? 0) : 0;
    local.foreignClock[at] = spans.instance.index[i] === entryInstance ? 0 : 1;
    segments[at] = segmentCodes[spans.segment.index[i] ?? 0] ?? 0;
  }
}

function hasFailed(spans: SpanColumns, entry: number): boolean {
  if (spans.status[entry] === ERROR) return true;
  if (spans.kind[entry] === SERVER && (spans.statusCode[entry] ?? 0) >= 500) return true;
  return (
    (spans.errorType.values[spans.errorType.index[entry] ?? 0] ?? '') !== '' &&
    (spans.statusCode[entry] ?? 0) === 0
  );
}

/** Calls that the spans stand for, of one segment or of all. */
function countCalls(spans: SpanColumns, members: readonly number[], segment?: number): number {
  let calls = 0;
  for (let at = 0; at < members.length; at++) {
    if (segment === undefined || segments[at] === segment) calls += spans.repeatCount[members[at] ?? 0] ?? 1;
  }
  return calls;
}
