import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import { VitalfewError } from '../error.ts';
import type { Store } from '../store/store.ts';
import { documentCursors } from './document-cursors.ts';
import { RequestWorker } from './request-worker.ts';

export interface DeriveOptions {
  /** Apdex threshold T, milliseconds. */
  readonly apdexThresholdMs: number;
  readonly logger: Logger;
}

/** The running workers. */
export interface DeriveHandle {
  status(): { worker: string; lagSeconds: number; processed: number }[];
  /** Resolves when the step that is running has ended. */
  close(): Promise<void>;
}

const PAUSE_MS = 1_000;
const PAUSE_AFTER_FAILURE_MS = 2_000;

/** Derives requests and causes until it is closed. A failing step is done again after a pause. */
export function startDerive(store: Store, { apdexThresholdMs, logger }: DeriveOptions): DeriveHandle {
  const worker = new RequestWorker(store, documentCursors(store), {
    apdexThresholdNs: apdexThresholdMs * 1e6,
    startMs: 0,
  });
  const closing = new AbortController();
  let processed = 0;
  let doneMs = Date.now();
  const running = loop();

  async function loop(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        const step = await worker.step();
        processed += step.derivedRequests;
        doneMs = step.doneMs;
        if (step.derivedRequests === 0) await pause(PAUSE_MS, closing.signal);
      } catch (error) {
        if (closing.signal.aborted) return;
        const isOthers = error instanceof VitalfewError && error.code === 'conflict';
        if (isOthers) logger.debug('Another server derives too: its cursor is taken up.');
        else logger.warn({ err: error }, 'A step of derivation failed; it is tried again.');
        await pause(PAUSE_AFTER_FAILURE_MS, closing.signal);
      }
    }
  }

  return {
    status: () => [{ worker: 'requests', lagSeconds: Math.max(0, (Date.now() - doneMs) / 1000), processed }],
    close: async () => {
      closing.abort();
      await running;
    },
  };
}

/** Waits, but no longer than until the signal. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
