import { randomBytes } from 'node:crypto';
import { type FileHandle, open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A stretch of one table's records that goes to the engine as one insert, always the same. */
export interface InsertPlan {
  readonly table: string;
  /** Sequence numbers of the first and last record of this table; records of other tables lie between. */
  readonly first: number;
  readonly last: number;
  /** What the rows carry as `ingested`, epoch milliseconds. */
  readonly ingestedMs: number;
}

type Line =
  | { readonly spool: string }
  | { readonly plan: InsertPlan }
  | { readonly done: string; readonly last: number };

const COMPACT_BYTES = 1024 * 1024;

/**
 * What was sent to the engine and what has arrived, one JSON line each. A plan is written before its insert: after a
 * crash the same records go again under the same token, so that the engine can tell that it has them.
 */
export class Journal {
  /** Tells the tokens of this spool from those of another server's. */
  readonly spoolId: string;
  /** Plans that were begun and not finished, by table. */
  readonly openPlans: ReadonlyMap<string, InsertPlan>;
  readonly #path: string;
  readonly #plans: Map<string, InsertPlan>;
  readonly #done: Map<string, number>;
  #highest: number;
  #lastIngestedMs: number;
  #file: FileHandle;
  #bytes: number;
  #writing: Promise<void> = Promise.resolve();

  private constructor(path: string, file: FileHandle, state: JournalState, bytes: number) {
    this.#path = path;
    this.#file = file;
    this.#bytes = bytes;
    this.spoolId = state.spoolId;
    this.#plans = state.plans;
    this.openPlans = state.plans;
    this.#done = state.done;
    this.#highest = state.highest;
    this.#lastIngestedMs = state.lastIngestedMs;
  }

  static async open(dir: string): Promise<Journal> {
    const path = join(dir, 'journal');
    const state = readState(await readFile(path, 'utf8').catch(() => ''));
    const { file, bytes } = await rewrite(path, state);
    return new Journal(path, file, state, bytes);
  }

  /** The highest sequence number of the table that is in the engine. */
  doneUpTo(table: string): number {
    return this.#done.get(table) ?? 0;
  }

  /** No new record may have a number at or below this one. */
  get highestSequence(): number {
    return this.#highest;
  }

  get lastIngestedMs(): number {
    return this.#lastIngestedMs;
  }

  async planned(plan: InsertPlan): Promise<void> {
    this.#plans.set(plan.table, plan);
    this.#highest = Math.max(this.#highest, plan.last);
    this.#lastIngestedMs = Math.max(this.#lastIngestedMs, plan.ingestedMs);
    await this.#write({ plan });
  }

  async done(table: string, last: number): Promise<void> {
    this.#plans.delete(table);
    this.#done.set(table, last);
    await this.#write({ done: table, last });
  }

  async close(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#file.close();
  }

  #write(line: Line): Promise<void> {
    const write = async () => {
      if (this.#bytes > COMPACT_BYTES) {
        await this.#file.close();
        const { file, bytes } = await rewrite(this.#path, {
          spoolId: this.spoolId,
          plans: this.#plans,
          done: this.#done,
          highest: this.#highest,
          lastIngestedMs: this.#lastIngestedMs,
        });
        this.#file = file;
        this.#bytes = bytes;
        return;
      }
      const text = `${JSON.stringify(line)}\n`;
      await this.#file.appendFile(text);
      this.#bytes += text.length;
    };
    this.#writing = this.#writing.catch(() => undefined).then(write);
    return this.#writing;
  }
}

interface JournalState {
  readonly spoolId: string;
  readonly plans: Map<string, InsertPlan>;
  readonly done: Map<string, number>;
  highest: number;
  lastIngestedMs: number;
}

function readState(text: string): JournalState {
  const plans = new Map<string, InsertPlan>();
  const done = new Map<string, number>();
  let spoolId = '';
  let highest = 0;
  let lastIngestedMs = 0;
  for (const source of text.split('\n')) {
    const line = parseLine(source);
    if (line === undefined) continue;
    if ('spool' in line) spoolId = line.spool;
    else if ('plan' in line) {
      plans.set(line.plan.table, line.plan);
      highest = Math.max(highest, line.plan.last);
      lastIngestedMs = Math.max(lastIngestedMs, line.plan.ingestedMs);
    } else {
      const plan = plans.get(line.done);
      if (plan && plan.last <= line.last) plans.delete(line.done);
      done.set(line.done, line.last);
      highest = Math.max(highest, line.last);
    }
  }
  return { spoolId: spoolId || randomBytes(9).toString('base64url'), plans, done, highest, lastIngestedMs };
}

/** A line that was being written when the process died says nothing: its insert had not begun. */
function parseLine(source: string): Line | undefined {
  try {
    return source === '' ? undefined : (JSON.parse(source) as Line);
  } catch {
    return undefined;
  }
}

async function rewrite(path: string, state: JournalState): Promise<{ file: FileHandle; bytes: number }> {
  const lines: Line[] = [
    { spool: state.spoolId },
    // Keeps the highest numbers when every table's own are lower.
    { plan: { table: '', first: state.highest, last: state.highest, ingestedMs: state.lastIngestedMs } },
    { done: '', last: state.highest },
    ...[...state.done].filter(([table]) => table !== '').map(([table, last]) => ({ done: table, last })),
    ...[...state.plans.values()].filter((plan) => plan.table !== '').map((plan) => ({ plan })),
  ];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  await writeFile(`${path}.new`, text, { flush: true });
  await rename(`${path}.new`, path);
  return { file: await open(path, 'a'), bytes: text.length };
}
