import { type OverviewAnswer, type overviewQuestion, SEGMENT_NAMES } from '@vitalfew/contract';
import type { z } from 'zod';
import type { Store } from '../../store/store.ts';
import { allOf, equals, type Filter } from '../scope/filter.ts';
import { resolveRange, stepStarts, type TimeRange } from '../scope/time-range.ts';
import { deploysOf } from './deploys.ts';
import { serviceIdentities } from './identity.ts';
import { type RollupRow, rollupQuantileNs, rollupQuery } from './rollup.ts';
import { apdexOf, ratio, segmentsOf, vitalsOf } from './vitals.ts';

const NO_REQUESTS: RollupRow = {
  n: 0,
  failed: 0,
  satisfied_n: 0,
  tolerating_n: 0,
  sum_ns: 0,
  longest_ns: 0,
  shortest_ns: 0,
  statements: 0,
  segments: [],
  histogram: [],
};

/** A service's (or one endpoint's) figures over a range and in each of its steps. */
export async function serviceOverview(
  store: Store,
  service: string,
  question: z.infer<typeof overviewQuestion>,
  options: { readonly nowMs: number; readonly apdexThresholdMs: number },
): Promise<OverviewAnswer> {
  const range = resolveRange(question.from, question.to, { nowMs: options.nowMs, points: question.points });
  const lengthMs = range.toMs - range.fromMs;
  const before = { fromMs: range.fromMs - lengthMs, toMs: range.fromMs, stepMs: range.stepMs };
  const filter = allOf(
    equals('service', service),
    equals('environment', question.environment),
    equals('version', question.version),
    equals('endpoint', question.endpoint),
  );
  const series = rollupQuery({ range, filter, groupBy: ['step'], tail: 'ORDER BY step' });
  const [total, previous, steps, identities, deploys] = await Promise.all([
    sumOver(store, range, filter),
    sumOver(store, before, filter),
    store.query<RollupRow & { step: number }>(series.sql, series.params),
    serviceIdentities(store, range, service),
    deploysOf(store, service, range),
  ]);
  const elapsedMs = Math.min(options.nowMs, range.toMs) - range.fromMs;
  return {
    range,
    service,
    environments: [...(identities[0]?.environments ?? [])],
    versions: [...(identities[0]?.versions ?? [])],
    apdexThresholdMs: options.apdexThresholdMs,
    vitals: vitalsOf(total, elapsedMs),
    previous: previous.n === 0 ? null : vitalsOf(previous, lengthMs),
    segmentsMs: segmentsOf(total),
    timesMs: stepStarts(range),
    series: seriesOf(steps, range, options.nowMs),
    deploys,
  };
}

async function sumOver(store: Store, range: TimeRange, filter: Filter): Promise<RollupRow> {
  const { sql, params } = rollupQuery({ range, filter, groupBy: [] });
  const [row] = await store.query<RollupRow>(sql, params);
  return row === undefined || row.n === 0 ? NO_REQUESTS : row;
}

function seriesOf(
  rows: readonly (RollupRow & { readonly step: number })[],
  range: TimeRange,
  nowMs: number,
): OverviewAnswer['series'] {
  const byStep = new Map(rows.map((row) => [Number(row.step), row]));
  const steps = stepStarts(range).map((start) => byStep.get(start) ?? NO_REQUESTS);
  const starts = stepStarts(range);
  const unlessEmpty = (value: (row: RollupRow) => number) =>
    steps.map((row) => (row.n === 0 ? null : value(row)));
  // The step that is still running is counted for the part of it that has passed.
  const minutesOf = (i: number) =>
    Math.max(1000, Math.min(range.stepMs, nowMs - (starts[i] ?? nowMs))) / 60_000;
  return {
    segmentsMs: Object.fromEntries(
      SEGMENT_NAMES.map((segment, i) => [
        segment,
        steps.map((row) => ratio(row.segments[i] ?? 0, row.n) / 1e6),
      ]),
    ) as OverviewAnswer['series']['segmentsMs'],
    p50Ms: unlessEmpty((row) => rollupQuantileNs(row, 0.5) / 1e6),
    p95Ms: unlessEmpty((row) => rollupQuantileNs(row, 0.95) / 1e6),
    p99Ms: unlessEmpty((row) => rollupQuantileNs(row, 0.99) / 1e6),
    meanMs: unlessEmpty((row) => row.sum_ns / row.n / 1e6),
    throughputPerMinute: steps.map((row, i) => row.n / minutesOf(i)),
    errorRate: unlessEmpty((row) => row.failed / row.n),
    apdex: unlessEmpty(apdexOf),
  };
}
