import type { ReceiverState } from '@vitalfew/contract';
import { VitalfewError } from '../error.ts';
import type { IntakeLedger } from './intake-ledger.ts';
import type { Receiver, RunningReceiver } from './receiver.ts';

/** Of one receiver: whether it runs and where. */
export interface ReceiverSettings {
  readonly enabled: boolean;
  readonly host: string;
  readonly port: number;
}

interface Slot {
  readonly receiver: Receiver;
  readonly running: RunningReceiver | undefined;
  readonly state: ReceiverState['state'];
  readonly address: string;
  readonly problem: string;
}

/** The receivers of this server. */
export interface RunningReceivers {
  /** Each with its address and what it took in, for the Connect page. */
  states(): ReceiverState[];
  close(): Promise<void>;
}

/**
 * Starts every receiver that is enabled. One that cannot listen is reported in its state and stops none of
 * the others; this never rejects.
 */
export async function startReceivers(
  receivers: readonly Receiver[],
  options: {
    readonly settings: (name: string) => ReceiverSettings;
    readonly ledger: IntakeLedger;
  },
): Promise<RunningReceivers> {
  const slots = await Promise.all(
    receivers.map((receiver) => startOne(receiver, options.settings(receiver.name))),
  );
  return {
    states: () => slots.map((slot) => stateOf(slot, options.ledger)),
    close: async () => {
      await Promise.all(slots.map((slot) => slot.running?.close()));
    },
  };
}

async function startOne(receiver: Receiver, settings: ReceiverSettings): Promise<Slot> {
  const wanted = `${settings.host}:${settings.port}`;
  if (!settings.enabled) {
    return { receiver, running: undefined, state: 'off', address: wanted, problem: '' };
  }
  try {
    const running = await receiver.start({ host: settings.host, port: settings.port });
    return { receiver, running, state: 'listening', address: running.address, problem: '' };
  } catch (error) {
    const isTaken = error instanceof VitalfewError && error.code === 'address_in_use';
    const problem = error instanceof Error ? error.message : String(error);
    return {
      receiver,
      running: undefined,
      state: isTaken ? 'port taken' : 'failed',
      address: wanted,
      problem,
    };
  }
}

function stateOf(slot: Slot, ledger: IntakeLedger): ReceiverState {
  const { receiver } = slot;
  const counted = new Map(ledger.signals(receiver.name).map((count) => [count.signal, count]));
  return {
    name: receiver.name,
    title: receiver.title,
    address: slot.address,
    state: slot.state,
    problem: slot.problem,
    signals: receiver.signals.map(
      (signal) => counted.get(signal) ?? { signal, accepted: 0, rejected: 0, lastMs: null },
    ),
    refusals: ledger.refusals(receiver.name),
  };
}
