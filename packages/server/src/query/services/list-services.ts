import type { ServicesAnswer, servicesQuestion } from '@vitalfew/contract';
import type { z } from 'zod';
import type { Store } from '../../store/store.ts';
import { allOf, equals } from '../scope/filter.ts';
import { resolveRange, stepStarts } from '../scope/time-range.ts';
import { serviceIdentities } from './identity.ts';
import { type RollupRow, rollupQuantileNs, rollupQuery } from './rollup.ts';
import { vitalsOf } from './vitals.ts';

const SPARK_POINTS = 60;

/** Every service that answered requests in the range, the one that cost most time first. */
export async function listServices(
  store: Store,
  question: z.infer<typeof servicesQuestion>,
  nowMs: number,
): Promise<ServicesAnswer> {
  const range = resolveRange(question.from, question.to, { nowMs, points: SPARK_POINTS });
  const filter = allOf(equals('environment', question.environment), equals('version', question.version));
  const totals = rollupQuery({ range, filter, groupBy: ['service'] });
  const series = rollupQuery({ range, filter, groupBy: ['service', 'step'] });
  const [totalRows, stepRows, identities] = await Promise.all([
    store.query<RollupRow & { service: string }>(totals.sql, totals.params),
    store.query<RollupRow & { service: string; step: number }>(series.sql, series.params),
    serviceIdentities(store, range),
  ]);
  const starts = stepStarts(range);
  const indexOfStep = new Map(starts.map((start, i) => [start, i]));
  const rangeMs = Math.min(nowMs, range.toMs) - range.fromMs;
  const services = totalRows.map((row) => {
    const who = identities.find((each) => each.service === row.service);
    const throughputSpark = starts.map(() => 0);
    const p95SparkMs: (number | null)[] = starts.map(() => null);
    for (const step of stepRows) {
      const i = indexOfStep.get(Number(step.step));
      if (step.service !== row.service || i === undefined) continue;
      throughputSpark[i] = step.n;
      p95SparkMs[i] = rollupQuantileNs(step, 0.95) / 1e6;
    }
    return {
      ...vitalsOf(row, rangeMs),
      service: row.service,
      environments: [...(who?.environments ?? [])],
      versions: [...(who?.versions ?? [])],
      lastSeenMs: who?.lastSeenMs ?? range.fromMs,
      throughputSpark,
      p95SparkMs,
    };
  });
  return { range, services: services.sort((a, b) => b.totalMs - a.totalMs) };
}
