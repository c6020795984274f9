/** What makes siblings alike: same parent, same key, and how long each took. */
export interface FoldableSpan {
  readonly parent: number;
  /** Name, fingerprint and call site in one string. */
  readonly key: string;
  readonly startMs: number;
  readonly durationMs: number;
  readonly hasChildren: boolean;
  /** Whether it only wraps what it calls, as a middleware does. */
  readonly wraps: boolean;
}

/** A row of a waterfall: one span, like siblings folded into one, or wrappers nested in each other. */
export interface WaterfallRow {
  readonly span: number;
  readonly depth: number;
  /** All folded spans in order of start, `span` the first; just `[span]` when nothing is folded. */
  readonly members: readonly number[];
  /** Whether each member is the only child of the one before it. */
  readonly nested: boolean;
  readonly totalMs: number;
  readonly longestMs: number;
}

/** From this many like siblings, or nested wrappers, on they are shown as one row. */
const FOLD_FROM = 3;

/**
 * The rows of a waterfall, depth first, siblings by start. Like siblings without children of their own are folded,
 * and so are wrappers nested in each other (a framework's middleware), unless the fold is in `unfolded`; children of
 * a span in `collapsed` are left out. Both hold span positions.
 */
export function waterfallRows(
  spans: readonly FoldableSpan[],
  options: { readonly unfolded: ReadonlySet<number>; readonly collapsed: ReadonlySet<number> },
): WaterfallRow[] {
  const children = new Map<number, number[]>();
  spans.forEach((span, i) => {
    const siblings = children.get(span.parent);
    if (siblings) siblings.push(i);
    else children.set(span.parent, [i]);
  });
  const rows: WaterfallRow[] = [];
  const nestDone = new Set<number>();
  const pending = groupsOf(spans, children.get(-1) ?? [], 0).reverse();
  for (let row = pending.pop(); row !== undefined; row = pending.pop()) {
    const nest = nestDone.has(row.span) ? [] : nestFrom(spans, children, row.span);
    if (nest.length >= FOLD_FROM) row = { ...rowOf(spans, nest, row.depth), nested: true };
    const unfolds = row.members.length > 1 && options.unfolded.has(row.span);
    rows.push(row);
    if (options.collapsed.has(row.span)) continue;
    const { depth, nested, members } = row;
    if (unfolds && nested) {
      for (const member of members) nestDone.add(member);
      pending.push(rowOf(spans, [row.span], depth + 1));
    } else if (unfolds) {
      for (const member of members) rows.push(rowOf(spans, [member], depth + 1));
    } else {
      const innermost = members[members.length - 1] ?? row.span;
      const parent = nested ? innermost : row.span;
      pending.push(...groupsOf(spans, children.get(parent) ?? [], depth + 1).reverse());
    }
  }
  return rows;
}

/** The wrapper at `head` and those inside it, each the only child of the one before. */
function nestFrom(
  spans: readonly FoldableSpan[],
  children: ReadonlyMap<number, readonly number[]>,
  head: number,
): number[] {
  const nest: number[] = [];
  for (let at: number | undefined = head; at !== undefined && spans[at]?.wraps; ) {
    nest.push(at);
    const inside: readonly number[] = children.get(at) ?? [];
    at = inside.length === 1 ? inside[0] : undefined;
  }
  return nest;
}

function groupsOf(
  spans: readonly FoldableSpan[],
  siblings: readonly number[],
  depth: number,
): WaterfallRow[] {
  const byStart = [...siblings].sort((a, b) => startOf(spans, a) - startOf(spans, b));
  const alike = new Map<string, number[]>();
  for (const i of byStart) {
    const span = spans[i];
    const key = span === undefined || span.hasChildren ? `alone ${i}` : `like ${span.key}`;
    const group = alike.get(key);
    if (group) group.push(i);
    else alike.set(key, [i]);
  }
  const rows = [...alike.values()].flatMap((members) =>
    members.length >= FOLD_FROM
      ? [rowOf(spans, members, depth)]
      : members.map((i) => rowOf(spans, [i], depth)),
  );
  return rows.sort((a, b) => startOf(spans, a.span) - startOf(spans, b.span));
}

function rowOf(spans: readonly FoldableSpan[], members: readonly number[], depth: number): WaterfallRow {
  const durations = members.map((i) => spans[i]?.durationMs ?? 0);
  return {
    span: members[0] ?? 0,
    depth,
    members,
    nested: false,
    totalMs: durations.reduce((sum, each) => sum + each, 0),
    longestMs: durations.reduce((most, each) => Math.max(most, each), 0),
  };
}

function startOf(spans: readonly FoldableSpan[], i: number): number {
  return spans[i]?.startMs ?? 0;
}
