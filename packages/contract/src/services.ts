import { z } from 'zod';
import { answeredRange, scope } from './question.ts';
import { segmentName, segmentsMs } from './segments.ts';

/** The figures that every list and header shows. Times in milliseconds, rates as fractions of 1. */
export const vitals = z.object({
  requests: z.number(),
  errors: z.number(),
  errorRate: z.number(),
  throughputPerMinute: z.number(),
  totalMs: z.number(),
  meanMs: z.number(),
  p50Ms: z.number(),
  p90Ms: z.number(),
  p95Ms: z.number(),
  p99Ms: z.number(),
  p999Ms: z.number(),
  maxMs: z.number(),
  /** (satisfied + tolerating / 2) / requests; 1 when there were none. */
  apdex: z.number(),
});
export type Vitals = z.infer<typeof vitals>;

export const servicesQuestion = scope.omit({ service: true });
export const serviceRow = vitals.extend({
  service: z.string(),
  environments: z.array(z.string()),
  versions: z.array(z.string()),
  lastSeenMs: z.number(),
  /** Requests in each of up to 60 equal steps of the range. */
  throughputSpark: z.array(z.number()),
  /** p95 in the same steps, null where nothing came. */
  p95SparkMs: z.array(z.number().nullable()),
});
export type ServiceRow = z.infer<typeof serviceRow>;
export const servicesAnswer = z.object({ range: answeredRange, services: z.array(serviceRow) });
export type ServicesAnswer = z.infer<typeof servicesAnswer>;

/** GET services/:service/overview; with `endpoint`, of that endpoint alone. */
export const overviewQuestion = scope.omit({ service: true }).extend({
  endpoint: z.string().max(1024).optional(),
  /** How many points at most; the server chooses the step. */
  points: z.coerce.number().int().min(10).max(1000).default(120),
});
export const deployMark = z.object({ timeMs: z.number(), version: z.string(), environment: z.string() });
export const overviewAnswer = z.object({
  range: answeredRange,
  service: z.string(),
  environments: z.array(z.string()),
  versions: z.array(z.string()),
  /** The Apdex threshold T in force, milliseconds. */
  apdexThresholdMs: z.number(),
  vitals,
  /** The same figures for the range of equal length just before; null when nothing was stored then. */
  previous: vitals.nullable(),
  /** Mean milliseconds a request by segment; they add up to `vitals.meanMs`. */
  segmentsMs,
  /** Start of each step, epoch milliseconds; every series below has one value a step. */
  timesMs: z.array(z.number()),
  series: z.object({
    segmentsMs: z.record(segmentName, z.array(z.number())),
    p50Ms: z.array(z.number().nullable()),
    p95Ms: z.array(z.number().nullable()),
    p99Ms: z.array(z.number().nullable()),
    meanMs: z.array(z.number().nullable()),
    throughputPerMinute: z.array(z.number()),
    errorRate: z.array(z.number().nullable()),
    apdex: z.array(z.number().nullable()),
  }),
  deploys: z.array(deployMark),
});
export type OverviewAnswer = z.infer<typeof overviewAnswer>;

export const ENDPOINT_SORTS = ['total', 'mean', 'p95', 'p99', 'throughput', 'apdex', 'errors'] as const;
export const endpointsQuestion = scope.omit({ service: true }).extend({
  sort: z.enum(ENDPOINT_SORTS).default('total'),
  search: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
export const endpointRow = vitals.extend({
  endpoint: z.string(),
  kind: z.string(),
  /** Share of the service's total response time, 0 to 1. */
  share: z.number(),
  segmentsMs,
  databaseCallsPerRequest: z.number(),
});
export type EndpointRow = z.infer<typeof endpointRow>;
export const endpointsAnswer = z.object({
  range: answeredRange,
  total: z.number(),
  endpoints: z.array(endpointRow),
});
export type EndpointsAnswer = z.infer<typeof endpointsAnswer>;
