import type { CauseRow, VitalFewAnswer, vitalFewQuestion } from '@vitalfew/contract';
import { pareto } from '@vitalfew/impact';
import type { z } from 'zod';
import type { Store } from '../../store/store.ts';
import { allOf, equals, withinRange } from '../scope/filter.ts';
import { resolveRange } from '../scope/time-range.ts';
import { ratio } from '../services/vitals.ts';

interface StoredCause {
  readonly fingerprint: string;
  readonly service: string;
  readonly endpoint: string;
  readonly segment: CauseRow['segment'];
  readonly cause_text: string;
  readonly call_site: string;
  readonly request_n: number;
  readonly call_n: number;
  readonly busy: number;
  readonly shared: number;
  readonly blocking: number;
  readonly trace: string;
  readonly span: string;
}

/** Every cause of waiting in the scope, ranked by blocking time, with the few that make 80 % marked. */
export async function vitalFew(
  store: Store,
  question: z.infer<typeof vitalFewQuestion>,
  nowMs: number,
): Promise<VitalFewAnswer> {
  const range = resolveRange(question.from, question.to, { nowMs, points: 60 });
  const minutes = { ...range, fromMs: Math.floor(range.fromMs / 60_000) * 60_000 };
  const filter = allOf(
    withinRange(minutes),
    equals('service', question.service),
    equals('environment', question.environment),
    equals('version', question.version),
    equals('endpoint', question.endpoint),
  );
  const [rows, counts] = await Promise.all([
    store.query<StoredCause>(
      `SELECT lower(hex(fingerprint)) AS fingerprint, service, endpoint, segment, any(causes.cause) AS cause_text, call_site,
  toFloat64(sum(requests)) AS request_n, toFloat64(sum(calls)) AS call_n,
  toFloat64(sum(busy_ns)) AS busy, toFloat64(sum(shared_ns)) AS shared, toFloat64(sum(blocking_ns)) AS blocking,
  max(heaviest) AS top, lower(hex(top.2)) AS trace, lower(hex(top.3)) AS span
FROM causes
WHERE ${filter.where}
GROUP BY causes.fingerprint, service, endpoint, segment, call_site`,
      filter.params,
    ),
    store.query<{ n: number }>(
      `SELECT toFloat64(sum(requests)) AS n FROM requests_1m WHERE ${filter.where}`,
      filter.params,
    ),
  ]);
  const ranking = pareto(rows.map((row) => ({ key: row, value: row.blocking })));
  return {
    range,
    total: ranking.rows.length,
    n50: ranking.n50,
    n80: ranking.n80,
    requests: counts[0]?.n ?? 0,
    totalBlockingMs: ranking.total / 1e6,
    causes: ranking.rows
      .slice(0, question.limit)
      .map((ranked, i) => causeRow(ranked.key, ranked, i < ranking.n80)),
  };
}

function causeRow(
  row: StoredCause,
  rank: { readonly share: number; readonly cumulativeShare: number },
  vital: boolean,
): CauseRow {
  return {
    causeId: `${row.segment}-${row.fingerprint}`,
    service: row.service,
    endpoint: row.endpoint,
    segment: row.segment,
    cause: row.cause_text,
    callSite: row.call_site,
    requests: row.request_n,
    calls: row.call_n,
    callsPerRequest: ratio(row.call_n, row.request_n),
    blockingMs: row.blocking / 1e6,
    sharedMs: row.shared / 1e6,
    busyMs: row.busy / 1e6,
    blockingMsPerRequest: ratio(row.blocking, row.request_n) / 1e6,
    share: rank.share,
    cumulativeShare: rank.cumulativeShare,
    vital,
    exampleTraceId: row.trace,
    exampleSpanId: row.span,
  };
}
