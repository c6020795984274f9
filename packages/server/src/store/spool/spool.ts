import { mkdir, readdir } from 'node:fs/promises';
import type { Logger } from 'pino';
import { VitalfewError } from '../../error.ts';
import type { Counters } from '../counters.ts';
import { frameHeader } from './frame.ts';
import { type InsertPlan, Journal } from './journal.ts';
import { scanSegment } from './scan-segment.ts';
import { Segment } from './segment.ts';

export interface SpoolOptions {
  readonly dir: string;
  /** Of all segment files together. */
  readonly limitBytes: number;
  /**
   * When written bytes are forced to the disk itself: before each acknowledgement, once a second, or when the system
   * sees fit. All three survive the death of the process; only `always` survives a power cut whole.
   */
  readonly fsync: 'always' | 'interval' | 'never';
  readonly counters: Counters;
  readonly logger: Logger;
}

/** Rows of one table, encoded. */
export interface SpoolBlock {
  readonly table: string;
  readonly rows: number;
  readonly data: Uint8Array;
}

/** A block that waits for the engine. */
export interface SpoolRecord {
  readonly sequence: number;
  readonly table: string;
  readonly rows: number;
  readonly appendedMs: number;
  readonly segment: Segment;
  readonly offset: number;
  readonly length: number;
}

interface Waiting {
  readonly blocks: readonly SpoolBlock[];
  readonly bytes: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const LARGEST_SEGMENT = 64 * 1024 * 1024;
const GROUP_BYTES = 32 * 1024 * 1024;
const SYNC_INTERVAL_MS = 1_000;
/** A frame's header and table name, more or less. */
const FRAME_OVERHEAD = 48;
const RETRY_AFTER_SECONDS = 5;

/**
 * The durable queue between receivers and engine: append-only segment files. Appends that wait together are written
 * together (group commit) and acknowledged then.
 */
export class Spool {
  readonly journal: Journal;
  readonly #options: SpoolOptions;
  readonly #segmentBytes: number;
  readonly #segments = new Map<number, Segment>();
  readonly #pending = new Map<string, SpoolRecord[]>();
  readonly #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #pendingBytes = 0;
  #current: Segment | undefined;
  #nextNumber = 1;
  #nextSequence: number;
  #committing: Promise<void> | undefined;
  #unsynced = false;
  #syncTimer: NodeJS.Timeout | undefined;
  #closed = false;
  /** Called with the table after records were added to it. */
  onAppend: (table: string) => void = () => undefined;

  private constructor(options: SpoolOptions, journal: Journal) {
    this.#options = options;
    this.#segmentBytes = Math.min(LARGEST_SEGMENT, Math.max(64 * 1024, Math.floor(options.limitBytes / 4)));
    this.journal = journal;
    this.#nextSequence = journal.highestSequence + 1;
  }

  /** Opens the spool and takes up what a former process left in it. */
  static async open(options: SpoolOptions): Promise<Spool> {
    await mkdir(options.dir, { recursive: true, mode: 0o700 });
    const spool = new Spool(options, await Journal.open(options.dir));
    await spool.#recover();
    if (options.fsync === 'interval') {
      spool.#syncTimer = setInterval(() => void spool.#sync(), SYNC_INTERVAL_MS);
      spool.#syncTimer.unref();
    }
    return spool;
  }

