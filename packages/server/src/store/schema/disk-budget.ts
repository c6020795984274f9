/** The parts of one table in one partition. */
export interface PartitionSize {
  readonly table: string;
  /** The id by which it is dropped. */
  readonly partitionId: string;
  /** The newest row, epoch milliseconds. */
  readonly newestMs: number;
  readonly bytes: number;
}

/** Detail that may go, the first of them first; roll-ups and documents stay. */
export const DETAIL_TABLES: readonly string[] = ['spans', 'logs', 'histograms', 'samples', 'requests'];

const DAY_MS = 86_400_000;

/**
 * Which partitions to drop so that all partitions together fit the budget: the oldest day first, within it in the
 * order of `DETAIL_TABLES`, never one that still takes in rows.
 */
export function partitionsOverBudget(
  partitions: readonly PartitionSize[],
  { budgetBytes, nowMs }: { readonly budgetBytes: number; readonly nowMs: number },
): PartitionSize[] {
  let used = partitions.reduce((sum, { bytes }) => sum + bytes, 0);
  const day = ({ newestMs }: PartitionSize) => Math.floor(newestMs / DAY_MS);
  const rank = ({ table }: PartitionSize) => DETAIL_TABLES.indexOf(table);
  const candidates = partitions
    .filter((each) => rank(each) >= 0 && each.newestMs < nowMs - DAY_MS)
    .sort((a, b) => day(a) - day(b) || rank(a) - rank(b));
  const drops: PartitionSize[] = [];
  for (const candidate of candidates) {
    if (used <= budgetBytes) break;
    drops.push(candidate);
    used -= candidate.bytes;
  }
  return drops;
}
