// Kills the server, then the engine alone, again and again under full load; then counts what is there.
// Arguments: path of the built command, kills of each kind, seconds between kills at most.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pino } from 'pino';
import { openStoreWith } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { StoreConfig } from '../../src/store/store-config.ts';
import { Sender } from './sender.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

const [cli = '', killsText = '20', secondsText = '4'] = process.argv.slice(2);
const KILLS = Number(killsText);
const LONGEST_MS = Number(secondsText) * 1_000;
const say = (text: string) => process.stdout.write(`${text}\n`);
const pause = (ms: number) => new Promise((resolveLater) => setTimeout(resolveLater, ms));
const someTime = () => pause(LONGEST_MS * (0.3 + 0.7 * Math.random()));

const root = mkdtempSync(join(tmpdir(), 'vitalfew-torture-'));
const dataDir = join(root, 'data');
mkdirSync(dataDir);
const sender = new Sender({ spansEach: 500, lanes: 8 });

let wrong = 0;
wrong += await killServer();
wrong += await killEngine();
wrong += await check();
rmSync(root, { recursive: true, force: true });
process.exit(wrong === 0 ? 0 : 1);

async function killServer(): Promise<number> {
  for (let round = 1; round <= KILLS; round++) {
    const server = await startServerProcess(cli, dataDir);
    const before = sender.acknowledged.length;
    const startedMs = Date.now();
    sender.start(server.otlpHttp);
    await someTime();
    await server.kill('SIGKILL');
    const seconds = (Date.now() - startedMs) / 1_000;
    await sender.stop();
    const spans = (sender.acknowledged.length - before) * sender.spansEach;
    say(
      `server killed ${round}/${KILLS}: ready in ${server.startMs} ms, ${rate(spans, seconds)} acknowledged`,
    );
  }
  return 0;
}

async function killEngine(): Promise<number> {
  let wrongRounds = 0;
  const server = await startServerProcess(cli, dataDir);
  for (let round = 1; round <= KILLS; round++) {
    sender.start(server.otlpHttp);
    await someTime();
    const pid = enginePid();
    process.kill(pid, 'SIGKILL');
    const killedMs = Date.now();
    const before = sender.acknowledged.length;
    await engineIsBack(server, pid);
    const seconds = (Date.now() - killedMs) / 1_000;
    const spans = (sender.acknowledged.length - before) * sender.spansEach;
    if (spans === 0) wrongRounds++;
    // What is sent is more than the engine takes: the next round begins with room in the spool.
    await sender.stop();
    await spoolIsEmpty(server);
    say(
      `engine killed ${round}/${KILLS}: back in ${seconds.toFixed(1)} s, meanwhile ${rate(spans, seconds)} acknowledged`,
    );
  }
  await allIsDerived(server);
  await server.kill('SIGTERM');
  return wrongRounds;
}

async function check(): Promise<number> {
  const store = await openStoreWith(storeConfig(), pino({ level: 'error' }));
  const [all] = await store.query<{ rows: number; distinct: number }>(
    'SELECT count() AS rows, uniqExact(span_id) AS distinct FROM spans',
  );
  const messages = await store.query<{ message: number; spans: number }>(
    `SELECT reinterpretAsUInt32(reverse(substring(span_id, 1, 4))) AS message, uniqExact(span_id) AS spans
FROM spans GROUP BY message`,
    {},
    { timeoutMs: 120_000 },
  );
  const derived = await checkDerived(store);
  await store.close();
  const spansOf = new Map(messages.map(({ message, spans }) => [message, spans]));
  const lost = sender.acknowledged.filter((number) => spansOf.get(number) !== sender.spansEach);
  const partial = messages.filter(({ spans }) => spans !== sender.spansEach);
  const twice = (all?.rows ?? 0) - (all?.distinct ?? 0);
  say(
    `${sender.acknowledged.length * sender.spansEach} spans acknowledged, ${all?.rows} stored; of acknowledged messages ${lost.length} incomplete; ${partial.length} messages stored in part; ${twice} spans stored twice; ${sender.refused} messages not acknowledged`,
  );
  return lost.length + partial.length + twice + derived;
}

/** Every entry span is one request, once in each table that counts requests. */
async function checkDerived(store: Store): Promise<number> {
  const count = async (sql: string) => (await store.query<{ n: number }>(sql))[0]?.n ?? 0;
  const entries = await count('SELECT count() AS n FROM spans WHERE is_entry');
  const counts = {
    requests: await count('SELECT count() AS n FROM requests'),
    'requests by minute': await count('SELECT sum(requests) AS n FROM requests_1m'),
    'requests by hour': await count('SELECT sum(requests) AS n FROM requests_1h'),
    // The account of a request has exactly one cause that is its entry.
    'requests in causes': await count(
      'SELECT sum(requests) AS n FROM causes WHERE fingerprint IN (SELECT fingerprint FROM spans WHERE is_entry)',
    ),
  };
  say(
    `${entries} entries; ${Object.entries(counts)
      .map(([name, n]) => `${n} ${name}`)
      .join(', ')}`,
  );
  return Object.values(counts).reduce((sum, n) => sum + Math.abs(n - entries), 0);
}

function rate(spans: number, seconds: number): string {
  return `${spans} spans (${Math.round(spans / seconds)}/s)`;
}

function enginePid(): number {
  return Number(readFileSync(join(dataDir, 'engine', 'pid'), 'utf8'));
}

interface Status {
  readonly engine: { readonly state: string };
  readonly spool: { readonly pendingBatches: number };
  readonly derive: readonly { readonly lagSeconds: number }[];
}

async function status(server: ServerProcess): Promise<Status> {
  return (await (await fetch(`${server.url}/api/v1/status`)).json()) as Status;
}

async function engineIsBack(server: ServerProcess, killedPid: number): Promise<void> {
  while (enginePid() === killedPid || (await status(server)).engine.state !== 'running') await pause(50);
}

async function spoolIsEmpty(server: ServerProcess): Promise<void> {
  while ((await status(server)).spool.pendingBatches > 0) await pause(100);
}

/** Until the spool is empty and derivation has passed the moment at which it became so. */
async function allIsDerived(server: ServerProcess): Promise<void> {
  await spoolIsEmpty(server);
  const storedMs = Date.now();
  const isBehind = ({ lagSeconds }: { readonly lagSeconds: number }) =>
    Date.now() - lagSeconds * 1_000 < storedMs;
  while ((await status(server)).derive.some(isBehind)) await pause(100);
}

function storeConfig(): StoreConfig {
  return {
    dataDir,
    server: undefined,
    embedded: {
      hostScript: resolve(dirname(cli), '../../engine/dist/host.mjs'),
      memoryBytes: 2e9,
      readSessions: 2,
    },
    spool: { limitBytes: 1e9, fsync: 'never', flushMs: 20 },
    retentionDays: { spans: 14, requests: 30, minutes: 90, hours: 400, samples: 30, logs: 14 },
    disk: { budgetBytes: undefined, minFreeBytes: 0 },
  };
}
