import type { FixedColumn } from '../../record/fixed-column.ts';
import type { HistogramBatch } from '../../record/metric-batch.ts';
import type { WireReader } from '../wire/wire-reader.ts';
import { EXPONENTIAL_HISTOGRAM, HISTOGRAM, type Point } from './point.ts';

/**
 * Reads HistogramDataPoint, ExponentialHistogramDataPoint and SummaryDataPoint into every column of
 * `histograms` but the series and the times, which the caller adds before it commits or rolls back.
 */
export class HistogramReader {
  readonly #batch: HistogramBatch;
  readonly #readLabel: (reader: WireReader, end: number) => void;
  #countLow = 0;
  #countHigh = 0;
  #sum = 0;
  #min: number | undefined;
  #max: number | undefined;
  #scale = 0;
  #zeroLow = 0;
  #zeroHigh = 0;
  #zeroThreshold = 0;
  #positiveOffset = 0;
  #negativeOffset = 0;

  constructor(batch: HistogramBatch, readLabel: (reader: WireReader, end: number) => void) {
    this.#batch = batch;
    this.#readLabel = readLabel;
  }

  /** Why the point cannot be stored, if so. */
  read(reader: WireReader, end: number, type: number, point: Point): string | undefined {
    this.#countLow = this.#countHigh = this.#sum = this.#scale = 0;
    this.#zeroLow = this.#zeroHigh = this.#zeroThreshold = 0;
    this.#positiveOffset = this.#negativeOffset = 0;
    this.#min = this.#max = undefined;
    const { bounds, counts } = this.#batch;
    const boundsBefore = bounds.items.rows;
    const countsBefore = counts.items.rows;
    while (reader.position < end) {
      const tag = reader.tag(end);
      if (!this.#readShared(reader, tag, end, point)) {
        if (type === HISTOGRAM) this.#readExplicit(reader, tag, end, point);
        else if (type === EXPONENTIAL_HISTOGRAM) this.#readExponential(reader, tag, end, point);
        else this.#readSummary(reader, tag, end, point);
      }
    }
    this.#write();
    if (type !== HISTOGRAM) return undefined;
    const boundCount = bounds.items.rows - boundsBefore;
    const countCount = counts.items.rows - countsBefore;
    const fits = countCount === boundCount + 1 || (countCount === 0 && boundCount === 0);
    return fits ? undefined : `${countCount} bucket_counts do not fit ${boundCount} explicit_bounds`;
  }

  /** Fields 2 to 5 are the same in all three. */
  #readShared(reader: WireReader, tag: number, end: number, point: Point): boolean {
    switch (tag) {
      case 17:
        reader.fixed64(end);
        point.startLow = reader.low;
        point.startHigh = reader.high;
        return true;
      case 25:
        reader.fixed64(end);
        point.timeLow = reader.low;
        point.timeHigh = reader.high;
        return true;
      case 33:
        reader.fixed64(end);
        this.#countLow = reader.low;
        this.#countHigh = reader.high;
        return true;
      case 41:
        this.#sum = reader.float64(end);
        return true;
      default:
        return false;
    }
  }

  #readExplicit(reader: WireReader, tag: number, end: number, point: Point): void {
    switch (tag) {
      case 49:
      case 50:
        readFixed64s(reader, tag, end, this.#batch.counts.items);
        break;
      case 57:
      case 58:
        readFixed64s(reader, tag, end, this.#batch.bounds.items);
        break;
      case 66:
        reader.skip(tag, end);
        break;
      case 74:
        this.#readLabel(reader, reader.end(end));
        break;
      case 80:
        point.flags = reader.uint32(end);
        break;
      case 89:
        this.#min = reader.float64(end);
        break;
      case 97:
        this.#max = reader.float64(end);
        break;
      default:
        reader.skipUnknown(tag, end, 12);
    }
  }

  #readExponential(reader: WireReader, tag: number, end: number, point: Point): void {
    switch (tag) {
      case 10:
        this.#readLabel(reader, reader.end(end));
        break;
      case 48:
        this.#scale = zigzag(reader.uint32(end));
        break;
      case 57:
        reader.fixed64(end);
        this.#zeroLow = reader.low;
        this.#zeroHigh = reader.high;
        break;
      case 66:
        this.#positiveOffset = readBuckets(reader, reader.end(end), this.#batch.positiveCounts.items);
        break;
      case 74:
        this.#negativeOffset = readBuckets(reader, reader.end(end), this.#batch.negativeCounts.items);
        break;
      case 80:
        point.flags = reader.uint32(end);
        break;
      case 90:
        reader.skip(tag, end);
        break;
      case 97:
        this.#min = reader.float64(end);
        break;
      case 105:
        this.#max = reader.float64(end);
        break;
      case 113:
        this.#zeroThreshold = reader.float64(end);
        break;
      default:
        reader.skipUnknown(tag, end, 14);
    }
  }

  #readSummary(reader: WireReader, tag: number, end: number, point: Point): void {
    switch (tag) {
      case 50:
        this.#readQuantile(reader, reader.end(end));
        break;
      case 58:
        this.#readLabel(reader, reader.end(end));
        break;
      case 64:
        point.flags = reader.uint32(end);
        break;
      default:
        reader.skipUnknown(tag, end, 8);
    }
  }

  #readQuantile(reader: WireReader, end: number): void {
    let quantile = 0;
    let value = 0;
    while (reader.position < end) {
      const tag = reader.tag(end);
      if (tag === 9) quantile = reader.float64(end);
      else if (tag === 17) value = reader.float64(end);
      else reader.skipUnknown(tag, end, 2);
    }
    this.#batch.bounds.items.float64(quantile);
    this.#batch.quantileValues.items.float64(value);
  }

  #write(): void {
    const batch = this.#batch;
    batch.count.uint64(this.#countLow, this.#countHigh);
    batch.sum.float64(this.#sum);
    batch.min.append(this.#min);
    batch.max.append(this.#max);
    batch.bounds.endRow();
    batch.counts.endRow();
    batch.quantileValues.endRow();
    batch.scale.uint32(this.#scale);
    batch.zeroCount.uint64(this.#zeroLow, this.#zeroHigh);
    batch.zeroThreshold.float64(this.#zeroThreshold);
    batch.positiveOffset.uint32(this.#positiveOffset);
    batch.positiveCounts.endRow();
    batch.negativeOffset.uint32(this.#negativeOffset);
    batch.negativeCounts.endRow();
  }
}

/** A repeated fixed64 or double, packed or one by one. */
function readFixed64s(reader: WireReader, tag: number, limit: number, column: FixedColumn): void {
  const end = (tag & 7) === 1 ? reader.position + 8 : reader.end(limit);
  while (reader.position < end) {
    reader.fixed64(Math.min(end, limit));
    column.uint64(reader.low, reader.high);
  }
}

/** Buckets: the counts go to the column; gives the offset. */
function readBuckets(reader: WireReader, end: number, column: FixedColumn): number {
  let offset = 0;
  while (reader.position < end) {
    const tag = reader.tag(end);
    if (tag === 8) {
      offset = zigzag(reader.uint32(end));
    } else if (tag === 16) {
      reader.varint(end);
      column.uint64(reader.low, reader.high);
    } else if (tag === 18) {
      const stop = reader.end(end);
      while (reader.position < stop) {
        reader.varint(stop);
        column.uint64(reader.low, reader.high);
      }
    } else {
      reader.skipUnknown(tag, end, 2);
    }
  }
  return offset;
}

function zigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}
