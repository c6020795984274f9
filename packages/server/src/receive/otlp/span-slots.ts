import { Attribute } from './attribute.ts';
import { SLOTS } from './known-keys.ts';

/** The known attributes of the span in hand, by slot. `reset` is one addition, not a walk over the slots. */
export class SpanSlots {
  readonly #slots: readonly Attribute[] = Array.from({ length: SLOTS }, () => new Attribute());
  readonly #span = new Float64Array(SLOTS);
  readonly #rank = new Uint8Array(SLOTS);
  #current = 1;

  reset(): void {
    this.#current++;
  }

  /** Keeps the value unless a better-ranked name for the same slot has been seen. */
  set(slot: number, rank: number, attribute: Attribute): void {
    if (this.#span[slot] === this.#current && (this.#rank[slot] as number) < rank) return;
    this.#span[slot] = this.#current;
    this.#rank[slot] = rank;
    const kept = this.#slots[slot] as Attribute;
    kept.kind = attribute.kind;
    kept.start = attribute.start;
    kept.end = attribute.end;
    kept.low = attribute.low;
    kept.high = attribute.high;
  }

  get(slot: number): Attribute | undefined {
    return this.#span[slot] === this.#current ? this.#slots[slot] : undefined;
  }
}
