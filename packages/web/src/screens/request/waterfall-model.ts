import type { TraceSpan } from '@vitalfew/contract';
import { normalizeSql } from '@vitalfew/sql';
import { type FoldableSpan, type WaterfallRow, waterfallRows } from '@vitalfew/trace';

/** A trace as the waterfall draws it: spans by position with their parents' positions. */
export interface WaterfallModel {
  readonly spans: readonly TraceSpan[];
  readonly foldable: readonly FoldableSpan[];
  readonly positions: ReadonlyMap<string, number>;
  readonly childCount: readonly number[];
  /** What each span is called in its row. */
  readonly names: readonly string[];
}

export function waterfallModel(spans: readonly TraceSpan[]): WaterfallModel {
  const positions = new Map(spans.map((span, i) => [span.spanId, i]));
  const parents = spans.map((span, i) => {
    const parent = positions.get(span.parentSpanId);
    return parent === undefined || parent === i ? -1 : parent;
  });
  cutCycles(parents);
  const childCount = spans.map(() => 0);
  for (const parent of parents) if (parent >= 0) childCount[parent] = (childCount[parent] ?? 0) + 1;
  const foldable = spans.map((span, i) => ({
    parent: parents[i] ?? -1,
    key: `${span.segment} ${span.name} ${span.fingerprint} ${span.callSite}`,
    startMs: span.offsetMs,
    durationMs: span.repeatCount > 1 ? span.repeatBusyMs : span.durationMs,
    hasChildren: (childCount[i] ?? 0) > 0,
    wraps: span.segment === 'middleware',
  }));
  return { spans, foldable, positions, childCount, names: rowNames(spans) };
}

/** The rows to show; `search` keeps only spans that contain the text, with their ancestors. */
export function visibleRows(
  model: WaterfallModel,
  view: {
    readonly unfolded: ReadonlySet<number>;
    readonly collapsed: ReadonlySet<number>;
    readonly search: string;
    readonly criticalOnly: boolean;
  },
): WaterfallRow[] {
  const rows = waterfallRows(model.foldable, view);
  const text = view.search.trim().toLowerCase();
  if (text === '' && !view.criticalOnly) return rows;
  const kept = new Set<number>();
  model.spans.forEach((span, i) => {
    if (view.criticalOnly && !span.onCriticalPath) return;
    if (
      text !== '' &&
      !`${span.name} ${model.names[i]} ${span.cause} ${span.callSite}`.toLowerCase().includes(text)
    )
      return;
    for (let at = i; at >= 0 && !kept.has(at); at = model.foldable[at]?.parent ?? -1) kept.add(at);
  });
  return rows.filter((row) => row.members.some((member) => kept.has(member)));
}

/** A statement by its operation and tables, dotted names by their last two parts, all else as it is. */
function rowNames(spans: readonly TraceSpan[]): string[] {
  const summaries = new Map<string, string>();
  const summaryOf = ({ statement, attributes }: TraceSpan): string => {
    const system = attributes['db.system.name'] ?? attributes['db.system'] ?? '';
    const key = `${system} ${statement}`;
    const summary = summaries.get(key) ?? normalizeSql(statement, { system }).summary;
    summaries.set(key, summary);
    return summary;
  };
  return spans.map((span) => {
    if (span.segment === 'database' && span.statement !== '') return summaryOf(span) || span.name;
    const isDotted = span.segment === 'middleware' || span.segment === 'view';
    return isDotted && /^[\w.]+$/.test(span.name) ? span.name.split('.').slice(-2).join('.') : span.name;
  });
}

/** Makes the topmost span of every cycle a root. */
function cutCycles(parents: number[]): void {
  const done = new Set<number>();
  parents.forEach((_, i) => {
    const way = new Set<number>();
    for (let at = i; at >= 0 && !done.has(at); at = parents[at] ?? -1) {
      if (way.has(at)) {
        parents[at] = -1;
        break;
      }
      way.add(at);
    }
    for (const each of way) done.add(each);
  });
}
