import { Link } from '@tanstack/react-router';
import type { RequestRow } from '@vitalfew/contract';
import type { ReactNode } from 'react';
import { useScope } from '../../app/use-scope.ts';
import { SegmentBar } from '../../charts/segment-bar.tsx';
import { formatMs } from '../../format/quantity.ts';
import { formatClock } from '../../format/time.ts';
import { Panel } from '../../kit/panel.tsx';

export function RequestTable({ requests }: { readonly requests: readonly RequestRow[] }): ReactNode {
  const { from, to } = useScope();
  const slowestMs = requests.reduce((most, row) => Math.max(most, row.responseMs), 0);
  return (
    <Panel flush>
      <div className="table-scroll">
        <table className="data">
          <thead>
            <tr>
              <th>Time</th>
              <th>Endpoint</th>
              <th className="narrow-hide roomy">Path</th>
              <th className="num">Status</th>
              <th className="num">Response</th>
              <th style={{ width: '22%' }} className="narrow-hide">
                Segments
              </th>
              <th className="num">SQL</th>
              <th className="num narrow-hide roomy">Cache</th>
              <th className="num narrow-hide roomy">Calls out</th>
              <th className="narrow-hide">Service</th>
            </tr>
          </thead>
          <tbody>
            {requests.map((row) => (
              <tr key={row.spanId}>
                <td className="num">
                  <Link
                    to="/requests/$traceId"
                    params={{ traceId: row.traceId }}
                    search={{ from, to, span: row.spanId, at: Math.floor(row.timeMs) } as never}
                  >
                    {formatClock(row.timeMs)}
                  </Link>
                </td>
                <td className="ellipsis mono">{row.endpoint}</td>
                <td className="ellipsis mono muted narrow-hide roomy">{row.path}</td>
                <td className="num">
                  {row.error ? (
                    <span className="badge bad">{row.statusCode || row.errorType || 'error'}</span>
                  ) : (
                    row.statusCode || '–'
                  )}
                </td>
                <td className="num">{formatMs(row.responseMs)}</td>
                <td className="narrow-hide">
                  <SegmentBar segments={row.segmentsMs} ofMs={slowestMs} />
                </td>
                <td className={`num ${row.databaseCalls >= 50 ? 'warn' : ''}`}>{row.databaseCalls}</td>
                <td className="num narrow-hide roomy">{row.cacheCalls}</td>
                <td className="num narrow-hide roomy">{row.externalCalls}</td>
                <td className="narrow-hide muted">{row.service}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
