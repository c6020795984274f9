import { type ReactNode, useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useSetSearch } from '../app/use-scope.ts';
import { formatDayClock } from '../format/time.ts';
import { absolute } from '../url/time-range.ts';
import { themeColour } from './colours.ts';

/** One line or area; a value a step, null where there is none. */
export interface ChartSeries {
  readonly name: string;
  /** Name of a colour token without its dashes. */
  readonly colour: string;
  readonly values: readonly (number | null)[];
}

/** A vertical line with a word: a deployment. */
export interface ChartMark {
  readonly timeMs: number;
  readonly label: string;
}

export interface TimeChartProps {
  readonly title: string;
  readonly timesMs: readonly number[];
  readonly series: readonly ChartSeries[];
  readonly format: (value: number) => string;
  readonly kind: 'lines' | 'stacked' | 'bars';
  readonly height?: number;
  readonly marks?: readonly ChartMark[];
  /** The highest value of the scale, where it is known. */
  readonly max?: number;
  /** The scale reaches this value at least, so that next to nothing looks like it. */
  readonly least?: number;
  readonly legend?: boolean;
}

const SYNC = 'page';

/**
 * Series over time: brush to zoom the page, a crosshair that all charts of the page share, a tip with the values
 * under it, and a legend that shows and hides.
 */
export function TimeChart(props: TimeChartProps): ReactNode {
  const {
    title,
    timesMs,
    series,
    format,
    kind,
    height = 190,
    marks = [],
    max,
    least = 0,
    legend = series.length > 1,
  } = props;
  const place = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [tip, setTip] = useState<Tip | undefined>();
  const [themed, setThemed] = useState(0);
  const setSearch = useSetSearch();

  useEffect(() => {
    const again = () => setThemed((n) => n + 1);
    addEventListener('vitalfew-theme', again);
    return () => removeEventListener('vitalfew-theme', again);
  }, []);

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const shown = series.filter((each) => !hidden.has(each.name));
    const data = chartData(timesMs, shown, kind);
    const chart = new uPlot(
      chartOptions({
        width: element.clientWidth,
        height,
        shown,
        kind,
        format,
        marks,
        max,
        least,
        onSelect: (from, to) => setSearch({ ...absolute(from, to), live: undefined }),
        onMove: (index, left) => setTip(index === undefined ? undefined : { index, left }),
      }),
      data,
      element,
    );
    const watch = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      chart.destroy();
    };
  }, [timesMs, series, hidden, themed, kind, height, max, least]);

  const toggle = (name: string) => {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    setHidden(next.size === series.length ? new Set() : next);
  };
  return (
    <figure className="chart" style={{ margin: 0 }} aria-label={summaryOf(title, series, format)}>
      <div ref={place} style={{ height }} />
      {tip && (
        <ChartTip
          tip={tip}
          timesMs={timesMs}
          series={series.filter((each) => !hidden.has(each.name))}
          format={format}
          stacked={kind === 'stacked'}
        />
      )}
      {legend && (
        <div className="legend">
          {series.map((each) => (
            <button
              type="button"
              key={each.name}
              aria-pressed={!hidden.has(each.name)}
              onClick={() => toggle(each.name)}
            >
              <span className="swatch" style={{ background: `var(--${each.colour})` }} />
              {each.name}
            </button>
          ))}
        </div>
      )}
    </figure>
  );
}

interface Tip {
  readonly index: number;
  /** Pixels from the left of the chart. */
  readonly left: number;
}

function ChartTip(props: {
  readonly tip: Tip;
  readonly timesMs: readonly number[];
  readonly series: readonly ChartSeries[];
  readonly format: (value: number) => string;
  readonly stacked: boolean;
}): ReactNode {
  const { tip, timesMs, series, format, stacked } = props;
  const values = series
    .map((each) => ({ ...each, value: each.values[tip.index] ?? null }))
    .filter((each) => each.value !== null && (!stacked || each.value > 0));
  const sorted = stacked ? values.sort((a, b) => (b.value ?? 0) - (a.value ?? 0)) : values;
  const total = values.reduce((sum, each) => sum + (each.value ?? 0), 0);
  const side = tip.left > 260 ? { right: `calc(100% - ${tip.left - 14}px)` } : { left: tip.left + 70 };
  return (
    <div className="tip" style={{ top: 8, ...side }}>
      <div className="muted">{formatDayClock(timesMs[tip.index] ?? 0)}</div>
      <table>
        <tbody>
          {sorted.map((each) => (
            <tr key={each.name}>
              <td>
                <span className="swatch" style={{ background: `var(--${each.colour})` }} /> {each.name}
              </td>
              <td>{format(each.value ?? 0)}</td>
            </tr>
          ))}
          {stacked && values.length > 1 && (
            <tr>
              <td className="muted">together</td>
              <td>{format(total)}</td>
            </tr>
          )}
        </tbody>
      </table>
      {values.length === 0 && <div className="muted">no requests</div>}
    </div>
  );
}

