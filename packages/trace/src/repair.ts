import type { LocalSpans } from './local-spans.ts';

/** How often each repair was needed. */
export interface Repairs {
  orphaned: number;
  cyclic: number;
  shifted: number;
  clipped: number;
  detached: number;
}

/** A tree in which every span lies within its parent, parents before children in `order`. */
export interface RepairedTree {
  /** Positions in breadth-first order; only the first `reached` count. */
  readonly order: Int32Array;
  reached: number;
  readonly parent: Int32Array;
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
  /** 1: the span's work outlived its parent, or lies outside it; it has no part in the account. */
  readonly detached: Uint8Array;
  readonly repairs: Repairs;
}

export function createRepairedTree(capacity: number): RepairedTree {
  return {
    order: new Int32Array(capacity),
    reached: 0,
    parent: new Int32Array(capacity),
    startNs: new Float64Array(capacity),
    endNs: new Float64Array(capacity),
    detached: new Uint8Array(capacity),
    repairs: { orphaned: 0, cyclic: 0, shifted: 0, clipped: 0, detached: 0 },
  };
}

/**
 * Makes a sound tree of whatever came: spans without their parent hang on the entry, cycles are cut, a child on
 * another clock that lies outside its parent is shifted into it, what overflows is clipped, and what lies wholly
 * outside is detached with all below it.
 */
export function repairTree(spans: LocalSpans, tree: RepairedTree): void {
  const repairs = tree.repairs;
  repairs.orphaned = repairs.cyclic = repairs.shifted = repairs.clipped = repairs.detached = 0;
  adoptOrphans(spans, tree);
  orderByDepth(spans, tree);
  const { startNs, endNs, detached } = tree;
  startNs[0] = spans.startNs[0] ?? 0;
  endNs[0] = Math.max(startNs[0], spans.endNs[0] ?? 0);
  detached[0] = 0;
  for (let at = 1; at < tree.reached; at++) {
    const i = tree.order[at] ?? 0;
    placeWithinParent(spans, tree, i, tree.parent[i] ?? 0);
  }
}

function adoptOrphans(spans: LocalSpans, tree: RepairedTree): void {
  tree.parent[0] = -1;
  for (let i = 1; i < spans.count; i++) {
    const parent = spans.parent[i] ?? -1;
    if (parent >= 0 && parent < spans.count && parent !== i) {
      tree.parent[i] = parent;
    } else {
      tree.parent[i] = 0;
      tree.repairs.orphaned++;
    }
  }
}

// Child lists as "first child, next sibling", kept between calls.
let firstChild = new Int32Array(64);
let nextSibling = new Int32Array(64);

function orderByDepth(spans: LocalSpans, tree: RepairedTree): void {
  if (firstChild.length < spans.count) {
    firstChild = new Int32Array(spans.count * 2);
    nextSibling = new Int32Array(spans.count * 2);
  }
  tree.order[0] = 0;
  tree.reached = 1;
  firstChild.fill(-1, 0, spans.count);
  // From the back, so that siblings are listed in the order in which they came.
  for (let i = spans.count - 1; i > 0; i--) {
    const parent = tree.parent[i] ?? 0;
    nextSibling[i] = firstChild[parent] ?? -1;
    firstChild[parent] = i;
  }
  walk(tree, 0);
  if (tree.reached === spans.count) return;
  // What was not reached hangs on a cycle: its first member becomes a child of the entry.
  const reached = new Uint8Array(spans.count);
  for (let at = 0; at < tree.reached; at++) reached[tree.order[at] ?? 0] = 1;
  for (let i = 1; i < spans.count; i++) {
    if (reached[i] === 1) continue;
    tree.parent[i] = 0;
    tree.repairs.cyclic++;
    const from = tree.reached;
    tree.order[tree.reached++] = i;
    reached[i] = 1;
    for (let at = from; at < tree.reached; at++) {
      for (let child = firstChild[tree.order[at] ?? 0] ?? -1; child >= 0; child = nextSibling[child] ?? -1) {
        if (reached[child] === 1) continue;
        reached[child] = 1;
        tree.order[tree.reached++] = child;
      }
    }
  }
}

function walk(tree: RepairedTree, from: number): void {
  for (let at = from; at < tree.reached; at++) {
    for (let child = firstChild[tree.order[at] ?? 0] ?? -1; child >= 0; child = nextSibling[child] ?? -1) {
      tree.order[tree.reached++] = child;
    }
  }
}

function placeWithinParent(spans: LocalSpans, tree: RepairedTree, i: number, parent: number): void {
  const { startNs, endNs, detached, repairs } = tree;
  const parentStart = startNs[parent] ?? 0;
  const parentEnd = endNs[parent] ?? 0;
  let start = spans.startNs[i] ?? 0;
  let end = Math.max(start, spans.endNs[i] ?? 0);
  if (spans.foreignClock[i] === 1 && (start < parentStart || end > parentEnd)) {
    // The network's share is unknown: half of it before the child, half after.
    const durationNs = Math.min(end - start, parentEnd - parentStart);
    start = Math.floor(parentStart + (parentEnd - parentStart - durationNs) / 2);
    end = start + durationNs;
    repairs.shifted++;
  }
  const outside = start > parentEnd || end < parentStart || (start === parentEnd && end > start);
  if (detached[parent] === 1 || outside) {
    detached[i] = 1;
    repairs.detached++;
    startNs[i] = start;
    endNs[i] = end;
    return;
  }
  detached[i] = 0;
  startNs[i] = Math.max(start, parentStart);
  endNs[i] = Math.min(end, parentEnd);
  if (startNs[i] !== start || endNs[i] !== end) repairs.clipped++;
}
