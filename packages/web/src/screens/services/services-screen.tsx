import { Link } from '@tanstack/react-router';
import { apiPaths, type ServiceRow, type ServicesAnswer } from '@vitalfew/contract';
import type { ReactNode } from 'react';
import { useScopedAnswer } from '../../api/use-answer.ts';
import { useScope } from '../../app/use-scope.ts';
import { Sparkline } from '../../charts/sparkline.tsx';
import { formatApdex, formatCount, formatMs, formatShare } from '../../format/quantity.ts';
import { formatAgo } from '../../format/time.ts';
import { Answered } from '../../kit/answered.tsx';
import { NoData } from '../../kit/empty.tsx';
import { Panel } from '../../kit/panel.tsx';

/** Every service, the one that costs most time first. */
export function ServicesScreen(): ReactNode {
  const answer = useScopedAnswer<ServicesAnswer>(apiPaths.services, { service: undefined });
  return (
    <>
      <div className="page-head">
        <h1>Services</h1>
        <span className="sub">by the time their requests took</span>
      </div>
      <Answered of={answer}>
        {({ services }) =>
          services.length === 0 ? (
            <NoData what="No service answered requests in this range" />
          ) : (
            <ServicesTable services={services} />
          )
        }
      </Answered>
    </>
  );
}

function ServicesTable({ services }: { readonly services: readonly ServiceRow[] }): ReactNode {
  const { from, to, live, environment, version } = useScope();
  const search = { from, to, live, environment, version };
  const now = Date.now();
  return (
    <Panel flush>
      <div className="table-scroll">
        <table className="data">
          <thead>
            <tr>
              <th>Service</th>
              <th className="narrow-hide">Environment</th>
              <th className="num">Requests/min</th>
              <th className="narrow-hide">&nbsp;</th>
              <th className="num">Mean</th>
              <th className="num">p50</th>
              <th className="num">p95</th>
              <th className="narrow-hide">&nbsp;</th>
              <th className="num">p99</th>
              <th className="num">Errors</th>
              <th className="num">Apdex</th>
              <th className="num narrow-hide">Last seen</th>
            </tr>
          </thead>
          <tbody>
            {services.map((row) => (
              <tr key={row.service}>
                <td>
                  <Link to="/services/$service" params={{ service: row.service }} search={search as never}>
                    <b>{row.service}</b>
                  </Link>
                </td>
                <td className="narrow-hide muted">{row.environments.join(', ')}</td>
                <td className="num">{formatCount(row.throughputPerMinute)}</td>
                <td className="narrow-hide">
                  <Sparkline values={row.throughputSpark} colour="view" label="Requests over time" />
                </td>
                <td className="num">{formatMs(row.meanMs)}</td>
                <td className="num">{formatMs(row.p50Ms)}</td>
                <td className="num">
                  <Link
                    className="plain"
                    to="/requests"
                    search={
                      { ...search, f: { service: [row.service] }, minMs: row.p95Ms, sort: 'slowest' } as never
                    }
                  >
                    {formatMs(row.p95Ms)}
                  </Link>
                </td>
                <td className="narrow-hide">
                  <Sparkline values={row.p95SparkMs} colour="database" label="p95 over time" />
                </td>
                <td className="num">{formatMs(row.p99Ms)}</td>
                <td className={`num ${row.errors > 0 ? 'bad' : 'muted'}`}>
                  <Link
                    className="plain"
                    to="/requests"
                    search={{ ...search, f: { service: [row.service] }, errors: 'only' } as never}
                  >
                    {formatShare(row.errorRate)}
                  </Link>
                </td>
                <td className="num">{formatApdex(row.apdex)}</td>
                <td className="num narrow-hide muted">{formatAgo(row.lastSeenMs, now)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
