import { z } from 'zod';
import { requestRow } from './requests.ts';
import { segmentName } from './segments.ts';

export const spanEvent = z.object({
  timeMs: z.number(),
  name: z.string(),
  attributes: z.record(z.string(), z.string()),
});

/** One span of a trace with its account. Offsets and times in milliseconds with fractions. */
export const traceSpan = z.object({
  spanId: z.string(),
  /** Empty for a root. */
  parentSpanId: z.string(),
  service: z.string(),
  environment: z.string(),
  version: z.string(),
  instance: z.string(),
  name: z.string(),
  kind: z.enum(['unspecified', 'internal', 'server', 'client', 'producer', 'consumer']),
  segment: segmentName,
  isEntry: z.boolean(),
  /** From the start of the trace's first span, after clock repair. */
  offsetMs: z.number(),
  durationMs: z.number(),
  /** Own time by the three accounts; see packages/trace. */
  exclusiveMs: z.number(),
  sharedMs: z.number(),
  blockingMs: z.number(),
  onCriticalPath: z.boolean(),
  /** The work outlived its parent: it is left out of the account. */
  detached: z.boolean(),
  status: z.enum(['unset', 'ok', 'error']),
  statusMessage: z.string(),
  /** What the span stands for in words: the statement, key template, template, URL or function. */
  cause: z.string(),
  statement: z.string(),
  fingerprint: z.string(),
  callSite: z.string(),
  scope: z.string(),
  /** Calls folded into this span by the agent; 1 when none. */
  repeatCount: z.number(),
  repeatBusyMs: z.number(),
  repeatMaxMs: z.number(),
  attributes: z.record(z.string(), z.string()),
  resourceAttributes: z.record(z.string(), z.string()),
  events: z.array(spanEvent),
  links: z.array(
    z.object({
      traceId: z.string(),
      spanId: z.string(),
      attributes: z.record(z.string(), z.string()),
    }),
  ),
});
export type TraceSpan = z.infer<typeof traceSpan>;

/** `at`: epoch milliseconds near the trace's time; narrows the search on large stores. */
export const traceQuestion = z.object({ at: z.coerce.number().int().min(0).optional() });

/** GET traces/:traceId */
export const traceAnswer = z.object({
  traceId: z.string(),
  /** Epoch milliseconds of the first span's start. */
  startMs: z.number(),
  durationMs: z.number(),
  /** Every request of the trace that is derived already, in order of start. */
  requests: z.array(requestRow),
  spans: z.array(traceSpan),
  /** True when the trace has more spans than are sent (the newest beyond 20,000 are left out). */
  truncated: z.boolean(),
});
export type TraceAnswer = z.infer<typeof traceAnswer>;
