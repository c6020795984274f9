import type { SpanBatch } from '../../record/span-batch.ts';
import type { StatementCache } from '../normalise/statement-cache.ts';
import { queryStart, urlAuthority } from '../normalise/url-range.ts';
import type { WireReader } from '../wire/wire-reader.ts';
import { Attribute, MAX_NAME_BYTES, MAX_VALUE_BYTES, VALUE_STRING } from './attribute.ts';
import { isId } from './id-check.ts';
import { DROP, KEEP, knownKey, MASK, SLOT, URL_WITHOUT_SECRETS } from './known-keys.ts';
import type { DecodeLimits } from './limits.ts';
import type { ItemReader } from './message-walk.ts';
import type { ResourceCells } from './resource.ts';
import type { ScopeCells } from './scope.ts';
import { Scratch } from './scratch.ts';
import { SpanCause } from './span-cause.ts';
import { SpanEvents } from './span-events.ts';
import type { SpanFacts } from './span-facts.ts';
import { SpanHttp } from './span-http.ts';
import { SpanSlots } from './span-slots.ts';
import type { Tally } from './tally.ts';
import { IN_FUTURE, TimeWindow } from './time-window.ts';

const SERVER = 2;
const CONSUMER = 5;
const STATUS_ERROR = 2;

export interface SpanReaderOptions {
  readonly batch: SpanBatch;
  readonly statements: StatementCache;
  readonly limits: DecodeLimits;
  readonly nowMs: number;
}

/**
 * Reads Span messages (trace.proto) into a SpanBatch: one pass over the bytes, attributes straight into their
 * columns, known ones remembered by position until the span is whole; no object for a span or an attribute.
 * Some 3 µs for a span of ten attributes (decode.bench.ts).
 */
export class SpanReader implements ItemReader {
  readonly #batch: SpanBatch;
  readonly #limits: DecodeLimits;
  readonly #window: TimeWindow;
  readonly #attribute = new Attribute();
  readonly #slots = new SpanSlots();
  readonly #scratch = new Scratch();
  readonly #events: SpanEvents;
  readonly #http: SpanHttp;
  readonly #cause: SpanCause;
  readonly #facts: SpanFacts = { kind: 0, isEntry: false, isComplete: false, nameStart: 0, nameEnd: 0 };
  #resource: ResourceCells | undefined;
  #scope: ScopeCells | undefined;

  // The span in hand: positions in the message and numbers.
  #traceIdStart = 0;
  #traceIdEnd = 0;
  #spanIdStart = 0;
  #spanIdEnd = 0;
  #parentStart = 0;
  #parentEnd = 0;
  #traceStateStart = 0;
  #traceStateEnd = 0;
  #nameStart = 0;
  #nameEnd = 0;
  #kind = 0;
  #startLow = 0;
  #startHigh = 0;
  #endLow = 0;
  #endHigh = 0;
  #flags = 0;
  #status = 0;
  #messageStart = 0;
  #messageEnd = 0;
  #attributes = 0;
  #droppedAttributes = 0;
  #droppedEvents = 0;
  #droppedLinks = 0;

  constructor(options: SpanReaderOptions) {
    this.#batch = options.batch;
    this.#limits = options.limits;
    this.#window = new TimeWindow(options.limits, options.nowMs);
    this.#events = new SpanEvents(options.batch, options.limits);
    this.#http = new SpanHttp(options.batch, this.#slots);
    this.#cause = new SpanCause(options.batch, this.#slots, options.statements);
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
    const start = reader.position;
    this.#reset();
    this.#readFields(reader, end);
    const refusal = this.#refusal(reader.bytes);
    if (refusal !== undefined) {
      this.#batch.rollback();
      tally.reject(refusal);
      return;
    }
    const size = end - start + 256 + 16 * this.#events.cells;
    tally.decodedBytes += size + (this.#resource?.size ?? 0) + (this.#scope?.size ?? 0);
    this.#finish(reader);
    this.#batch.commit();
    tally.accepted++;
  }

  #reset(): void {
    this.#slots.reset();
    this.#events.reset();
    this.#traceIdStart = this.#traceIdEnd = 0;
    this.#spanIdStart = this.#spanIdEnd = 0;
    this.#parentStart = this.#parentEnd = 0;
    this.#traceStateStart = this.#traceStateEnd = 0;
    this.#nameStart = this.#nameEnd = 0;
    this.#kind = 0;
    this.#startLow = this.#startHigh = 0;
    this.#endLow = this.#endHigh = 0;
    this.#flags = 0;
    this.#status = 0;
    this.#messageStart = this.#messageEnd = 0;
    this.#attributes = 0;
    this.#droppedAttributes = this.#droppedEvents = this.#droppedLinks = 0;
  }

