/** A plain reader of Native blocks for tests, written apart from the writer: blocks to rows of JavaScript values. */
export type Row = Record<string, unknown>;

export function nativeRows(bytes: Uint8Array): Row[] {
  const cursor = new Cursor(bytes);
  const rows: Row[] = [];
  while (!cursor.atEnd) {
    const columns = cursor.varint();
    const count = cursor.varint();
    const block = Array.from({ length: count }, (): Row => ({}));
    for (let i = 0; i < columns; i++) {
      const name = cursor.text();
      const values = readColumn(cursor, cursor.text(), count);
      block.forEach((row, index) => {
        row[name] = values[index];
      });
    }
    rows.push(...block);
  }
  return rows;
}

function readColumn(cursor: Cursor, type: string, count: number): unknown[] {
  const inner = /^(Array|Nullable)\((.*)\)$/.exec(type);
  if (inner?.[1] === 'Nullable') {
    const missing = list(count, () => cursor.take(1)[0] === 1);
    return readColumn(cursor, inner[2]!, count).map((value, i) => (missing[i] ? null : value));
  }
  if (inner?.[1] === 'Array') {
    const ends = list(count, () => Number(cursor.view(8).getBigUint64(0, true)));
    const items = readColumn(cursor, inner[2]!, ends.at(-1) ?? 0);
    return ends.map((end, i) => items.slice(i === 0 ? 0 : ends[i - 1], end));
  }
  if (type === 'Map(String, String)') {
    const ends = list(count, () => Number(cursor.view(8).getBigUint64(0, true)));
    const keys = list(ends.at(-1) ?? 0, () => cursor.text());
    const values = list(ends.at(-1) ?? 0, () => cursor.text());
    return ends.map((end, i) => {
      const from = i === 0 ? 0 : ends[i - 1]!;
      return keys.slice(from, end).map((key, j) => [key, values[from + j]]);
    });
  }
  const fixed = /^FixedString\((\d+)\)$/.exec(type);
  if (fixed !== null) return list(count, () => Buffer.from(cursor.take(Number(fixed[1]))).toString('hex'));
  switch (type.replace(/\(.*/, '')) {
    case 'String':
      return list(count, () => cursor.text());
    case 'Bool':
      return list(count, () => cursor.take(1)[0] === 1);
    case 'UInt8':
    case 'Enum8':
      return list(count, () => cursor.take(1)[0]);
    case 'UInt16':
      return list(count, () => cursor.view(2).getUint16(0, true));
    case 'UInt32':
    case 'DateTime':
      return list(count, () => cursor.view(4).getUint32(0, true));
    case 'Int32':
      return list(count, () => cursor.view(4).getInt32(0, true));
    case 'UInt64':
      return list(count, () => cursor.view(8).getBigUint64(0, true));
    case 'DateTime64':
      return list(count, () => cursor.view(8).getBigInt64(0, true));
    case 'Float64':
      return list(count, () => cursor.view(8).getFloat64(0, true));
    default:
      throw new TypeError(`no reader for ${type}`);
  }
}

function list<T>(count: number, next: () => T): T[] {
  return Array.from({ length: count }, next);
}

class Cursor {
  #at = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.take(1)[0]!;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  text(): string {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.take(this.varint()));
  }

  take(size: number): Uint8Array {
    if (this.#at + size > this.#bytes.length) throw new RangeError('the block ends early');
    this.#at += size;
    return this.#bytes.subarray(this.#at - size, this.#at);
  }

  view(size: number): DataView {
    const bytes = this.take(size);
    return new DataView(bytes.buffer, bytes.byteOffset, size);
  }
}
