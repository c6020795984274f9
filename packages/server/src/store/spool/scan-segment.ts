import { type Frame, HEADER_BYTES, readFrame } from './frame.ts';

export interface SegmentScan {
  /** Frames of whole appends, in order. */
  readonly frames: readonly Frame[];
  /** Where the last whole append ends. */
  readonly endOffset: number;
  /** Damaged bytes between whole appends: a disk fault, never the mark of a crash. */
  readonly damagedBytes: number;
}

/**
 * Finds every whole append of a segment. What follows the last one was being written when the process died and was
 * never acknowledged; damage in the middle is stepped over to the next frame.
 */
export function scanSegment(bytes: Buffer): SegmentScan {
  const frames: Frame[] = [];
  let open: Frame[] = [];
  let offset = 0;
  let endOffset = 0;
  let damagedBytes = 0;
  while (offset + HEADER_BYTES <= bytes.length) {
    const frame = readFrame(bytes, offset);
    if (frame === undefined) {
      const next = nextFrameAt(bytes, offset + 1);
      if (next === undefined) break;
      damagedBytes += next - offset;
      // The rest of an append whose beginning or end is damaged is still whole blocks: better kept than lost.
      frames.push(...open);
      open = [];
      offset = next;
      continue;
    }
    open.push(frame);
    offset = frame.dataOffset + frame.dataLength;
    if (!frame.closesAppend) continue;
    frames.push(...open);
    open = [];
    endOffset = offset;
  }
  return { frames, endOffset, damagedBytes };
}

const MAGIC_BYTES = Buffer.from('VFS1', 'latin1');

function nextFrameAt(bytes: Buffer, from: number): number | undefined {
  for (let at = bytes.indexOf(MAGIC_BYTES, from); at >= 0; at = bytes.indexOf(MAGIC_BYTES, at + 1)) {
    if (readFrame(bytes, at) !== undefined) return at;
  }
  return undefined;
}
