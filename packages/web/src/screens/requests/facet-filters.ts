import type { RequestFacet } from '@vitalfew/contract';
import type { FacetFilters } from './requests-search.ts';

/** The filters with the value added, or taken out where it was; undefined when none are left. */
export function toggleFacet(
  filters: FacetFilters,
  facet: RequestFacet,
  value: string,
): FacetFilters | undefined {
  const current = filters[facet] ?? [];
  const opposite = value.startsWith('!') ? value.slice(1) : `!${value}`;
  const next = current.includes(value)
    ? current.filter((each) => each !== value)
    : [...current.filter((each) => each !== opposite), value];
  const { [facet]: _replaced, ...others } = filters;
  const result: FacetFilters = next.length > 0 ? { ...others, [facet]: next } : others;
  return Object.keys(result).length > 0 ? result : undefined;
}
