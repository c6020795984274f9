import type { TraceSpan } from '@vitalfew/contract';
import { accountTime, createLocalSpans, createTimeAccount, cutIntoRequests } from '@vitalfew/trace';
import type { StoredSpan } from './stored-span.ts';

const NS_PER_MS = 1e6;

/** The spans of a trace in order of start, each with its account within its own request. */
export function accountTrace(stored: readonly StoredSpan[]): TraceSpan[] {
  const firstNs = stored.reduce(
    (first, span) => minOf(first, BigInt(span.start_ns)),
    BigInt(stored[0]?.start_ns ?? '0'),
  );
  const offsetsNs = stored.map((span) => Number(BigInt(span.start_ns) - firstNs));
  const spans = stored.map((span, i) => toTraceSpan(span, offsetsNs[i] ?? 0));
  const linked = stored.map((span) => ({
    spanId: span.span,
    parentSpanId: span.parent,
    isEntry: span.is_entry,
  }));
  for (const { entry, members } of cutIntoRequests(linked))
    accountRequest(stored, spans, offsetsNs, entry, members);
  return spans;
}

function accountRequest(
  stored: readonly StoredSpan[],
  spans: TraceSpan[],
  offsetsNs: readonly number[],
  entry: number,
  members: readonly number[],
): void {
  const local = createLocalSpans(members.length);
  const account = createTimeAccount(members.length);
  const positions = new Map(members.map((i, at) => [stored[i]?.span ?? '', at]));
  const entryNs = offsetsNs[entry] ?? 0;
  local.count = members.length;
  members.forEach((i, at) => {
    const span = stored[i];
    if (span === undefined) return;
    const startNs = (offsetsNs[i] ?? 0) - entryNs;
    local.startNs[at] = startNs;
    local.endNs[at] = startNs + span.duration;
    local.parent[at] = at === 0 ? -1 : (positions.get(span.parent) ?? -1);
    local.folded[at] = span.repeat_count > 1 ? 1 : 0;
    local.busyNs[at] = span.repeat_count > 1 ? span.busy : 0;
    local.foreignClock[at] = span.instance === stored[entry]?.instance ? 0 : 1;
  });
  accountTime(local, account);
  members.forEach((i, at) => {
    const span = spans[i];
    if (span === undefined) return;
    const detached = account.tree.detached[at] === 1;
    spans[i] = {
      ...span,
      // After repair: a span with a wrong clock stands where it was put into its parent.
      offsetMs:
        detached || local.foreignClock[at] === 0
          ? span.offsetMs
          : (entryNs + (account.tree.startNs[at] ?? 0)) / NS_PER_MS,
      exclusiveMs: (account.exclusiveNs[at] ?? 0) / NS_PER_MS,
      sharedMs: (account.sharedNs[at] ?? 0) / NS_PER_MS,
      blockingMs: (account.blockingNs[at] ?? 0) / NS_PER_MS,
      onCriticalPath: account.onCriticalPath[at] === 1,
      detached,
    };
  });
}

function toTraceSpan(span: StoredSpan, offsetNs: number): TraceSpan {
  return {
    spanId: span.span,
    parentSpanId: span.parent,
    service: span.service,
    environment: span.environment,
    version: span.version,
    instance: span.instance,
    name: span.name,
    kind: span.kind_name,
    segment: span.segment,
    isEntry: span.is_entry,
    offsetMs: offsetNs / NS_PER_MS,
    durationMs: span.duration / NS_PER_MS,
    exclusiveMs: 0,
    sharedMs: 0,
    blockingMs: 0,
    onCriticalPath: false,
    detached: false,
    status: span.status_name,
    statusMessage: span.status_message,
    cause: span.cause,
    statement: span.attributes['db.query.text'] ?? span.attributes['db.statement'] ?? '',
    fingerprint: span.fingerprint_hex,
    callSite: span.call_site,
    scope: span.scope,
    repeatCount: span.repeat_count,
    // Stored of folded spans only.
    repeatBusyMs: (span.repeat_count > 1 ? span.busy : span.duration) / NS_PER_MS,
    repeatMaxMs: (span.repeat_count > 1 ? span.longest : span.duration) / NS_PER_MS,
    attributes: { ...span.attributes },
    resourceAttributes: { ...span.resource_attributes },
    events: span.event_times.map((timeMs, i) => ({
      timeMs,
      name: span.event_names[i] ?? '',
      attributes: { ...span.event_attributes[i] },
    })),
    links: span.link_traces.map((traceId, i) => ({
      traceId,
      spanId: span.link_spans[i] ?? '',
      attributes: { ...span.link_attributes[i] },
    })),
  };
}

function minOf(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
