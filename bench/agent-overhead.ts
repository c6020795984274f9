import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RequestsAnswer } from '@vitalfew/contract';
import { startServer } from '../harness/running-server.ts';
import { type Gunicorn, startGunicorn } from './gunicorn.ts';
import { median, printAgainst, printRow } from './report.ts';

/**
 * The median page: with the requests of the traffic plan (examples/bookstore-django/traffic) in the order of their
 * response times, the middle one is the list of a category, 24 books with their stars.
 */
const PAGE = '/category/crime/';
const WARM_UP = 100;
const ROUNDS = 7;
/** The variants take turns within a round, a few requests each, so that whatever else the machine does meets all. */
const TURNS = 15;
const REQUESTS_A_TURN = 20;
/** After its requests a process still folds, encodes and sends: until then its CPU time is not read. */
const SETTLE_MS = 1_500;
const TARGET_MS = 0.5;

const SHOP = fileURLToPath(new URL('../examples/bookstore-django', import.meta.url));
const VARIANTS = ['without', 'vitalfew', 'opentelemetry'] as const;
type Variant = (typeof VARIANTS)[number];

/** CPU time a request costs the bookstore without an agent, with ours, and with OpenTelemetry's. */
export async function benchAgent(python: string, peerPython: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'vitalfew-bench-'));
  const server = await startServer(join(folder, 'data'));
  const running = new Map<Variant, Gunicorn>();
  try {
    const shop = {
      ...process.env,
      ...{ DJANGO_SETTINGS_MODULE: 'bookstore.settings', BOOKSTORE_DATA: join(folder, 'shop') },
      ...{ BOOKSTORE_FAULTS: 'none', BOOKSTORE_AGENT: '0' },
    };
    execFileSync(python, ['manage.py', 'prepare'], { cwd: SHOP, env: shop });
    const gunicorn = ['-m', 'gunicorn'];
    running.set('without', await startGunicorn([python, ...gunicorn], shop));
    running.set(
      'vitalfew',
      await startGunicorn([python, ...gunicorn], {
        ...shop,
        ...{ BOOKSTORE_AGENT: '1', VITALFEW_ENDPOINT: server.otlpHttp, VITALFEW_SERVICE: 'vitalfew' },
      }),
    );
    running.set(
      'opentelemetry',
      await startGunicorn([join(dirname(peerPython), 'opentelemetry-instrument'), peerPython, ...gunicorn], {
        ...shop,
        ...{ OTEL_SERVICE_NAME: 'opentelemetry', OTEL_EXPORTER_OTLP_ENDPOINT: server.otlpHttp },
        ...{ OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf', OTEL_TRACES_EXPORTER: 'otlp' },
        ...{ OTEL_METRICS_EXPORTER: 'none', OTEL_LOGS_EXPORTER: 'none' },
        // Its default of 5 s would put a round's last spans into the next variant's turn.
        OTEL_BSP_SCHEDULE_DELAY: '1000',
      }),
    );
    for (const each of running.values()) await each.ask(PAGE, WARM_UP);
    print(await costs(running), {
      vitalfew: await spansPerRequest('vitalfew'),
      opentelemetry: await spansPerRequest('opentelemetry'),
    });
  } finally {
    for (const each of running.values()) await each.stop();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }

  async function spansPerRequest(service: string): Promise<number> {
    const { requests } = await server.get<RequestsAnswer>(`/api/v1/requests?service=${service}&limit=500`);
    return median(requests.map((row) => row.spans));
  }
}

/** CPU milliseconds a request, by variant one figure a round. */
async function costs(running: ReadonlyMap<Variant, Gunicorn>): Promise<Map<Variant, number[]>> {
  const found = new Map<Variant, number[]>(VARIANTS.map((variant) => [variant, []]));
  for (let round = 0; round < ROUNDS; round++) {
    const before = await cpuOf(running);
    for (let turn = 0; turn < TURNS; turn++) {
      for (const process of running.values()) await process.ask(PAGE, REQUESTS_A_TURN);
    }
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const after = await cpuOf(running);
    for (const [variant, seconds] of after) {
      const spent = seconds - (before.get(variant) ?? 0);
      found.get(variant)?.push((spent / (TURNS * REQUESTS_A_TURN)) * 1000);
    }
  }
  return found;
}

async function cpuOf(running: ReadonlyMap<Variant, Gunicorn>): Promise<Map<Variant, number>> {
  const found = new Map<Variant, number>();
  for (const [variant, process] of running) found.set(variant, await process.cpuSeconds());
  return found;
}

function print(found: ReadonlyMap<Variant, readonly number[]>, spans: Record<string, number>): void {
  const of = (variant: Variant) => found.get(variant) ?? [];
  for (const variant of VARIANTS) {
    const carried = spans[variant] === undefined ? '' : `${spans[variant]} spans a request`;
    printRow([`CPU of ${PAGE}, ${variant}`, `${median(of(variant)).toFixed(2)} ms`, carried, '']);
  }
  const added = (variant: Variant) => of(variant).map((ms, round) => ms - (of('without')[round] ?? 0));
  const ours = median(added('vitalfew'));
  const peers = median(added('opentelemetry'));
  const rounds = added('vitalfew');
  const spread = `${Math.min(...rounds).toFixed(2)} to ${Math.max(...rounds).toFixed(2)} ms`;
  printRow(['agent, CPU a request, single rounds', spread, '', '']);
  printAgainst('agent, CPU a request (median of the rounds)', ours, TARGET_MS, 'ms', 2);
  printRow([
    'the same, beside opentelemetry-instrument',
    `${ours.toFixed(2)} ms`,
    `${peers.toFixed(2)} ms`,
    `${(ours / peers).toFixed(2)} x`,
  ]);
}
