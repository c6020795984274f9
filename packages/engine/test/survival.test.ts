import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Engine, type EngineState, startEngine } from '../src/supervisor.ts';
import { bundleHost, clientOf, startTestEngine, type TestEngine } from './start-test-engine.ts';

const states: EngineState[] = [];
let it: TestEngine;

beforeAll(async () => {
  it = await startTestEngine({ onStateChange: (state) => states.push(state) });
});

afterAll(() => it.close());

async function killAndAwaitReturn(engine: Engine): Promise<void> {
  process.kill(engine.pid!, 'SIGKILL');
  await expect.poll(() => engine.state, { timeout: 20_000, interval: 5 }).toBe('restarting');
  await expect.poll(() => engine.state, { timeout: 20_000, interval: 5 }).toBe('running');
}

test('a killed engine comes back at the same address with every acknowledged row once', async () => {
  const { client, engine, rows, request } = it;
  await client.command({
    query: `CREATE TABLE k (batch UInt64, n UInt64) ENGINE = MergeTree ORDER BY batch SETTINGS non_replicated_deduplication_window = 1000`,
  });
  await client.command({
    query: `CREATE TABLE sums (batch UInt64, n UInt64) ENGINE = SummingMergeTree ORDER BY batch SETTINGS non_replicated_deduplication_window = 1000`,
  });
  await client.command({
    query: 'CREATE MATERIALIZED VIEW k_mv TO sums AS SELECT batch, count() AS n FROM k GROUP BY batch',
  });
  const url = engine.url;
  let batch = 0;
  for (let round = 0; round < 3; round++) {
    let inserting = true;
    // Each batch is repeated under its token until it is acknowledged, as the spool does.
    const inserter = (async () => {
      while (inserting) {
        const answer = await request(
          `/?query=${encodeURIComponent(`SELECT toUInt64(${batch}) AS batch, number AS n FROM numbers(5000)`)}&default_format=Native`,
        ).catch(() => undefined);
        if (answer?.status !== 200) {
          await new Promise((resolve) => setTimeout(resolve, 20));
          continue;
        }
        const block = Buffer.from(await answer.arrayBuffer());
        for (let done = false; !done; ) {
          done = await client
            .exec({
              query: 'INSERT INTO k (batch, n) FORMAT Native',
              values: Readable.from([block]),
              clickhouse_settings: { insert_deduplication_token: `batch-${batch}` },
            })
            .then(
              ({ stream }) => {
                stream.destroy();
                return true;
              },
              () => new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 20)),
            );
        }
        batch++;
      }
    })();
    const before = batch;
    await expect.poll(() => batch, { interval: 5 }).toBeGreaterThan(before + 3);
    await killAndAwaitReturn(engine);
    inserting = false;
    await inserter;
  }
  expect(await rows('SELECT count() AS stored, uniqExact(batch, n) AS different FROM k')).toEqual([
    { stored: batch * 5000, different: batch * 5000 },
  ]);
  expect(await rows('SELECT sum(n) AS summed FROM sums')).toEqual([{ summed: batch * 5000 }]);
  expect(engine.url).toBe(url);
  expect(states.slice(0, 3)).toEqual(['running', 'restarting', 'running']);
});

test('what is there stays there over a proper stop', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'vitalfew-engine-'));
  const hostScript = await bundleHost();
  try {
    for (let start = 0; start < 2; start++) {
      const engine = await startEngine({ dataDir, hostScript, log: () => undefined });
      const client = clientOf(engine);
      await client.command({ query: 'CREATE TABLE IF NOT EXISTS s (a UInt8) ENGINE = MergeTree ORDER BY a' });
      const answer = await client.query({ query: 'SELECT count() AS n FROM s', format: 'JSONEachRow' });
      expect(await answer.json()).toEqual([{ n: start }]);
      await client.insert({ table: 's', values: [{ a: 1 }], format: 'JSONEachRow' });
      await client.close();
      await engine.close();
      expect(engine.state).toBe('stopped');
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
    await rm(hostScript, { force: true });
  }
});

test('a second engine on the same directory is refused and names the first', async () => {
  const other = spawn('sleep', ['60']);
  const dataDir = await mkdtemp(join(tmpdir(), 'vitalfew-engine-'));
  try {
    await writeFile(join(dataDir, 'lock'), String(other.pid));
    await expect(startEngine({ dataDir, log: () => undefined })).rejects.toThrow(
      new RegExp(`process ${other.pid}`),
    );
    await expect(startEngine({ dataDir: it.dataDir, log: () => undefined })).rejects.toThrow(
      `process ${process.pid}`,
    );
  } finally {
    other.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
});

test('after the parent was killed the next start takes the directory over', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'vitalfew-engine-'));
  const hostScript = await bundleHost();
  const parentScript = fileURLToPath(new URL(`../dist/parent-${process.pid}.mjs`, import.meta.url));
  await build({
    stdin: {
      contents: `import { startEngine } from '../src/supervisor.ts';
        const engine = await startEngine({ dataDir: process.argv[2], hostScript: process.argv[3], log: () => {} });
        console.log(engine.pid);`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    outfile: parentScript,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  try {
    for (let round = 0; round < 3; round++) {
      const parent = spawn(process.execPath, [parentScript, dataDir, hostScript], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
      parent.kill('SIGKILL');
      await once(parent, 'exit');
      const engine = await startEngine({ dataDir, hostScript, log: () => undefined });
      // Gone, or dead and only not yet taken notice of by the system's first process.
      expect(await readFile(`/proc/${line}/stat`, 'utf8').catch(() => ') Z')).toMatch(/\) Z/);
      expect(engine.state).toBe('running');
      await engine.close();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
    await rm(parentScript, { force: true });
    await rm(hostScript, { force: true });
  }
});

test('answers on a Unix socket', async () => {
  const socketDir = await mkdtemp(join(tmpdir(), 'vitalfew-socket-'));
  const socketPath = join(socketDir, 'engine.sock');
  const other = await startTestEngine({ socketPath });
  try {
    const ask = (path: string) =>
      new Promise<string>((resolve, reject) => {
        const auth = `${other.engine.username}:${other.engine.password}`;
        get({ socketPath, path, auth }, async (response) => {
          let text = '';
          for await (const chunk of response) text += chunk;
          resolve(text);
        }).once('error', reject);
      });
    expect(await ask('/ping')).toBe('Ok.\n');
    expect(await ask('/?query=SELECT+1')).toBe('1\n');
    await killAndAwaitReturn(other.engine);
    expect(await ask('/?query=SELECT+2')).toBe('2\n');
  } finally {
    await other.close();
    await rm(socketDir, { recursive: true, force: true });
  }
});
