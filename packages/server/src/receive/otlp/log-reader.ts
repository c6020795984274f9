import type { LogBatch } from '../../record/log-batch.ts';
import type { WireReader } from '../wire/wire-reader.ts';
import { Attribute, MAX_NAME_BYTES, VALUE_STRING } from './attribute.ts';
import type { DecodeOptions } from './decode-traces.ts';
import { isId } from './id-check.ts';
import type { DecodeLimits } from './limits.ts';
import type { ItemReader } from './message-walk.ts';
import type { ResourceCells } from './resource.ts';
import type { ScopeCells } from './scope.ts';
import type { Tally } from './tally.ts';
import { TimeWindow } from './time-window.ts';

/** Bodies may be long: the detail of a request travels in one. */
const MAX_BODY_BYTES = 1024 * 1024;
/** Before `event_name` was a field it was this attribute. */
const EVENT_NAME = Buffer.from('event.name');

/** Reads LogRecord messages (logs.proto) into a LogBatch, without an object for a record or an attribute. */
export class LogReader implements ItemReader {
  readonly #batch: LogBatch;
  readonly #limits: DecodeLimits;
  readonly #window: TimeWindow;
  readonly #nowMs: number;
  readonly #attribute = new Attribute();
  readonly #body = new Attribute();
  #resource: ResourceCells | undefined;
  #scope: ScopeCells | undefined;

  constructor(options: DecodeOptions & { readonly batch: LogBatch }) {
    this.#batch = options.batch;
    this.#limits = options.limits;
    this.#window = new TimeWindow(options.limits, options.nowMs);
    this.#nowMs = options.nowMs;
  }

  enter(resource: ResourceCells, scope: ScopeCells): void {
    this.#resource = resource;
    this.#scope = scope;
  }

  abandon(): void {
    this.#batch.rollback();
  }

  count(): number {
    return 1;
  }

  read(reader: WireReader, end: number, tally: Tally): void {
    const batch = this.#batch;
    const resource = this.#resource as ResourceCells;
    const scope = this.#scope as ScopeCells;
    const { bytes } = reader;
    const size = end - reader.position;
    const body = this.#body;
    body.kind = 0;
    let timeLow = 0;
    let timeHigh = 0;
    let observedLow = 0;
    let observedHigh = 0;
    let severity = 0;
    let severityStart = 0;
    let severityEnd = 0;
    let traceStart = 0;
    let traceEnd = 0;
    let spanStart = 0;
    let spanEnd = 0;
    let eventStart = 0;
    let eventEnd = 0;
    let flags = 0;
    let count = 0;
    let dropped = 0;
    while (reader.position < end) {
      const tag = reader.tag(end);
      switch (tag) {
        case 9:
          reader.fixed64(end);
          timeLow = reader.low;
          timeHigh = reader.high;
          break;
        case 16:
          severity = reader.uint32(end);
          break;
        case 26:
          severityEnd = reader.end(end);
          severityStart = reader.position;
          reader.position = severityEnd;
          break;
        case 42:
          body.readValue(reader, reader.end(end));
          break;
        case 50:
          this.#attribute.read(reader, reader.end(end));
          if (++count > this.#limits.attributesPerItem) {
            dropped++;
            break;
          }
          if (eventEnd === 0 && this.#isEventName(bytes)) {
            eventStart = this.#attribute.start;
            eventEnd = this.#attribute.end;
          }
          this.#attribute.writeKey(reader, batch.attributes.keys);
          this.#attribute.writeValue(reader, batch.attributes.values);
          break;
        case 56:
          dropped += reader.uint32(end);
          break;
        case 69:
          flags = reader.fixed32(end);
          break;
        case 74:
          traceEnd = reader.end(end);
          traceStart = reader.position;
          reader.position = traceEnd;
          break;
        case 82:
          spanEnd = reader.end(end);
          spanStart = reader.position;
          reader.position = spanEnd;
          break;
        case 89:
          reader.fixed64(end);
          observedLow = reader.low;
          observedHigh = reader.high;
          break;
        case 98:
          eventEnd = reader.end(end);
          eventStart = reader.position;
          reader.position = eventEnd;
          break;
        default:
          reader.skipUnknown(tag, end, 12);
      }
    }
    if ((observedLow | observedHigh) === 0) {
      const ns = BigInt(Math.floor(this.#nowMs)) * 1_000_000n;
      observedLow = Number(ns & 0xffffffffn);
      observedHigh = Number(ns >> 32n);
    }
    if ((timeLow | timeHigh) === 0) {
      timeLow = observedLow;
      timeHigh = observedHigh;
    }
    const refusal =
      this.#window.refusal(timeLow, timeHigh) ?? this.#window.refusal(observedLow, observedHigh);
    if (refusal !== undefined) {
      batch.rollback();
      tally.reject(`time_unix_nano ${refusal}`);
      return;
    }
    // May throw, so it comes before the cells that a rollback would have to undo anyway.
    body.writeValue(reader, batch.body, MAX_BODY_BYTES);
    batch.time.uint64(timeLow, timeHigh);
    batch.observedTime.uint64(observedLow, observedHigh);
    batch.service.appendEncoded(resource.service, 1);
    batch.environment.appendEncoded(resource.environment, 1);
    batch.version.appendEncoded(resource.version, 1);
    batch.instance.appendEncoded(resource.instance, 1);
    batch.scope.appendEncoded(scope.name, 1);
    batch.severityNumber.uint8(severity <= 24 ? severity : 0);
    batch.severityText.appendUntrusted(bytes, severityStart, severityEnd, 64);
    batch.eventName.appendUntrusted(bytes, eventStart, eventEnd, MAX_NAME_BYTES);
    // A log keeps its worth without a trace: ids that are none become zeros.
    if (isId(bytes, traceStart, traceEnd, 16)) batch.traceId.bytes(bytes, traceStart);
    else batch.traceId.zero();
    if (isId(bytes, spanStart, spanEnd, 8)) batch.spanId.bytes(bytes, spanStart);
    else batch.spanId.zero();
    batch.flags.uint32(flags);
    batch.attributes.appendEncoded(scope.attributes);
    if (dropped > 0) batch.attributes.entry('otel.dropped_attributes_count', String(dropped));
    batch.attributes.endRow();
    batch.resourceAttributes.appendEncoded(resource.attributes);
    batch.resourceAttributes.endRow();
    batch.commit();
    tally.decodedBytes += size + 128 + resource.size + scope.size;
    tally.accepted++;
  }

  #isEventName(bytes: Uint8Array): boolean {
    const { keyStart, keyEnd, kind } = this.#attribute;
    if (kind !== VALUE_STRING || keyEnd - keyStart !== EVENT_NAME.length) return false;
    for (let i = 0; i < EVENT_NAME.length; i++) {
      if (bytes[keyStart + i] !== EVENT_NAME[i]) return false;
    }
    return true;
  }
}
