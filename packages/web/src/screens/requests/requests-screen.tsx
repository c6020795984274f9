import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import {
  apiPaths,
  REQUEST_SORTS,
  type RequestFacetsAnswer,
  type RequestHistogramAnswer,
  type RequestsAnswer,
} from '@vitalfew/contract';
import { type ReactNode, useMemo } from 'react';
import { ask } from '../../api/client.ts';
import { useScopedAnswer } from '../../api/use-answer.ts';
import { useScope, useSetSearch } from '../../app/use-scope.ts';
import { TimeChart } from '../../charts/time-chart.tsx';
import { formatCount } from '../../format/quantity.ts';
import { Answered, Failure } from '../../kit/answered.tsx';
import { NoData } from '../../kit/empty.tsx';
import { Panel } from '../../kit/panel.tsx';
import { DurationHistogram } from './duration-histogram.tsx';
import { FacetList } from './facet-list.tsx';
import { FilterChips } from './filter-chips.tsx';
import { RequestTable } from './request-table.tsx';
import { toQuestion } from './requests-search.ts';
import './requests.css';

const route = getRouteApi('/requests');
const SORT_TITLES = { newest: 'Newest', slowest: 'Slowest', queries: 'Most SQL' } as const;

/** All requests: when, how slow, which; narrowed by facets, times and text. */
export function RequestsScreen(): ReactNode {
  const search = route.useSearch();
  const setSearch = useSetSearch();
  const question = toQuestion(search);
  const histogram = useScopedAnswer<RequestHistogramAnswer>(apiPaths.requestHistogram, question);
  const facets = useScopedAnswer<RequestFacetsAnswer>(apiPaths.requestFacets, question);
  return (
    <>
      <div className="page-head">
        <h1>Requests</h1>
        <span className="sub">
          {histogram.data ? `${formatCount(histogram.data.total)} in this range` : ''}
        </span>
      </div>
      <div className="requests-layout">
        <aside className="facets" aria-label="Filters">
          <Answered of={facets}>{(answer) => <FacetList facets={answer.facets} />}</Answered>
        </aside>
        <div className="stack">
          <div className="request-tools">
            <input
              className="input"
              type="search"
              placeholder="Path, trace id, or attribute=value"
              aria-label="Search requests"
              defaultValue={search.q ?? ''}
              key={search.q ?? ''}
              onKeyDown={(event) =>
                event.key === 'Enter' && setSearch({ q: event.currentTarget.value.trim() || undefined })
              }
              onBlur={(event) =>
                event.currentTarget.value.trim() !== (search.q ?? '') &&
                setSearch({ q: event.currentTarget.value.trim() || undefined })
              }
            />
            <div className="group">
              {REQUEST_SORTS.map((sort) => (
                <button
                  type="button"
                  key={sort}
                  className={`button ${(search.sort ?? 'newest') === sort ? 'on' : ''}`}
                  onClick={() => setSearch({ sort: sort === 'newest' ? undefined : sort })}
                >
                  {SORT_TITLES[sort]}
                </button>
              ))}
            </div>
            <button
              type="button"
              className={`button ${search.errors === 'only' ? 'on' : ''}`}
              aria-pressed={search.errors === 'only'}
              onClick={() => setSearch({ errors: search.errors === 'only' ? undefined : 'only' })}
            >
              Only errors
            </button>
          </div>
          <FilterChips />
          <Answered of={histogram}>{(answer) => <Histograms answer={answer} />}</Answered>
          <RequestPages question={{ ...question, sort: search.sort }} />
        </div>
      </div>
    </>
  );
}

function Histograms({ answer }: { readonly answer: RequestHistogramAnswer }): ReactNode {
  const series = useMemo(
    () => [
      { name: 'errors', colour: 'bad-fill', values: answer.errors },
      { name: 'ok', colour: 'view', values: answer.ok },
    ],
    [answer],
  );
  return (
    <div className="grid two">
      <Panel title="Over time">
        <TimeChart
          title="Requests over time"
          timesMs={answer.timesMs}
          series={series}
          format={formatCount}
          kind="stacked"
          height={110}
          legend={false}
        />
      </Panel>
      <Panel title="By response time" right="drag to choose">
        <DurationHistogram bars={answer.durations} />
      </Panel>
    </div>
  );
}

function RequestPages({
  question,
}: {
  readonly question: Record<string, string | number | readonly string[] | undefined>;
}): ReactNode {
  const { from, to, environment, version, live } = useScope();
  const asked = { from, to, environment, version, ...question };
  const pages = useInfiniteQuery({
    queryKey: [apiPaths.requests, asked],
    queryFn: ({ pageParam, signal }) =>
      ask<RequestsAnswer>(apiPaths.requests, { ...asked, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: (previous) => previous,
    refetchInterval: live ? 5_000 : false,
  });
  if (pages.error && !pages.data)
    return <Failure message={pages.error.message} onRetry={() => void pages.refetch()} />;
  const requests = pages.data?.pages.flatMap((page) => page.requests) ?? [];
  if (pages.data && requests.length === 0) return <NoData what="No request matches" />;
  return (
    <>
      <RequestTable requests={requests} />
      {pages.hasNextPage && (
        <button
          type="button"
          className="button"
          disabled={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
          style={{ justifySelf: 'center' }}
        >
          Show more
        </button>
      )}
    </>
  );
}
