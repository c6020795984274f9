import type { StringColumn } from '../../record/string-column.ts';
import { doubleOf, signedOf, type WireReader } from '../wire/wire-reader.ts';

/** Which member of AnyValue is set; numbers are the field numbers of common.proto. */
export const VALUE_NONE = 0;
export const VALUE_STRING = 1;
export const VALUE_BOOL = 2;
export const VALUE_INT = 3;
export const VALUE_DOUBLE = 4;
export const VALUE_ARRAY = 5;
export const VALUE_KVLIST = 6;
export const VALUE_BYTES = 7;

/** Names of spans, events, scopes. */
export const MAX_NAME_BYTES = 1024;
export const MAX_KEY_BYTES = 256;
export const MAX_VALUE_BYTES = 32 * 1024;
/** Arrays and lists within one another deeper than this become null. */
const MAX_DEPTH = 16;

/**
 * One KeyValue or AnyValue as positions in the message: a single instance is refilled for every attribute.
 * The value of a string, bytes, array or list lies from `start` to `end`; that of the others in `low` and
 * `high`.
 */
export class Attribute {
  keyStart = 0;
  keyEnd = 0;
  kind = VALUE_NONE;
  start = 0;
  end = 0;
  low = 0;
  high = 0;

  /** Reads the KeyValue from the reader's position to `limit`. */
  read(reader: WireReader, limit: number): void {
    this.keyStart = 0;
    this.keyEnd = 0;
    this.kind = VALUE_NONE;
    while (reader.position < limit) {
      const tag = reader.tag(limit);
      if (tag === 10) {
        const end = reader.end(limit);
        this.keyStart = reader.position;
        this.keyEnd = end;
        reader.position = end;
      } else if (tag === 18) {
        this.readValue(reader, reader.end(limit));
      } else {
        reader.skipUnknown(tag, limit, 2);
      }
    }
  }

  /** Reads the AnyValue from the reader's position to `limit`; of several members the last one counts. */
  readValue(reader: WireReader, limit: number): void {
    while (reader.position < limit) {
      const tag = reader.tag(limit);
      switch (tag) {
        case 10:
        case 42:
        case 50:
        case 58: {
          const end = reader.end(limit);
          this.kind = tag >>> 3;
          this.start = reader.position;
          this.end = end;
          reader.position = end;
          break;
        }
        case 16:
        case 24:
          reader.varint(limit);
          this.kind = tag >>> 3;
          this.low = reader.low;
          this.high = reader.high;
          break;
        case 33:
          reader.fixed64(limit);
          this.kind = VALUE_DOUBLE;
          this.low = reader.low;
          this.high = reader.high;
          break;
        default:
          reader.skipUnknown(tag, limit, 7);
      }
    }
  }

  writeKey(reader: WireReader, column: StringColumn): void {
    column.appendUntrusted(reader.bytes, this.keyStart, this.keyEnd, MAX_KEY_BYTES);
  }

  /** The value as text: bytes in base64, arrays and lists as JSON. */
  writeValue(reader: WireReader, column: StringColumn, maxBytes = MAX_VALUE_BYTES): void {
    if (this.kind === VALUE_STRING) {
      column.appendUntrusted(reader.bytes, this.start, this.end, maxBytes);
    } else {
      column.text(this.text(reader, maxBytes));
    }
  }

  /** The value as a JavaScript string, for the few whose meaning is looked up. */
  text(reader: WireReader, maxBytes = MAX_VALUE_BYTES): string {
    switch (this.kind) {
      case VALUE_STRING:
        return textOf(reader.bytes, this.start, Math.min(this.end, this.start + maxBytes));
      case VALUE_BOOL:
        return this.low === 0 && this.high === 0 ? 'false' : 'true';
      case VALUE_INT:
        return integerText(this.low, this.high);
      case VALUE_DOUBLE:
        return String(doubleOf(this.low, this.high));
      case VALUE_ARRAY:
      case VALUE_KVLIST:
        return jsonOfValue(reader, this, maxBytes);
      case VALUE_BYTES:
        return base64Of(reader.bytes, this.start, this.end);
      default:
        return '';
    }
  }

