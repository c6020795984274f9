import type { Store } from '../store/store.ts';
import { type Cursor, type CursorStore, rangeToken } from './cursor.ts';
import { deriveEntries } from './derive-entries.ts';
import { nextWindow } from './ingest-window.ts';
import { readDueSpans } from './span-columns.ts';

const WORKER = 'requests';

/** What one step did. */
export interface StepResult {
  readonly derivedRequests: number;
  /** Whether more is due already. */
  readonly more: boolean;
  readonly doneMs: number;
}

/**
 * Derives the requests that became durable since the cursor. A step that was cut off by a crash is done again
 * over the same range with the same tokens, so every request is derived exactly once.
 */
export async function deriveRequests(
  store: Store,
  cursors: CursorStore,
  options: { readonly apdexThresholdNs: number; readonly startMs: number },
): Promise<StepResult> {
  const cursor = (await cursors.read(WORKER)) ?? { doneMs: options.startMs, plannedMs: options.startMs };
  const planned = await planStep(store, cursors, cursor);
  if (planned === undefined) return { derivedRequests: 0, more: false, doneMs: cursor.doneMs };
  let derivedRequests = 0;
  let part = 0;
  for await (const spans of readDueSpans(store, { fromMs: planned.doneMs, toMs: planned.plannedMs })) {
    const { requests, causes } = deriveEntries(spans, options.apdexThresholdNs);
    const token = rangeToken(WORKER, planned, String(part++));
    await store.insertBlock(requests, `${token}:requests`);
    await store.insertBlock(causes, `${token}:causes`);
    derivedRequests += requests.rows;
  }
  await cursors.write(WORKER, { doneMs: planned.plannedMs, plannedMs: planned.plannedMs });
  return { derivedRequests, more: derivedRequests > 0, doneMs: planned.plannedMs };
}

/** The range to work on, written down before the work; the unfinished one of an earlier run comes first. */
async function planStep(store: Store, cursors: CursorStore, cursor: Cursor): Promise<Cursor | undefined> {
  if (cursor.plannedMs > cursor.doneMs) return cursor;
  const window = await nextWindow(store, cursor.doneMs);
  if (window === undefined) return undefined;
  const planned = { doneMs: window.fromMs, plannedMs: window.toMs };
  if (window.toMs > window.fromMs) await cursors.write(WORKER, planned);
  return planned;
}
