import { z } from 'zod';
import { answeredRange, scope } from './question.ts';
import { segmentsMs } from './segments.ts';

/** The columns by which requests can be filtered and counted. */
export const REQUEST_FACETS = [
  'service',
  'environment',
  'version',
  'endpoint',
  'kind',
  'method',
  'status_code',
  'error_type',
  'instance',
] as const;
export type RequestFacet = (typeof REQUEST_FACETS)[number];

const list = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value))
  .pipe(z.array(z.string().max(1024)).max(50));

/** Filters repeat their key for several values (`status_code=500&status_code=503`); `!` in front excludes. */
export const requestFilters = scope.extend({
  environment: list.optional(),
  version: list.optional(),
  service: list.optional(),
  endpoint: list.optional(),
  kind: list.optional(),
  method: list.optional(),
  status_code: list.optional(),
  error_type: list.optional(),
  instance: list.optional(),
  errors: z.enum(['only', 'none']).optional(),
  minMs: z.coerce.number().min(0).optional(),
  maxMs: z.coerce.number().min(0).optional(),
  /** Part of the path, or a trace id; `key=value` looks in the attributes of the request's spans. */
  search: z.string().max(512).optional(),
});
export type RequestFilters = z.infer<typeof requestFilters>;
export type RequestFiltersInput = z.input<typeof requestFilters>;

export const REQUEST_SORTS = ['newest', 'slowest', 'queries'] as const;
export const requestsQuestion = requestFilters.extend({
  sort: z.enum(REQUEST_SORTS).default('newest'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  /** The `nextCursor` of the page before. */
  cursor: z.string().max(256).optional(),
});

export const requestRow = z.object({
  traceId: z.string(),
  spanId: z.string(),
  timeMs: z.number(),
  service: z.string(),
  environment: z.string(),
  version: z.string(),
  instance: z.string(),
  endpoint: z.string(),
  kind: z.string(),
  method: z.string(),
  path: z.string(),
  statusCode: z.number(),
  error: z.boolean(),
  errorType: z.string(),
  responseMs: z.number(),
  segmentsMs,
  databaseCalls: z.number(),
  cacheCalls: z.number(),
  externalCalls: z.number(),
  spans: z.number(),
});
export type RequestRow = z.infer<typeof requestRow>;
export const requestsAnswer = z.object({
  range: answeredRange,
  requests: z.array(requestRow),
  nextCursor: z.string().nullable(),
});
export type RequestsAnswer = z.infer<typeof requestsAnswer>;

/** GET requests/histogram: counts over time, and the spread of response times (log buckets). */
export const requestHistogramAnswer = z.object({
  range: answeredRange,
  total: z.number(),
  timesMs: z.array(z.number()),
  ok: z.array(z.number()),
  errors: z.array(z.number()),
  /** Upper and lower edge of each bucket in milliseconds with its count, ascending. */
  durations: z.array(z.object({ fromMs: z.number(), toMs: z.number(), count: z.number() })),
});
export type RequestHistogramAnswer = z.infer<typeof requestHistogramAnswer>;

/** GET requests/facets: the most frequent values of each facet under the filters. */
export const requestFacetsAnswer = z.object({
  facets: z.array(
    z.object({
      facet: z.enum(REQUEST_FACETS),
      values: z.array(z.object({ value: z.string(), count: z.number() })),
    }),
  ),
});
export type RequestFacetsAnswer = z.infer<typeof requestFacetsAnswer>;
