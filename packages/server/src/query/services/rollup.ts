import { SEGMENT_NAMES } from '@vitalfew/contract';
import { quantileNs } from '@vitalfew/trace';
import { allOf, type Filter, withinRange } from '../scope/filter.ts';
import type { TimeRange } from '../scope/time-range.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Beyond this, minute roll-ups are more rows than a page can wait for. */
const HOURLY_BEYOND_MS = 8 * 24 * HOUR_MS;

/**
 * A SELECT of request sums out of the coarsest table whose rows fit the steps: raw requests below a minute,
 * then minutes, then hours. All give the same columns, so percentiles agree at every range.
 */
export function rollupQuery(question: {
  readonly range: TimeRange;
  readonly filter: Filter;
  /** Columns or expressions with alias to group by; `step` gives the start of the step in epoch ms. */
  readonly groupBy: readonly string[];
  readonly tail?: string;
}): { sql: string; params: Record<string, unknown> } {
  const source = chooseSource(question.range);
  const filter = allOf(withinRange(question.range), question.filter);
  const step = `toInt64(intDiv(toUnixTimestamp(toDateTime(time)) * 1000, {step_ms:Int64}) * {step_ms:Int64})`;
  const groups = question.groupBy.map((group) => (group === 'step' ? `${step} AS step` : group));
  const columns = [...groups, ...(source === 'requests' ? RAW_SUMS : ROLLED_SUMS)];
  const keys = question.groupBy.map((group) => group.replace(/^.* AS /, ''));
  return {
    sql: `SELECT ${columns.join(',\n  ')}
FROM ${source}
WHERE ${filter.where}
${keys.length > 0 ? `GROUP BY ${keys.join(', ')}` : ''}
${question.tail ?? ''}`,
    params: { ...filter.params, step_ms: question.range.stepMs },
  };
}

function chooseSource(range: TimeRange): 'requests' | 'requests_1m' | 'requests_1h' {
  if (range.stepMs % MINUTE_MS !== 0) return 'requests';
  if (range.stepMs % HOUR_MS === 0 && range.toMs - range.fromMs > HOURLY_BEYOND_MS) return 'requests_1h';
  return 'requests_1m';
}

/** One row of a roll-up answer; times in nanoseconds, `buckets` log buckets of the response time. */
export interface RollupRow {
  readonly n: number;
  readonly failed: number;
  readonly satisfied_n: number;
  readonly tolerating_n: number;
  readonly sum_ns: number;
  readonly longest_ns: number;
  readonly shortest_ns: number;
  readonly statements: number;
  readonly segments: readonly number[];
  readonly histogram: readonly (readonly [number, number])[];
}

/** A quantile of the response times of a row, nanoseconds. */
export function rollupQuantileNs(row: RollupRow, q: number): number {
  return quantileNs(row.histogram, q, { minNs: row.shortest_ns, maxNs: row.longest_ns });
}

const SEGMENT_COLUMNS = SEGMENT_NAMES.map((segment) => `toFloat64(sum(${segment}_ns))`).join(', ');

const RAW_SUMS = [
  'toFloat64(count()) AS n',
  'toFloat64(countIf(error)) AS failed',
  'toFloat64(countIf(apdex = 0)) AS satisfied_n',
  'toFloat64(countIf(apdex = 1)) AS tolerating_n',
  'toFloat64(sum(response_ns)) AS sum_ns',
  'toFloat64(max(response_ns)) AS longest_ns',
  'toFloat64(min(response_ns)) AS shortest_ns',
  'toFloat64(sum(database_calls)) AS statements',
  `[${SEGMENT_COLUMNS}] AS segments`,
  "arrayMap(e -> (toFloat64(e.1), toFloat64(e.2)), CAST(sumMap(map(bucket, toUInt64(1))), 'Array(Tuple(Int16, UInt64))')) AS histogram",
];

const ROLLED_SUMS = [
  'toFloat64(sum(requests)) AS n',
  'toFloat64(sum(errors)) AS failed',
  'toFloat64(sum(satisfied)) AS satisfied_n',
  'toFloat64(sum(tolerating)) AS tolerating_n',
  'toFloat64(sum(response_ns)) AS sum_ns',
  'toFloat64(max(max_ns)) AS longest_ns',
  'toFloat64(min(min_ns)) AS shortest_ns',
  'toFloat64(sum(database_calls)) AS statements',
  `[${SEGMENT_COLUMNS}] AS segments`,
  "arrayMap(e -> (toFloat64(e.1), toFloat64(e.2)), CAST(sumMapMerge(buckets), 'Array(Tuple(Int16, UInt64))')) AS histogram",
];
