/** A span as it is linked to others: ids are any strings, empty for no parent. */
export interface LinkedSpan {
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly isEntry: boolean;
}

/** One request within a trace: the entry's position and those of its local descendants, the entry first. */
export interface LocalTree {
  readonly entry: number;
  readonly members: readonly number[];
}

/**
 * Cuts a trace into its requests: every entry with its descendants down to the next entries. Spans that no entry
 * leads to (their ancestors were not sent) are added to the first entry, so that nothing is out of sight; without
 * any entry, each topmost span is one.
 */
export function cutIntoRequests(spans: readonly LinkedSpan[]): LocalTree[] {
  const positions = new Map(spans.map((span, i) => [span.spanId, i]));
  const owner = new Int32Array(spans.length).fill(-1);
  const isTop = (span: LinkedSpan) => span.isEntry || span.parentSpanId === '';
  const entries: number[] = [];
  spans.forEach((span, i) => {
    if (!isTop(span)) return;
    owner[i] = i;
    entries.push(i);
  });
  if (entries.length === 0) {
    spans.forEach((span, i) => {
      if (positions.has(span.parentSpanId)) return;
      owner[i] = i;
      entries.push(i);
    });
  }
  const fallback = entries[0] ?? 0;
  for (let i = 0; i < spans.length; i++) findOwner(spans, positions, owner, i, fallback);
  const members = new Map<number, number[]>(entries.map((entry) => [entry, [entry]]));
  if (entries.length === 0 && spans.length > 0) members.set(fallback, [fallback]);
  owner.forEach((entry, i) => {
    if (entry !== i) members.get(entry)?.push(i);
  });
  return [...members].map(([entry, all]) => ({ entry, members: all }));
}

/** Walks up to the nearest span with a known owner and gives it to all on the way; cycles end at the fallback. */
function findOwner(
  spans: readonly LinkedSpan[],
  positions: ReadonlyMap<string, number>,
  owner: Int32Array,
  from: number,
  fallback: number,
): void {
  const way: number[] = [];
  const seen = new Set<number>();
  let at: number | undefined = from;
  while (at !== undefined && owner[at] === -1 && !seen.has(at)) {
    seen.add(at);
    way.push(at);
    at = positions.get(spans[at]?.parentSpanId ?? '');
  }
  const found = at === undefined || owner[at] === -1 ? fallback : (owner[at] ?? fallback);
  for (const each of way) owner[each] = found;
}
