import { SEGMENT_NAMES, type SegmentsMs, type Vitals } from '@vitalfew/contract';
import { type RollupRow, rollupQuantileNs } from './rollup.ts';

const NS_PER_MS = 1e6;

/** The figures of a roll-up row. `rangeMs` is the time that the row covers. */
export function vitalsOf(row: RollupRow, rangeMs: number): Vitals {
  const quantileMs = (q: number) => rollupQuantileNs(row, q) / NS_PER_MS;
  return {
    requests: row.n,
    errors: row.failed,
    errorRate: ratio(row.failed, row.n),
    throughputPerMinute: (row.n * 60_000) / rangeMs,
    totalMs: row.sum_ns / NS_PER_MS,
    meanMs: ratio(row.sum_ns, row.n) / NS_PER_MS,
    p50Ms: quantileMs(0.5),
    p90Ms: quantileMs(0.9),
    p95Ms: quantileMs(0.95),
    p99Ms: quantileMs(0.99),
    p999Ms: quantileMs(0.999),
    maxMs: row.longest_ns / NS_PER_MS,
    apdex: apdexOf(row),
  };
}

/** (satisfied + tolerating / 2) / requests, 1 when there were none. Source: the Apdex Alliance's 1.1 specification. */
export function apdexOf(row: RollupRow): number {
  return row.n === 0 ? 1 : (row.satisfied_n + row.tolerating_n / 2) / row.n;
}

/** Mean milliseconds a request by segment. */
export function segmentsOf(row: RollupRow): SegmentsMs {
  return Object.fromEntries(
    SEGMENT_NAMES.map((segment, i) => [segment, ratio(row.segments[i] ?? 0, row.n) / NS_PER_MS]),
  ) as SegmentsMs;
}

export function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
