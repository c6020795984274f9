import { z } from 'zod';

/** GET status: Vitalfew's view of itself. */
export const statusAnswer = z.object({
  version: z.string(),
  uptimeSeconds: z.number(),
  engine: z.object({ mode: z.enum(['embedded', 'distributed']), state: z.string(), version: z.string() }),
  spool: z.object({
    pendingBytes: z.number(),
    limitBytes: z.number(),
    pendingBatches: z.number(),
    oldestPendingSeconds: z.number(),
  }),
  derive: z.array(z.object({ worker: z.string(), lagSeconds: z.number(), processed: z.number() })),
  disk: z.object({ usedBytes: z.number(), freeBytes: z.number() }),
  tables: z.array(z.object({ table: z.string(), rows: z.number(), bytes: z.number() })),
  memory: z.object({ serverBytes: z.number(), engineBytes: z.number() }),
  /** Named counters of what was dropped or refused, so that no loss is silent. */
  counters: z.record(z.string(), z.number()),
});
export type StatusAnswer = z.infer<typeof statusAnswer>;

/** GET search: what the palette offers for a text. */
export const searchQuestion = z.object({
  q: z.string().max(256).default(''),
  limit: z.coerce.number().int().min(1).max(50).default(12),
});
export const searchAnswer = z.object({
  results: z.array(
    z.object({
      kind: z.enum(['service', 'endpoint', 'trace']),
      title: z.string(),
      service: z.string(),
      endpoint: z.string(),
      traceId: z.string(),
    }),
  ),
});
export type SearchAnswer = z.infer<typeof searchAnswer>;
