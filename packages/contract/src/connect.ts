import { z } from 'zod';

/** GET connect: every receiver with its address and what it has taken in since the start. */
export const receiverState = z.object({
  name: z.string(),
  /** In words, e.g. `OTLP/HTTP`. */
  title: z.string(),
  address: z.string(),
  state: z.enum(['listening', 'off', 'port taken', 'failed']),
  /** Why it does not listen; empty otherwise. */
  problem: z.string(),
  signals: z.array(
    z.object({
      signal: z.enum(['traces', 'metrics', 'logs']),
      accepted: z.number(),
      rejected: z.number(),
      lastMs: z.number().nullable(),
    }),
  ),
  /** The newest refusals with their reasons, newest first, at most 20. */
  refusals: z.array(z.object({ timeMs: z.number(), reason: z.string(), count: z.number() })),
});
export type ReceiverState = z.infer<typeof receiverState>;
export const connectAnswer = z.object({
  receivers: z.array(receiverState),
  /** Services seen in the last hour with the agents that send for them. */
  services: z.array(
    z.object({ service: z.string(), agent: z.string(), lastSeenMs: z.number(), spansLastMinute: z.number() }),
  ),
  tokenRequired: z.boolean(),
});
export type ConnectAnswer = z.infer<typeof connectAnswer>;
