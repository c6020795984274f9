import { Link } from '@tanstack/react-router';
import type { CauseRow } from '@vitalfew/contract';
import type { ReactNode } from 'react';
import { useScope } from '../../app/use-scope.ts';
import { SegmentLabel } from '../../charts/segment-bar.tsx';
import { formatCount, formatMs, formatShare } from '../../format/quantity.ts';
import { Panel } from '../../kit/panel.tsx';

/** The causes in words, with the evidence behind each. */
export function CauseTable({ causes }: { readonly causes: readonly CauseRow[] }): ReactNode {
  const { from, to, live, environment, version } = useScope();
  const search = { from, to, live, environment, version };
  const firstBeyond = causes.findIndex((cause) => !cause.vital);
  return (
    <Panel flush>
      <div className="table-scroll">
        <table className="data">
          <thead>
            <tr>
              <th className="num">#</th>
              <th>What requests wait for</th>
              <th>Segment</th>
              <th className="num" title="Blocking time in this range">
                Waiting
              </th>
              <th className="num">Share</th>
              <th className="num">Together</th>
              <th className="num" title="Blocking time in a request in which it occurs">
                A request
              </th>
              <th className="num">Calls/request</th>
              <th className="num">Requests</th>
              <th>&nbsp;</th>
            </tr>
          </thead>
          <tbody>
            {causes.map((cause, i) => (
              <tr
                key={`${cause.service} ${cause.endpoint} ${cause.causeId} ${cause.callSite}`}
                className={i === firstBeyond && i > 0 ? 'beyond' : ''}
              >
                <td className="num rank">{i + 1}</td>
                <td>
                  <div className="cause">
                    <span className="what" title={cause.cause}>
                      {cause.cause}
                    </span>
                    <span className="where">
                      <Link
                        to="/services/$service"
                        params={{ service: cause.service }}
                        search={{ ...search, endpoint: cause.endpoint } as never}
                      >
                        {cause.service} · {cause.endpoint}
                      </Link>
                      {cause.callSite !== '' && <span className="mono"> · {cause.callSite}</span>}
                    </span>
                  </div>
                </td>
                <td>
                  <SegmentLabel name={cause.segment} />
                </td>
                <td className="num">{formatMs(cause.blockingMs)}</td>
                <td className="num">
                  {cause.vital ? (
                    <span className="badge vital">{formatShare(cause.share)}</span>
                  ) : (
                    formatShare(cause.share)
                  )}
                </td>
                <td className="num muted">{formatShare(cause.cumulativeShare)}</td>
                <td className="num">{formatMs(cause.blockingMsPerRequest)}</td>
                <td className={`num ${cause.callsPerRequest >= 5 ? 'warn' : ''}`}>
                  {formatCount(cause.callsPerRequest)}
                </td>
                <td className="num">{formatCount(cause.requests)}</td>
                <td className="num">
                  <Link
                    to="/requests/$traceId"
                    params={{ traceId: cause.exampleTraceId }}
                    search={{ from, to, span: cause.exampleSpanId } as never}
                  >
                    worst example
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
