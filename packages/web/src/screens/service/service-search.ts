import { ENDPOINT_SORTS } from '@vitalfew/contract';
import { z } from 'zod';

export const serviceSearch = z.object({
  tab: z.enum(['overview', 'endpoints']).optional().catch(undefined),
  endpoint: z.string().optional().catch(undefined),
  endpointSort: z.enum(ENDPOINT_SORTS).optional().catch(undefined),
  find: z.string().optional().catch(undefined),
});
