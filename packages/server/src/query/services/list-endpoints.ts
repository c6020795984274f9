import type { EndpointRow, EndpointsAnswer, endpointsQuestion } from '@vitalfew/contract';
import type { z } from 'zod';
import type { Store } from '../../store/store.ts';
import { allOf, EVERYTHING, equals } from '../scope/filter.ts';
import { resolveRange } from '../scope/time-range.ts';
import { type RollupRow, rollupQuery } from './rollup.ts';
import { ratio, segmentsOf, vitalsOf } from './vitals.ts';

type Sort = z.infer<typeof endpointsQuestion>['sort'];

/** Larger comes first; for Apdex the most dissatisfied: requests that missed satisfaction. */
const ORDER: Readonly<Record<Sort, (row: EndpointRow) => number>> = {
  total: (row) => row.totalMs,
  mean: (row) => row.meanMs,
  p95: (row) => row.p95Ms,
  p99: (row) => row.p99Ms,
  throughput: (row) => row.requests,
  apdex: (row) => (1 - row.apdex) * row.requests,
  errors: (row) => row.errors,
};

/** The endpoints of a service in the wanted order. */
export async function listEndpoints(
  store: Store,
  service: string,
  question: z.infer<typeof endpointsQuestion>,
  nowMs: number,
): Promise<EndpointsAnswer> {
  const range = resolveRange(question.from, question.to, { nowMs, points: 60 });
  const search = question.search?.trim() ?? '';
  const filter = allOf(
    equals('service', service),
    equals('environment', question.environment),
    equals('version', question.version),
    search === ''
      ? EVERYTHING
      : { where: 'positionCaseInsensitiveUTF8(endpoint, {search:String}) > 0', params: { search } },
  );
  const { sql, params } = rollupQuery({ range, filter, groupBy: ['endpoint', 'kind'] });
  const rows = await store.query<RollupRow & { endpoint: string; kind: string }>(sql, params);
  const elapsedMs = Math.min(nowMs, range.toMs) - range.fromMs;
  const allMs = rows.reduce((sum, row) => sum + row.sum_ns, 0) / 1e6;
  const endpoints = rows.map((row) => {
    const vitals = vitalsOf(row, elapsedMs);
    return {
      ...vitals,
      endpoint: row.endpoint,
      kind: row.kind,
      share: ratio(vitals.totalMs, allMs),
      segmentsMs: segmentsOf(row),
      databaseCallsPerRequest: ratio(row.statements, row.n),
    };
  });
  const order = ORDER[question.sort];
  endpoints.sort((a, b) => order(b) - order(a) || a.endpoint.localeCompare(b.endpoint));
  return { range, total: rows.length, endpoints: endpoints.slice(0, question.limit) };
}
