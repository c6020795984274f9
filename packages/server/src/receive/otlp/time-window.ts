import { unsignedOf } from '../wire/wire-reader.ts';
import type { DecodeLimits } from './limits.ts';

export const IN_FUTURE = 'lies in the future';

/** The times that can be stored: from the retention back to a little ahead. */
export class TimeWindow {
  readonly #oldestSeconds: number;
  readonly #newestSeconds: number;

  constructor(limits: DecodeLimits, nowMs: number) {
    this.#oldestSeconds = nowMs / 1000 - limits.pastSeconds;
    this.#newestSeconds = nowMs / 1000 + limits.futureSeconds;
  }

  /** Why the time, in nanoseconds as two halves, lies outside; undefined when it does not. */
  refusal(low: number, high: number): string | undefined {
    const seconds = unsignedOf(low, high) / 1e9;
    if (seconds === 0) return 'is missing';
    if (seconds < this.#oldestSeconds) return 'is older than the retention';
    if (seconds > this.#newestSeconds) return IN_FUTURE;
    return undefined;
  }
}

/** Nanoseconds as two halves in whole milliseconds, exact. */
export function millisecondsOf(low: number, high: number): number {
  // 2^32 = 4294 × 10^6 + 967296: no product passes 2^53.
  const top = high >>> 0;
  return top * 4294 + Math.floor((top * 967296 + (low >>> 0)) / 1e6);
}
