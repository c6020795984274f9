import { REQUEST_FACETS, REQUEST_SORTS } from '@vitalfew/contract';
import { z } from 'zod';

/** Chosen values by facet; `!` in front of a value excludes it. */
const facets = z.partialRecord(z.enum(REQUEST_FACETS), z.array(z.string()));
export type FacetFilters = z.infer<typeof facets>;

export const requestsSearch = z.object({
  f: facets.optional().catch(undefined),
  errors: z.enum(['only', 'none']).optional().catch(undefined),
  minMs: z.coerce.number().optional().catch(undefined),
  maxMs: z.coerce.number().optional().catch(undefined),
  q: z.string().optional().catch(undefined),
  sort: z.enum(REQUEST_SORTS).optional().catch(undefined),
});
export type RequestsSearch = z.infer<typeof requestsSearch>;

/** The question of the API that the address asks. */
export function toQuestion(
  search: RequestsSearch,
): Record<string, string | number | readonly string[] | undefined> {
  return { ...search.f, errors: search.errors, minMs: search.minMs, maxMs: search.maxMs, search: search.q };
}
