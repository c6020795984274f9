import {
  type DictionaryColumn,
  type NativeBlock,
  type NativeColumn,
  readNative,
} from '../store/native-reader.ts';
import type { Store } from '../store/store.ts';
import { type IngestWindow, SETTLE_MS } from './ingest-window.ts';

/** Spans by column, as the account needs them: one array position a span. Times in nanoseconds. */
export interface SpanColumns {
  readonly rows: number;
  readonly traceId: Uint8Array;
  readonly spanId: BigUint64Array;
  /** The same ids as raw bytes. */
  readonly spanIdBytes: Uint8Array;
  readonly parentSpanId: BigUint64Array;
  readonly startNs: BigInt64Array;
  readonly durationNs: Float64Array;
  readonly isEntry: Uint8Array;
  /** Entries to derive in this step. */
  readonly isDue: Uint8Array;
  readonly isComplete: Uint8Array;
  readonly kind: Int8Array;
  readonly status: Int8Array;
  readonly service: DictionaryColumn;
  readonly environment: DictionaryColumn;
  readonly version: DictionaryColumn;
  readonly instance: DictionaryColumn;
  readonly segment: DictionaryColumn;
  readonly cause: DictionaryColumn;
  readonly fingerprint: BigUint64Array;
  readonly callSite: DictionaryColumn;
  readonly repeatCount: Uint32Array;
  readonly repeatBusyNs: Float64Array;
  readonly queueNs: Float64Array;
  readonly gcNs: Float64Array;
  readonly endpoint: DictionaryColumn;
  readonly method: DictionaryColumn;
  readonly path: readonly string[];
  readonly statusCode: Uint16Array;
  readonly errorType: DictionaryColumn;
}

/** Entries longer than this are read apart, so that one long job does not widen the scan for all others. */
const LONG_NS = 20_000_000_000;

/** Senders' clocks may be ahead of ours by this much before a span of a due request could be missed. */
const CLOCK_SKEW_MS = 5_000;

const DUE = `is_entry AND ingested > fromUnixTimestamp64Milli({from_ms:Int64}, 'UTC')
    AND ingested <= fromUnixTimestamp64Milli({to_ms:Int64}, 'UTC') AND (duration_ns > {long_ns:UInt64}) = {long:Bool}`;

const SELECT_SPANS = `SELECT trace_id, reinterpretAsUInt64(span_id) AS span, reinterpretAsUInt64(parent_span_id) AS parent,
  toUnixTimestamp64Nano(time) AS start_ns, toFloat64(duration_ns) AS duration,
  toUInt8(is_entry) AS entry, toUInt8(${DUE}) AS due, toUInt8(complete) AS whole,
  toInt8(kind) AS kind_code, toInt8(status) AS status_code_of_span,
  service, environment, version, instance, segment, cause, fingerprint, call_site,
  repeat_count, toFloat64(repeat_busy_ns) AS busy, toFloat64(queue_ns) AS queue, toFloat64(gc_ns) AS gc,
  endpoint, method, if(is_entry, path, '') AS entry_path, status_code, error_type
FROM spans
WHERE ingested >= fromUnixTimestamp64Milli({since_ms:Int64}, 'UTC')
  AND ingested <= fromUnixTimestamp64Milli({settled_ms:Int64}, 'UTC')
  AND time >= fromUnixTimestamp64Milli({earliest_ms:Int64}, 'UTC')
  AND trace_id IN (SELECT trace_id FROM spans WHERE ${DUE})
SETTINGS low_cardinality_allow_in_native_format = 1`;

/**
 * The spans of every trace with an entry that was ingested in the window. The same window gives the same spans
 * whenever it is asked for, so a step that was cut off can be done again.
 */
export async function* readDueSpans(store: Store, window: IngestWindow): AsyncGenerator<SpanColumns> {
  for (const long of [false, true]) {
    const params = { from_ms: window.fromMs, to_ms: window.toMs, long, long_ns: LONG_NS };
    const [due] = await store.query<{ entries: number; earliest_ms: number }>(
      `SELECT toFloat64(count()) AS entries, toFloat64(toUnixTimestamp64Milli(min(time))) AS earliest_ms FROM spans WHERE ${DUE}`,
      params,
    );
    if (due === undefined || due.entries === 0) continue;
    const earliestMs = Math.floor(due.earliest_ms) - CLOCK_SKEW_MS;
    const bytes = await store.queryBytes(
      SELECT_SPANS,
      {
        ...params,
        earliest_ms: earliestMs,
        since_ms: Math.min(earliestMs, window.fromMs),
        settled_ms: window.toMs + SETTLE_MS,
      },
      'Native',
    );
    yield concatenate(readNative(bytes));
  }
}