  /**
   * Resolves when all blocks are in the file, all of them or none.
   * @throws VitalfewError `overloaded` when the spool is full or the disk is.
   */
  append(blocks: readonly SpoolBlock[]): Promise<void> {
    if (blocks.length === 0) return Promise.resolve();
    const bytes = blocks.reduce((sum, block) => sum + block.data.length + FRAME_OVERHEAD, 0);
    if (this.#closed) return Promise.reject(shuttingDown());
    if (this.bytesOnDisk + this.#waitingBytes + bytes > this.#options.limitBytes) {
      this.#options.counters.add('spool.refused_full', 1);
      return Promise.reject(spoolFull(this.#options.limitBytes));
    }
    this.#waitingBytes += bytes;
    const done = new Promise<void>((resolve, reject) =>
      this.#waiting.push({ blocks, bytes, resolve, reject }),
    );
    this.#committing ??= this.#commitAll();
    return done;
  }

  /** Records of the table that wait, oldest first. The array is the spool's own. */
  pending(table: string): readonly SpoolRecord[] {
    return this.#pending.get(table) ?? [];
  }

  get tables(): readonly string[] {
    return [...this.#pending.keys()];
  }

  get bytesOnDisk(): number {
    let sum = 0;
    for (const segment of this.#segments.values()) sum += segment.size;
    return sum;
  }

  get limitBytes(): number {
    return this.#options.limitBytes;
  }

  get pendingBytes(): number {
    return this.#pendingBytes;
  }

  get pendingRecords(): number {
    let sum = 0;
    for (const records of this.#pending.values()) sum += records.length;
    return sum;
  }

  /** Epoch milliseconds of the oldest record that waits; undefined when none does. */
  get oldestPendingMs(): number | undefined {
    let oldest: number | undefined;
    for (const [first] of this.#pending.values()) {
      if (first && (oldest === undefined || first.appendedMs < oldest)) oldest = first.appendedMs;
    }
    return oldest;
  }

  /** The data of the records, in their order. */
  async *read(records: readonly SpoolRecord[]): AsyncGenerator<{ record: SpoolRecord; data: Buffer }> {
    for (const record of records) {
      const data = Buffer.allocUnsafe(record.length);
      const { bytesRead } = await record.segment.file.read(data, 0, record.length, record.offset);
      if (bytesRead !== record.length) {
        throw new VitalfewError(
          'spool_failed',
          `${record.segment.path} is shorter than it was: someone changed the spool's files while it runs.`,
        );
      }
      yield { record, data };
    }
  }

  /** The plan's records are in the engine, or were set aside: they leave the spool. */
  async finish(plan: InsertPlan): Promise<void> {
    await this.journal.done(plan.table, plan.last);
    const records = this.#pending.get(plan.table) ?? [];
    let count = 0;
    for (const record of records) {
      if (record.sequence > plan.last) break;
      count++;
      this.#pendingBytes -= record.length;
      record.segment.pending--;
    }
    const released = new Set(records.splice(0, count).map((record) => record.segment));
    for (const segment of released) {
      if (segment.pending > 0) continue;
      // The current one may be chosen for a write that is about to begin.
      const isIdle = segment !== this.#current || this.#committing === undefined;
      if (isIdle && (segment !== this.#current || segment.size > this.#segmentBytes / 2))
        await this.#drop(segment);
    }
  }

  /** Takes no more, finishes what is being written. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#syncTimer);
    await this.#committing;
    await this.#sync();
    await this.journal.close();
    for (const segment of this.#segments.values()) {
      if (segment.pending === 0) await segment.remove();
      else await segment.file.close();
    }
    this.#segments.clear();
  }

  async #commitAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group: Waiting[] = [];
      let bytes = 0;
      while (this.#waiting.length > 0 && bytes < GROUP_BYTES) {
        const next = this.#waiting.shift() as Waiting;
        bytes += next.bytes;
        group.push(next);
      }
      try {
        await this.#commit(group);
        for (const one of group) one.resolve();
      } catch (cause) {
        this.#options.counters.add('spool.write_failed', group.length);
        const error = writeFailed(cause, this.#options.dir);
        for (const one of group) one.reject(error);
      }
      this.#waitingBytes -= bytes;
    }
    // In the same turn as the look at the queue: an append between the two would wait for ever.
    this.#committing = undefined;
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    const segment = await this.#writable();
    const appendedMs = Date.now();
    const buffers: Uint8Array[] = [];
    const records: SpoolRecord[] = [];
    let sequence = this.#nextSequence;
    let offset = segment.size;
    for (const { blocks } of group) {
      blocks.forEach(({ table, rows, data }, i) => {
        const closesAppend = i === blocks.length - 1;
        const header = frameHeader({ sequence, table, rows, appendedMs, closesAppend }, data);
        buffers.push(header, data);
        offset += header.length;
        records.push({ sequence, table, rows, appendedMs, segment, offset, length: data.length });
        offset += data.length;
        sequence++;
      });
    }
    // A finish may look at this segment while the write is under way: it must not count as empty.
    segment.pending += records.length;
    try {
      await segment.append(buffers, this.#options.fsync === 'always');
    } catch (error) {
      segment.pending -= records.length;
      throw error;
    }
    this.#unsynced = true;
    this.#nextSequence = sequence;
    segment.pending -= records.length;
    this.#register(records);
    for (const table of new Set(records.map((record) => record.table))) this.onAppend(table);
  }

  async #writable(): Promise<Segment> {
    const current = this.#current;
    if (current && current.size < this.#segmentBytes && this.#segments.has(current.number)) return current;
    const next = await Segment.create(this.#options.dir, this.#nextNumber++);
    this.#segments.set(next.number, next);
    this.#current = next;
    if (current && current.pending === 0) await this.#drop(current);
    return next;
  }

  #register(records: readonly SpoolRecord[]): void {
    for (const record of records) {
      const list = this.#pending.get(record.table);
      if (list) list.push(record);
      else this.#pending.set(record.table, [record]);
      record.segment.pending++;
      this.#pendingBytes += record.length;
    }
  }

  async #drop(segment: Segment): Promise<void> {
    if (!this.#segments.delete(segment.number)) return;
    if (this.#current === segment) this.#current = undefined;
    await segment.remove();
  }

  async #sync(): Promise<void> {
    if (!this.#unsynced || this.#options.fsync === 'never') return;
    this.#unsynced = false;
    await this.#current?.file.datasync().catch((error: unknown) => {
      this.#options.logger.warn({ err: error }, 'The spool could not be forced to the disk.');
    });
  }

  async #recover(): Promise<void> {
    const names = (await readdir(this.#options.dir)).filter(Segment.isName).sort();
    for (const name of names) {
      const segment = await Segment.reopen(this.#options.dir, name);
      this.#nextNumber = Math.max(this.#nextNumber, segment.number + 1);
      const bytes = Buffer.allocUnsafe(segment.size);
      await segment.file.read(bytes, 0, segment.size, 0);
      const scan = scanSegment(bytes);
      this.#report(segment, scan.damagedBytes);
      const records = scan.frames
        .filter((frame) => frame.sequence > this.journal.doneUpTo(frame.table))
        .map(({ sequence, table, rows, appendedMs, dataOffset, dataLength }) => ({
          sequence,
          table,
          rows,
          appendedMs,
          segment,
          offset: dataOffset,
          length: dataLength,
        }));
      for (const frame of scan.frames) this.#nextSequence = Math.max(this.#nextSequence, frame.sequence + 1);
      if (records.length === 0) {
        await segment.remove();
        continue;
      }
      if (scan.endOffset < segment.size && scan.damagedBytes === 0) {
        await segment.file.truncate(scan.endOffset);
        segment.size = scan.endOffset;
      }
      this.#segments.set(segment.number, segment);
      this.#register(records);
    }
  }

  #report(segment: Segment, damagedBytes: number): void {
    if (damagedBytes === 0) return;
    this.#options.counters.add('spool.damaged_bytes', damagedBytes);
    this.#options.logger.error(
      { segment: segment.path, damagedBytes },
      'A segment of the spool is damaged in the middle; what is whole around the damage is kept.',
    );
  }
}

function spoolFull(limitBytes: number): VitalfewError {
  return new VitalfewError(
    'overloaded',
    `The spool is full (${Math.round(limitBytes / 1024 / 1024)} MiB): data comes in faster than the engine stores it. Send it again later.`,
    { retryAfterSeconds: RETRY_AFTER_SECONDS },
  );
}

function shuttingDown(): VitalfewError {
  return new VitalfewError('overloaded', 'The server is shutting down. Send it again later.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

function writeFailed(cause: unknown, dir: string): VitalfewError {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? 'unknown';
  const why = code === 'ENOSPC' || code === 'EDQUOT' ? 'the disk is full' : `writing failed (${code})`;
  return new VitalfewError('overloaded', `Nothing was stored: ${why} at ${dir}. Send it again later.`, {
    retryAfterSeconds: 30,
    cause,
  });
}