  #readFields(reader: WireReader, end: number): void {
    while (reader.position < end) {
      const tag = reader.tag(end);
      switch (tag) {
        case 10:
          this.#traceIdEnd = reader.end(end);
          this.#traceIdStart = reader.position;
          reader.position = this.#traceIdEnd;
          break;
        case 18:
          this.#spanIdEnd = reader.end(end);
          this.#spanIdStart = reader.position;
          reader.position = this.#spanIdEnd;
          break;
        case 26:
          this.#traceStateEnd = reader.end(end);
          this.#traceStateStart = reader.position;
          reader.position = this.#traceStateEnd;
          break;
        case 34:
          this.#parentEnd = reader.end(end);
          this.#parentStart = reader.position;
          reader.position = this.#parentEnd;
          break;
        case 42:
          this.#nameEnd = reader.end(end);
          this.#nameStart = reader.position;
          reader.position = this.#nameEnd;
          break;
        case 48:
          this.#kind = reader.uint32(end);
          break;
        case 57:
          reader.fixed64(end);
          this.#startLow = reader.low;
          this.#startHigh = reader.high;
          break;
        case 65:
          reader.fixed64(end);
          this.#endLow = reader.low;
          this.#endHigh = reader.high;
          break;
        case 74:
          this.#readAttribute(reader, reader.end(end));
          break;
        case 80:
          this.#droppedAttributes += reader.uint32(end);
          break;
        case 90:
          this.#events.readEvent(reader, reader.end(end));
          break;
        case 96:
          this.#droppedEvents += reader.uint32(end);
          break;
        case 106:
          this.#events.readLink(reader, reader.end(end));
          break;
        case 112:
          this.#droppedLinks += reader.uint32(end);
          break;
        case 122:
          this.#readStatus(reader, reader.end(end));
          break;
        case 133:
          this.#flags = reader.fixed32(end);
          break;
        default:
          reader.skipUnknown(tag, end, 16);
      }
    }
  }

  #readStatus(reader: WireReader, end: number): void {
    while (reader.position < end) {
      const tag = reader.tag(end);
      if (tag === 18) {
        this.#messageEnd = reader.end(end);
        this.#messageStart = reader.position;
        reader.position = this.#messageEnd;
      } else if (tag === 24) {
        this.#status = reader.uint32(end);
      } else {
        reader.skipUnknown(tag, end, 3);
      }
    }
  }

  #readAttribute(reader: WireReader, end: number): void {
    const attribute = this.#attribute;
    attribute.read(reader, end);
    if (++this.#attributes > this.#limits.attributesPerItem) {
      this.#droppedAttributes++;
      return;
    }
    const { keys, values } = this.#batch.attributes;
    const known = knownKey(reader.bytes, attribute.keyStart, attribute.keyEnd);
    if (known === undefined) {
      attribute.writeKey(reader, keys);
      attribute.writeValue(reader, values);
      return;
    }
    if (known.slot >= 0) this.#slots.set(known.slot, known.rank, attribute);
    if (known.treatment === DROP) return;
    attribute.writeKey(reader, keys);
    if (known.treatment === KEEP || (attribute.kind !== VALUE_STRING && known.treatment !== MASK)) {
      attribute.writeValue(reader, values);
    } else if (known.treatment === MASK) {
      values.text('[masked]');
    } else {
      const { bytes } = reader;
      const cut = queryStart(bytes, attribute.start, attribute.end);
      const authority =
        known.treatment === URL_WITHOUT_SECRETS ? urlAuthority(bytes, attribute.start, cut) : undefined;
      if (authority === undefined || authority.host === authority.start) {
        values.appendUntrusted(bytes, attribute.start, cut, MAX_VALUE_BYTES);
      } else {
        const scratch = this.#scratch;
        scratch.clear();
        scratch.add(bytes, attribute.start, authority.start);
        scratch.add(bytes, authority.host, cut);
        values.appendUntrusted(scratch.bytes, 0, scratch.length, MAX_VALUE_BYTES);
      }
    }
  }

  /** Why the span cannot be stored, if so. */
  #refusal(bytes: Uint8Array): string | undefined {
    if (!isId(bytes, this.#traceIdStart, this.#traceIdEnd, 16))
      return 'trace_id is not 16 bytes other than zero';
    if (!isId(bytes, this.#spanIdStart, this.#spanIdEnd, 8)) return 'span_id is not 8 bytes other than zero';
    const parentBytes = this.#parentEnd - this.#parentStart;
    if (parentBytes !== 0 && parentBytes !== 8) return 'parent_span_id is not 8 bytes';
    const start = this.#window.refusal(this.#startLow, this.#startHigh);
    if (start !== undefined) return `start_time_unix_nano ${start}`;
    // An end before the start is repaired; one in the far future would spoil every sum.
    if (this.#window.refusal(this.#endLow, this.#endHigh) === IN_FUTURE)
      return `end_time_unix_nano ${IN_FUTURE}`;
    return undefined;
  }

  /** Writes every cell that had to wait for the whole span. */
  #finish(reader: WireReader): void {
    const batch = this.#batch;
    const slots = this.#slots;
    const { bytes } = reader;
    const resource = this.#resource as ResourceCells;
    const scope = this.#scope as ScopeCells;
    const kind = this.#kind <= CONSUMER ? this.#kind : 0;
    const hasParent = isId(bytes, this.#parentStart, this.#parentEnd, 8);
    const isEntry = kind === SERVER || kind === CONSUMER || !hasParent;
    const isComplete = slots.get(SLOT.complete)?.isTrue(reader) ?? false;

    batch.time.uint64(this.#startLow, this.#startHigh);
    batch.service.appendEncoded(resource.service, 1);
    batch.environment.appendEncoded(resource.environment, 1);
    batch.version.appendEncoded(resource.version, 1);
    batch.instance.appendEncoded(resource.instance, 1);
    batch.agent.appendEncoded(resource.agent, 1);
    batch.scope.appendEncoded(scope.name, 1);
    batch.traceId.bytes(bytes, this.#traceIdStart);
    batch.spanId.bytes(bytes, this.#spanIdStart);
    if (hasParent) batch.parentSpanId.bytes(bytes, this.#parentStart);
    else batch.parentSpanId.zero();
    batch.traceState.appendUntrusted(bytes, this.#traceStateStart, this.#traceStateEnd, MAX_NAME_BYTES);
    batch.flags.uint32(this.#flags);
    batch.name.appendUntrusted(bytes, this.#nameStart, this.#nameEnd, MAX_NAME_BYTES);
    batch.kind.uint8(kind);
    batch.status.uint8(this.#status <= STATUS_ERROR ? this.#status : 0);
    batch.statusMessage.appendUntrusted(bytes, this.#messageStart, this.#messageEnd, MAX_VALUE_BYTES);
    batch.isEntry.uint8(isEntry ? 1 : 0);
    batch.complete.uint8(isComplete ? 1 : 0);

    this.#writeDuration(reader);
    batch.queueNs.count64(slots.get(SLOT.queueNs)?.count(reader) ?? 0);
    batch.gcNs.count64(slots.get(SLOT.gcNs)?.count(reader) ?? 0);
    this.#writeErrorType(reader);
    const facts = this.#facts;
    facts.kind = kind;
    facts.isEntry = isEntry;
    facts.isComplete = isComplete;
    facts.nameStart = this.#nameStart;
    facts.nameEnd = this.#nameEnd;
    this.#http.write(reader, facts);
    this.#cause.write(reader, facts);

    const { attributes } = batch;
    attributes.appendEncoded(scope.attributes);
    if (this.#droppedAttributes > 0)
      attributes.entry('otel.dropped_attributes_count', String(this.#droppedAttributes));
    const droppedEvents = this.#droppedEvents + this.#events.droppedEvents;
    if (droppedEvents > 0) attributes.entry('otel.dropped_events_count', String(droppedEvents));
    const droppedLinks = this.#droppedLinks + this.#events.droppedLinks;
    if (droppedLinks > 0) attributes.entry('otel.dropped_links_count', String(droppedLinks));
    attributes.endRow();
    batch.resourceAttributes.appendEncoded(resource.attributes);
    batch.resourceAttributes.endRow();
    batch.endNested();
  }

  #writeDuration(reader: WireReader): void {
    const batch = this.#batch;
    // Below 2^53 ns (104 days) the difference of the halves is exact.
    const durationNs = Math.max(
      0,
      ((this.#endHigh >>> 0) - (this.#startHigh >>> 0)) * 4294967296 +
        ((this.#endLow >>> 0) - (this.#startLow >>> 0)),
    );
    batch.durationNs.count64(durationNs);
    const repeats = Math.min(this.#slots.get(SLOT.repeatCount)?.count(reader) ?? 0, 0xffffffff);
    if (repeats < 2) {
      batch.repeatCount.uint32(1);
      batch.repeatBusyNs.count64(0);
      batch.repeatMaxNs.count64(0);
      return;
    }
    const busyNs = this.#slots.get(SLOT.repeatBusyNs)?.count(reader) ?? durationNs;
    batch.repeatCount.uint32(repeats);
    batch.repeatBusyNs.count64(Math.min(busyNs, durationNs));
    batch.repeatMaxNs.count64(
      Math.min(this.#slots.get(SLOT.repeatMaxNs)?.count(reader) ?? busyNs, durationNs),
    );
  }

  /** `error.type`, else the type of the last exception of a span that failed. */
  #writeErrorType(reader: WireReader): void {
    const type = this.#slots.get(SLOT.errorType);
    if (type?.kind === VALUE_STRING) {
      this.#batch.errorType.appendUntrusted(reader.bytes, type.start, type.end, MAX_NAME_BYTES);
    } else if (this.#status === STATUS_ERROR && this.#events.exceptionEnd > 0) {
      const { exceptionStart, exceptionEnd } = this.#events;
      this.#batch.errorType.appendUntrusted(reader.bytes, exceptionStart, exceptionEnd, MAX_NAME_BYTES);
    } else {
      this.#batch.errorType.empty();
    }
  }
}