function chartData(
  timesMs: readonly number[],
  shown: readonly ChartSeries[],
  kind: TimeChartProps['kind'],
): uPlot.AlignedData {
  const times = timesMs.map((ms) => ms / 1000);
  if (kind !== 'stacked') return [times, ...shown.map((each) => [...each.values])] as uPlot.AlignedData;
  // Each area is drawn down to zero, the topmost first, so that the lower ones cover it.
  const running = times.map(() => 0);
  const sums = shown.map((each) =>
    each.values.map((value, i) => {
      running[i] = (running[i] ?? 0) + (value ?? 0);
      return running[i] ?? 0;
    }),
  );
  return [times, ...sums.reverse()] as uPlot.AlignedData;
}

interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shown: readonly ChartSeries[];
  readonly kind: TimeChartProps['kind'];
  readonly format: (value: number) => string;
  readonly marks: readonly ChartMark[];
  readonly max: number | undefined;
  readonly least: number;
  readonly onSelect: (fromMs: number, toMs: number) => void;
  readonly onMove: (index: number | undefined, left: number) => void;
}

function chartOptions(drawing: Drawing): uPlot.Options {
  const ink = themeColour('ink-3');
  const line = themeColour('line');
  const font = '11px ui-sans-serif, system-ui, sans-serif';
  const inOrder = drawing.kind === 'stacked' ? [...drawing.shown].reverse() : drawing.shown;
  return {
    width: drawing.width,
    height: drawing.height,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: SYNC, setSeries: false },
      drag: { x: true, y: false, setScale: false },
      points: { show: drawing.kind === 'lines', size: 6 },
      y: false,
    },
    scales: {
      y: { range: (_chart, _min, high) => [0, drawing.max ?? (Math.max(high * 1.08, drawing.least) || 1)] },
    },
    axes: [
      {
        stroke: ink,
        font,
        grid: { show: false },
        ticks: { stroke: line, size: 4 },
        size: 26,
        values: axisTimes,
      },
      {
        stroke: ink,
        font,
        grid: { stroke: line, width: 1 },
        ticks: { show: false },
        size: 62,
        values: (_chart, splits) => splits.map((value) => drawing.format(value)),
      },
    ],
    series: [{}, ...inOrder.map((each) => seriesOptions(themeColour(each.colour), drawing.kind))],
    hooks: {
      setSelect: [
        (chart) => {
          if (chart.select.width < 4) return;
          const at = (left: number) => chart.posToVal(left, 'x') * 1000;
          drawing.onSelect(at(chart.select.left), at(chart.select.left + chart.select.width));
          chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
      setCursor: [
        (chart) => {
          const { idx, left } = chart.cursor;
          drawing.onMove(idx === null || idx === undefined || (left ?? -1) < 0 ? undefined : idx, left ?? 0);
        },
      ],
      draw: [(chart) => drawMarks(chart, drawing.marks)],
    },
  };
}

function seriesOptions(colour: string, kind: TimeChartProps['kind']): uPlot.Series {
  if (kind === 'lines') return { stroke: colour, width: 1.6, points: { show: false }, spanGaps: false };
  const bars = uPlot.paths.bars;
  return {
    stroke: colour,
    fill: colour,
    width: 0,
    points: { show: false },
    ...(kind === 'bars' && bars ? { paths: bars({ size: [0.8, 40], gap: 0 }) } : {}),
  };
}

function axisTimes(_chart: uPlot, splits: number[]): string[] {
  const days = (splits.at(-1) ?? 0) - (splits[0] ?? 0) > 2 * 86_400;
  const seconds = splits.length > 1 && (splits[1] ?? 0) - (splits[0] ?? 0) < 60;
  return splits.map((value) => {
    const date = new Date(value * 1000);
    if (days) return date.toLocaleDateString('en', { month: 'short', day: 'numeric' });
    return date.toLocaleTimeString('en', {
      hour: '2-digit',
      minute: '2-digit',
      ...(seconds ? { second: '2-digit' } : {}),
      hour12: false,
    });
  });
}

function drawMarks(chart: uPlot, marks: readonly ChartMark[]): void {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.strokeStyle = themeColour('accent');
  ctx.fillStyle = themeColour('accent');
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.setLineDash([4, 3]);
  for (const mark of marks) {
    const x = Math.round(chart.valToPos(mark.timeMs / 1000, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillText(mark.label, x + 4, bbox.top + 11 * devicePixelRatio);
  }
  ctx.restore();
}

/** What a screen reader says of the chart: the newest value of each series. */
function summaryOf(title: string, series: readonly ChartSeries[], format: (value: number) => string): string {
  const newest = series.map((each) => {
    const value = each.values.findLast((one) => one !== null);
    return `${each.name} ${value === null || value === undefined ? 'none' : format(value)}`;
  });
  return `${title}; newest: ${newest.join(', ')}`;
}
