import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';

const SUFFIX = '.segment';

/** An append-only file of frames. It goes when every one of its records is in the engine. */
export class Segment {
  readonly number: number;
  readonly path: string;
  readonly file: FileHandle;
  /** Bytes that hold whole appends. */
  size: number;
  /** Records that are not in the engine yet. */
  pending = 0;

  private constructor(number: number, path: string, file: FileHandle, size: number) {
    this.number = number;
    this.path = path;
    this.file = file;
    this.size = size;
  }

  static async create(dir: string, number: number): Promise<Segment> {
    const path = join(dir, `${String(number).padStart(10, '0')}${SUFFIX}`);
    return new Segment(number, path, await open(path, 'wx+', 0o600), 0);
  }

  /** Opens one that a former process left; the caller says how much of it is whole. */
  static async reopen(dir: string, name: string): Promise<Segment> {
    const path = join(dir, name);
    const file = await open(path, 'r+');
    return new Segment(Number.parseInt(name, 10), path, file, (await file.stat()).size);
  }

  static isName(name: string): boolean {
    return name.endsWith(SUFFIX);
  }

  /** Writes the buffers one after another at the end; on failure the file is cut back to where it was. */
  async append(buffers: readonly Uint8Array[], sync: boolean): Promise<void> {
    const start = this.size;
    try {
      let at = start;
      for (let from = 0; from < buffers.length; from += MOST_BUFFERS) {
        at = await writeAll(this.file, buffers.slice(from, from + MOST_BUFFERS), at);
      }
      if (sync) await this.file.datasync();
      this.size = at;
    } catch (error) {
      await this.file.truncate(start).catch(() => undefined);
      throw error;
    }
  }

  async remove(): Promise<void> {
    await this.file.close();
    await unlink(this.path);
  }
}

/** IOV_MAX of Linux is 1024. */
const MOST_BUFFERS = 1000;

async function writeAll(file: FileHandle, buffers: readonly Uint8Array[], start: number): Promise<number> {
  let rest = buffers;
  let at = start;
  while (rest.length > 0) {
    const { bytesWritten } = await file.writev(rest as Uint8Array[], at);
    at += bytesWritten;
    rest = without(rest, bytesWritten);
  }
  return at;
}

/** What is left after the first `bytes`: a write may end anywhere. */
function without(buffers: readonly Uint8Array[], bytes: number): readonly Uint8Array[] {
  let left = bytes;
  for (let i = 0; i < buffers.length; i++) {
    const buffer = buffers[i] as Uint8Array;
    if (left < buffer.length) return [buffer.subarray(left), ...buffers.slice(i + 1)];
    left -= buffer.length;
  }
  return [];
}
