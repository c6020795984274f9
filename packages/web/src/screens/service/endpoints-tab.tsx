import { getRouteApi, Link } from '@tanstack/react-router';
import { apiPaths, type EndpointRow, type EndpointsAnswer } from '@vitalfew/contract';
import type { ReactNode } from 'react';
import { useScopedAnswer } from '../../api/use-answer.ts';
import { useScope, useSetSearch } from '../../app/use-scope.ts';
import { SegmentBar } from '../../charts/segment-bar.tsx';
import { formatApdex, formatCount, formatMs, formatShare } from '../../format/quantity.ts';
import { Answered } from '../../kit/answered.tsx';
import { NoData } from '../../kit/empty.tsx';
import { Panel } from '../../kit/panel.tsx';
import { SortHead } from '../../kit/sort-head.tsx';

const route = getRouteApi('/services/$service');

/** The endpoints of a service in any order that matters. */
export function EndpointsTab({ service }: { readonly service: string }): ReactNode {
  const { endpointSort: sort = 'total', find } = route.useSearch();
  const setSearch = useSetSearch();
  const answer = useScopedAnswer<EndpointsAnswer>(apiPaths.endpoints(service), {
    service: undefined,
    sort,
    search: find,
  });
  const head = (title: string, by: typeof sort, className?: string) => (
    <SortHead
      title={title}
      active={sort === by}
      onSort={() => setSearch({ endpointSort: by })}
      {...(className ? { className } : {})}
    />
  );
  return (
    <div className="stack">
      <input
        className="input"
        type="search"
        placeholder="Find an endpoint"
        aria-label="Find an endpoint"
        value={find ?? ''}
        onChange={(event) => setSearch({ find: event.target.value || undefined })}
        style={{ maxWidth: 320 }}
      />
      <Answered of={answer}>
        {({ endpoints }) =>
          endpoints.length === 0 ? (
            <NoData what="No endpoint answered requests in this range" />
          ) : (
            <Panel flush>
              <div className="table-scroll">
                <table className="data">
                  <thead>
                    <tr>
                      <th>Endpoint</th>
                      {head('Total', 'total')}
                      <th className="narrow-hide" style={{ width: '18%' }}>
                        Segments
                      </th>
                      {head('Mean', 'mean')}
                      {head('p95', 'p95')}
                      {head('p99', 'p99')}
                      {head('Req/min', 'throughput')}
                      {head('Apdex', 'apdex')}
                      {head('Errors', 'errors')}
                      <th className="num narrow-hide">SQL/req</th>
                    </tr>
                  </thead>
                  <tbody>
                    {endpoints.map((row) => (
                      <Row
                        key={`${row.kind} ${row.endpoint}`}
                        service={service}
                        row={row}
                        slowestMs={Math.max(...endpoints.map((each) => each.meanMs))}
                      />
                    ))}
                  </tbody>
                </table>
              </div>
            </Panel>
          )
        }
      </Answered>
    </div>
  );
}

function Row({
  service,
  row,
  slowestMs,
}: {
  readonly service: string;
  readonly row: EndpointRow;
  readonly slowestMs: number;
}): ReactNode {
  const { from, to, live, environment, version } = useScope();
  const setSearch = useSetSearch();
  const search = {
    from,
    to,
    live,
    environment,
    version,
    f: { service: [service], endpoint: [row.endpoint] },
  };
  return (
    <tr>
      <td className="ellipsis">
        <button
          type="button"
          className="button plain mono ellipsis"
          style={{ padding: 0, height: 'auto', color: 'var(--link)' }}
          onClick={() => setSearch({ tab: undefined, endpoint: row.endpoint })}
        >
          {row.endpoint}
        </button>
        {row.kind !== 'web' && <span className="badge">{row.kind}</span>}
      </td>
      <td className="num">
        {formatMs(row.totalMs)} <span className="muted">{formatShare(row.share)}</span>
      </td>
      <td className="narrow-hide">
        <SegmentBar segments={row.segmentsMs} ofMs={slowestMs} />
      </td>
      <td className="num">{formatMs(row.meanMs)}</td>
      <td className="num">
        <Link
          className="plain"
          to="/requests"
          search={{ ...search, minMs: row.p95Ms, sort: 'slowest' } as never}
        >
          {formatMs(row.p95Ms)}
        </Link>
      </td>
      <td className="num">
        <Link
          className="plain"
          to="/requests"
          search={{ ...search, minMs: row.p99Ms, sort: 'slowest' } as never}
        >
          {formatMs(row.p99Ms)}
        </Link>
      </td>
      <td className="num">{formatCount(row.throughputPerMinute)}</td>
      <td className="num">{formatApdex(row.apdex)}</td>
      <td className={`num ${row.errors > 0 ? 'bad' : 'muted'}`}>
        <Link className="plain" to="/requests" search={{ ...search, errors: 'only' } as never}>
          {formatShare(row.errorRate)}
        </Link>
      </td>
      <td className="num narrow-hide">{formatCount(row.databaseCallsPerRequest)}</td>
    </tr>
  );
}
