import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSetSearch } from '../../app/use-scope.ts';
import { EndpointsTab } from './endpoints-tab.tsx';
import { OverviewTab } from './overview-tab.tsx';

const route = getRouteApi('/services/$service');

/** One service, or one of its endpoints. */
export function ServiceScreen(): ReactNode {
  const { service } = route.useParams();
  const { tab = 'overview', endpoint, ...search } = route.useSearch();
  const setSearch = useSetSearch();
  return (
    <>
      <div className="page-head">
        <Link to="/services" search={search as never} className="muted">
          Services
        </Link>
        <span className="muted">/</span>
        <h1>{service}</h1>
        {endpoint !== undefined && (
          <>
            <span className="muted">/</span>
            <h1 className="mono">{endpoint}</h1>
            <button type="button" className="button" onClick={() => setSearch({ endpoint: undefined })}>
              All endpoints
            </button>
          </>
        )}
        <Link
          to="/requests"
          search={
            { ...search, f: { service: [service], ...(endpoint ? { endpoint: [endpoint] } : {}) } } as never
          }
        >
          Requests
        </Link>
        <Link to="/" search={{ ...search, service, ...(endpoint ? { endpoint } : {}) } as never}>
          Vital few
        </Link>
      </div>
      <div className="tabs" role="tablist">
        {(['overview', 'endpoints'] as const).map((name) => (
          <button
            type="button"
            role="tab"
            key={name}
            aria-selected={tab === name}
            className={tab === name ? 'active' : ''}
            onClick={() => setSearch({ tab: name === 'overview' ? undefined : name, endpoint: undefined })}
          >
            {name === 'overview' ? 'Overview' : 'Endpoints'}
          </button>
        ))}
      </div>
      {tab === 'overview' ? (
        <OverviewTab service={service} endpoint={endpoint} />
      ) : (
        <EndpointsTab service={service} />
      )}
    </>
  );
}
