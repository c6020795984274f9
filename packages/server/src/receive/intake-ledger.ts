import type { ReceiverState } from '@vitalfew/contract';
import type { Signal } from './receiver.ts';

type SignalCount = ReceiverState['signals'][number];
type Refusal = ReceiverState['refusals'][number];

const MAX_REFUSALS = 20;

export interface Intake {
  readonly accepted: number;
  readonly rejected: number;
  readonly refusals: readonly { readonly reason: string; readonly count: number }[];
}

/** What each receiver took in and refused since the start: the lights and counts of the Connect page. */
export class IntakeLedger {
  readonly #now: () => number;
  readonly #signals = new Map<string, Map<Signal, SignalCount>>();
  readonly #refusals = new Map<string, Refusal[]>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Items of one message: spans, records or data points. */
  record(receiver: string, signal: Signal, intake: Intake): void {
    const signals = this.#signals.get(receiver) ?? new Map<Signal, SignalCount>();
    this.#signals.set(receiver, signals);
    const known = signals.get(signal) ?? { signal, accepted: 0, rejected: 0, lastMs: null };
    signals.set(signal, {
      signal,
      accepted: known.accepted + intake.accepted,
      rejected: known.rejected + intake.rejected,
      lastMs: intake.accepted > 0 ? this.#now() : known.lastMs,
    });
    for (const { reason, count } of intake.refusals) this.refuse(receiver, reason, count);
  }

  /** A message refused as a whole, or items of it. The same reason again only raises its count. */
  refuse(receiver: string, reason: string, count: number): void {
    const known = this.#refusals.get(receiver) ?? [];
    const same = known.find((refusal) => refusal.reason === reason);
    const newest = { timeMs: this.#now(), reason, count: count + (same?.count ?? 0) };
    this.#refusals.set(
      receiver,
      [newest, ...known.filter((refusal) => refusal !== same)].slice(0, MAX_REFUSALS),
    );
  }

  signals(receiver: string): SignalCount[] {
    return [...(this.#signals.get(receiver)?.values() ?? [])];
  }

  /** Newest first. */
  refusals(receiver: string): Refusal[] {
    return [...(this.#refusals.get(receiver) ?? [])];
  }
}
