import { SEGMENTS, type TimeAccount } from '@vitalfew/trace';
import { CauseBatch, type CauseTotal } from './cause-batch.ts';
import { type SpanColumns, textOf } from './span-columns.ts';

type Total = { -readonly [Key in keyof CauseTotal]: CauseTotal[Key] } & {
  lastRequest: number;
  /** What it weighed in the request that is being added. */
  weightNs: number;
};

/** Times that come with the entry rather than with a span, nanoseconds. */
export interface EntryTimes {
  readonly queueNs: number;
  readonly gcNs: number;
}

const QUEUE_CAUSE = { segment: 'queue', cause: 'waiting for a worker' };
const GC_CAUSE = { segment: 'gc', cause: 'garbage collection' };

/** Own code, in which collections mostly happen: gc is taken out of these spans' blocking time. */
const OWN_CODE: ReadonlySet<string> = new Set([
  'view',
  'template',
  'serialisation',
  'middleware',
  'unexplained',
]);

/** Adds up what requests waited for by minute, endpoint, segment, fingerprint and call site. */
export class CauseTotals {
  readonly #spans: SpanColumns;
  readonly #segmentNames: readonly string[];
  readonly #totals = new Map<string, Total>();
  #request = 0;

  constructor(spans: SpanColumns, segmentCodes: Uint8Array) {
    this.#spans = spans;
    this.#segmentNames = Array.from(segmentCodes, (code) => SEGMENTS[code] ?? 'view');
  }

  /** Adds one request; `members` and `account` go by the same positions. */
  add(entry: number, members: readonly number[], account: TimeAccount, times: EntryTimes): void {
    const spans = this.#spans;
    this.#request++;
    const touched: Total[] = [];
    const gcPart = partTakenByGc(this.#ownBlockingNs(members, account), times.gcNs);
    for (let at = 0; at < members.length; at++) {
      const row = members[at] ?? 0;
      if (account.tree.detached[at] === 1) continue;
      const segment = this.#segmentNames[spans.segment.index[row] ?? 0] ?? 'view';
      const keep = OWN_CODE.has(segment) ? 1 - gcPart : 1;
      const busyNs =
        (spans.repeatCount[row] ?? 1) > 1 ? (spans.repeatBusyNs[row] ?? 0) : (spans.durationNs[row] ?? 0);
      this.#count(touched, entry, {
        segment,
        fingerprint: spans.fingerprint[row] ?? 0n,
        callSite: textOf(spans.callSite, row),
        cause: textOf(spans.cause, row),
        calls: spans.repeatCount[row] ?? 1,
        busyNs,
        sharedNs: (account.sharedNs[at] ?? 0) * keep,
        blockingNs: (account.blockingNs[at] ?? 0) * keep,
      });
    }
    const own = { fingerprint: 0n, callSite: '', calls: 1 };
    const { queueNs, gcNs } = times;
    if (queueNs > 0)
      this.#count(touched, entry, {
        ...QUEUE_CAUSE,
        ...own,
        busyNs: queueNs,
        sharedNs: queueNs,
        blockingNs: queueNs,
      });
    if (gcNs > 0) {
      const blockingNs = gcPart * this.#ownBlockingNs(members, account);
      this.#count(touched, entry, { ...GC_CAUSE, ...own, busyNs: gcNs, sharedNs: blockingNs, blockingNs });
    }
    for (const total of touched) {
      if (total.weightNs >= total.heaviestNs) {
        total.heaviestNs = total.weightNs;
        total.heaviestEntry = entry;
      }
      total.weightNs = 0;
    }
  }

  toBatch(): CauseBatch {
    const batch = new CauseBatch(this.#totals.size);
    for (const total of this.#totals.values()) batch.add(this.#spans, total);
    return batch;
  }

  #ownBlockingNs(members: readonly number[], account: TimeAccount): number {
    let sum = 0;
    for (let at = 0; at < members.length; at++) {
      const segment = this.#segmentNames[this.#spans.segment.index[members[at] ?? 0] ?? 0] ?? 'view';
      if (OWN_CODE.has(segment)) sum += account.blockingNs[at] ?? 0;
    }
    return sum;
  }

  #count(
    touched: Total[],
    entry: number,
    part: Pick<
      Total,
      'segment' | 'fingerprint' | 'callSite' | 'cause' | 'calls' | 'busyNs' | 'sharedNs' | 'blockingNs'
    >,
  ): void {
    const spans = this.#spans;
    const minute = Number((spans.startNs[entry] ?? 0n) / 60_000_000_000n);
    const key = `${minute} ${spans.service.index[entry]} ${spans.environment.index[entry]} ${spans.version.index[entry]} ${spans.endpoint.index[entry]} ${part.segment} ${part.fingerprint} ${part.callSite}`;
    let total = this.#totals.get(key);
    if (total === undefined) {
      total = {
        ...part,
        minute,
        entry,
        lastRequest: 0,
        requests: 0,
        calls: 0,
        busyNs: 0,
        sharedNs: 0,
        blockingNs: 0,
        weightNs: 0,
        heaviestNs: 0,
        heaviestEntry: entry,
      };
      this.#totals.set(key, total);
    }
    if (total.lastRequest !== this.#request) {
      total.lastRequest = this.#request;
      total.requests++;
      touched.push(total);
    }
    total.calls += part.calls;
    total.busyNs += part.busyNs;
    total.sharedNs += part.sharedNs;
    total.blockingNs += part.blockingNs;
    total.weightNs += part.blockingNs;
  }
}

/** The part of own code's blocking time that collections took, 0 to 1. */
function partTakenByGc(ownNs: number, gcNs: number): number {
  return ownNs <= 0 ? 0 : Math.min(1, gcNs / ownNs);
}
