import type { SpanBatch } from '../../record/span-batch.ts';
import type { WireReader } from '../wire/wire-reader.ts';
import { Attribute, MAX_NAME_BYTES, VALUE_STRING } from './attribute.ts';
import { isId } from './id-check.ts';
import type { DecodeLimits } from './limits.ts';

const EXCEPTION_TYPE = Buffer.from('exception.type');

/** Reads the Event and Link messages of a span into the nested columns of its open row. */
export class SpanEvents {
  /** Events and links that the open row has so far. */
  cells = 0;
  droppedEvents = 0;
  droppedLinks = 0;
  /** `exception.type` of the last exception, as a place in the message; empty where there was none. */
  exceptionStart = 0;
  exceptionEnd = 0;
  readonly #batch: SpanBatch;
  readonly #limits: DecodeLimits;
  readonly #attribute = new Attribute();
  #events = 0;
  #links = 0;

  constructor(batch: SpanBatch, limits: DecodeLimits) {
    this.#batch = batch;
    this.#limits = limits;
  }

  reset(): void {
    this.cells = this.#events = this.#links = 0;
    this.droppedEvents = this.droppedLinks = 0;
    this.exceptionStart = this.exceptionEnd = 0;
  }

  readEvent(reader: WireReader, end: number): void {
    if (++this.#events > this.#limits.eventsPerSpan) {
      this.droppedEvents++;
      reader.position = end;
      return;
    }
    this.cells++;
    const attributes = this.#batch.eventAttributes.items;
    let low = 0;
    let high = 0;
    let nameStart = 0;
    let nameEnd = 0;
    let count = 0;
    let dropped = 0;
    while (reader.position < end) {
      const tag = reader.tag(end);
      switch (tag) {
        case 9:
          reader.fixed64(end);
          low = reader.low;
          high = reader.high;
          break;
        case 18:
          nameEnd = reader.end(end);
          nameStart = reader.position;
          reader.position = nameEnd;
          break;
        case 26:
          this.#attribute.read(reader, reader.end(end));
          if (++count > this.#limits.attributesPerItem) {
            dropped++;
            break;
          }
          this.#attribute.writeKey(reader, attributes.keys);
          this.#attribute.writeValue(reader, attributes.values);
          this.#noteException(reader.bytes);
          break;
        case 32:
          dropped += reader.uint32(end);
          break;
        default:
          reader.skipUnknown(tag, end, 4);
      }
    }
    if (dropped > 0) attributes.entry('otel.dropped_attributes_count', String(dropped));
    attributes.endRow();
    this.#batch.eventTime.items.uint64(low, high);
    this.#batch.eventName.items.appendUntrusted(reader.bytes, nameStart, nameEnd, MAX_NAME_BYTES);
  }

  /** A link without valid ids leads nowhere: it is dropped and counted. */
  readLink(reader: WireReader, end: number): void {
    if (++this.#links > this.#limits.linksPerSpan) {
      this.droppedLinks++;
      reader.position = end;
      return;
    }
    const start = reader.position;
    let traceStart = 0;
    let traceEnd = 0;
    let spanStart = 0;
    let spanEnd = 0;
    while (reader.position < end) {
      const tag = reader.tag(end);
      if (tag === 10) {
        traceEnd = reader.end(end);
        traceStart = reader.position;
        reader.position = traceEnd;
      } else if (tag === 18) {
        spanEnd = reader.end(end);
        spanStart = reader.position;
        reader.position = spanEnd;
      } else {
        this.#skipLinkField(reader, tag, end);
      }
    }
    if (!isId(reader.bytes, traceStart, traceEnd, 16) || !isId(reader.bytes, spanStart, spanEnd, 8)) {
      this.droppedLinks++;
      return;
    }
    this.cells++;
    this.#batch.linkTraceId.items.bytes(reader.bytes, traceStart);
    this.#batch.linkSpanId.items.bytes(reader.bytes, spanStart);
    reader.position = start;
    this.#readLinkAttributes(reader, end);
    this.#batch.linkAttributes.items.endRow();
  }

  #readLinkAttributes(reader: WireReader, end: number): void {
    const { keys, values } = this.#batch.linkAttributes.items;
    let count = 0;
    let dropped = 0;
    while (reader.position < end) {
      const tag = reader.tag(end);
      if (tag === 34) {
        this.#attribute.read(reader, reader.end(end));
        if (++count > this.#limits.attributesPerItem) {
          dropped++;
          continue;
        }
        this.#attribute.writeKey(reader, keys);
        this.#attribute.writeValue(reader, values);
      } else if (tag === 40) {
        dropped += reader.uint32(end);
      } else {
        reader.skip(tag, end);
      }
    }
    if (dropped > 0) this.#batch.linkAttributes.items.entry('otel.dropped_attributes_count', String(dropped));
  }

  /** Fields 3 to 6 with their own wire types pass; a foreign type is a fault. */
  #skipLinkField(reader: WireReader, tag: number, end: number): void {
    if (tag === 26 || tag === 34 || tag === 40 || tag === 53) reader.skip(tag, end);
    else reader.skipUnknown(tag, end, 6);
  }

  #noteException(bytes: Uint8Array): void {
    const { keyStart, keyEnd, kind, start, end } = this.#attribute;
    if (kind !== VALUE_STRING || keyEnd - keyStart !== EXCEPTION_TYPE.length) return;
    for (let i = EXCEPTION_TYPE.length - 1; i >= 0; i--) {
      if (bytes[keyStart + i] !== EXCEPTION_TYPE[i]) return;
    }
    this.exceptionStart = start;
    this.exceptionEnd = end;
  }
}
