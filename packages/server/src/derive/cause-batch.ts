import { ColumnBatch } from '../record/column-batch.ts';
import { FixedColumn } from '../record/fixed-column.ts';
import { StringColumn } from '../record/string-column.ts';
import { TupleColumn } from '../record/tuple-column.ts';
import { type SpanColumns, textOf } from './span-columns.ts';

/** What one cause cost in one minute. Times in nanoseconds. */
export interface CauseTotal {
  /** Minutes since the epoch. */
  readonly minute: number;
  /** A span whose service, environment, version and endpoint are the cause's. */
  readonly entry: number;
  readonly segment: string;
  readonly fingerprint: bigint;
  readonly callSite: string;
  readonly cause: string;
  readonly requests: number;
  readonly calls: number;
  readonly busyNs: number;
  readonly sharedNs: number;
  readonly blockingNs: number;
  /** The most it weighed in any request, and that request's entry. */
  readonly heaviestNs: number;
  readonly heaviestEntry: number;
}

/** Rows of `causes` (store/migrations/0003_causes.sql). */
export class CauseBatch extends ColumnBatch<'causes'> {
  readonly #time: FixedColumn;
  readonly #texts: Readonly<Record<TextName, StringColumn>>;
  readonly #fingerprint: FixedColumn;
  readonly #numbers: Readonly<Record<NumberName, FixedColumn>>;
  readonly #heaviest: TupleColumn<readonly [FixedColumn, FixedColumn, FixedColumn]>;

  constructor(expectedRows: number) {
    super('causes');
    const fixed = (type: string, width: number) => new FixedColumn(type, width, expectedRows);
    const text = () => new StringColumn(24 * expectedRows);
    this.#time = fixed("DateTime('UTC')", 4);
    this.#texts = {
      service: text(),
      environment: text(),
      version: text(),
      endpoint: text(),
      segment: text(),
      call_site: text(),
      cause: text(),
    };
    this.#fingerprint = fixed('UInt64', 8);
    this.#numbers = {
      requests: fixed('UInt64', 8),
      calls: fixed('UInt64', 8),
      busy_ns: fixed('UInt64', 8),
      shared_ns: fixed('UInt64', 8),
      blocking_ns: fixed('UInt64', 8),
    };
    this.#heaviest = new TupleColumn(
      fixed('UInt64', 8),
      fixed('FixedString(16)', 16),
      fixed('FixedString(8)', 8),
    );
    this.lay([
      ['time', this.#time],
      ...Object.entries(this.#texts),
      ['fingerprint', this.#fingerprint],
      ...Object.entries(this.#numbers),
      ['heaviest', this.#heaviest],
    ]);
  }

  add(spans: SpanColumns, total: CauseTotal): void {
    this.#time.uint32(total.minute * 60);
    const texts = this.#texts;
    texts.service.text(textOf(spans.service, total.entry));
    texts.environment.text(textOf(spans.environment, total.entry));
    texts.version.text(textOf(spans.version, total.entry));
    texts.endpoint.text(textOf(spans.endpoint, total.entry));
    texts.segment.text(total.segment);
    texts.call_site.text(total.callSite);
    texts.cause.text(total.cause);
    this.#fingerprint.uint64(Number(total.fingerprint & 0xffffffffn), Number(total.fingerprint >> 32n));
    const numbers = this.#numbers;
    numbers.requests.count64(total.requests);
    numbers.calls.count64(total.calls);
    numbers.busy_ns.count64(wholeNs(total.busyNs));
    numbers.shared_ns.count64(wholeNs(total.sharedNs));
    numbers.blocking_ns.count64(wholeNs(total.blockingNs));
    const [weight, traceId, spanId] = this.#heaviest.elements;
    weight.count64(wholeNs(total.heaviestNs));
    traceId.bytes(spans.traceId, total.heaviestEntry * 16);
    spanId.bytes(spans.spanIdBytes, total.heaviestEntry * 8);
    this.commit();
  }
}

type TextName = 'service' | 'environment' | 'version' | 'endpoint' | 'segment' | 'call_site' | 'cause';
type NumberName = 'requests' | 'calls' | 'busy_ns' | 'shared_ns' | 'blocking_ns';

function wholeNs(ns: number): number {
  return Math.max(0, Math.round(ns));
}
