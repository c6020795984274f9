import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { silent } from '../../../test/store/open-test-store.ts';
import { Counters } from '../counters.ts';
import { Spool, type SpoolBlock } from './spool.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vitalfew-spool-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const MB = 1024 * 1024;
const open = (dir = root, limitBytes = 64 * MB, counters = new Counters()) =>
  Spool.open({ dir, limitBytes, fsync: 'never', counters, logger: silent });

const block = (text: string, table = 'spans'): SpoolBlock => ({ table, rows: 1, data: Buffer.from(text) });

async function contents(spool: Spool, table = 'spans'): Promise<string[]> {
  const texts: string[] = [];
  for await (const { data } of spool.read(spool.pending(table))) texts.push(data.toString());
  return texts;
}

const segments = (dir = root) => readdirSync(dir).filter((name) => name.endsWith('.segment'));

test('gives back what a former process left, in order', async () => {
  const first = await open();
  await Promise.all(['a', 'b', 'c'].map((text) => first.append([block(text)])));
  await first.append([block('log', 'logs'), block('d')]);
  // No close: as after kill -9.
  const second = await open();
  expect(await contents(second)).toEqual(['a', 'b', 'c', 'd']);
  expect(await contents(second, 'logs')).toEqual(['log']);
  await second.close();
  await first.close();
});

test('keeps whole appends and none in part, wherever the file was cut off', async () => {
  const spool = await open();
  const appends = [['a'], ['bb', 'ccc'], ['d', 'e', 'f'], ['g']];
  const ends: number[] = [];
  for (const texts of appends) {
    await spool.append(texts.map((text) => block(text)));
    ends.push(spool.bytesOnDisk);
  }
  await spool.close();
  const [segment = ''] = segments();
  const size = readFileSync(join(root, segment)).length;
  for (let cut = 0; cut <= size; cut++) {
    const dir = join(root, `cut-${cut}`);
    cpSync(join(root, segment), join(dir, segment));
    truncateSync(join(dir, segment), cut);
    const torn = await open(dir);
    const whole = appends.filter((_, i) => (ends[i] ?? 0) <= cut).flat();
    expect(await contents(torn), `cut at ${cut}`).toEqual(whole);
    await torn.append([block('next')]);
    await torn.close();
    const again = await open(dir);
    expect(await contents(again), `after the cut at ${cut}`).toEqual([...whole, 'next']);
    await again.close();
    rmSync(dir, { recursive: true });
  }
});

test('steps over damage in the middle and counts it', async () => {
  const spool = await open();
  for (const text of ['first', 'second', 'third']) await spool.append([block(text)]);
  await spool.close();
  const [segment = ''] = segments();
  const bytes = readFileSync(join(root, segment));
  bytes[bytes.indexOf('second')] = 0;
  writeFileSync(join(root, segment), bytes);
  const counters = new Counters();
  const damaged = await open(root, 64 * MB, counters);
  expect(await contents(damaged)).toEqual(['first', 'third']);
  expect(counters.get('spool.damaged_bytes')).toBeGreaterThan(0);
  await damaged.close();
});

test('refuses what does not fit with a time to try again, and takes it once there is room', async () => {
  const counters = new Counters();
  const spool = await open(root, MB, counters);
  const large = 'x'.repeat(200 * 1024);
  let taken = 0;
  const refusal = await (async () => {
    for (;;) {
      try {
        await spool.append([block(large)]);
        taken++;
      } catch (error) {
        return error;
      }
    }
  })();
  expect(refusal).toMatchObject({ code: 'overloaded', retryAfterSeconds: expect.any(Number) });
  expect(taken).toBe(5);
  expect(counters.get('spool.refused_full')).toBe(1);
  expect(await contents(spool)).toHaveLength(taken);
  const last = spool.pending('spans').at(-1)?.sequence ?? 0;
  const plan = { table: 'spans', first: 1, last, ingestedMs: 1 };
  await spool.journal.planned(plan);
  await spool.finish(plan);
  await spool.append([block(large)]);
  expect(await contents(spool)).toEqual([large]);
  await spool.close();
});

