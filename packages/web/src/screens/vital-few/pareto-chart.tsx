import { useNavigate } from '@tanstack/react-router';
import type { CauseRow } from '@vitalfew/contract';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useScope } from '../../app/use-scope.ts';
import { segmentColour } from '../../charts/segment-bar.tsx';
import { formatMs, formatShare } from '../../format/quantity.ts';

const HEIGHT = 230;
const LEFT = 44;
const RIGHT = 44;
const TOP = 14;
const FOOT = 22;
const MOST_BARS = 40;

/** Bars by blocking time, most first, and the line of their running sum; the mark stands where 80 % are reached. */
export function ParetoChart(props: {
  readonly causes: readonly CauseRow[];
  readonly n80: number;
  readonly total: number;
}): ReactNode {
  const bars = props.causes.slice(0, MOST_BARS);
  const place = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(1000);
  const navigate = useNavigate();
  const { from, to } = useScope();
  useEffect(() => {
    if (!place.current) return;
    const watch = new ResizeObserver(([entry]) => setWidth(entry?.contentRect.width ?? 1000));
    watch.observe(place.current);
    return () => watch.disconnect();
  }, []);
  const inner = { width: width - LEFT - RIGHT, height: HEIGHT - TOP - FOOT };
  const step = inner.width / Math.max(bars.length, 1);
  const top = roundAbove(bars[0]?.share ?? 1);
  const barY = (share: number) => TOP + inner.height * (1 - share / top);
  const sumY = (share: number) => TOP + inner.height * (1 - share);
  const line = bars
    .map((cause, i) => `${i === 0 ? 'M' : 'L'}${LEFT + (i + 0.5) * step} ${sumY(cause.cumulativeShare)}`)
    .join('');
  const markX = LEFT + Math.min(props.n80, bars.length) * step;
  return (
    <svg
      ref={place}
      className="pareto"
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={`Pareto chart: ${props.n80} of ${props.total} causes make 80 % of the waiting`}
    >
      {[0, 0.25, 0.5, 0.75, 1].map((part) => (
        <g key={part}>
          <line x1={LEFT} x2={width - RIGHT} y1={sumY(part)} y2={sumY(part)} stroke="var(--line)" />
          <text x={LEFT - 6} y={sumY(part) + 4} textAnchor="end">
            {formatShare(part * top)}
          </text>
          <text x={width - RIGHT + 6} y={sumY(part) + 4}>
            {part * 100} %
          </text>
        </g>
      ))}
      <rect
        x={LEFT}
        y={TOP}
        width={Math.max(0, markX - LEFT)}
        height={inner.height}
        fill="var(--accent-fill)"
        opacity="0.09"
      />
      {bars.map((cause, i) => (
        <rect
          className="bar"
          role="link"
          tabIndex={-1}
          key={`${cause.service} ${cause.endpoint} ${cause.causeId} ${cause.callSite}`}
          x={LEFT + i * step + Math.min(3, step * 0.1)}
          y={barY(cause.share)}
          width={Math.max(1, step - 2 * Math.min(3, step * 0.1))}
          height={Math.max(1, HEIGHT - FOOT - barY(cause.share))}
          rx="1.5"
          fill={segmentColour(cause.segment)}
          opacity={cause.vital ? 1 : 0.45}
          cursor="pointer"
          onClick={() =>
            void navigate({
              to: '/requests/$traceId',
              params: { traceId: cause.exampleTraceId },
              search: { from, to, span: cause.exampleSpanId },
            } as never)
          }
        >
          <title>{`${i + 1}. ${cause.segment}: ${cause.cause}\n${cause.service} ${cause.endpoint}\n${formatMs(cause.blockingMs)} (${formatShare(cause.share)}), together ${formatShare(cause.cumulativeShare)}`}</title>
        </rect>
      ))}
      <path d={line} fill="none" stroke="var(--ink-2)" strokeWidth="1.6" />
      <line x1={markX} x2={markX} y1={TOP} y2={HEIGHT - FOOT} stroke="var(--accent)" strokeDasharray="4 3" />
      <text x={markX + 5} y={TOP + 10} fill="var(--accent)">
        80 %
      </text>
      <text x={LEFT} y={HEIGHT - 6}>
        1
      </text>
      <text x={width - RIGHT} y={HEIGHT - 6} textAnchor="end">
        {props.total > bars.length
          ? `${bars.length} of ${props.total} causes shown`
          : `${props.total} causes`}
      </text>
    </svg>
  );
}

/** The next share that four lines part evenly: 2, 4, 6, 8, 12, 20 … percent. */
function roundAbove(share: number): number {
  const quarter = share / 4;
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(quarter, 1e-6)));
  const nice =
    [1, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10].find((factor) => factor * magnitude >= quarter - 1e-12) ?? 10;
  return Math.min(1, 4 * nice * magnitude);
}
