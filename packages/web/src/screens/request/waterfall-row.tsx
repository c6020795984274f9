import type { TraceSpan } from '@vitalfew/contract';
import type { WaterfallRow } from '@vitalfew/trace';
import type { CSSProperties, ReactNode } from 'react';
import { segmentColour } from '../../charts/segment-bar.tsx';
import { formatMs } from '../../format/quantity.ts';
import type { WaterfallModel } from './waterfall-model.ts';

/** More bars than this in one folded row cannot be told apart. */
const MOST_BARS = 400;

/** One row: what it is on the left, when it ran on the right. */
export function WaterfallRowView(props: {
  readonly model: WaterfallModel;
  readonly row: WaterfallRow;
  readonly durationMs: number;
  readonly place: { readonly topPx: number; readonly heightPx: number };
  readonly chosen: number | undefined;
  readonly collapsed: boolean;
  readonly unfolded: boolean;
  readonly onChoose: () => void;
  readonly onCollapse: () => void;
  readonly onUnfold: () => void;
}): ReactNode {
  const { model, row, durationMs, place, chosen, onChoose } = props;
  const span = model.spans[row.span];
  if (!span) return null;
  const classes = [
    'wrow',
    row.span === chosen ? 'chosen' : '',
    span.status === 'error' ? 'error' : '',
    span.detached ? 'detached' : '',
  ];
  const drawn = row.nested ? row.members.slice(0, 1) : row.members.slice(0, MOST_BARS);
  return (
    <div
      role="row"
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-selected={row.members.includes(chosen ?? -1)}
      className={classes.join(' ')}
      style={{ transform: `translateY(${place.topPx}px)`, height: place.heightPx }}
      onClick={onChoose}
      onKeyDown={(event) => event.key === 'Enter' && onChoose()}
    >
      <div className="wname" style={{ paddingLeft: 6 + Math.min(row.depth, 24) * 11 }}>
        <Twist {...props} />
        <span className="swatch" style={{ background: segmentColour(span.segment) }} />
        <Count {...props} />
        <span className="ellipsis" title={titleOf(model, row)}>
          {row.nested && !props.unfolded ? 'middleware' : model.names[row.span]}
        </span>
      </div>
      <div className="wbars">
        {drawn.map((member) => (
          <Bar key={member} span={model.spans[member]} durationMs={durationMs} />
        ))}
        <span
          className="wtime"
          style={timePlace(span.offsetMs / durationMs, (span.offsetMs + span.durationMs) / durationMs)}
        >
          {formatMs(timeOf(row, span))}
        </span>
      </div>
    </div>
  );
}

function Twist(props: {
  readonly model: WaterfallModel;
  readonly row: WaterfallRow;
  readonly collapsed: boolean;
  readonly onCollapse: () => void;
}): ReactNode {
  const { model, row, collapsed, onCollapse } = props;
  const innermost = row.members[row.members.length - 1] ?? row.span;
  const opens = row.members.length === 1 || row.nested;
  if (!opens || (model.childCount[innermost] ?? 0) === 0) return <span className="twist" />;
  return (
    <button
      type="button"
      className="twist"
      aria-label={collapsed ? 'Show children' : 'Hide children'}
      onClick={(event) => {
        event.stopPropagation();
        onCollapse();
      }}
    >
      {collapsed ? '▸' : '▾'}
    </button>
  );
}

/** How many spans the row stands for, folded here or by the agent. */
function Count(props: {
  readonly model: WaterfallModel;
  readonly row: WaterfallRow;
  readonly unfolded: boolean;
  readonly onUnfold: () => void;
}): ReactNode {
  const { model, row, unfolded, onUnfold } = props;
  const calls = model.spans[row.span]?.repeatCount ?? 1;
  if (row.members.length > 1) {
    return (
      <button
        type="button"
        className={`badge ${row.nested ? '' : 'vital'}`}
        title={unfolded ? 'Fold' : 'Unfold'}
        onClick={(event) => {
          event.stopPropagation();
          onUnfold();
        }}
      >
        {row.nested ? `${row.members.length} nested` : `${row.members.length} ×`}
      </button>
    );
  }
  if (calls === 1) return null;
  return (
    <span className="badge vital" title="Folded by the agent">
      {calls} ×
    </span>
  );
}

function Bar(props: { readonly span: TraceSpan | undefined; readonly durationMs: number }): ReactNode {
  const { span, durationMs } = props;
  if (!span) return null;
  return (
    <span
      className={`wbar ${span.onCriticalPath ? 'critical' : ''} ${span.repeatCount > 1 ? 'repeated' : ''}`}
      style={{
        left: `${(span.offsetMs / durationMs) * 100}%`,
        width: `max(2px, ${(span.durationMs / durationMs) * 100}%)`,
        background: segmentColour(span.segment),
      }}
    />
  );
}

/** Milliseconds that the row stands for: like calls add up, nested ones are inside the first. */
function timeOf(row: WaterfallRow, span: TraceSpan): number {
  if (row.members.length > 1 && !row.nested) return row.totalMs;
  return span.repeatCount > 1 ? span.repeatBusyMs : span.durationMs;
}

function titleOf(model: WaterfallModel, row: WaterfallRow): string {
  if (row.nested) return row.members.map((member) => model.spans[member]?.name ?? '').join('\n');
  const span = model.spans[row.span];
  return span?.cause || span?.name || '';
}

/** The time stands behind the bar, before it, or on its end where neither has room. */
function timePlace(start: number, end: number): CSSProperties {
  if (end < 0.86) return { left: `calc(${end * 100}% + 5px)` };
  if (start > 0.14) return { right: `calc(${(1 - start) * 100}% + 5px)` };
  return { right: `calc(${(1 - Math.min(1, end)) * 100}% + 6px)`, color: '#fff', textShadow: '0 0 3px #000' };
}
