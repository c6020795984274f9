import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Counters } from '../counters.ts';
import type { EngineClient } from '../engine-client.ts';
import type { InsertPlan } from '../spool/journal.ts';
import type { Spool, SpoolRecord } from '../spool/spool.ts';
import type { Watermark } from '../watermark.ts';
import { type GroupLimits, nextGroup } from './next-group.ts';
import { quarantine } from './quarantine.ts';
import { refusalOf } from './refusal.ts';
import { stampBlock } from './stamp-block.ts';

export interface TableWriterOptions {
  readonly table: string;
  readonly spool: Spool;
  readonly client: EngineClient;
  readonly watermark: Watermark;
  readonly counters: Counters;
  readonly logger: Logger;
  /** Records wait so long for company, milliseconds. */
  readonly flushMs: number;
  /** Whether the table has the column `ingested`, by which the rows of one insert can be found again. */
  readonly isStamped: boolean;
  /** Whether rows that the engine calls repeated are looked for: only one engine of our own can have lost them. */
  readonly verifiesRepeats: boolean;
  readonly quarantineDir: string;
}

const LIMITS: GroupLimits = { rows: 200_000, bytes: 64 * 1024 * 1024, records: 20_000 };
/** How often a group that waits for company is looked at; a wake-up for each record would cost more than the work. */
const LOOK_MS = 50;
const BACK_OFF_MS = [100, 250, 500, 1_000, 2_000, 5_000];
/** An engine that has said no so often for want of memory or time is given less at once. */
const BUSY_BEFORE_HALVING = 5;

/** Carries one table's records from the spool to the engine, each exactly once, in order. */
export class TableWriter {
  readonly #options: TableWriterOptions;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #wake: () => void = () => undefined;
  #limits = LIMITS;
  #lastInsertMs = 0;

  constructor(options: TableWriterOptions) {
    this.#options = options;
    const open = options.spool.journal.openPlans.get(options.table);
    if (open) options.watermark.resume(open.ingestedMs);
    this.#running = this.#run(open);
  }

  /** Says that records were added. */
  wake(): void {
    this.#wake();
  }

  /** Resolves when the insert under way has ended. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#wake();
    await this.#running;
  }

  async #run(open: InsertPlan | undefined): Promise<void> {
    let plan = open;
    let mayBeStored = open !== undefined;
    while (!this.#stop.signal.aborted) {
      try {
        plan ??= await this.#nextPlan();
        if (plan === undefined) return;
        if (await this.#carry(plan, mayBeStored)) plan = undefined;
        mayBeStored = false;
      } catch (error) {
        mayBeStored = true;
        this.#options.logger.error(
          { err: error, table: this.#options.table },
          'The writer stumbled; it goes on.',
        );
        await this.#pause(5_000);
      }
    }
  }

  /** Waits until an insert is due and writes its plan down; undefined when stopped. */
  async #nextPlan(): Promise<InsertPlan | undefined> {
    const { spool, table, flushMs, watermark } = this.#options;
    for (;;) {
      if (this.#stop.signal.aborted) return undefined;
      const pending = spool.pending(table);
      const group = nextGroup(pending, this.#limits);
      const dueMs = this.#lastInsertMs + flushMs - Date.now();
      const first = pending[0];
      const last = pending[group.count - 1];
      if (first && last && (group.isFull || dueMs <= 0)) {
        const plan = { table, first: first.sequence, last: last.sequence, ingestedMs: watermark.begin() };
        await spool.journal.planned(plan);
        return plan;
      }
      if (first) await this.#pause(Math.min(Math.max(dueMs, 1), LOOK_MS));
      else await this.#idle();
    }
  }

  /** Repeats the insert until it is settled; false when stopped before that, or when the plan was cut down. */
  async #carry(plan: InsertPlan, mayBeStored: boolean): Promise<boolean> {
    const { spool, table, counters, logger, watermark } = this.#options;
    const records = spool.pending(table).filter((record) => record.sequence <= plan.last);
    let isUncertain = mayBeStored;
    for (let attempt = 0; !this.#stop.signal.aborted; attempt++) {
      try {
        this.#lastInsertMs = Date.now();
        await this.#insert(plan, records, isUncertain);
        await spool.finish(plan);
        watermark.settle(plan.ingestedMs);
        this.#limits = grown(this.#limits);
        return true;
      } catch (error) {
        const refusal = refusalOf(error);
        isUncertain ||= refusal === 'unknown';
        counters.add(`store.insert_retried.${table}`, 1);
        if (attempt === 0) logger.warn({ err: error, table }, 'An insert failed and is repeated.');
        if (!isUncertain && (refusal === 'data' || attempt >= BUSY_BEFORE_HALVING)) {
          if (records.length > 1) {
            this.#cutDown(plan, records.length);
            return true;
          }
          if (refusal === 'data') {
            await this.#setAside(plan, records, error);
            return true;
          }
        }
        // Refused for its content after an attempt of unknown end: the repeat was refused as a whole, so the first was.
        if (refusal === 'data') isUncertain = false;
        await this.#pause(BACK_OFF_MS[Math.min(attempt, BACK_OFF_MS.length - 1)]);
      }
    }
    return false;
  }