test('removes its files once everything is in the engine', async () => {
  const spool = await open(root, 4 * MB);
  for (let i = 0; i < 20; i++) await spool.append([block('y'.repeat(150 * 1024))]);
  expect(segments().length).toBeGreaterThan(2);
  const last = spool.pending('spans').at(-1)?.sequence ?? 0;
  const plan = { table: 'spans', first: 1, last, ingestedMs: 1 };
  await spool.journal.planned(plan);
  await spool.finish(plan);
  expect(segments().length).toBeLessThanOrEqual(1);
  await spool.close();
  expect(segments()).toEqual([]);
});

test('does not acknowledge when the file cannot be written', async () => {
  const spool = await open();
  await spool.append([block('kept')]);
  // The files are closed under its hands: every write fails from here.
  for (const record of spool.pending('spans')) await record.segment.file.close();
  await expect(spool.append([block('lost')])).rejects.toMatchObject({
    code: 'overloaded',
    message: expect.stringContaining('Nothing was stored'),
  });
  const after = await open();
  expect(await contents(after)).toEqual(['kept']);
  await after.close();
});

/** What the spool must remember, in plain lists. */
interface Model {
  readonly pending: Map<string, { sequence: number; text: string }[]>;
  readonly plans: Map<string, { first: number; last: number }>;
}

const tables = fc.constantFrom('spans', 'logs', 'samples');
const step = fc.oneof(
  fc.record({
    do: fc.constant('append' as const),
    texts: fc.array(fc.tuple(tables, fc.string()), { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ do: fc.constant('plan' as const), table: tables, count: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constant('finish' as const), table: tables }),
  fc.record({ do: fc.constant('crash' as const), torn: fc.uint8Array({ maxLength: 40 }) }),
  fc.record({ do: fc.constant('close' as const) }),
);

test('remembers every append, plan and end over any course of crashes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const dir = mkdtempSync(join(root, 'run-'));
      const model: Model = { pending: new Map(), plans: new Map() };
      const seen = new Set<number>();
      const left: Spool[] = [];
      let spool = await open(dir, 256 * 1024);
      for (const each of steps) {
        if (each.do === 'append') {
          await spool.append(each.texts.map(([table, text]) => block(text, table)));
          for (const [table, text] of each.texts) {
            const own = model.pending.get(table) ?? [];
            model.pending.set(table, own);
            const record = spool.pending(table)[own.length];
            expect(seen.has(record?.sequence ?? 0)).toBe(false);
            seen.add(record?.sequence ?? 0);
            own.push({ sequence: record?.sequence ?? 0, text });
          }
        } else if (each.do === 'plan') {
          const own = model.pending.get(each.table) ?? [];
          if (own.length === 0 || model.plans.has(each.table)) continue;
          const plan = { first: own[0]!.sequence, last: own[Math.min(each.count, own.length) - 1]!.sequence };
          model.plans.set(each.table, plan);
          await spool.journal.planned({ table: each.table, ...plan, ingestedMs: 1 });
        } else if (each.do === 'finish') {
          const plan = model.plans.get(each.table);
          if (!plan) continue;
          await spool.finish({ table: each.table, ...plan, ingestedMs: 1 });
          model.plans.delete(each.table);
          model.pending.set(
            each.table,
            (model.pending.get(each.table) ?? []).filter((r) => r.sequence > plan.last),
          );
        } else {
          if (each.do === 'close') await spool.close();
          else {
            left.push(spool);
            const newest = segments(dir).sort().at(-1);
            if (newest) writeFileSync(join(dir, newest), each.torn, { flag: 'a' });
          }
          spool = await open(dir, 256 * 1024);
        }
        for (const [table, own] of model.pending) {
          expect(await contents(spool, table)).toEqual(own.map(({ text }) => text));
        }
        expect([...spool.journal.openPlans.keys()].filter((table) => table !== '').sort()).toEqual(
          [...model.plans.keys()].sort(),
        );
      }
      await spool.close();
      for (const each of left) await each.close().catch(() => undefined);
    }),
    { numRuns: 60 },
  );
});
