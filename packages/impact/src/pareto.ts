/** One of a set of values in its place: shares are parts of the total, 0 to 1. */
export interface RankedValue<Key> {
  readonly key: Key;
  readonly value: number;
  readonly share: number;
  readonly cumulativeShare: number;
}

export interface Pareto<Key> {
  readonly rows: readonly RankedValue<Key>[];
  readonly total: number;
  /** The fewest values that together hold half, and four fifths, of the total. */
  readonly n50: number;
  readonly n80: number;
}

/** Ranks values, largest first, and finds the vital few. Values below zero count as zero. */
export function pareto<Key>(values: readonly { readonly key: Key; readonly value: number }[]): Pareto<Key> {
  const descending = values
    .map(({ key, value }) => ({ key, value: Math.max(0, value) }))
    .sort((a, b) => b.value - a.value);
  const total = descending.reduce((sum, each) => sum + each.value, 0);
  let running = 0;
  const rows = descending.map(({ key, value }) => {
    running += value;
    return { key, value, share: partOf(value, total), cumulativeShare: partOf(running, total) };
  });
  return { rows, total, n50: fewestHolding(rows, 0.5), n80: fewestHolding(rows, 0.8) };
}

/** Sums of floating point numbers may fall short of a round share by this much. */
const ROUNDING = 1e-12;

function fewestHolding(rows: readonly RankedValue<unknown>[], part: number): number {
  const at = rows.findIndex((row) => row.cumulativeShare >= part - ROUNDING && row.value > 0);
  return at + 1;
}

function partOf(value: number, total: number): number {
  return total === 0 ? 0 : value / total;
}
