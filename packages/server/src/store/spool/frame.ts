import { crc32 } from 'node:zlib';

/** One block of rows as it stands in a segment file. */
export interface Frame {
  readonly sequence: number;
  readonly table: string;
  readonly rows: number;
  /** When it was taken in, epoch milliseconds. */
  readonly appendedMs: number;
  /** The last block of its append: an append is whole in the spool or not at all. */
  readonly closesAppend: boolean;
  /** Of the data within the file. */
  readonly dataOffset: number;
  readonly dataLength: number;
}

/**
 * Layout, little-endian: magic u32 · crc32 u32 of all that follows · sequence u48 · flags u8 · table length u8 ·
 * rows u32 · data length u32 · appended u48 ms · 2 bytes of padding · table (latin1) · data.
 */
const MAGIC = 0x31534656;
export const HEADER_BYTES = 32;
const CLOSES_APPEND = 1;

/** Header and table name of a frame; the data follows it in the file as it is. */
export function frameHeader(frame: Omit<Frame, 'dataOffset' | 'dataLength'>, data: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_BYTES + frame.table.length);
  header.writeUInt32LE(MAGIC, 0);
  header.writeUIntLE(frame.sequence, 8, 6);
  header.writeUInt8(frame.closesAppend ? CLOSES_APPEND : 0, 14);
  header.writeUInt8(frame.table.length, 15);
  header.writeUInt32LE(frame.rows, 16);
  header.writeUInt32LE(data.length, 20);
  header.writeUIntLE(frame.appendedMs, 24, 6);
  header.write(frame.table, HEADER_BYTES, 'latin1');
  header.writeUInt32LE(crc32(data, crc32(header.subarray(8))), 4);
  return header;
}

/** The frame that starts at `offset`; undefined where there is none that is whole and undamaged. */
export function readFrame(bytes: Buffer, offset: number): Frame | undefined {
  if (offset + HEADER_BYTES > bytes.length || bytes.readUInt32LE(offset) !== MAGIC) return undefined;
  const tableLength = bytes.readUInt8(offset + 15);
  const dataLength = bytes.readUInt32LE(offset + 20);
  const dataOffset = offset + HEADER_BYTES + tableLength;
  const end = dataOffset + dataLength;
  if (end > bytes.length || crc32(bytes.subarray(offset + 8, end)) !== bytes.readUInt32LE(offset + 4))
    return undefined;
  return {
    sequence: bytes.readUIntLE(offset + 8, 6),
    table: bytes.toString('latin1', offset + HEADER_BYTES, dataOffset),
    rows: bytes.readUInt32LE(offset + 16),
    appendedMs: bytes.readUIntLE(offset + 24, 6),
    closesAppend: (bytes.readUInt8(offset + 14) & CLOSES_APPEND) !== 0,
    dataOffset,
    dataLength,
  };
}