  async #insert(plan: InsertPlan, records: readonly SpoolRecord[], isRepeat: boolean): Promise<void> {
    const { client, table, spool, isStamped, verifiesRepeats, counters, logger } = this.#options;
    const token = `${spool.journal.spoolId}:${table}:${plan.first}-${plan.last}`;
    await client.insertNative(table, this.#blocks(plan, records), token);
    if (!isRepeat || !isStamped || !verifiesRepeats) return;
    // The engine writes its note of a token before the rows: killed between the two it would call them repeated.
    const rows = records.reduce((sum, record) => sum + record.rows, 0);
    const params = { ms: plan.ingestedMs };
    const where = `ingested = fromUnixTimestamp64Milli({ms:Int64}, 'UTC')`;
    const [found] = await client.query<{ n: number }>(
      `SELECT count() AS n FROM ${table} WHERE ${where}`,
      params,
    );
    if (found === undefined || found.n >= rows) return;
    logger.warn(
      { table, rows, found: found.n },
      'An insert was cut off half-way by a crash; it is done anew.',
    );
    counters.add(`store.insert_redone.${table}`, 1);
    if (found.n > 0) await client.command(`DELETE FROM ${table} WHERE ${where}`, params);
    await client.insertNative(table, this.#blocks(plan, records), `${token}:${randomUUID()}`);
  }

  async *#blocks(plan: InsertPlan, records: readonly SpoolRecord[]): AsyncGenerator<Uint8Array> {
    for await (const { record, data } of this.#options.spool.read(records)) {
      if (this.#options.isStamped) yield* stampBlock(data, record.rows, plan.ingestedMs);
      else yield data;
    }
  }

  /** None of the rows is stored: the same records are planned anew, fewer at once. */
  #cutDown(plan: InsertPlan, records: number): void {
    this.#limits = { ...LIMITS, records: Math.floor(records / 2) };
    this.#lastInsertMs = 0;
    this.#options.watermark.settle(plan.ingestedMs);
  }

  async #setAside(plan: InsertPlan, records: readonly SpoolRecord[], error: unknown): Promise<void> {
    const { spool, table, counters, logger, watermark, quarantineDir } = this.#options;
    for await (const { record, data } of spool.read(records)) {
      const reason = error instanceof Error ? error.message : String(error);
      const path = await quarantine(quarantineDir, { ...record, data, reason });
      counters.add(`store.quarantined_rows.${table}`, record.rows);
      logger.error(
        { err: error, table, rows: record.rows, path },
        'The engine refuses a block; it is set aside.',
      );
    }
    await spool.finish(plan);
    watermark.settle(plan.ingestedMs);
  }

  #pause(ms = 1_000): Promise<void> {
    return setTimeout(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }

  /** Until records come in or the writer is stopped. */
  #idle(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

function grown(limits: GroupLimits): GroupLimits {
  return limits.records >= LIMITS.records ? LIMITS : { ...limits, records: limits.records * 2 };
}
