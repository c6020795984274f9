import { apiPaths, type EndpointsAnswer } from '@vitalfew/contract';
import type { ReactNode } from 'react';
import { useScopedAnswer } from '../../api/use-answer.ts';
import { useSetSearch } from '../../app/use-scope.ts';
import { SegmentBar } from '../../charts/segment-bar.tsx';
import { formatMs, formatShare } from '../../format/quantity.ts';
import { Answered } from '../../kit/answered.tsx';
import { Panel } from '../../kit/panel.tsx';

/** The endpoints that cost most, for the overview. */
export function TopEndpoints({ service }: { readonly service: string }): ReactNode {
  const setSearch = useSetSearch();
  const answer = useScopedAnswer<EndpointsAnswer>(apiPaths.endpoints(service), {
    service: undefined,
    limit: 8,
  });
  return (
    <Panel
      title="Endpoints that cost most"
      right={
        <button type="button" className="button plain" onClick={() => setSearch({ tab: 'endpoints' })}>
          all
        </button>
      }
      flush
    >
      <Answered of={answer}>
        {({ endpoints }) => (
          <div className="table-scroll">
            <table className="data">
              <thead>
                <tr>
                  <th>Endpoint</th>
                  <th>&nbsp;</th>
                  <th className="num">Mean</th>
                  <th className="num">Share</th>
                </tr>
              </thead>
              <tbody>
                {endpoints.map((row) => (
                  <tr key={row.endpoint}>
                    <td className="ellipsis">
                      <button
                        type="button"
                        className="button plain mono ellipsis"
                        style={{ padding: 0, height: 'auto', color: 'var(--link)' }}
                        onClick={() => setSearch({ endpoint: row.endpoint })}
                      >
                        {row.endpoint}
                      </button>
                    </td>
                    <td style={{ width: '30%' }}>
                      <SegmentBar
                        segments={row.segmentsMs}
                        ofMs={Math.max(...endpoints.map((each) => each.meanMs))}
                      />
                    </td>
                    <td className="num">{formatMs(row.meanMs)}</td>
                    <td className="num">{formatShare(row.share)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Answered>
    </Panel>
  );
}
