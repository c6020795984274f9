import type { Store } from '../store/store.ts';

/** A half-open stretch (fromMs, toMs] of ingest time, epoch milliseconds. */
export interface IngestWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

/** After an entry is stored, spans of its request that were sent beside it have this long to arrive. */
export const SETTLE_MS = 1_500;

/** Bounds the memory of one step: spans of this many requests are held at once, more or less. */
const ENTRIES_A_WINDOW = 5_000;
const LONGEST_WINDOW_MS = 5_000;

/**
 * The next stretch to derive after `doneMs`: up to what is settled, cut where it would hold too many entries,
 * and starting over quiet time at once. Undefined when nothing is due.
 */
export async function nextWindow(store: Store, doneMs: number): Promise<IngestWindow | undefined> {
  const settledMs = store.watermarkMs() - SETTLE_MS;
  if (settledMs <= doneMs) return undefined;
  if (store.newestIngestMs() <= doneMs) return { fromMs: settledMs, toMs: settledMs };
  const seconds = await store.query<{ second: number; entries: number }>(
    `SELECT toFloat64(toUnixTimestamp(toDateTime(ingested, 'UTC'))) AS second, toFloat64(count()) AS entries
FROM spans
WHERE is_entry AND ingested > fromUnixTimestamp64Milli({from_ms:Int64}, 'UTC')
  AND ingested <= fromUnixTimestamp64Milli({to_ms:Int64}, 'UTC')
GROUP BY second ORDER BY second LIMIT 60`,
    { from_ms: doneMs, to_ms: settledMs },
  );
  const first = seconds[0];
  if (first === undefined) return { fromMs: settledMs, toMs: settledMs };
  const startMs = Math.max(doneMs, first.second * 1000 - 1);
  let entries = 0;
  let endMs = startMs;
  for (const { second, entries: more } of seconds) {
    const secondEndsMs = second * 1000 + 999;
    if (endMs > startMs && (entries + more > ENTRIES_A_WINDOW || secondEndsMs - startMs > LONGEST_WINDOW_MS))
      break;
    entries += more;
    endMs = secondEndsMs;
  }
  return { fromMs: startMs, toMs: Math.min(endMs, settledMs) };
}
