import { getRouteApi } from '@tanstack/react-router';
import { apiPaths, type VitalFewAnswer } from '@vitalfew/contract';
import type { ReactNode } from 'react';
import { useScopedAnswer } from '../../api/use-answer.ts';
import { useSetSearch } from '../../app/use-scope.ts';
import { formatCount, formatMs } from '../../format/quantity.ts';
import { Answered } from '../../kit/answered.tsx';
import { NoData } from '../../kit/empty.tsx';
import { Panel } from '../../kit/panel.tsx';
import { CauseTable } from './cause-table.tsx';
import { ParetoChart } from './pareto-chart.tsx';
import './vital-few.css';

const route = getRouteApi('/');

/** Home: the few causes that make most of the waiting. */
export function VitalFewScreen(): ReactNode {
  const { endpoint } = route.useSearch() as { readonly endpoint?: string };
  const setSearch = useSetSearch();
  const answer = useScopedAnswer<VitalFewAnswer>(apiPaths.vitalFew, { endpoint });
  return (
    <Answered of={answer}>
      {(few) => (
        <>
          <div className="page-head">
            <h1>The vital few</h1>
            {endpoint !== undefined && (
              <>
                <span className="mono">{endpoint}</span>
                <button type="button" className="button" onClick={() => setSearch({ endpoint: undefined })}>
                  All endpoints
                </button>
              </>
            )}
          </div>
          {few.total === 0 ? (
            <NoData what="Nobody waited for anything in this range" />
          ) : (
            <div className="stack">
              <Headline few={few} />
              <Panel>
                <ParetoChart causes={few.causes} n80={few.n80} total={few.total} />
              </Panel>
              <CauseTable causes={few.causes} />
            </div>
          )}
        </>
      )}
    </Answered>
  );
}

function Headline({ few }: { readonly few: VitalFewAnswer }): ReactNode {
  return (
    <div className="headline">
      <p className="claim">
        <b>{few.n80}</b> of <b>{formatCount(few.total)}</b> causes make <b>80 %</b> of the waiting.
      </p>
      <p className="muted">
        {formatMs(few.totalBlockingMs)} waited in {formatCount(few.requests)} requests; half of it for{' '}
        {few.n50 === 1 ? 'one cause' : `${few.n50} causes`}.
      </p>
    </div>
  );
}
