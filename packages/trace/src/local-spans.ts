/**
 * The spans of one request in one process, by column: position 0 is the entry, the others are its local
 * descendants in any order. Times in nanoseconds from the entry's start; whole numbers below 2^53 are exact.
 */
export interface LocalSpans {
  readonly count: number;
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
  /** Position of the parent; -1 where it is not among them. Ignored for the entry. */
  readonly parent: Int32Array;
  /** 1 for a span that stands for several calls: its time is `busyNs`, not its stretch. */
  readonly folded: Uint8Array;
  readonly busyNs: Float64Array;
  /** 1 for a span whose clock is not the entry's: it may be shifted into its parent. */
  readonly foreignClock: Uint8Array;
}

/** Columns for `capacity` spans, to be filled and used again. */
export function createLocalSpans(capacity: number): { -readonly [Key in keyof LocalSpans]: LocalSpans[Key] } {
  return {
    count: 0,
    startNs: new Float64Array(capacity),
    endNs: new Float64Array(capacity),
    parent: new Int32Array(capacity),
    folded: new Uint8Array(capacity),
    busyNs: new Float64Array(capacity),
    foreignClock: new Uint8Array(capacity),
  };
}
