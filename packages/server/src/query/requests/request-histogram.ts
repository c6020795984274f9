import type { RequestFilters, RequestHistogramAnswer } from '@vitalfew/contract';
import { bucketLowerNs, bucketUpperNs } from '@vitalfew/trace';
import type { Store } from '../../store/store.ts';
import { resolveRange, stepStarts } from '../scope/time-range.ts';
import { requestFilter } from './request-filter.ts';

/** Log buckets of 2 % are too fine to look at: this many make one bar (about 15 %). */
const BUCKETS_A_BAR = 7;

/** Counts over time and the spread of response times of the requests that the filters select. */
export async function requestHistogram(
  store: Store,
  filters: RequestFilters,
  nowMs: number,
): Promise<RequestHistogramAnswer> {
  const range = resolveRange(filters.from, filters.to, { nowMs, points: 100 });
  const filter = requestFilter(filters, range);
  const [steps, bars] = await Promise.all([
    store.query<{ step: number; ok: number; failed: number }>(
      `SELECT toFloat64(intDiv(toUnixTimestamp64Milli(time), {step_ms:Int64}) * {step_ms:Int64}) AS step,
  toFloat64(countIf(NOT error)) AS ok, toFloat64(countIf(error)) AS failed
FROM requests WHERE ${filter.where} GROUP BY step`,
      { ...filter.params, step_ms: range.stepMs },
    ),
    store.query<{ bar: number; n: number }>(
      `SELECT toFloat64(floor(bucket / {width:Int32})) AS bar, toFloat64(count()) AS n
FROM requests WHERE ${filter.where} GROUP BY bar ORDER BY bar`,
      { ...filter.params, width: BUCKETS_A_BAR },
    ),
  ]);
  const timesMs = stepStarts(range);
  const byStep = new Map(steps.map((row) => [row.step, row]));
  return {
    range,
    total: bars.reduce((sum, row) => sum + row.n, 0),
    timesMs,
    ok: timesMs.map((start) => byStep.get(start)?.ok ?? 0),
    errors: timesMs.map((start) => byStep.get(start)?.failed ?? 0),
    durations: bars.map((row) => ({
      fromMs: bucketLowerNs(row.bar * BUCKETS_A_BAR) / 1e6,
      toMs: bucketUpperNs(row.bar * BUCKETS_A_BAR + BUCKETS_A_BAR - 1) / 1e6,
      count: row.n,
    })),
  };
}
