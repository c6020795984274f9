import { VitalfewError } from '../error.ts';

/** When a sender that was turned away for want of memory may come again, seconds. */
const RETRY_SECONDS = 2;

/** Bounds the memory of all messages in hand together, bytes. */
export class ByteBudget {
  readonly #limit: number;
  #used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get used(): number {
    return this.#used;
  }

  /** Opens an account that is closed with the message. */
  open(): BudgetShare {
    return new BudgetShare(this);
  }

  /**
   * Throws `overloaded` where there is no room beside other messages. A message that is alone (all that is
   * used, `held`, is its own) always has room, or it would be sent in vain for ever.
   */
  take(bytes: number, held: number): void {
    if (this.#used > held && this.#used + bytes > this.#limit) {
      throw new VitalfewError(
        'overloaded',
        'More data is arriving than fits in memory: send it again later.',
        {
          retryAfterSeconds: RETRY_SECONDS,
        },
      );
    }
    this.#used += bytes;
  }

  give(bytes: number): void {
    this.#used -= bytes;
  }
}

/** What one message holds of the budget. */
export class BudgetShare {
  readonly #budget: ByteBudget;
  #held = 0;

  constructor(budget: ByteBudget) {
    this.#budget = budget;
  }

  take(bytes: number): void {
    this.#budget.take(bytes, this.#held);
    this.#held += bytes;
  }

  close(): void {
    this.#budget.give(this.#held);
    this.#held = 0;
  }
}