  /** The value as a number ≥ 0, 0 where it is none; a number sent as text counts. */
  count(reader: WireReader): number {
    const value = this.number(reader);
    return value > 0 && value <= Number.MAX_SAFE_INTEGER ? Math.floor(value) : 0;
  }

  number(reader: WireReader): number {
    switch (this.kind) {
      case VALUE_INT:
        return signedOf(this.low, this.high);
      case VALUE_DOUBLE:
        return doubleOf(this.low, this.high);
      case VALUE_STRING:
        return this.end - this.start > 20 ? Number.NaN : Number(textOf(reader.bytes, this.start, this.end));
      default:
        return Number.NaN;
    }
  }

  isTrue(reader: WireReader): boolean {
    if (this.kind === VALUE_BOOL) return (this.low | this.high) !== 0;
    return this.kind === VALUE_STRING && this.text(reader) === 'true';
  }
}

export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}

export function base64Of(bytes: Uint8Array, start: number, end: number): string {
  const kept = Math.min(end - start, (MAX_VALUE_BYTES / 4) * 3);
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, kept).toString('base64');
}

/** A 64-bit two's complement number in decimal, exact. */
export function integerText(low: number, high: number): string {
  const value = signedOf(low, high);
  if (Number.isSafeInteger(value)) return String(value);
  return BigInt.asIntN(64, (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)).toString();
}

/**
 * An ArrayValue or KeyValueList as JSON, cut at `maxSize` characters (and then no JSON any more). Rare, so it
 * builds strings; faults of the wire are thrown as everywhere.
 */
function jsonOfValue(reader: WireReader, list: Attribute, maxSize: number): string {
  const { position } = reader;
  const writer: Writer = { parts: [], size: 0, maxSize };
  writeList(reader, writer, { kind: list.kind, start: list.start, end: list.end, depth: 1 });
  reader.position = position;
  const text = writer.parts.join('');
  return text.length > maxSize ? text.slice(0, maxSize) : text;
}

interface Writer {
  readonly parts: string[];
  size: number;
  readonly maxSize: number;
}

interface List {
  readonly kind: number;
  readonly start: number;
  readonly end: number;
  readonly depth: number;
}

function writeList(reader: WireReader, writer: Writer, list: List): void {
  const isArray = list.kind === VALUE_ARRAY;
  put(writer, isArray ? '[' : '{');
  let first = true;
  reader.position = list.start;
  while (reader.position < list.end && writer.size <= writer.maxSize) {
    const tag = reader.tag(list.end);
    if (tag !== 10) {
      reader.skipUnknown(tag, list.end, 1);
      continue;
    }
    const itemEnd = reader.end(list.end);
    const item = new Attribute();
    if (isArray) item.readValue(reader, itemEnd);
    else item.read(reader, itemEnd);
    if (!first) put(writer, ',');
    first = false;
    if (!isArray) put(writer, `${JSON.stringify(textOf(reader.bytes, item.keyStart, item.keyEnd))}:`);
    writeItem(reader, writer, item, list.depth);
    reader.position = itemEnd;
  }
  put(writer, isArray ? ']' : '}');
}

function writeItem(reader: WireReader, writer: Writer, item: Attribute, depth: number): void {
  switch (item.kind) {
    case VALUE_STRING:
      put(writer, JSON.stringify(item.text(reader)));
      return;
    case VALUE_BOOL:
      put(writer, item.text(reader));
      return;
    case VALUE_INT:
      put(writer, integerText(item.low, item.high));
      return;
    case VALUE_DOUBLE: {
      const value = doubleOf(item.low, item.high);
      put(writer, Number.isFinite(value) ? String(value) : `"${value}"`);
      return;
    }
    case VALUE_BYTES:
      put(writer, `"${base64Of(reader.bytes, item.start, item.end)}"`);
      return;
    case VALUE_ARRAY:
    case VALUE_KVLIST:
      if (depth >= MAX_DEPTH) put(writer, 'null');
      else writeList(reader, writer, { kind: item.kind, start: item.start, end: item.end, depth: depth + 1 });
      return;
    default:
      put(writer, 'null');
  }
}

function put(writer: Writer, text: string): void {
  writer.parts.push(text);
  writer.size += text.length;
}
