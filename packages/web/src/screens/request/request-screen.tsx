import { getRouteApi, Link } from '@tanstack/react-router';
import { apiPaths, type RequestRow, type TraceAnswer, type TraceSpan } from '@vitalfew/contract';
import { type ReactNode, useMemo, useState } from 'react';
import { useAnswer } from '../../api/use-answer.ts';
import { useSetSearch } from '../../app/use-scope.ts';
import { SegmentBar } from '../../charts/segment-bar.tsx';
import { formatMs } from '../../format/quantity.ts';
import { formatDayClock } from '../../format/time.ts';
import { Answered } from '../../kit/answered.tsx';
import { Panel } from '../../kit/panel.tsx';
import { Attributes } from './attributes.tsx';
import { ExceptionList } from './exception-list.tsx';
import { SpanDetail } from './span-detail.tsx';
import { SqlList } from './sql-list.tsx';
import { Waterfall } from './waterfall.tsx';
import { waterfallModel } from './waterfall-model.ts';
import './request.css';

const route = getRouteApi('/requests/$traceId');

interface RequestSearch {
  /** The chosen span. */
  readonly span?: string;
  readonly at?: string;
  readonly tab?: 'sql' | 'exceptions' | 'attributes';
}

/** One request: the waterfall of its trace, its SQL, its exceptions, its attributes. */
export function RequestScreen(): ReactNode {
  const { traceId } = route.useParams();
  const { at } = route.useSearch() as RequestSearch;
  const answer = useAnswer<TraceAnswer>(apiPaths.trace(traceId), { at });
  return <Answered of={answer}>{(trace) => <Trace trace={trace} />}</Answered>;
}

function Trace({ trace }: { readonly trace: TraceAnswer }): ReactNode {
  const search = route.useSearch() as RequestSearch;
  const setSearch = useSetSearch();
  const model = useMemo(() => waterfallModel(trace.spans), [trace]);
  const chosen = model.positions.get(search.span ?? '');
  const request = requestOf(trace, chosen === undefined ? undefined : trace.spans[chosen]);
  const queries = trace.spans.filter((span) => span.segment === 'database');
  const exceptions = trace.spans.filter((span) => span.events.some((event) => event.name === 'exception'));
  const [showDetail, setShowDetail] = useState(chosen !== undefined);
  const entry = trace.spans.find((span) => span.spanId === request?.spanId) ?? trace.spans[0];
  const tab = search.tab;
  const count = (spans: readonly TraceSpan[]) => spans.reduce((sum, span) => sum + span.repeatCount, 0);
  return (
    <>
      <RequestHead trace={trace} request={request} />
      <div className="tabs" role="tablist">
        {(
          [
            [undefined, 'Waterfall'],
            ['sql', `SQL ${count(queries)}`],
            ['exceptions', `Exceptions ${exceptions.length}`],
            ['attributes', 'Attributes'],
          ] as const
        ).map(([name, title]) => (
          <button
            type="button"
            role="tab"
            key={title}
            aria-selected={tab === name}
            className={tab === name ? 'active' : ''}
            onClick={() => setSearch({ tab: name })}
          >
            {title}
          </button>
        ))}
      </div>
      {tab === undefined && (
        <div className={`trace ${showDetail && chosen !== undefined ? 'with-detail' : ''}`}>
          <Waterfall
            model={model}
            durationMs={trace.durationMs}
            chosen={chosen}
            onChoose={(i) => {
              setShowDetail(true);
              setSearch({ span: trace.spans[i]?.spanId });
            }}
          />
          {showDetail && chosen !== undefined && trace.spans[chosen] && (
            <SpanDetail span={trace.spans[chosen]} onClose={() => setShowDetail(false)} />
          )}
        </div>
      )}
      {tab === 'sql' && <SqlList spans={queries} traceMs={trace.durationMs} />}
      {tab === 'exceptions' && <ExceptionList spans={exceptions} />}
      {tab === 'attributes' && entry && (
        <div className="grid two">
          <Panel title="Of the request">
            <Attributes of={entry.attributes} />
          </Panel>
          <Panel title="Of the process">
            <Attributes of={entry.resourceAttributes} />
          </Panel>
        </div>
      )}
      {trace.truncated && (
        <p className="warn">The trace has more than 20,000 spans; the newest are left out.</p>
      )}
    </>
  );
}

function RequestHead({
  trace,
  request,
}: {
  readonly trace: TraceAnswer;
  readonly request: RequestRow | undefined;
}): ReactNode {
  const { from, to } = route.useSearch();
  const services = [...new Set(trace.spans.map((span) => span.service))];
  return (
    <div className="request-head">
      <div className="page-head">
        <Link to="/requests" search={{ from, to } as never} className="muted">
          Requests
        </Link>
        <span className="muted">/</span>
        <h1 className="mono">{request?.endpoint ?? trace.spans[0]?.name ?? trace.traceId}</h1>
        {request?.error && (
          <span className="badge bad">{request.statusCode || request.errorType || 'error'}</span>
        )}
        {request && !request.error && request.statusCode > 0 && (
          <span className="badge">{request.statusCode}</span>
        )}
      </div>
      <div className="facts">
        <Fact name="Response" value={formatMs(request?.responseMs ?? trace.durationMs)} />
        <Fact name="Started" value={formatDayClock(trace.startMs)} />
        <Fact name="Path" value={request?.path || '–'} mono />
        <Fact name="SQL" value={String(request?.databaseCalls ?? 0)} />
        <Fact name="Cache" value={String(request?.cacheCalls ?? 0)} />
        <Fact name="Spans" value={String(trace.spans.length)} />
        <Fact name={services.length > 1 ? 'Services' : 'Service'} value={services.join(', ')} />
        {request?.version && <Fact name="Version" value={request.version} />}
        <Fact name="Trace" value={trace.traceId} mono />
      </div>
      {request && (
        <div className="request-segments">
          <SegmentBar segments={request.segmentsMs} />
          <div className="legend">
            {Object.entries(request.segmentsMs)
              .filter(([, ms]) => ms > 0)
              .sort(([, a], [, b]) => b - a)
              .map(([name, ms]) => (
                <span key={name} className="legend-item">
                  <span className="swatch" style={{ background: `var(--${name})` }} /> {name}{' '}
                  <b>{formatMs(ms)}</b>
                </span>
              ))}
          </div>
        </div>
      )}
    </div>
  );
}

function Fact({
  name,
  value,
  mono = false,
}: {
  readonly name: string;
  readonly value: string;
  readonly mono?: boolean;
}): ReactNode {
  return (
    <div>
      <div className="muted">{name}</div>
      <div className={`ellipsis ${mono ? 'mono' : ''}`} title={value}>
        {value}
      </div>
    </div>
  );
}

/** The request that the chosen span belongs to, else the first of the trace. */
function requestOf(trace: TraceAnswer, span: TraceSpan | undefined): RequestRow | undefined {
  const byEntry = new Map(trace.requests.map((request) => [request.spanId, request]));
  const byId = new Map(trace.spans.map((each) => [each.spanId, each]));
  const seen = new Set<string>();
  for (let at = span; at && !seen.has(at.spanId); at = byId.get(at.parentSpanId)) {
    seen.add(at.spanId);
    const request = byEntry.get(at.spanId);
    if (request) return request;
  }
  return trace.requests[0];
}
