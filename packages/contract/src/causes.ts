import { z } from 'zod';
import { answeredRange, scope } from './question.ts';
import { segmentName } from './segments.ts';

/** GET vital-few: the causes of waiting, most first. */
export const vitalFewQuestion = scope.extend({
  endpoint: z.string().max(1024).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export const causeRow = z.object({
  causeId: z.string(),
  service: z.string(),
  endpoint: z.string(),
  segment: segmentName,
  /** What waits, in words: the normalised statement, key template, template, host or function. */
  cause: z.string(),
  callSite: z.string(),
  /** Requests of the endpoint in which the cause occurred, and calls within them. */
  requests: z.number(),
  calls: z.number(),
  callsPerRequest: z.number(),
  /** Milliseconds over the whole range. Blocking: what requests waited for it on their critical path. */
  blockingMs: z.number(),
  sharedMs: z.number(),
  busyMs: z.number(),
  /** Blocking time a request in which it occurs. */
  blockingMsPerRequest: z.number(),
  /** Part of all blocking time in the scope, and the running sum in this order; 0 to 1. */
  share: z.number(),
  cumulativeShare: z.number(),
  /** One of the few that together make 80 %. */
  vital: z.boolean(),
  /** A trace in which it weighed most, to look at. */
  exampleTraceId: z.string(),
  exampleSpanId: z.string(),
});
export type CauseRow = z.infer<typeof causeRow>;
export const vitalFewAnswer = z.object({
  range: answeredRange,
  /** All causes in the scope, of which `causes` are the first `limit`. */
  total: z.number(),
  /** The fewest causes that hold 50 % and 80 % of the waiting. */
  n50: z.number(),
  n80: z.number(),
  requests: z.number(),
  totalBlockingMs: z.number(),
  causes: z.array(causeRow),
});
export type VitalFewAnswer = z.infer<typeof vitalFewAnswer>;
