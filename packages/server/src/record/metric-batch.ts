import { ArrayColumn } from './array-column.ts';
import type { RecordBatch } from './batch.ts';
import { ColumnBatch } from './column-batch.ts';
import { FixedColumn } from './fixed-column.ts';
import { MapColumn } from './map-column.ts';
import { NullableFloatColumn } from './nullable-float-column.ts';
import { StringColumn } from './string-column.ts';

export const SERIES_TYPE =
  "Enum8('gauge' = 1, 'sum' = 2, 'histogram' = 3, 'exponential_histogram' = 4, 'summary' = 5)";
export const SERIES_TEMPORALITY = "Enum8('unspecified' = 0, 'delta' = 1, 'cumulative' = 2)";

/** Rows of `series`: what a series is; its points refer to it by `series_id`. */
export class SeriesBatch extends ColumnBatch {
  readonly seriesId = new FixedColumn('UInt64', 8, 16);
  readonly metric = new StringColumn(256);
  readonly service = new StringColumn(256);
  readonly environment = new StringColumn(64);
  readonly version = new StringColumn(64);
  readonly instance = new StringColumn(256);
  readonly seriesType = new FixedColumn(SERIES_TYPE, 1, 16);
  readonly unit = new StringColumn(64);
  readonly description = new StringColumn(256);
  readonly monotonic = new FixedColumn('Bool', 1, 16);
  readonly temporality = new FixedColumn(SERIES_TEMPORALITY, 1, 16);
  readonly attributes = new MapColumn(16, 512);
  /** Seconds since 1970. */
  readonly lastSeen = new FixedColumn("DateTime('UTC')", 4, 16);

  constructor() {
    super('series');
    this.lay([
      ['series_id', this.seriesId],
      ['metric', this.metric],
      ['service', this.service],
      ['environment', this.environment],
      ['version', this.version],
      ['instance', this.instance],
      ['type', this.seriesType],
      ['unit', this.unit],
      ['description', this.description],
      ['monotonic', this.monotonic],
      ['temporality', this.temporality],
      ['attributes', this.attributes],
      ['last_seen', this.lastSeen],
    ]);
  }
}

/** Rows of `samples`: one value of a gauge or sum. `time` in milliseconds since 1970. */
export class SampleBatch extends ColumnBatch {
  readonly seriesId: FixedColumn;
  readonly time: FixedColumn;
  readonly value: FixedColumn;

  constructor(expectedRows: number) {
    super('samples');
    this.seriesId = new FixedColumn('UInt64', 8, expectedRows);
    this.time = new FixedColumn("DateTime64(3, 'UTC')", 8, expectedRows);
    this.value = new FixedColumn('Float64', 8, expectedRows);
    this.lay([
      ['series_id', this.seriesId],
      ['time', this.time],
      ['value', this.value],
    ]);
  }
}

/** Rows of `histograms`: one point of a histogram, exponential histogram or summary. Times in milliseconds. */
export class HistogramBatch extends ColumnBatch {
  readonly seriesId = new FixedColumn('UInt64', 8, 16);
  readonly time = new FixedColumn("DateTime64(3, 'UTC')", 8, 16);
  readonly startTime = new FixedColumn("DateTime64(3, 'UTC')", 8, 16);
  readonly count = new FixedColumn('UInt64', 8, 16);
  readonly sum = new FixedColumn('Float64', 8, 16);
  readonly min = new NullableFloatColumn(16);
  readonly max = new NullableFloatColumn(16);
  readonly bounds = new ArrayColumn(new FixedColumn('Float64', 8, 64), 16);
  readonly counts = new ArrayColumn(new FixedColumn('UInt64', 8, 64), 16);
  readonly quantileValues = new ArrayColumn(new FixedColumn('Float64', 8, 1), 16);
  readonly scale = new FixedColumn('Int32', 4, 16);
  readonly zeroCount = new FixedColumn('UInt64', 8, 16);
  readonly zeroThreshold = new FixedColumn('Float64', 8, 16);
  readonly positiveOffset = new FixedColumn('Int32', 4, 16);
  readonly positiveCounts = new ArrayColumn(new FixedColumn('UInt64', 8, 1), 16);
  readonly negativeOffset = new FixedColumn('Int32', 4, 16);
  readonly negativeCounts = new ArrayColumn(new FixedColumn('UInt64', 8, 1), 16);

  constructor() {
    super('histograms');
    this.lay([
      ['series_id', this.seriesId],
      ['time', this.time],
      ['start_time', this.startTime],
      ['count', this.count],
      ['sum', this.sum],
      ['min', this.min],
      ['max', this.max],
      ['bounds', this.bounds],
      ['counts', this.counts],
      ['quantile_values', this.quantileValues],
      ['scale', this.scale],
      ['zero_count', this.zeroCount],
      ['zero_threshold', this.zeroThreshold],
      ['positive_offset', this.positiveOffset],
      ['positive_counts', this.positiveCounts],
      ['negative_offset', this.negativeOffset],
      ['negative_counts', this.negativeCounts],
    ]);
  }
}

/** What one metrics request fills: series, samples and histograms. */
export class MetricBatch {
  readonly series = new SeriesBatch();
  readonly samples: SampleBatch;
  readonly histograms = new HistogramBatch();

  constructor(expectedSamples: number) {
    this.samples = new SampleBatch(expectedSamples);
  }

  /** The batches that hold rows. */
  batches(): RecordBatch[] {
    return [this.series, this.samples, this.histograms].filter((batch) => batch.rows > 0);
  }
}
