const WINDOW_MS = 5 * 60_000;
const ATTEMPTS = 10;
const MOST_SENDERS = 10_000;

/** Slows guessing: after ten failures in five minutes an address waits until the five minutes are over. */
export class LoginLimit {
  readonly #failures = new Map<string, { count: number; readonly sinceMs: number }>();

  /** Seconds to wait; 0 when another attempt is allowed. */
  waitSeconds(address: string, nowMs: number): number {
    const known = this.#failures.get(address);
    if (!known || nowMs - known.sinceMs >= WINDOW_MS) return 0;
    return known.count < ATTEMPTS ? 0 : Math.ceil((known.sinceMs + WINDOW_MS - nowMs) / 1000);
  }

  failed(address: string, nowMs: number): void {
    const known = this.#failures.get(address);
    if (known && nowMs - known.sinceMs < WINDOW_MS) {
      known.count++;
      return;
    }
    if (this.#failures.size >= MOST_SENDERS) this.#failures.clear();
    this.#failures.set(address, { count: 1, sinceMs: nowMs });
  }

  succeeded(address: string): void {
    this.#failures.delete(address);
  }
}
