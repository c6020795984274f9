/**
 * Hands out the instants that rows carry as `ingested` and says up to which of them all rows are visible. An instant
 * is handed out at most once and never at or below one that was already called settled.
 */
export class Watermark {
  readonly #now: () => number;
  /** For clocks and inserts of other servers on the same tables, milliseconds. */
  readonly #marginMs: number;
  readonly #open = new Set<number>();
  #highest: number;
  #newest: number;

  constructor(options: { readonly now: () => number; readonly marginMs: number; readonly lastMs: number }) {
    this.#now = options.now;
    this.#marginMs = options.marginMs;
    this.#highest = options.lastMs;
    this.#newest = options.lastMs;
  }

  /** An instant for one insert; the watermark stays below it until `settle`. */
  begin(): number {
    this.#highest = Math.max(this.#now(), this.#highest + 1);
    this.#newest = this.#highest;
    this.#open.add(this.#highest);
    return this.#highest;
  }

  /** Takes up an insert that a former process began. */
  resume(ingestedMs: number): void {
    this.#open.add(ingestedMs);
    this.#highest = Math.max(this.#highest, ingestedMs);
    this.#newest = Math.max(this.#newest, ingestedMs);
  }

  /** The newest instant that was handed out, by this process or the one before it. */
  newest(): number {
    return this.#newest;
  }

  settle(ingestedMs: number): void {
    this.#open.delete(ingestedMs);
  }

  /** Epoch milliseconds; never goes back while the process lives. */
  value(): number {
    let settled = this.#now() - 1;
    this.#highest = Math.max(this.#highest, settled);
    for (const open of this.#open) settled = Math.min(settled, open - 1);
    return settled - this.#marginMs;
  }
}
