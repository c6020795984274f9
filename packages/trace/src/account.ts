import type { LocalSpans } from './local-spans.ts';
import { createRepairedTree, type RepairedTree, repairTree } from './repair.ts';

/**
 * Three ways to divide a request's time among its spans. Each adds up to the entry's duration.
 *
 * - *exclusive*: every instant belongs to the span that was started last among those active. In sequential code
 *   that is a span's time without its children.
 * - *shared*: every instant is divided equally among the active leaves (spans none of whose children is active).
 * - *blocking*: the critical path. From the end backwards, the child that ended last before the cursor is what
 *   its parent waited for; the gap after it is the parent's own; the cursor moves to the child's start.
 *   (As in Uber's CRISP, USENIX ATC 2022.)
 *
 * A folded span has no stretch of its own: it takes its busy time, as a part of its parent's own time, in each of
 * the three.
 */
export interface TimeAccount {
  exclusiveNs: Float64Array;
  sharedNs: Float64Array;
  blockingNs: Float64Array;
  onCriticalPath: Uint8Array;
  /** The tree that was accounted, with what had to be repaired. */
  tree: RepairedTree;
}

export function createTimeAccount(capacity: number): TimeAccount {
  return {
    exclusiveNs: new Float64Array(capacity),
    sharedNs: new Float64Array(capacity),
    blockingNs: new Float64Array(capacity),
    onCriticalPath: new Uint8Array(capacity),
    tree: createRepairedTree(capacity),
  };
}

/** Fills `account`, whose capacity must be at least `spans.count`. O(n log n), no allocation once warm. */
export function accountTime(spans: LocalSpans, account: TimeAccount): void {
  const n = spans.count;
  account.exclusiveNs.fill(0, 0, n);
  account.sharedNs.fill(0, 0, n);
  account.blockingNs.fill(0, 0, n);
  account.onCriticalPath.fill(0, 0, n);
  repairTree(spans, account.tree);
  sweep(spans, account);
  followCriticalPath(spans, account);
  shareOutFolded(spans, account);
}

// Work space kept between calls; grows to the largest request seen.
let rank = new Int32Array(0);
let starts = new Int32Array(0);
let ends = new Int32Array(0);
let activeChildren = new Int32Array(0);
let before = new Int32Array(0);
let after = new Int32Array(0);
let leafSince = new Float64Array(0);
let childCursor = new Int32Array(0);
let stack = new Int32Array(0);
let cursorNs = new Float64Array(0);

function reserve(n: number): void {
  if (rank.length >= n) return;
  const size = Math.max(64, n * 2);
  rank = new Int32Array(size);
  starts = new Int32Array(size);
  ends = new Int32Array(size);
  activeChildren = new Int32Array(size);
  before = new Int32Array(size);
  after = new Int32Array(size);
  leafSince = new Float64Array(size);
  childCursor = new Int32Array(size);
  stack = new Int32Array(size);
  cursorNs = new Float64Array(size);
}

/** Whether a span takes part in the sweep and the critical path with its stretch. */
function hasStretch(spans: LocalSpans, tree: RepairedTree, i: number): boolean {
  return tree.detached[i] === 0 && spans.folded[i] === 0 && (tree.endNs[i] ?? 0) > (tree.startNs[i] ?? 0);
}

/** Exclusive and shared time in one pass over all starts and ends in order of time. */
function sweep(spans: LocalSpans, account: TimeAccount): void {
  const { tree, exclusiveNs, sharedNs } = account;
  const { startNs, endNs } = tree;
  reserve(spans.count);
  let live = 0;
  for (let at = 0; at < tree.reached; at++) {
    const i = tree.order[at] ?? 0;
    rank[i] = at;
    activeChildren[i] = 0;
    if (!hasStretch(spans, tree, i)) continue;
    starts[live] = i;
    ends[live] = i;
    live++;
  }
  // Parents start before children that start with them; children end before parents that end with them.
  sortBy(starts, live, (a, b) => (startNs[a] ?? 0) - (startNs[b] ?? 0) || (rank[a] ?? 0) - (rank[b] ?? 0));
  sortBy(ends, live, (a, b) => (endNs[a] ?? 0) - (endNs[b] ?? 0) || (rank[b] ?? 0) - (rank[a] ?? 0));

  let latest = -1;
  let leaves = 0;
  let nowNs = 0;
  let perLeafNs = 0;
  let s = 0;
  let e = 0;
  while (e < live) {
    const opening = s < live ? (starts[s] ?? 0) : -1;
    const closing = ends[e] ?? 0;
    // Ends go first, so that a span that follows another does not overlap it for an instant.
    const opens = opening >= 0 && (startNs[opening] ?? 0) < (endNs[closing] ?? 0);
    const timeNs = opens ? (startNs[opening] ?? 0) : (endNs[closing] ?? 0);
    if (latest >= 0 && timeNs > nowNs) {
      exclusiveNs[latest] = (exclusiveNs[latest] ?? 0) + timeNs - nowNs;
      if (leaves > 0) perLeafNs += (timeNs - nowNs) / leaves;
    }
    nowNs = timeNs;
    if (opens) {
      s++;
      const parent = stretchedParent(spans, tree, opening);
      if (parent >= 0 && activeChildren[parent] === 0) {
        sharedNs[parent] = (sharedNs[parent] ?? 0) + perLeafNs - (leafSince[parent] ?? 0);
        leaves--;
      }
      if (parent >= 0) activeChildren[parent] = (activeChildren[parent] ?? 0) + 1;
      leafSince[opening] = perLeafNs;
      leaves++;
      before[opening] = latest;
      after[opening] = -1;
      if (latest >= 0) after[latest] = opening;
      latest = opening;
    } else {
      e++;
      if (activeChildren[closing] === 0) {
        sharedNs[closing] = (sharedNs[closing] ?? 0) + perLeafNs - (leafSince[closing] ?? 0);
        leaves--;
      }
      const parent = stretchedParent(spans, tree, closing);
      if (parent >= 0) {
        activeChildren[parent] = (activeChildren[parent] ?? 0) - 1;
        if (activeChildren[parent] === 0) {
          leafSince[parent] = perLeafNs;
          leaves++;
        }
      }
      latest = unlink(latest, closing);
    }
  }
}

