import type { ReceiverState } from '@vitalfew/contract';
import type { RecordSink } from '../record/batch.ts';
import type { IntakeLedger } from './intake-ledger.ts';

export type Signal = ReceiverState['signals'][number]['signal'];

/** Where a receiver listens; port 0 takes any free one. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** What every receiver is given from outside. */
export interface ReceiverContext {
  readonly sink: RecordSink;
  readonly ledger: IntakeLedger;
  /** Whether a sender with this token (none: undefined) may send. */
  readonly authorise: (token: string | undefined) => boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * One protocol on one port. It turns wire bytes into record batches, hands them to the sink and answers its
 * sender only after the sink has them; it counts in the ledger, under its name, what it took and refused.
 */
export interface Receiver {
  /** Stable; the key of its settings, e.g. `otlp-http`. */
  readonly name: string;
  /** In words, e.g. `OTLP/HTTP`. */
  readonly title: string;
  readonly signals: readonly Signal[];
  readonly defaultPort: number;
  /** Listens, or rejects with `VitalfewError` `address_in_use`. */
  start(address: ListenAddress): Promise<RunningReceiver>;
}

export interface RunningReceiver {
  /** The address that it really has, e.g. `http://127.0.0.1:4318`. */
  readonly address: string;
  /** Takes no more, finishes what it holds. */
  close(): Promise<void>;
}
