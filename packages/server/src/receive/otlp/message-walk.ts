import { VitalfewError } from '../../error.ts';
import { WireFault, type WireReader } from '../wire/wire-reader.ts';
import type { DecodeLimits } from './limits.ts';
import { type ResourceCells, readResource } from './resource.ts';
import { readScope, type ScopeCells } from './scope.ts';
import { Tally } from './tally.ts';

/** Reads one span, log record or metric from the reader's position to `end`. */
export interface ItemReader {
  /** A new resource and scope begin; all items until the next call belong to them. */
  enter(resource: ResourceCells, scope: ScopeCells): void;
  /** May throw `WireFault`: then `abandon` is called, and the item counts as rejected. */
  read(reader: WireReader, end: number, tally: Tally): void;
  /** Drops what `read` began. */
  abandon(): void;
  /** How many spans, records or data points lie in the item from `start` to `end`; never throws. */
  count(reader: WireReader, start: number, end: number): number;
}

/**
 * The shape that the three requests share (trace_service.proto and its siblings): request.1 → resource part,
 * part.1 → resource, part.2 → scope part, part.1 → scope, part.2 → items. First the frame of the whole message
 * is checked, so that a message that is cut or garbled leaves nothing behind; then the items are read in
 * order. A fault within an item costs that item alone.
 */
export function walkMessage(reader: WireReader, items: ItemReader, limits: DecodeLimits): Tally {
  const frame = checkFrame(reader, limits);
  const tally = new Tally();
  for (const part of frame) {
    const resource = readContext(() => readResource(reader, part.context.start, part.context.end, limits));
    for (const scopePart of part.children) {
      const scope = readContext(() =>
        readScope(reader, scopePart.context.start, scopePart.context.end, limits),
      );
      if (resource instanceof WireFault || scope instanceof WireFault) {
        rejectAll(reader, items, tally, scopePart, resource instanceof WireFault ? 'resource' : 'scope');
        continue;
      }
      items.enter(resource, scope);
      readItems(reader, items, tally, { part: scopePart, limits });
    }
  }
  return tally;
}

/** Spans, records or metrics lie in `start` to `end` of the message among other fields. */
interface Part {
  readonly start: number;
  readonly end: number;
  readonly context: { start: number; end: number };
  readonly children: readonly Part[];
}

/** Field 3, a string, of both parts. */
const SCHEMA_URL = 26;

function checkFrame(reader: WireReader, limits: DecodeLimits): readonly Part[] {
  try {
    return new FrameCheck(reader, limits).message();
  } catch (error) {
    if (!(error instanceof WireFault)) throw error;
    throw new VitalfewError(
      'bad_request',
      `The OTLP message is not valid protobuf: ${error.message}, at byte ${error.offset} of ${reader.bytes.length}. Nothing of it was stored.`,
    );
  }
}

/** Finds the parts of a message, as many as the limits allow. */
class FrameCheck {
  readonly #reader: WireReader;
  readonly #limit: number;
  #parts = 0;

  constructor(reader: WireReader, limits: DecodeLimits) {
    this.#reader = reader;
    this.#limit = limits.parts;
  }

  message(): readonly Part[] {
    const reader = this.#reader;
    const parts: Part[] = [];
    const end = reader.bytes.length;
    reader.position = 0;
    while (reader.position < end) {
      const tag = reader.tag(end);
      if (tag === 10) parts.push(this.#part(reader.end(end), 2));
      else reader.skipUnknown(tag, end, 1);
    }
    return parts;
  }

  /** `depth` 2: a resource part, whose field 2 holds scope parts; 1: a scope part, whose field 2 holds items. */
  #part(end: number, depth: number): Part {
    if (++this.#parts > this.#limit) {
      throw new VitalfewError(
        'too_large',
        `The OTLP message holds more than ${this.#limit} resources and scopes: send fewer at a time. Nothing of it was stored.`,
      );
    }
    const reader = this.#reader;
    const start = reader.position;
    const context = { start: 0, end: 0 };
    const children: Part[] = [];
    while (reader.position < end) {
      const tag = reader.tag(end);
      if (tag === 10) {
        context.end = reader.end(end);
        context.start = reader.position;
        reader.position = context.end;
      } else if (tag === 18) {
        const stop = reader.end(end);
        if (depth === 2) children.push(this.#part(stop, 1));
        else reader.position = stop;
      } else if (tag === SCHEMA_URL) {
        reader.skip(tag, end);
      } else {
        reader.skipUnknown(tag, end, 3);
      }
    }
    return { start, end, context, children };
  }
}

function readContext<T>(read: () => T): T | WireFault {
  try {
    return read();
  } catch (error) {
    if (error instanceof WireFault) return error;
    throw error;
  }
}

function readItems(
  reader: WireReader,
  items: ItemReader,
  tally: Tally,
  options: { readonly part: Part; readonly limits: DecodeLimits },
): void {
  const { part, limits } = options;
  let at = part.start;
  while (at < part.end) {
    reader.position = at;
    const tag = reader.tag(part.end);
    if (tag !== 18) {
      reader.skip(tag, part.end);
      at = reader.position;
      continue;
    }
    const end = reader.end(part.end);
    const start = reader.position;
    try {
      items.read(reader, end, tally);
    } catch (error) {
      if (!(error instanceof WireFault)) throw error;
      items.abandon();
      rejectMalformed(tally, error, limits, items.count(reader, start, end));
    }
    if (tally.decodedBytes > limits.decodedBytes) {
      throw new VitalfewError(
        'too_large',
        `The OTLP message unfolds to more than ${limits.decodedBytes} bytes: send fewer items at a time or fewer resource attributes.`,
      );
    }
    at = end;
  }
}

/** Counts an item whose bytes are wrong; throws `bad_request` once there are too many of them. */
export function rejectMalformed(tally: Tally, fault: WireFault, limits: DecodeLimits, count: number): void {
  tally.malformed++;
  tally.reject(`${fault.message}, at byte ${fault.offset}`, count);
  if (tally.malformed > limits.malformedItems) {
    throw new VitalfewError(
      'bad_request',
      `More than ${limits.malformedItems} items of the OTLP message are malformed (the last: ${fault.message}, at byte ${fault.offset}). Nothing of it was stored.`,
    );
  }
}

function rejectAll(reader: WireReader, items: ItemReader, tally: Tally, part: Part, what: string): void {
  reader.position = part.start;
  while (reader.position < part.end) {
    const tag = reader.tag(part.end);
    if (tag !== 18) {
      reader.skip(tag, part.end);
      continue;
    }
    const end = reader.end(part.end);
    tally.reject(`its ${what} is malformed`, items.count(reader, reader.position, end));
    reader.position = end;
  }
}
