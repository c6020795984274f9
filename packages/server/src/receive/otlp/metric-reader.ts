import { MapColumn } from '../../record/map-column.ts';
import type { MetricBatch } from '../../record/metric-batch.ts';
import { Fnv64 } from '../normalise/fnv.ts';
import { signedOf, WireFault, type WireReader } from '../wire/wire-reader.ts';
import { Attribute } from './attribute.ts';
import type { DecodeOptions } from './decode-traces.ts';
import { HistogramReader } from './histogram-reader.ts';
import type { DecodeLimits } from './limits.ts';
import { type ItemReader, rejectMalformed } from './message-walk.ts';
import { EXPONENTIAL_HISTOGRAM, GAUGE, HISTOGRAM, type Point, SUM, SUMMARY } from './point.ts';
import type { ResourceCells } from './resource.ts';
import type { ScopeCells } from './scope.ts';
import { registerKey, type SeriesRegister } from './series-register.ts';
import type { Tally } from './tally.ts';
import { millisecondsOf, TimeWindow } from './time-window.ts';

/** Field number of the data in Metric → type of the series. */
const TYPE_BY_FIELD = new Map([
  [5, GAUGE],
  [7, SUM],
  [9, HISTOGRAM],
  [10, EXPONENTIAL_HISTOGRAM],
  [11, SUMMARY],
]);
const MAX_TEXT_BYTES = 1024;
const MAX_UNIT_BYTES = 64;
/** DataPointFlags: a gap in the series, no value. */
const NO_RECORDED_VALUE = 1;

/** Reads Metric messages (metrics.proto) into series, samples and histograms. */
export class MetricReader implements ItemReader {
  /** Keys of the series that this message writes; for the register once they are durable. */
  readonly announced = new Set<number>();
  readonly #batch: MetricBatch;
  readonly #limits: DecodeLimits;
  readonly #window: TimeWindow;
  readonly #nowSeconds: number;
  readonly #register: SeriesRegister;
  readonly #histograms: HistogramReader;
  readonly #attribute = new Attribute();
  /** The attributes of the point in hand. */
  readonly #labels = new MapColumn(1, 256);
  readonly #hash = new Fnv64();
  readonly #labelHash = new Fnv64();
  readonly #point: Point = { timeLow: 0, timeHigh: 0, startLow: 0, startHigh: 0, flags: 0 };
  #resource: ResourceCells | undefined;
  #scope: ScopeCells | undefined;
  // The metric in hand.
  #nameStart = 0;
  #nameEnd = 0;
  #descriptionStart = 0;
  #descriptionEnd = 0;
  #unitStart = 0;
  #unitEnd = 0;
  #type = 0;
  #dataStart = 0;
  #dataEnd = 0;
  #temporality = 0;
  #monotonic = 0;
  #labelCount = 0;
  // Sum of the hashes of the point's attributes: their order must not matter.
  #sumLow = 0;
  #sumHigh = 0;

