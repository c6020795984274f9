import type { RequestHistogramAnswer } from '@vitalfew/contract';
import { type PointerEvent, type ReactNode, useState } from 'react';
import { useSetSearch } from '../../app/use-scope.ts';
import { formatCount, formatMs } from '../../format/quantity.ts';

type Bar = RequestHistogramAnswer['durations'][number];

const WIDTH = 600;
const HEIGHT = 90;

/** Response times in log buckets; dragging over bars filters by them. */
export function DurationHistogram({ bars }: { readonly bars: readonly Bar[] }): ReactNode {
  const setSearch = useSetSearch();
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | undefined>();
  const filled = withGaps(bars);
  const top = filled.reduce((most, bar) => Math.max(most, bar.count), 1);
  const width = WIDTH / Math.max(filled.length, 1);
  const barAt = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    return Math.max(
      0,
      Math.min(filled.length - 1, Math.floor(((event.clientX - box.left) / box.width) * filled.length)),
    );
  };
  const choose = () => {
    if (!drag) return;
    const first = filled[Math.min(drag.from, drag.to)];
    const last = filled[Math.max(drag.from, drag.to)];
    if (first && last) setSearch({ minMs: first.fromMs, maxMs: last.toMs });
    setDrag(undefined);
  };
  const labels = [0, 0.25, 0.5, 0.75].map((part) => filled[Math.floor(part * filled.length)]);
  return (
    <>
      <svg
        className="durations"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label="Number of requests by response time"
        onPointerDown={(event) => setDrag({ from: barAt(event), to: barAt(event) })}
        onPointerMove={(event) => drag && setDrag({ ...drag, to: barAt(event) })}
        onPointerUp={choose}
      >
        {filled.map((bar, i) => {
          const chosen = drag && i >= Math.min(drag.from, drag.to) && i <= Math.max(drag.from, drag.to);
          const height = bar.count === 0 ? 0 : Math.max(1.5, (bar.count / top) * (HEIGHT - 4));
          return (
            <rect
              key={bar.fromMs}
              x={i * width}
              y={HEIGHT - height}
              width={Math.max(1, width - 1)}
              height={height}
              fill={chosen ? 'var(--accent-fill)' : 'var(--database)'}
            >
              <title>{`${formatMs(bar.fromMs)} – ${formatMs(bar.toMs)}: ${formatCount(bar.count)}`}</title>
            </rect>
          );
        })}
      </svg>
      <div className="duration-labels muted">
        {filled.length > 4 &&
          labels.map((bar) => <span key={bar?.fromMs}>{formatMs(bar?.fromMs ?? 0)}</span>)}
      </div>
    </>
  );
}

/** Buckets without requests between those with some, so that equal steps are equal distances. */
function withGaps(bars: readonly Bar[]): Bar[] {
  const filled: Bar[] = [];
  for (const bar of bars) {
    for (let last = filled.at(-1); last && bar.fromMs / last.toMs > 1.01; last = filled.at(-1)) {
      filled.push({
        fromMs: last.toMs,
        toMs: Math.min(bar.fromMs, last.toMs * (bar.toMs / bar.fromMs)),
        count: 0,
      });
    }
    filled.push(bar);
  }
  return filled;
}
