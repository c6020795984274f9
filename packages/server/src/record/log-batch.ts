import { ColumnBatch } from './column-batch.ts';
import { FixedColumn } from './fixed-column.ts';
import { MapColumn } from './map-column.ts';
import { StringColumn } from './string-column.ts';

/**
 * Rows of `logs` (store/migrations/0005_metrics_logs.sql). A row is one cell in every column, an `endRow` of
 * both maps, then `commit()`.
 */
export class LogBatch extends ColumnBatch {
  readonly time: FixedColumn;
  readonly observedTime: FixedColumn;
  readonly service: StringColumn;
  readonly environment: StringColumn;
  readonly version: StringColumn;
  readonly instance: StringColumn;
  readonly severityNumber: FixedColumn;
  readonly severityText: StringColumn;
  readonly body: StringColumn;
  readonly eventName: StringColumn;
  readonly scope: StringColumn;
  readonly traceId: FixedColumn;
  readonly spanId: FixedColumn;
  readonly flags: FixedColumn;
  readonly attributes: MapColumn;
  readonly resourceAttributes: MapColumn;

  /** `expectedRows` only sizes the first buffers. */
  constructor(expectedRows: number) {
    super('logs');
    const n = expectedRows;
    this.time = new FixedColumn("DateTime64(9, 'UTC')", 8, n);
    this.observedTime = new FixedColumn("DateTime64(9, 'UTC')", 8, n);
    this.service = new StringColumn(16 * n);
    this.environment = new StringColumn(8 * n);
    this.version = new StringColumn(8 * n);
    this.instance = new StringColumn(16 * n);
    this.severityNumber = new FixedColumn('UInt8', 1, n);
    this.severityText = new StringColumn(6 * n);
    this.body = new StringColumn(100 * n);
    this.eventName = new StringColumn(n);
    this.scope = new StringColumn(16 * n);
    this.traceId = new FixedColumn('FixedString(16)', 16, n);
    this.spanId = new FixedColumn('FixedString(8)', 8, n);
    this.flags = new FixedColumn('UInt32', 4, n);
    this.attributes = new MapColumn(n, 64 * n);
    this.resourceAttributes = new MapColumn(n, 128 * n);
    this.lay([
      ['time', this.time],
      ['observed_time', this.observedTime],
      ['service', this.service],
      ['environment', this.environment],
      ['version', this.version],
      ['instance', this.instance],
      ['severity_number', this.severityNumber],
      ['severity_text', this.severityText],
      ['body', this.body],
      ['event_name', this.eventName],
      ['scope', this.scope],
      ['trace_id', this.traceId],
      ['span_id', this.spanId],
      ['flags', this.flags],
      ['attributes', this.attributes],
      ['resource_attributes', this.resourceAttributes],
    ]);
  }
}
