import type { TraceSpan } from '@vitalfew/contract';

/** Like statements of one call site. */
export interface StatementGroup {
  readonly key: string;
  readonly statement: string;
  readonly callSite: string;
  readonly database: string;
  readonly calls: number;
  readonly totalMs: number;
  readonly longestMs: number;
  /** Rows returned by all of them; undefined where no agent said. */
  readonly rows: number | undefined;
}

/** Statements by fingerprint and call site, the costliest first. */
export function groupStatements(spans: readonly TraceSpan[]): StatementGroup[] {
  const groups = new Map<string, StatementGroup>();
  for (const span of spans) {
    const key = `${span.fingerprint} ${span.callSite}`;
    const known = groups.get(key);
    const rows = Number(span.attributes['db.response.returned_rows'] ?? Number.NaN);
    groups.set(key, {
      key,
      statement: span.statement || span.cause || span.name,
      callSite: span.callSite,
      database: [
        span.attributes['db.system.name'] ?? span.attributes['db.system'],
        span.attributes['vitalfew.db.alias'],
      ]
        .filter(Boolean)
        .join(' · '),
      calls: (known?.calls ?? 0) + span.repeatCount,
      totalMs: (known?.totalMs ?? 0) + (span.repeatCount > 1 ? span.repeatBusyMs : span.durationMs),
      longestMs: Math.max(known?.longestMs ?? 0, span.repeatCount > 1 ? span.repeatMaxMs : span.durationMs),
      rows: Number.isNaN(rows) ? known?.rows : (known?.rows ?? 0) + rows,
    });
  }
  return [...groups.values()].sort((a, b) => b.totalMs - a.totalMs);
}
