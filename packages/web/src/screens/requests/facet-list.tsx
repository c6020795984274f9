import { getRouteApi } from '@tanstack/react-router';
import type { RequestFacet, RequestFacetsAnswer } from '@vitalfew/contract';
import type { ReactNode } from 'react';
import { useSetSearch } from '../../app/use-scope.ts';
import { formatCount } from '../../format/quantity.ts';
import { toggleFacet } from './facet-filters.ts';

const route = getRouteApi('/requests');

const TITLES: Readonly<Record<RequestFacet, string>> = {
  service: 'Service',
  environment: 'Environment',
  version: 'Version',
  endpoint: 'Endpoint',
  kind: 'Kind',
  method: 'Method',
  status_code: 'Status',
  error_type: 'Error',
  instance: 'Instance',
};

/** Values with counts; a click filters, a click with Alt excludes. */
export function FacetList({ facets }: { readonly facets: RequestFacetsAnswer['facets'] }): ReactNode {
  const { f = {} } = route.useSearch();
  const setSearch = useSetSearch();
  return facets
    .filter(({ facet, values }) => values.length > 1 || (f[facet]?.length ?? 0) > 0)
    .map(({ facet, values }) => (
      <div className="facet" key={facet}>
        <h3>{TITLES[facet]}</h3>
        {values.map(({ value, count }) => {
          const on = f[facet]?.includes(value);
          const excluded = f[facet]?.includes(`!${value}`);
          return (
            <button
              type="button"
              key={value}
              className={on ? 'on' : excluded ? 'excluded' : ''}
              aria-pressed={on === true}
              title={`${value}\nClick to filter, Alt-click to exclude`}
              onClick={(event) => setSearch({ f: toggleFacet(f, facet, event.altKey ? `!${value}` : value) })}
            >
              <span className="ellipsis">{value}</span>
              <span className="count">{formatCount(count)}</span>
            </button>
          );
        })}
      </div>
    ));
}
