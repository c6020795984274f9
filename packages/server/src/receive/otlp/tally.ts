/** Distinct reasons that are kept; more are only counted. */
const MAX_REASONS = 5;

/** What became of the items of one message. */
export class Tally {
  accepted = 0;
  rejected = 0;
  /** Items whose bytes were not what the schema says; a share of `rejected`. */
  malformed = 0;
  /** What the accepted rows take as columns, bytes, near enough to bound memory. */
  decodedBytes = 0;
  readonly #reasons = new Map<string, number>();

  reject(reason: string, count = 1): void {
    this.rejected += count;
    const known = this.#reasons.get(reason);
    if (known !== undefined) this.#reasons.set(reason, known + count);
    else if (this.#reasons.size < MAX_REASONS) this.#reasons.set(reason, count);
  }

  /** The first few reasons with the number of items each cost. */
  get reasons(): readonly Refusal[] {
    return Array.from(this.#reasons, ([reason, count]) => ({ reason, count }));
  }
}

export interface Refusal {
  readonly reason: string;
  readonly count: number;
}
