import { ArrayColumn } from './array-column.ts';
import { ColumnBatch } from './column-batch.ts';
import { FixedColumn } from './fixed-column.ts';
import { MapColumn } from './map-column.ts';
import { StringColumn } from './string-column.ts';

export const SPAN_KIND =
  "Enum8('unspecified' = 0, 'internal' = 1, 'server' = 2, 'client' = 3, 'producer' = 4, 'consumer' = 5)";
export const SPAN_STATUS = "Enum8('unset' = 0, 'ok' = 1, 'error' = 2)";

/**
 * Rows of `spans` (store/migrations/0001_traces.sql), all columns but `ingested`. A row is: one cell in every
 * column; any number of items in each `events…` and `links…` column, the same in each of a group, then
 * `endNested`; `attributes.endRow()` and `resourceAttributes.endRow()`; `commit()`.
 */
export class SpanBatch extends ColumnBatch {
  readonly time: FixedColumn;
  readonly service: StringColumn;
  readonly environment: StringColumn;
  readonly version: StringColumn;
  readonly instance: StringColumn;
  readonly traceId: FixedColumn;
  readonly spanId: FixedColumn;
  readonly parentSpanId: FixedColumn;
  readonly traceState: StringColumn;
  readonly flags: FixedColumn;
  readonly name: StringColumn;
  readonly kind: FixedColumn;
  readonly durationNs: FixedColumn;
  readonly status: FixedColumn;
  readonly statusMessage: StringColumn;
  readonly isEntry: FixedColumn;
  readonly complete: FixedColumn;
  readonly segment: StringColumn;
  readonly cause: StringColumn;
  readonly fingerprint: FixedColumn;
  readonly callSite: StringColumn;
  readonly repeatCount: FixedColumn;
  readonly repeatBusyNs: FixedColumn;
  readonly repeatMaxNs: FixedColumn;
  readonly queueNs: FixedColumn;
  readonly gcNs: FixedColumn;
  readonly endpoint: StringColumn;
  readonly method: StringColumn;
  readonly path: StringColumn;
  readonly statusCode: FixedColumn;
  readonly errorType: StringColumn;
  readonly scope: StringColumn;
  readonly agent: StringColumn;
  readonly attributes: MapColumn;
  readonly resourceAttributes: MapColumn;
  readonly eventTime: ArrayColumn<FixedColumn>;
  readonly eventName: ArrayColumn<StringColumn>;
  readonly eventAttributes: ArrayColumn<MapColumn>;
  readonly linkTraceId: ArrayColumn<FixedColumn>;
  readonly linkSpanId: ArrayColumn<FixedColumn>;
  readonly linkAttributes: ArrayColumn<MapColumn>;

  /** `expectedRows` only sizes the first buffers. */
  constructor(expectedRows: number) {
    super('spans');
    const n = expectedRows;
    this.time = new FixedColumn("DateTime64(9, 'UTC')", 8, n);
    this.service = new StringColumn(16 * n);
    this.environment = new StringColumn(8 * n);
    this.version = new StringColumn(8 * n);
    this.instance = new StringColumn(16 * n);
    this.traceId = new FixedColumn('FixedString(16)', 16, n);
    this.spanId = new FixedColumn('FixedString(8)', 8, n);
    this.parentSpanId = new FixedColumn('FixedString(8)', 8, n);
    this.traceState = new StringColumn(n);
    this.flags = new FixedColumn('UInt32', 4, n);
    this.name = new StringColumn(16 * n);
    this.kind = new FixedColumn(SPAN_KIND, 1, n);
    this.durationNs = new FixedColumn('UInt64', 8, n);
    this.status = new FixedColumn(SPAN_STATUS, 1, n);
    this.statusMessage = new StringColumn(n);
    this.isEntry = new FixedColumn('Bool', 1, n);
    this.complete = new FixedColumn('Bool', 1, n);
    this.segment = new StringColumn(10 * n);
    this.cause = new StringColumn(64 * n);
    this.fingerprint = new FixedColumn('UInt64', 8, n);
    this.callSite = new StringColumn(8 * n);
    this.repeatCount = new FixedColumn('UInt32', 4, n);
    this.repeatBusyNs = new FixedColumn('UInt64', 8, n);
    this.repeatMaxNs = new FixedColumn('UInt64', 8, n);
    this.queueNs = new FixedColumn('UInt64', 8, n);
    this.gcNs = new FixedColumn('UInt64', 8, n);
    this.endpoint = new StringColumn(4 * n);
    this.method = new StringColumn(4 * n);
    this.path = new StringColumn(4 * n);
    this.statusCode = new FixedColumn('UInt16', 2, n);
    this.errorType = new StringColumn(n);
    this.scope = new StringColumn(24 * n);
    this.agent = new StringColumn(24 * n);
    this.attributes = new MapColumn(n, 128 * n);
    this.resourceAttributes = new MapColumn(n, 128 * n);
    this.eventTime = new ArrayColumn(new FixedColumn("DateTime64(9, 'UTC')", 8, 1), n);
    this.eventName = new ArrayColumn(new StringColumn(16), n);
    this.eventAttributes = new ArrayColumn(new MapColumn(1, 64), n);
    this.linkTraceId = new ArrayColumn(new FixedColumn('FixedString(16)', 16, 1), n);
    this.linkSpanId = new ArrayColumn(new FixedColumn('FixedString(8)', 8, 1), n);
    this.linkAttributes = new ArrayColumn(new MapColumn(1, 64), n);
    this.lay([
      ['time', this.time],
      ['service', this.service],
      ['environment', this.environment],
      ['version', this.version],
      ['instance', this.instance],
      ['trace_id', this.traceId],
      ['span_id', this.spanId],
      ['parent_span_id', this.parentSpanId],
      ['trace_state', this.traceState],
      ['flags', this.flags],
      ['name', this.name],
      ['kind', this.kind],
      ['duration_ns', this.durationNs],
      ['status', this.status],
      ['status_message', this.statusMessage],
      ['is_entry', this.isEntry],
      ['complete', this.complete],
      ['segment', this.segment],
      ['cause', this.cause],
      ['fingerprint', this.fingerprint],
      ['call_site', this.callSite],
      ['repeat_count', this.repeatCount],
      ['repeat_busy_ns', this.repeatBusyNs],
      ['repeat_max_ns', this.repeatMaxNs],
      ['queue_ns', this.queueNs],
      ['gc_ns', this.gcNs],
      ['endpoint', this.endpoint],
      ['method', this.method],
      ['path', this.path],
      ['status_code', this.statusCode],
      ['error_type', this.errorType],
      ['scope', this.scope],
      ['agent', this.agent],
      ['attributes', this.attributes],
      ['resource_attributes', this.resourceAttributes],
      ['events.time', this.eventTime],
      ['events.name', this.eventName],
      ['events.attributes', this.eventAttributes],
      ['links.trace_id', this.linkTraceId],
      ['links.span_id', this.linkSpanId],
      ['links.attributes', this.linkAttributes],
    ]);
  }

  /** Closes the open row's events and links. */
  endNested(): void {
    this.eventTime.endRow();
    this.eventName.endRow();
    this.eventAttributes.endRow();
    this.linkTraceId.endRow();
    this.linkSpanId.endRow();
    this.linkAttributes.endRow();
  }
}
