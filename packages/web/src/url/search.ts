import { z } from 'zod';

/** What every page keeps in its address: the time range and whose data is looked at. */
export const scopeSearch = z.object({
  from: z.string().catch('now-1h').default('now-1h'),
  to: z.string().catch('now').default('now'),
  service: z.string().optional().catch(undefined),
  environment: z.string().optional().catch(undefined),
  version: z.string().optional().catch(undefined),
  live: z.boolean().optional().catch(undefined),
});
export type ScopeSearch = z.infer<typeof scopeSearch>;
