import type { Store } from '../store/store.ts';
import { type Cursor, type CursorStore, rangeToken } from './cursor.ts';
import { deriveEntries } from './derive-entries.ts';
import { nextWindow } from './ingest-window.ts';
import { readDueSpans } from './span-columns.ts';

const WORKER = 'requests';

export interface RequestWorkerOptions {
  readonly apdexThresholdNs: number;
  /** Where the first range ever begins, epoch milliseconds. */
  readonly startMs: number;
}

/** What one step did. */
export interface StepResult {
  readonly derivedRequests: number;
  readonly doneMs: number;
}

/** Derives the requests that became durable since its cursor, a range a step, each exactly once. */
export class RequestWorker {
  readonly #store: Store;
  readonly #cursors: CursorStore;
  readonly #options: RequestWorkerOptions;
  /** The stored cursor as this worker knows it; undefined: to be read. */
  #version: number | undefined;
  #doneMs = 0;

  constructor(store: Store, cursors: CursorStore, options: RequestWorkerOptions) {
    this.#store = store;
    this.#cursors = cursors;
    this.#options = options;
  }

  /** A step that failed is done again by the next one, over the same range with the same tokens. */
  async step(): Promise<StepResult> {
    try {
      if (this.#version !== undefined) return await this.#goOn(this.#version);
      const taken = await this.#takeUp();
      // At once: until it has gone on, how far it was before it stopped would pass for how late it is.
      const next = await this.#goOn(taken.version);
      return { ...next, derivedRequests: taken.derivedRequests + next.derivedRequests };
    } catch (error) {
      this.#version = undefined;
      throw error;
    }
  }

  /** Reads the cursor and does its range again: whoever began it may not have ended it. */
  async #takeUp(): Promise<{ readonly derivedRequests: number; readonly version: number }> {
    const { startMs } = this.#options;
    const stored = await this.#cursors.read(WORKER);
    const { cursor, version } = stored ?? { cursor: { doneMs: startMs, plannedMs: startMs }, version: 0 };
    const { derivedRequests } = await this.#derive(cursor);
    this.#version = version;
    return { derivedRequests, version };
  }

  async #goOn(version: number): Promise<StepResult> {
    const window = await nextWindow(this.#store, this.#doneMs);
    if (window === undefined) return { derivedRequests: 0, doneMs: this.#doneMs };
    const planned = { doneMs: window.fromMs, plannedMs: window.toMs };
    if (window.toMs > window.fromMs) this.#version = await this.#cursors.write(WORKER, planned, version);
    return this.#derive(planned);
  }

  async #derive(range: Cursor): Promise<StepResult> {
    let derivedRequests = 0;
    if (range.plannedMs > range.doneMs) {
      let part = 0;
      for await (const spans of readDueSpans(this.#store, { fromMs: range.doneMs, toMs: range.plannedMs })) {
        const { requests, causes } = deriveEntries(spans, this.#options.apdexThresholdNs);
        const token = rangeToken(WORKER, range, String(part++));
        await this.#store.insertBlock(requests, `${token}:requests`);
        await this.#store.insertBlock(causes, `${token}:causes`);
        derivedRequests += requests.rows;
      }
    }
    this.#doneMs = range.plannedMs;
    return { derivedRequests, doneMs: range.plannedMs };
  }
}
