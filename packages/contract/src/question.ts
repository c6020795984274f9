import { z } from 'zod';

/**
 * A time as people and links write it: `now`, `now-15m`, `now-24h`, `now-7d` (units s m h d w),
 * an ISO 8601 time, or milliseconds since the epoch.
 */
export const timePoint = z
  .string()
  .regex(
    /^(now(-\d{1,6}[smhdw])?|\d{1,16}|\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})?)?)$/,
    'write now, now-15m, an ISO 8601 time, or milliseconds since the epoch',
  );

/** What every question about stored data carries: the time range and the identity filter. */
export const scope = z.object({
  from: timePoint.default('now-1h'),
  to: timePoint.default('now'),
  service: z.string().max(256).optional(),
  environment: z.string().max(256).optional(),
  version: z.string().max(256).optional(),
});
export type Scope = z.infer<typeof scope>;
/** The same before defaults are filled in: what a client writes. */
export type ScopeInput = z.input<typeof scope>;

/** The range that the server really answered for, epoch milliseconds. */
export const answeredRange = z.object({ fromMs: z.number(), toMs: z.number(), stepMs: z.number() });
export type AnsweredRange = z.infer<typeof answeredRange>;