/** The nearest ancestor with a stretch: children of a folded span count as children of its parent. */
function stretchedParent(spans: LocalSpans, tree: RepairedTree, i: number): number {
  let parent = tree.parent[i] ?? -1;
  while (parent >= 0 && !hasStretch(spans, tree, parent)) parent = tree.parent[parent] ?? -1;
  return parent;
}

/** Takes a span out of the list of active ones, in order of their start; gives the one that is latest then. */
function unlink(latest: number, closing: number): number {
  const earlier = before[closing] ?? -1;
  const later = after[closing] ?? -1;
  if (earlier >= 0) after[earlier] = later;
  if (later >= 0) before[later] = earlier;
  return latest === closing ? earlier : latest;
}

/**
 * The critical path from the entry's end backwards. `ends` still holds the spans by end time; each span's children
 * are chained through `before`, latest end first.
 */
function followCriticalPath(spans: LocalSpans, account: TimeAccount): void {
  const { tree, blockingNs, onCriticalPath } = account;
  const { startNs, endNs } = tree;
  if (!hasStretch(spans, tree, 0)) return;
  for (let at = 0; at < tree.reached; at++) childCursor[tree.order[at] ?? 0] = -1;
  let live = 0;
  for (let at = 0; at < tree.reached; at++) if (hasStretch(spans, tree, tree.order[at] ?? 0)) live++;
  for (let at = 0; at < live; at++) {
    const i = ends[at] ?? 0;
    const parent = stretchedParent(spans, tree, i);
    if (parent < 0) continue;
    before[i] = childCursor[parent] ?? -1;
    childCursor[parent] = i;
  }
  let depth = 0;
  stack[0] = 0;
  cursorNs[0] = endNs[0] ?? 0;
  onCriticalPath[0] = 1;
  while (depth >= 0) {
    const i = stack[depth] ?? 0;
    const cursor = cursorNs[depth] ?? 0;
    let child = childCursor[i] ?? -1;
    while (child >= 0 && (endNs[child] ?? 0) > cursor) child = before[child] ?? -1;
    if (child < 0) {
      blockingNs[i] = (blockingNs[i] ?? 0) + cursor - (startNs[i] ?? 0);
      depth--;
      continue;
    }
    childCursor[i] = before[child] ?? -1;
    blockingNs[i] = (blockingNs[i] ?? 0) + cursor - (endNs[child] ?? 0);
    cursorNs[depth] = startNs[child] ?? 0;
    depth++;
    stack[depth] = child;
    cursorNs[depth] = endNs[child] ?? 0;
    onCriticalPath[child] = 1;
  }
}

/**
 * Gives folded spans their busy time out of their parents' own time: the calls are scattered over it, so they
 * take the same part of it in each account, and never more than there is.
 */
function shareOutFolded(spans: LocalSpans, account: TimeAccount): void {
  const { tree } = account;
  const wantedNs = cursorNs;
  for (let at = 0; at < tree.reached; at++) wantedNs[tree.order[at] ?? 0] = 0;
  let any = false;
  for (let i = 1; i < spans.count; i++) {
    if (!takesBusyTime(spans, tree, i)) continue;
    const parent = stretchedParent(spans, tree, i);
    if (parent < 0) continue;
    wantedNs[parent] = (wantedNs[parent] ?? 0) + (spans.busyNs[i] ?? 0);
    any = true;
  }
  if (!any) return;
  const own = [account.exclusiveNs, account.sharedNs, account.blockingNs];
  // The parents' own time before anything is taken, since several folded spans take from one parent.
  const original = own.map((column) => column.slice(0, spans.count));
  for (let i = 1; i < spans.count; i++) {
    if (!takesBusyTime(spans, tree, i)) continue;
    const parent = stretchedParent(spans, tree, i);
    if (parent < 0) continue;
    const availableNs = original[0]?.[parent] ?? 0;
    const part = (spans.busyNs[i] ?? 0) / Math.max(wantedNs[parent] ?? 0, availableNs, 1);
    own.forEach((column, which) => {
      const takenNs = (original[which]?.[parent] ?? 0) * part;
      column[i] = (column[i] ?? 0) + takenNs;
      column[parent] = (column[parent] ?? 0) - takenNs;
    });
    if (account.onCriticalPath[parent] === 1) account.onCriticalPath[i] = 1;
  }
}

function takesBusyTime(spans: LocalSpans, tree: RepairedTree, i: number): boolean {
  return spans.folded[i] === 1 && tree.detached[i] === 0;
}

/** Sorts the first `n` positions: by insertion where they are few and nearly sorted, as spans of a request are. */
function sortBy(positions: Int32Array, n: number, compare: (a: number, b: number) => number): void {
  if (n > 96) {
    positions.subarray(0, n).sort(compare);
    return;
  }
  for (let k = 1; k < n; k++) {
    const moved = positions[k] ?? 0;
    let to = k - 1;
    while (to >= 0 && compare(positions[to] ?? 0, moved) > 0) {
      positions[to + 1] = positions[to] ?? 0;
      to--;
    }
    positions[to + 1] = moved;
  }
}
