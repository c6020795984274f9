/**
 * Reads ClickHouse's Native format into columns: what derive workers read spans with, since it costs a tenth
 * of parsing JSON rows. Format: https://clickhouse.com/docs/interfaces/formats/Native and, for dictionaries,
 * SerializationLowCardinality.cpp of ClickHouse.
 */

/** A column of strings held as a dictionary and one index into it a row. */
export interface DictionaryColumn {
  readonly values: readonly string[];
  readonly index: Uint32Array;
}

/** A column of `width` raw bytes a row. */
export interface FixedColumn {
  readonly width: number;
  readonly bytes: Uint8Array;
}

export type NativeColumn =
  | {
      readonly type: 'number';
      readonly data:
        | Float64Array
        | Int32Array
        | Uint32Array
        | Int16Array
        | Uint16Array
        | Uint8Array
        | Int8Array;
    }
  | { readonly type: 'bigint'; readonly data: BigUint64Array | BigInt64Array }
  | { readonly type: 'fixed'; readonly data: FixedColumn }
  | { readonly type: 'string'; readonly data: readonly string[] }
  | { readonly type: 'dictionary'; readonly data: DictionaryColumn };

export interface NativeBlock {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, NativeColumn>;
}

/** Every block of an answer; a short or foreign payload throws a RangeError or TypeError that names the column. */
export function readNative(bytes: Uint8Array): NativeBlock[] {
  const reader = new Reader(bytes);
  const blocks: NativeBlock[] = [];
  while (reader.offset < bytes.length) {
    const columnCount = reader.varint();
    const rows = reader.varint();
    const columns = new Map<string, NativeColumn>();
    for (let i = 0; i < columnCount; i++) {
      const name = reader.text();
      const type = reader.text();
      columns.set(name, rows === 0 ? { type: 'string', data: [] } : readColumn(reader, type, rows, name));
    }
    if (rows > 0) blocks.push({ rows, columns });
  }
  return blocks;
}

function readColumn(reader: Reader, type: string, rows: number, name: string): NativeColumn {
  if (type.startsWith('LowCardinality(')) return { type: 'dictionary', data: readDictionary(reader, rows) };
  if (type === 'String') return { type: 'string', data: reader.texts(rows) };
  const fixed = /^FixedString\((\d+)\)$/.exec(type);
  if (fixed) {
    const width = Number(fixed[1]);
    return { type: 'fixed', data: { width, bytes: reader.take(width * rows) } };
  }
  switch (type.replace(/\(.*$/, '')) {
    case 'UInt8':
    case 'Bool':
      return { type: 'number', data: reader.take(rows) };
    case 'Int8':
    case 'Enum8':
      return { type: 'number', data: new Int8Array(reader.copy(rows)) };
    case 'UInt16':
      return { type: 'number', data: new Uint16Array(reader.copy(rows * 2)) };
    case 'Int16':
      return { type: 'number', data: new Int16Array(reader.copy(rows * 2)) };
    case 'UInt32':
    case 'DateTime':
      return { type: 'number', data: new Uint32Array(reader.copy(rows * 4)) };
    case 'Int32':
      return { type: 'number', data: new Int32Array(reader.copy(rows * 4)) };
    case 'Float64':
      return { type: 'number', data: new Float64Array(reader.copy(rows * 8)) };
    case 'UInt64':
      return { type: 'bigint', data: new BigUint64Array(reader.copy(rows * 8)) };
    case 'Int64':
    case 'DateTime64':
      return { type: 'bigint', data: new BigInt64Array(reader.copy(rows * 8)) };
    default:
      throw new TypeError(
        `column ${name} has type ${type}, which the reader does not know: cast it in the query`,
      );
  }
}

const HAS_ADDITIONAL_KEYS = 1 << 9;
const NEEDS_GLOBAL_DICTIONARY = 1 << 8;

function readDictionary(reader: Reader, rows: number): DictionaryColumn {
  reader.uint64(); // Version of the key serialisation, always 1.
  const flags = reader.uint64();
  if ((flags & NEEDS_GLOBAL_DICTIONARY) !== 0 || (flags & HAS_ADDITIONAL_KEYS) === 0) {
    throw new TypeError('a LowCardinality column refers to a dictionary outside its block');
  }
  const values = reader.texts(reader.uint64());
  const indexed = reader.uint64();
  if (indexed !== rows) throw new RangeError(`a LowCardinality column has ${indexed} rows of ${rows}`);
  const width = flags & 0xff;
  if (width === 0) return { values, index: Uint32Array.from(reader.take(rows)) };
  if (width === 1) return { values, index: Uint32Array.from(new Uint16Array(reader.copy(rows * 2))) };
  if (width === 2) return { values, index: new Uint32Array(reader.copy(rows * 4)) };
  throw new TypeError('a LowCardinality column has 64-bit indexes');
}

class Reader {
  offset = 0;
  readonly #bytes: Uint8Array;
  readonly #buffer: Buffer;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  varint(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.#bytes[this.offset++];
      if (byte === undefined) throw new RangeError('the answer ends within a number');
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
  }

  /** A UInt64 that is known to be small (sizes, flags). */
  uint64(): number {
    const value = Number(this.#buffer.readBigUInt64LE(this.offset));
    this.offset += 8;
    return value;
  }

  text(): string {
    const length = this.varint();
    const start = this.#advance(length);
    return this.#buffer.toString('utf8', start, start + length);
  }

  texts(count: number): string[] {
    const values = new Array<string>(count);
    for (let i = 0; i < count; i++) values[i] = this.text();
    return values;
  }

  /** A view of the next bytes. */
  take(length: number): Uint8Array {
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** The next bytes in a buffer of their own, aligned for typed arrays. */
  copy(length: number): ArrayBuffer {
    const start = this.#advance(length);
    return new Uint8Array(this.#bytes.subarray(start, start + length)).buffer;
  }

  #advance(length: number): number {
    const start = this.offset;
    if (start + length > this.#bytes.length) throw new RangeError('the answer ends within a column');
    this.offset = start + length;
    return start;
  }
}
