import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleScript } from '../../test/store/bundle-script.ts';
import { openTestStore, silent, testConfig } from '../../test/store/open-test-store.ts';
import { numberedSpans } from '../../test/store/span-blocks.ts';
import { until } from '../../test/store/until.ts';
import { openStoreWith } from './open-store.ts';
import type { Store } from './store.ts';

const ROUNDS = 3;
const ROWS = 25;

let script: string;
beforeAll(async () => {
  script = await bundleScript(fileURLToPath(new URL('../../test/store/appending-child.ts', import.meta.url)));
});
afterAll(() => rm(script, { force: true }));

interface Counted {
  readonly rows: number;
  readonly distinct: number;
}

async function count(store: Store): Promise<Counted> {
  const [row] = await store.query<Counted>(
    'SELECT count() AS rows, uniqExact(duration_ns) AS distinct FROM spans',
  );
  return row ?? { rows: 0, distinct: 0 };
}

const emptied = (store: Store) => until(async () => (await store.status()).spool.pendingBatches === 0);

test('killed while it takes in, it has every acknowledged span afterwards, once', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'vitalfew-crash-'));
  const acknowledged: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const child = spawn(
      process.execPath,
      [script, JSON.stringify(testConfig(dataDir)), String(round * 10_000_000), String(ROWS), '8'],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await readAcknowledged(child, acknowledged, 300 + round * 137);
  }
  const store = await openStoreWith(testConfig(dataDir), silent);
  await emptied(store);
  const counted = await count(store);
  expect(counted.rows).toBe(counted.distinct);
  const found = new Set(
    (await store.query<{ n: number }>('SELECT duration_ns AS n FROM spans')).map(({ n }) => n),
  );
  const lost = acknowledged.filter((first) => {
    for (let i = 0; i < ROWS; i++) if (!found.has(first + i)) return true;
    return false;
  });
  expect(acknowledged.length).toBeGreaterThan(ROUNDS);
  expect(lost).toEqual([]);
  await store.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Collects what the child says until it has been heard `kills` times, then kills it. */
async function readAcknowledged(child: ChildProcess, acknowledged: number[], kills: number): Promise<void> {
  if (child.stdout === null) throw new Error('the child has no output');
  const ended = new Promise((resolve) => child.once('exit', resolve));
  let heard = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'open') continue;
    acknowledged.push(Number(line));
    if (++heard === kills) child.kill('SIGKILL');
  }
  await ended;
}

test('goes on taking in while the engine is killed, and has everything afterwards, once', async () => {
  const { store, dataDir, close } = await openTestStore();
  let appended = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < 60; i++) {
      await store.append([numberedSpans(appended, ROWS)]);
      appended += ROWS;
      if (i === 20) process.kill(enginePid(dataDir), 'SIGKILL');
      if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 15));
    }
    await until(async () => (await store.status()).engine.state === 'running');
  }
  await emptied(store);
  expect(await count(store)).toEqual({ rows: appended, distinct: appended });
  await close();
});

function enginePid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'engine', 'pid'), 'utf8'));
}
