import { SEGMENTS } from '@vitalfew/trace';
import { ColumnBatch } from '../record/column-batch.ts';
import { FixedColumn } from '../record/fixed-column.ts';
import { StringColumn } from '../record/string-column.ts';
import { type SpanColumns, textOf } from './span-columns.ts';

/** What the account says of one entry. Times in nanoseconds. */
export interface RequestFacts {
  readonly responseNs: number;
  readonly segmentNs: Float64Array;
  readonly error: boolean;
  /** Log bucket of `responseNs`. */
  readonly bucket: number;
  /** 0 satisfied, 1 tolerating, 2 frustrated. */
  readonly apdex: number;
  readonly spans: number;
  readonly databaseCalls: number;
  readonly cacheCalls: number;
  readonly externalCalls: number;
}

/** By span kind: unspecified, internal, server, client, producer, consumer. */
const KINDS = ['other', 'other', 'web', 'other', 'other', 'job'] as const;

/** Rows of `requests` (store/migrations/0001_traces.sql). */
export class RequestBatch extends ColumnBatch<'requests'> {
  readonly #time: FixedColumn;
  readonly #texts: Readonly<Record<TextName, StringColumn>>;
  readonly #traceId: FixedColumn;
  readonly #spanId: FixedColumn;
  readonly #statusCode: FixedColumn;
  readonly #error: FixedColumn;
  readonly #responseNs: FixedColumn;
  readonly #segmentNs: readonly FixedColumn[];
  readonly #counts: Readonly<Record<CountName, FixedColumn>>;
  readonly #bucket: FixedColumn;
  readonly #apdex: FixedColumn;

  constructor(expectedRows: number) {
    super('requests');
    const fixed = (type: string, width: number) => new FixedColumn(type, width, expectedRows);
    const text = () => new StringColumn(16 * expectedRows);
    this.#time = fixed("DateTime64(9, 'UTC')", 8);
    this.#texts = {
      service: text(),
      environment: text(),
      version: text(),
      instance: text(),
      endpoint: text(),
      kind: text(),
      method: text(),
      path: text(),
      error_type: text(),
    };
    this.#traceId = fixed('FixedString(16)', 16);
    this.#spanId = fixed('FixedString(8)', 8);
    this.#statusCode = fixed('UInt16', 2);
    this.#error = fixed('Bool', 1);
    this.#responseNs = fixed('UInt64', 8);
    this.#segmentNs = SEGMENTS.map(() => fixed('UInt64', 8));
    this.#counts = {
      spans: fixed('UInt32', 4),
      database_calls: fixed('UInt32', 4),
      cache_calls: fixed('UInt32', 4),
      external_calls: fixed('UInt32', 4),
    };
    this.#bucket = fixed('Int16', 2);
    this.#apdex = fixed('UInt8', 1);
    this.lay([
      ['time', this.#time],
      ...Object.entries(this.#texts),
      ['trace_id', this.#traceId],
      ['span_id', this.#spanId],
      ['status_code', this.#statusCode],
      ['error', this.#error],
      ['response_ns', this.#responseNs],
      ...SEGMENTS.map((segment, i) => [`${segment}_ns`, this.#segmentNs[i] ?? this.#responseNs] as const),
      ...Object.entries(this.#counts),
      ['bucket', this.#bucket],
      ['apdex', this.#apdex],
    ]);
  }

  add(spans: SpanColumns, entry: number, facts: RequestFacts): void {
    const startNs = spans.startNs[entry] ?? 0n;
    this.#time.uint64(Number(startNs & 0xffffffffn), Number(startNs >> 32n));
    const texts = this.#texts;
    texts.service.text(textOf(spans.service, entry));
    texts.environment.text(textOf(spans.environment, entry));
    texts.version.text(textOf(spans.version, entry));
    texts.instance.text(textOf(spans.instance, entry));
    texts.endpoint.text(textOf(spans.endpoint, entry));
    texts.kind.text(KINDS[spans.kind[entry] ?? 0] ?? 'other');
    texts.method.text(textOf(spans.method, entry));
    texts.path.text(spans.path[entry] ?? '');
    texts.error_type.text(textOf(spans.errorType, entry));
    this.#traceId.bytes(spans.traceId, entry * 16);
    this.#spanId.bytes(spans.spanIdBytes, entry * 8);
    this.#statusCode.uint16(spans.statusCode[entry] ?? 0);
    this.#error.uint8(facts.error ? 1 : 0);
    this.#responseNs.count64(facts.responseNs);
    this.#segmentNs.forEach((column, i) => {
      column.count64(Math.max(0, facts.segmentNs[i] ?? 0));
    });
    this.#counts.spans.uint32(facts.spans);
    this.#counts.database_calls.uint32(facts.databaseCalls);
    this.#counts.cache_calls.uint32(facts.cacheCalls);
    this.#counts.external_calls.uint32(facts.externalCalls);
    this.#bucket.uint16(facts.bucket);
    this.#apdex.uint8(facts.apdex);
    this.commit();
  }
}

type TextName =
  | 'service'
  | 'environment'
  | 'version'
  | 'instance'
  | 'endpoint'
  | 'kind'
  | 'method'
  | 'path'
  | 'error_type';
type CountName = 'spans' | 'database_calls' | 'cache_calls' | 'external_calls';
