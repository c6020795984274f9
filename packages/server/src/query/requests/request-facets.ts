import {
  REQUEST_FACETS,
  type RequestFacet,
  type RequestFacetsAnswer,
  type RequestFilters,
} from '@vitalfew/contract';
import type { Store } from '../../store/store.ts';
import { resolveRange, type TimeRange } from '../scope/time-range.ts';
import { requestFilter } from './request-filter.ts';

const VALUES_A_FACET = 12;

/**
 * The most frequent values of each facet. A facet with a filter of its own is counted without it, so that its
 * other values stay in sight.
 */
export async function requestFacets(
  store: Store,
  filters: RequestFilters,
  nowMs: number,
): Promise<RequestFacetsAnswer> {
  const range = resolveRange(filters.from, filters.to, { nowMs, points: 100 });
  const filtered = REQUEST_FACETS.filter((facet) => (filters[facet]?.length ?? 0) > 0);
  const free = REQUEST_FACETS.filter((facet) => !filtered.includes(facet));
  const counts = await Promise.all([
    countValues(store, filters, range, free),
    ...filtered.map((facet) => countValues(store, filters, range, [facet], facet)),
  ]);
  const byFacet = new Map(counts.flatMap((map) => [...map]));
  return { facets: REQUEST_FACETS.map((facet) => ({ facet, values: byFacet.get(facet) ?? [] })) };
}

type Values = RequestFacetsAnswer['facets'][number]['values'];

async function countValues(
  store: Store,
  filters: RequestFilters,
  range: TimeRange,
  facets: readonly RequestFacet[],
  except?: RequestFacet,
): Promise<Map<RequestFacet, Values>> {
  const filter = requestFilter(filters, range, except);
  // One pass over the rows: each gives its value of every facet.
  const pairs = facets.map((facet) => `('${facet}', toString(${facet}))`).join(', ');
  const rows = await store.query<{ facet: RequestFacet; value: string; n: number }>(
    `SELECT pair.1 AS facet, pair.2 AS value, toFloat64(count()) AS n
FROM (SELECT arrayJoin([${pairs}]) AS pair FROM requests WHERE ${filter.where})
WHERE value != '' AND NOT (facet = 'status_code' AND value = '0')
GROUP BY facet, value
ORDER BY n DESC, value
LIMIT {values:UInt32} BY facet`,
    { ...filter.params, values: VALUES_A_FACET },
  );
  const values = new Map<RequestFacet, Values>(facets.map((facet) => [facet, []]));
  for (const row of rows) values.get(row.facet)?.push({ value: row.value, count: row.n });
  return values;
}
