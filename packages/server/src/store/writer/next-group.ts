export interface GroupLimits {
  readonly rows: number;
  readonly bytes: number;
  readonly records: number;
}

interface Sized {
  readonly rows: number;
  readonly length: number;
}

/** How many of the first records make one insert: at least one, then as many as the limits allow. */
export function nextGroup(
  pending: readonly Sized[],
  limits: GroupLimits,
): { count: number; isFull: boolean } {
  let rows = 0;
  let bytes = 0;
  let count = 0;
  for (const record of pending) {
    rows += record.rows;
    bytes += record.length;
    if (count > 0 && (rows > limits.rows || bytes > limits.bytes || count >= limits.records))
      return { count, isFull: true };
    count++;
  }
  return { count, isFull: rows >= limits.rows || bytes >= limits.bytes || count >= limits.records };
}
