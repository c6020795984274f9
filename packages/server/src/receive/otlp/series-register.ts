/** Series that are remembered; beyond it the register starts anew and every series is written once more. */
const CAPACITY = 1_000_000;
/** How often a series that goes on is written again, so that `last_seen` stays true within it. */
const REFRESH_SECONDS = 600;

/** Which series have lately been written to `series`, so that not every point brings its description along. */
export class SeriesRegister {
  readonly #writtenAt = new Map<number, number>();

  /** Whether the series must be written with this message. */
  isDue(key: number, nowSeconds: number): boolean {
    const writtenAt = this.#writtenAt.get(key);
    return writtenAt === undefined || nowSeconds - writtenAt >= REFRESH_SECONDS;
  }

  /** Call once the message is durable, not before: what was refused must be written next time. */
  written(keys: Iterable<number>, nowSeconds: number): void {
    for (const key of keys) {
      if (this.#writtenAt.size >= CAPACITY) this.#writtenAt.clear();
      this.#writtenAt.set(key, nowSeconds);
    }
  }
}

/** 53 of the 64 bits of a series id: enough to tell a million series apart, and a number. */
export function registerKey(low: number, high: number): number {
  return (high & 0x1fffff) * 4294967296 + (low >>> 0);
}