/** The string of a row. */
export function textOf(column: DictionaryColumn, row: number): string {
  return column.values[column.index[row] ?? 0] ?? '';
}

/** One set of columns out of an answer's blocks. */
function concatenate(blocks: readonly NativeBlock[]): SpanColumns {
  const rows = blocks.reduce((sum, block) => sum + block.rows, 0);
  const columns = (name: string) => blocks.map((block) => columnOf(block, name));
  const numbers = <T extends Numbers>(name: string, target: T) =>
    fill(
      target,
      columns(name).map((column) => expectType(column, 'number', name) as Numbers as T),
    );
  const unsigned = (name: string) =>
    fill(
      new BigUint64Array(rows),
      columns(name).map((column) => expectType(column, 'bigint', name) as BigUint64Array),
    );
  const dictionary = (name: string) =>
    mergeDictionaries(
      rows,
      columns(name).map((column) => expectType(column, 'dictionary', name)),
    );
  const spanId = unsigned('span');
  return {
    rows,
    traceId: fill(
      new Uint8Array(rows * 16),
      columns('trace_id').map((column) => expectType(column, 'fixed', 'trace_id').bytes),
    ),
    spanId,
    spanIdBytes: new Uint8Array(spanId.buffer, spanId.byteOffset, spanId.byteLength),
    parentSpanId: unsigned('parent'),
    startNs: fill(
      new BigInt64Array(rows),
      columns('start_ns').map((column) => expectType(column, 'bigint', 'start_ns') as BigInt64Array),
    ),
    durationNs: numbers('duration', new Float64Array(rows)),
    isEntry: numbers('entry', new Uint8Array(rows)),
    isDue: numbers('due', new Uint8Array(rows)),
    isComplete: numbers('whole', new Uint8Array(rows)),
    kind: numbers('kind_code', new Int8Array(rows)),
    status: numbers('status_code_of_span', new Int8Array(rows)),
    service: dictionary('service'),
    environment: dictionary('environment'),
    version: dictionary('version'),
    instance: dictionary('instance'),
    segment: dictionary('segment'),
    cause: dictionary('cause'),
    fingerprint: unsigned('fingerprint'),
    callSite: dictionary('call_site'),
    repeatCount: numbers('repeat_count', new Uint32Array(rows)),
    repeatBusyNs: numbers('busy', new Float64Array(rows)),
    queueNs: numbers('queue', new Float64Array(rows)),
    gcNs: numbers('gc', new Float64Array(rows)),
    endpoint: dictionary('endpoint'),
    method: dictionary('method'),
    path: columns('entry_path').flatMap((column) => expectType(column, 'string', 'entry_path')),
    statusCode: numbers('status_code', new Uint16Array(rows)),
    errorType: dictionary('error_type'),
  };
}

type Numbers = Uint8Array | Int8Array | Uint16Array | Uint32Array | Float64Array;

function columnOf(block: NativeBlock, name: string): NativeColumn {
  const column = block.columns.get(name);
  if (column === undefined) throw new TypeError(`the answer has no column ${name}`);
  return column;
}

/** What a column of each kind holds. */
type DataOf = { readonly [Column in NativeColumn as Column['type']]: Column['data'] };

function expectType<Type extends NativeColumn['type']>(
  column: NativeColumn,
  type: Type,
  name: string,
): DataOf[Type] {
  if (column.type !== type) throw new TypeError(`column ${name} came as ${column.type}, not ${type}`);
  return column.data as DataOf[Type];
}

function fill<T extends { set(part: T, offset: number): void; readonly length: number }>(
  target: T,
  parts: readonly T[],
): T {
  let offset = 0;
  for (const part of parts) {
    target.set(part, offset);
    offset += part.length;
  }
  return target;
}

/** One dictionary for all blocks, so that equal strings have equal positions. */
function mergeDictionaries(rows: number, parts: readonly DictionaryColumn[]): DictionaryColumn {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const values: string[] = [];
  const positions = new Map<string, number>();
  const index = new Uint32Array(rows);
  let offset = 0;
  for (const part of parts) {
    const translated = Uint32Array.from(part.values, (value) => {
      const known = positions.get(value);
      if (known !== undefined) return known;
      positions.set(value, values.length);
      return values.push(value) - 1;
    });
    for (const position of part.index) index[offset++] = translated[position] ?? 0;
  }
  return { values, index };
}
