import { useVirtualizer } from '@tanstack/react-virtual';
import type { TraceSpan } from '@vitalfew/contract';
import { type CSSProperties, type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import { segmentColour } from '../../charts/segment-bar.tsx';
import { formatMs } from '../../format/quantity.ts';
import { visibleRows, type WaterfallModel } from './waterfall-model.ts';

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
    <section className="panel waterfall">
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
            {unfolded.size > 0 ? 'Fold repeated spans' : `Unfold ${folds} repeated`}
          </button>
        )}
        <span className="muted">{rows.length} rows</span>
      </div>
      <div className="waterfall-axis">
        <span />
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
            const span = row && model.spans[row.span];
            if (!row || !span) return null;
            const isFold = row.members.length > 1;
            const parentMember = item.index > 0 && rows[item.index - 1];
            const isHeadOfUnfolded = unfolded.has(row.span) && isFold;
            return (
              <div
                key={`${row.span} ${row.depth} ${isFold} ${parentMember ? parentMember.span : ''}`}
                role="row"
                tabIndex={-1}
                aria-level={row.depth + 1}
                aria-selected={row.members.includes(chosen ?? -1)}
                className={`wrow ${row.span === chosen ? 'chosen' : ''} ${span.status === 'error' ? 'error' : ''} ${span.detached ? 'detached' : ''}`}
                style={{ transform: `translateY(${item.start}px)`, height: ROW }}
                onClick={() => onChoose(row.span)}
                onKeyDown={(event) => event.key === 'Enter' && onChoose(row.span)}
              >
                <div className="wname" style={{ paddingLeft: 6 + Math.min(row.depth, 24) * 11 }}>
                  {(model.childCount[row.span] ?? 0) > 0 && !isFold ? (
                    <button
                      type="button"
                      className="twist"
                      aria-label={collapsed.has(row.span) ? 'Show children' : 'Hide children'}
                      onClick={(event) => {
                        event.stopPropagation();
                        toggle(collapsed, setCollapsed, row.span);
                      }}
                    >
                      {collapsed.has(row.span) ? '▸' : '▾'}
                    </button>
                  ) : (
                    <span className="twist" />
                  )}
                  <span className="swatch" style={{ background: segmentColour(span.segment) }} />
                  {isFold && (
                    <button
                      type="button"
                      className="badge vital"
                      title={isHeadOfUnfolded ? 'Fold' : 'Unfold'}
                      onClick={(event) => {
                        event.stopPropagation();
                        toggle(unfolded, setUnfolded, row.span);
                      }}
                    >
                      {row.members.length} ×
                    </button>
                  )}
                  {!isFold && span.repeatCount > 1 && (
                    <span className="badge vital" title="Folded by the agent">
                      {span.repeatCount} ×
                    </span>
                  )}
                  <span className="ellipsis" title={span.cause || span.name}>
                    {shortName(span)}
                  </span>
                </div>
                <div className="wbars">
                  {row.members.slice(0, 400).map((member) => {
                    const each = model.spans[member];
                    if (!each) return null;
                    return (
                      <span
                        key={member}
                        className={`wbar ${each.onCriticalPath ? 'critical' : ''} ${each.repeatCount > 1 ? 'repeated' : ''}`}
                        style={{
                          left: `${(each.offsetMs / durationMs) * 100}%`,
                          width: `max(2px, ${(each.durationMs / durationMs) * 100}%)`,
                          background: segmentColour(each.segment),
                        }}
                      />
                    );
                  })}
                  <span
                    className="wtime"
                    style={timePlace(
                      span.offsetMs / durationMs,
                      (span.offsetMs + span.durationMs) / durationMs,
                    )}
                  >
                    {formatMs(
                      isFold ? row.totalMs : span.repeatCount > 1 ? span.repeatBusyMs : span.durationMs,
                    )}
                  </span>
                </div>
              </div>
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

/** The time stands behind the bar, before it, or on its end where neither has room. */
function timePlace(start: number, end: number): CSSProperties {
  if (end < 0.86) return { left: `calc(${end * 100}% + 5px)` };
  if (start > 0.14) return { right: `calc(${(1 - start) * 100}% + 5px)` };
  return { right: `calc(${(1 - Math.min(1, end)) * 100}% + 6px)`, color: '#fff', textShadow: '0 0 3px #000' };
}

/** `django.middleware.csrf.CsrfViewMiddleware` by its last part; statements and routes as they are. */
function shortName(span: TraceSpan): string {
  const isPath = /^[\w.]+$/.test(span.name) && (span.segment === 'middleware' || span.segment === 'view');
  return isPath ? (span.name.split('.').slice(-2).join('.') ?? span.name) : span.name;
}
