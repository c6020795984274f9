import { Link } from '@tanstack/react-router';
import { apiPaths, type OverviewAnswer, SEGMENT_NAMES } from '@vitalfew/contract';
import { type ReactNode, useMemo } from 'react';
import { useScopedAnswer } from '../../api/use-answer.ts';
import { useScope } from '../../app/use-scope.ts';
import { SegmentLabel, segmentColour } from '../../charts/segment-bar.tsx';
import { TimeChart } from '../../charts/time-chart.tsx';
import { formatApdex, formatCount, formatMs, formatShare } from '../../format/quantity.ts';
import { Answered } from '../../kit/answered.tsx';
import { NoData } from '../../kit/empty.tsx';
import { Panel } from '../../kit/panel.tsx';
import { Stat } from '../../kit/stat.tsx';
import { TopEndpoints } from './top-endpoints.tsx';

export function OverviewTab({
  service,
  endpoint,
}: {
  readonly service: string;
  readonly endpoint: string | undefined;
}): ReactNode {
  const answer = useScopedAnswer<OverviewAnswer>(apiPaths.overview(service), {
    service: undefined,
    endpoint,
  });
  return (
    <Answered of={answer}>
      {(overview) =>
        overview.vitals.requests === 0 ? (
          <NoData what={`${endpoint ?? service} answered no requests in this range`} />
        ) : (
          <div className="stack">
            <Figures overview={overview} />
            <Charts overview={overview} />
            <div className={endpoint === undefined ? 'grid two' : 'stack'}>
              <SegmentTable overview={overview} />
              {endpoint === undefined && <TopEndpoints service={service} />}
            </div>
          </div>
        )
      }
    </Answered>
  );
}

function Figures({ overview }: { readonly overview: OverviewAnswer }): ReactNode {
  const { vitals, previous } = overview;
  return (
    <div className="stats">
      <Stat
        name="Requests/min"
        value={formatCount(vitals.throughputPerMinute)}
        now={vitals.throughputPerMinute}
        before={previous?.throughputPerMinute}
        better="neither"
      />
      <Stat
        name="Mean"
        value={formatMs(vitals.meanMs)}
        now={vitals.meanMs}
        before={previous?.meanMs}
        better="lower"
      />
      <Stat
        name="p50"
        value={formatMs(vitals.p50Ms)}
        now={vitals.p50Ms}
        before={previous?.p50Ms}
        better="lower"
      />
      <Stat
        name="p95"
        value={formatMs(vitals.p95Ms)}
        now={vitals.p95Ms}
        before={previous?.p95Ms}
        better="lower"
      />
      <Stat
        name="p99"
        value={formatMs(vitals.p99Ms)}
        now={vitals.p99Ms}
        before={previous?.p99Ms}
        better="lower"
      />
      <Stat
        name="p99.9"
        value={formatMs(vitals.p999Ms)}
        now={vitals.p999Ms}
        before={previous?.p999Ms}
        better="lower"
      />
      <Stat
        name="Errors"
        value={formatShare(vitals.errorRate)}
        now={vitals.errorRate}
        before={previous?.errorRate}
        better="lower"
      />
      <Stat
        name="Apdex"
        value={formatApdex(vitals.apdex)}
        now={vitals.apdex}
        before={previous?.apdex}
        better="higher"
      />
    </div>
  );
}

function Charts({ overview }: { readonly overview: OverviewAnswer }): ReactNode {
  const { series, timesMs } = overview;
  const marks = useMemo(
    () => overview.deploys.map((deploy) => ({ timeMs: deploy.timeMs, label: deploy.version })),
    [overview.deploys],
  );
  const segments = useMemo(
    () =>
      SEGMENT_NAMES.filter((name) => series.segmentsMs[name].some((value) => value > 0)).map((name) => ({
        name,
        colour: name,
        values: series.segmentsMs[name],
      })),
    [series],
  );
  const percentiles = useMemo(
    () => [
      { name: 'p50', colour: 'view', values: series.p50Ms },
      { name: 'p95', colour: 'database', values: series.p95Ms },
      { name: 'p99', colour: 'external', values: series.p99Ms },
    ],
    [series],
  );
  const throughput = useMemo(
    () => [{ name: 'requests/min', colour: 'view', values: series.throughputPerMinute }],
    [series],
  );
  const errors = useMemo(
    () => [{ name: 'error rate', colour: 'bad-fill', values: series.errorRate }],
    [series],
  );
  const apdex = useMemo(() => [{ name: 'Apdex', colour: 'template', values: series.apdex }], [series]);
  return (
    <>
      <Panel title="Where the time of a request goes" right="mean by segment">
        <TimeChart
          title="Mean response time by segment"
          timesMs={timesMs}
          series={segments}
          format={formatMs}
          kind="stacked"
          height={260}
          marks={marks}
        />
      </Panel>
      <div className="grid two">
        <Panel title="Percentiles" right="over all requests">
          <TimeChart
            title="Percentiles"
            timesMs={timesMs}
            series={percentiles}
            format={formatMs}
            kind="lines"
            marks={marks}
          />
        </Panel>
        <Panel title="Throughput" right="requests a minute">
          <TimeChart
            title="Throughput"
            timesMs={timesMs}
            series={throughput}
            format={formatCount}
            kind="bars"
            height={214}
            marks={marks}
          />
        </Panel>
        <Panel title="Error rate">
          <TimeChart
            title="Error rate"
            timesMs={timesMs}
            series={errors}
            format={formatShare}
            kind="lines"
            height={140}
            least={0.05}
            marks={marks}
          />
        </Panel>
        <Panel title="Apdex">
          <TimeChart
            title="Apdex"
            timesMs={timesMs}
            series={apdex}
            format={formatApdex}
            kind="lines"
            height={140}
            max={1}
            marks={marks}
          />
        </Panel>
      </div>
    </>
  );
}

function SegmentTable({ overview }: { readonly overview: OverviewAnswer }): ReactNode {
  const { from, to, environment, version } = useScope();
  const { segmentsMs, vitals } = overview;
  const rows = SEGMENT_NAMES.map((name) => ({ name, ms: segmentsMs[name] }))
    .filter((row) => row.ms > 0)
    .sort((a, b) => b.ms - a.ms);
  return (
    <Panel
      title="Segments"
      right={
        <Link to="/" search={{ from, to, environment, version, service: overview.service } as never}>
          what causes them
        </Link>
      }
      flush
    >
      <div className="table-scroll">
        <table className="data">
          <thead>
            <tr>
              <th>Segment</th>
              <th>&nbsp;</th>
              <th className="num">A request</th>
              <th className="num">Share</th>
              <th className="num">In all</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <td>
                  <SegmentLabel name={row.name} />
                </td>
                <td style={{ width: '35%' }}>
                  <div
                    className="share-bar"
                    style={{
                      width: `${(row.ms / (rows[0]?.ms ?? 1)) * 100}%`,
                      background: segmentColour(row.name),
                    }}
                  />
                </td>
                <td className="num">{formatMs(row.ms)}</td>
                <td className="num">{formatShare(row.ms / vitals.meanMs)}</td>
                <td className="num">{formatMs(row.ms * vitals.requests)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