  constructor(options: DecodeOptions & { readonly batch: MetricBatch; readonly register: SeriesRegister }) {
    this.#batch = options.batch;
    this.#limits = options.limits;
    this.#window = new TimeWindow(options.limits, options.nowMs);
    this.#nowSeconds = Math.floor(options.nowMs / 1000);
    this.#register = options.register;
    this.#histograms = new HistogramReader(options.batch.histograms, (reader, end) =>
      this.#readLabel(reader, end),
    );
  }

  enter(resource: ResourceCells, scope: ScopeCells): void {
    this.#resource = resource;
    this.#scope = scope;
  }

  abandon(): void {
    this.#batch.samples.rollback();
    this.#batch.histograms.rollback();
    this.#batch.series.rollback();
  }

  /** Data points of the metric; a metric that cannot even be counted counts as one. */
  count(reader: WireReader, start: number, end: number): number {
    let points = 0;
    try {
      reader.position = start;
      this.#readHead(reader, end);
      reader.position = this.#dataStart;
      while (reader.position < this.#dataEnd) {
        const tag = reader.tag(this.#dataEnd);
        if (tag === 10) points++;
        reader.skip(tag, this.#dataEnd);
      }
    } catch (error) {
      if (!(error instanceof WireFault)) throw error;
    }
    return Math.max(1, points);
  }

  read(reader: WireReader, end: number, tally: Tally): void {
    this.#readHead(reader, end);
    if (this.#type === 0) return;
    this.#readTraits(reader);
    let at = this.#dataStart;
    while (at < this.#dataEnd) {
      reader.position = at;
      const tag = reader.tag(this.#dataEnd);
      if (tag !== 10) {
        reader.skip(tag, this.#dataEnd);
        at = reader.position;
        continue;
      }
      const pointEnd = reader.end(this.#dataEnd);
      try {
        this.#readPoint(reader, pointEnd, tally);
      } catch (error) {
        if (!(error instanceof WireFault)) throw error;
        this.abandon();
        rejectMalformed(tally, error, this.#limits, 1);
      }
      at = pointEnd;
    }
  }

  #readHead(reader: WireReader, end: number): void {
    this.#nameStart = this.#nameEnd = 0;
    this.#descriptionStart = this.#descriptionEnd = 0;
    this.#unitStart = this.#unitEnd = 0;
    this.#type = this.#dataStart = this.#dataEnd = 0;
    while (reader.position < end) {
      const tag = reader.tag(end);
      const field = tag >>> 3;
      const type = TYPE_BY_FIELD.get(field);
      if ((tag & 7) !== 2 || (field > 3 && type === undefined)) {
        if (field === 12) reader.skip(tag, end);
        else reader.skipUnknown(tag, end, 11);
        continue;
      }
      const stop = reader.end(end);
      const start = reader.position;
      reader.position = stop;
      if (type !== undefined) {
        this.#type = type;
        this.#dataStart = start;
        this.#dataEnd = stop;
      } else if (field === 1) {
        this.#nameStart = start;
        this.#nameEnd = stop;
      } else if (field === 2) {
        this.#descriptionStart = start;
        this.#descriptionEnd = stop;
      } else {
        this.#unitStart = start;
        this.#unitEnd = stop;
      }
    }
  }

  /** Temporality and monotonicity, which come behind the points that they belong to. */
  #readTraits(reader: WireReader): void {
    this.#temporality = 0;
    this.#monotonic = 0;
    const end = this.#dataEnd;
    reader.position = this.#dataStart;
    while (reader.position < end) {
      const tag = reader.tag(end);
      if (tag === 16) this.#temporality = reader.uint32(end);
      else if (tag === 24) this.#monotonic = reader.uint32(end) === 0 ? 0 : 1;
      else if (tag === 10) reader.position = reader.end(end);
      else reader.skipUnknown(tag, end, 3);
    }
    if (this.#temporality > 2) this.#temporality = 0;
  }

  #readPoint(reader: WireReader, end: number, tally: Tally): void {
    const size = end - reader.position;
    const point = this.#point;
    point.timeLow = point.timeHigh = point.startLow = point.startHigh = point.flags = 0;
    this.#labels.clear();
    this.#labelCount = 0;
    this.#sumLow = this.#sumHigh = 0;
    const isNumber = this.#type === GAUGE || this.#type === SUM;
    let value = Number.NaN;
    let refusal: string | undefined;
    if (isNumber) value = this.#readNumber(reader, end);
    else refusal = this.#histograms.read(reader, end, this.#type, point);
    if (this.#nameEnd === this.#nameStart) refusal = 'the metric has no name';
    const time = this.#window.refusal(point.timeLow, point.timeHigh);
    refusal ??= time === undefined ? undefined : `time_unix_nano ${time}`;
    if (refusal !== undefined || (point.flags & NO_RECORDED_VALUE) !== 0) {
      this.abandon();
      if (refusal === undefined) tally.accepted++;
      else tally.reject(refusal);
      return;
    }
    this.#identify(reader.bytes);
    const { low, high } = this.#hash;
    const timeMs = millisecondsOf(point.timeLow, point.timeHigh);
    if (isNumber) {
      const { samples } = this.#batch;
      samples.seriesId.uint64(low, high);
      samples.time.count64(timeMs);
      samples.value.float64(value);
      samples.commit();
    } else {
      const { histograms } = this.#batch;
      histograms.seriesId.uint64(low, high);
      histograms.time.count64(timeMs);
      histograms.startTime.count64(millisecondsOf(point.startLow, point.startHigh));
      histograms.commit();
    }
    this.#announce(reader, tally);
    // Packed bucket counts of a byte each become eight.
    tally.decodedBytes += isNumber ? 24 : 8 * size + 128;
    tally.accepted++;
  }

  /** A NumberDataPoint; its value. */
  #readNumber(reader: WireReader, end: number): number {
    const point = this.#point;
    let value = Number.NaN;
    while (reader.position < end) {
      const tag = reader.tag(end);
      switch (tag) {
        case 17:
          reader.fixed64(end);
          point.startLow = reader.low;
          point.startHigh = reader.high;
          break;
        case 25:
          reader.fixed64(end);
          point.timeLow = reader.low;
          point.timeHigh = reader.high;
          break;
        case 33:
          value = reader.float64(end);
          break;
        case 42:
          reader.skip(tag, end);
          break;
        case 49:
          reader.fixed64(end);
          value = signedOf(reader.low, reader.high);
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
    return value;
  }

  #readLabel(reader: WireReader, end: number): void {
    const attribute = this.#attribute;
    attribute.read(reader, end);
    if (++this.#labelCount > this.#limits.attributesPerItem) return;
    const { keys, values } = this.#labels;
    const keyFrom = keys.byteLength();
    const valueFrom = values.byteLength();
    attribute.writeKey(reader, keys);
    attribute.writeValue(reader, values);
    const hash = this.#labelHash;
    hash.reset();
    keys.feed(hash, keyFrom);
    values.feed(hash, valueFrom);
    const low = this.#sumLow + hash.low;
    this.#sumLow = low >>> 0;
    this.#sumHigh = (this.#sumHigh + hash.high + (low > 0xffffffff ? 1 : 0)) >>> 0;
  }

  /** Leaves the id of the point's series in `#hash`: whence, what and with which attributes. */
  #identify(bytes: Uint8Array): void {
    const hash = this.#hash;
    const { seriesSeed } = this.#resource as ResourceCells;
    const scope = (this.#scope as ScopeCells).name;
    hash.reset();
    hash.addWords(seriesSeed.low, seriesSeed.high);
    hash.add(scope, 0, scope.length);
    hash.add(bytes, this.#nameStart, this.#nameEnd);
    hash.addWords(this.#type * 16 + this.#temporality * 2 + this.#monotonic, 0);
    hash.addWords(this.#sumLow, this.#sumHigh);
  }

  /** Writes the series' own row unless it was lately written. */
  #announce(reader: WireReader, tally: Tally): void {
    const { low, high } = this.#hash;
    const key = registerKey(low, high);
    if (this.announced.has(key) || !this.#register.isDue(key, this.#nowSeconds)) return;
    this.announced.add(key);
    const { series } = this.#batch;
    const resource = this.#resource as ResourceCells;
    const { bytes } = reader;
    series.seriesId.uint64(low, high);
    series.metric.appendUntrusted(bytes, this.#nameStart, this.#nameEnd, MAX_TEXT_BYTES);
    series.service.appendEncoded(resource.service, 1);
    series.environment.appendEncoded(resource.environment, 1);
    series.version.appendEncoded(resource.version, 1);
    series.instance.appendEncoded(resource.instance, 1);
    series.seriesType.uint8(this.#type);
    series.unit.appendUntrusted(bytes, this.#unitStart, this.#unitEnd, MAX_UNIT_BYTES);
    series.description.appendUntrusted(bytes, this.#descriptionStart, this.#descriptionEnd, MAX_TEXT_BYTES);
    series.monotonic.uint8(this.#monotonic);
    series.temporality.uint8(this.#temporality);
    const labels = this.#labels.encodeEntries();
    series.attributes.appendEncoded(labels);
    series.attributes.appendEncoded(resource.seriesAttributes);
    series.attributes.endRow();
    series.lastSeen.uint32(this.#nowSeconds);
    series.commit();
    tally.decodedBytes += 256 + resource.size + labels.keys.length + labels.values.length;
  }
}
