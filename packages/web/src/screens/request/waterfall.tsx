import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { formatMs } from '../../format/quantity.ts';
import { ColumnDivider } from './column-divider.tsx';
import { visibleRows, type WaterfallModel } from './waterfall-model.ts';
import { WaterfallRowView } from './waterfall-row.tsx';

const ROW = 24;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** The spans of a trace over time: like siblings folded, the critical path marked, tens of thousands of rows. */
export function Waterfall(props: {
  readonly model: WaterfallModel;
  readonly durationMs: number;
  readonly chosen: number | undefined;
  readonly onChoose: (span: number) => void;
}): ReactNode {
  const { model, chosen, onChoose } = props;
  const durationMs = Math.max(props.durationMs, 1e-6);
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set());
  const [collapsed, setCollapsed] = useState<ReadonlySet<number>>(new Set());
  const [search, setSearch] = useState('');
  const [criticalOnly, setCriticalOnly] = useState(false);
  const rows = useMemo(
    () => visibleRows(model, { unfolded, collapsed, search, criticalOnly }),
    [model, unfolded, collapsed, search, criticalOnly],
  );
  const scroller = useRef<HTMLDivElement>(null);
  const [namesPx, setNamesPx] = useState<number | undefined>();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 20,
  });

  const toggle = (set: ReadonlySet<number>, change: (next: ReadonlySet<number>) => void, i: number) => {
    const next = new Set(set);
    if (!next.delete(i)) next.add(i);
    change(next);
  };
  const onKey = (event: KeyboardEvent) => {
    const at = rows.findIndex((row) => row.members.includes(chosen ?? -1));
    const move =
      event.key === 'ArrowDown' || event.key === 'j'
        ? 1
        : event.key === 'ArrowUp' || event.key === 'k'
          ? -1
          : 0;
    const row = rows[Math.max(0, Math.min(rows.length - 1, at + move))];
    if (move !== 0 && row) {
      event.preventDefault();
      onChoose(row.span);
      virtual.scrollToIndex(rows.indexOf(row));
    } else if (chosen !== undefined && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      event.preventDefault();
      if (collapsed.has(chosen) === (event.key === 'ArrowRight')) toggle(collapsed, setCollapsed, chosen);
    }
  };
  const folds = rows.filter((row) => row.members.length > 1).length;
  return (
    <section
      className="panel waterfall"
      style={namesPx === undefined ? {} : ({ '--names': `${namesPx}px` } as CSSProperties)}
    >
      <div className="waterfall-tools">
        <input
          className="input"
          type="search"
          placeholder="Find in spans"
          aria-label="Find in spans"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <button
          type="button"
          className={`button ${criticalOnly ? 'on' : ''}`}
          aria-pressed={criticalOnly}
          onClick={() => setCriticalOnly(!criticalOnly)}
        >
          Critical path only
        </button>
        {(folds > 0 || unfolded.size > 0) && (
          <button
            type="button"
            className="button"
            onClick={() =>
              setUnfolded(
                unfolded.size > 0
                  ? new Set()
                  : new Set(rows.filter((row) => row.members.length > 1).map((row) => row.span)),
              )
            }
          >
            {unfolded.size > 0 ? 'Fold like spans' : `Unfold ${folds}`}
          </button>
        )}
        <span className="muted">{rows.length} rows</span>
      </div>
      <div className="waterfall-axis">
        <ColumnDivider onMove={setNamesPx} />
        <div>
          {TICKS.map((part) => (
            <span
              key={part}
              style={{
                left: `${part * 100}%`,
                transform: part === 1 ? 'translateX(-100%)' : part === 0 ? 'none' : 'translateX(-50%)',
              }}
            >
              {formatMs(part * durationMs)}
            </span>
          ))}
        </div>
      </div>
      <div
        ref={scroller}
        className="waterfall-rows"
        role="treegrid"
        aria-label="Spans"
        tabIndex={0}
        onKeyDown={onKey}
        style={{ height: Math.min(rows.length * ROW + 2, 620) }}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            const above = rows[item.index - 1];
            return (
              <WaterfallRowView
                key={`${row.span} ${row.depth} ${row.members.length} ${above?.span}`}
                model={model}
                row={row}
                durationMs={durationMs}
                place={{ topPx: item.start, heightPx: ROW }}
                chosen={chosen}
                collapsed={collapsed.has(row.span)}
                unfolded={unfolded.has(row.span)}
                onChoose={() => onChoose(row.span)}
                onCollapse={() => toggle(collapsed, setCollapsed, row.span)}
                onUnfold={() => toggle(unfolded, setUnfolded, row.span)}
              />
            );
          })}
        </div>
      </div>
      <p className="muted waterfall-foot">
        <span className="wkey critical" /> on the critical path: the request waited for it.{' '}
        <span className="wkey" /> ran beside it.
      </p>
    </section>
  );
}
