import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StatusAnswer } from '@vitalfew/contract';
import { residentBytes } from '../harness/process-cost.ts';
import { type RunningServer, startServer } from '../harness/running-server.ts';
import { median, printAgainst, printRow } from './report.ts';

const LOAD = fileURLToPath(new URL('./load.mjs', import.meta.url));
const ROUNDS = 15;

/** Idle cost, ingest rate, size on disk and latencies of a server of its own. */
export async function benchServer(spans: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'vitalfew-bench-'));
  const server = await startServer(join(folder, 'data'));
  try {
    printAgainst('start to ready (first start)', server.startMs / 1000, 3, 's', 2);
    await sleep(5_000);
    printAgainst('idle memory, server and engine', (await residentBytes(server.pid)) / 1e6, 400, 'MB', 0);
    const sample = await benchIngest(server, spans);
    await benchSize(server);
    await benchQueries(server, sample);
    printRow([
      'memory after the load, server and engine',
      `${((await residentBytes(server.pid)) / 1e6).toFixed(0)} MB`,
      '',
      '',
    ]);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Most of the spans are spread over 24 hours to fill the store; the last part is the measured stretch. */
async function benchIngest(server: RunningServer, spans: number): Promise<LoadResult> {
  const measured = Math.min(spans, 2_400_000);
  if (spans > measured) await load(server, spans - measured, 24);
  const before = await visibleSpans(server);
  const started = performance.now();
  const result = await load(server, measured, 0);
  while ((await visibleSpans(server)) < before + result.accepted) await sleep(50);
  const seconds = (performance.now() - started) / 1000;
  printAgainst('ingest, accepted, durable and queryable', result.accepted / seconds, 40_000, 'spans/s', 0);
  printRow([
    '  of which acknowledged after',
    `${result.seconds.toFixed(1)} s`,
    `all visible ${seconds.toFixed(1)} s`,
    '',
  ]);
  return result;
}

async function benchSize(server: RunningServer): Promise<void> {
  // Merges settle: the size that stays is the size after them.
  let last = 0;
  for (let quiet = 0; quiet < 4; ) {
    await sleep(2_500);
    const bytes = (await spanTable(server)).bytes;
    quiet = bytes === last ? quiet + 1 : 0;
    last = bytes;
  }
  const table = await spanTable(server);
  printAgainst(
    `size on disk at ${(table.rows / 1e6).toFixed(1)} M spans`,
    table.bytes / table.rows,
    60,
    'B/span',
  );
}

async function benchQueries(server: RunningServer, sample: LoadResult): Promise<void> {
  const day = 'from=now-24h&to=now';
  const questions: readonly (readonly [string, string, number])[] = [
    ['service overview, 24 h', `/api/v1/services/shop/overview?${day}`, 300],
    ['endpoints, 24 h', `/api/v1/services/shop/endpoints?${day}`, 300],
    ['vital few, 24 h', `/api/v1/vital-few?${day}`, 1000],
    [
      'attribute search, 24 h, rare value',
      `/api/v1/requests?${day}&search=app.customer_id%3D${sample.sampleCustomer}`,
      500,
    ],
    [
      'attribute search, 24 h, no such value',
      `/api/v1/requests?${day}&search=app.customer_id%3Dcustomer-9999x`,
      500,
    ],
    [
      'attribute search, 24 h, a value of every request',
      `/api/v1/requests?${day}&search=url.scheme%3Dhttps`,
      500,
    ],
    ['trace by id', `/api/v1/traces/${sample.sampleTraceId}`, 50],
    ['newest requests, 24 h', `/api/v1/requests?${day}`, 300],
    ['slowest requests, 24 h', `/api/v1/requests?${day}&sort=slowest`, 500],
  ];
  for (const [figure, path, targetMs] of questions) {
    await server.get(path);
    const times: number[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      const started = performance.now();
      await server.get(path);
      times.push(performance.now() - started);
    }
    printAgainst(`${figure} (median of ${ROUNDS})`, median(times), targetMs, 'ms');
  }
}

interface LoadResult {
  readonly accepted: number;
  readonly seconds: number;
  readonly sampleTraceId: string;
  readonly sampleCustomer: string;
}

function load(server: RunningServer, spans: number, backHours: number): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [
      LOAD,
      ...['--url', server.otlpHttp, '--spans', String(spans), '--backHours', String(backHours)],
    ]);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.pipe(process.stderr);
    child.on('close', (code) =>
      code === 0
        ? resolve(JSON.parse(output) as LoadResult)
        : reject(new Error(`the load process ended with ${code}`)),
    );
  });
}

async function spanTable(server: RunningServer): Promise<{ rows: number; bytes: number }> {
  const status = await server.get<StatusAnswer>('/api/v1/status');
  return status.tables.find((table) => table.table === 'spans') ?? { rows: 0, bytes: 0 };
}

async function visibleSpans(server: RunningServer): Promise<number> {
  return (await spanTable(server)).rows;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
