import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitForReadyFile } from './ready-file.ts';

const SHOP = fileURLToPath(new URL('../examples/bookstore-django', import.meta.url));

export interface BookstoreOptions {
  /** A Python with the shop's requirements and the agent. */
  readonly python: string;
  /** Where its database, made at the first start, and its fault switch are. */
  readonly dataDir: string;
  /** Where its agent sends. */
  readonly otlpHttp: string;
  /** The environment under which its requests are stored. */
  readonly environment: string;
  /** Keys of the faults that are on. */
  readonly faults: readonly string[];
  readonly asgi: boolean;
  /** `postgresql://…`; SQLite in `dataDir` when absent. */
  readonly database: string | undefined;
}

export interface LoadSummary {
  readonly sent: number;
  readonly ok: number;
  readonly errors: number;
  readonly late: number;
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
}

/** The bookstore with its agent on a free port, as `npm start` runs it. */
export interface RunningBookstore {
  readonly url: string;
  /** Sends visitors at this average rate, the same ones each time; resolves once all are answered. */
  load(ratePerSecond: number, seconds: number): Promise<LoadSummary>;
  /** Ends it as a user would; what its agent still holds is sent. */
  stop(): Promise<void>;
}

export async function startBookstore(options: BookstoreOptions): Promise<RunningBookstore> {
  const readyFile = join(options.dataDir, 'ready.json');
  await rm(readyFile, { force: true });
  const env = {
    ...process.env,
    VITALFEW_ENDPOINT: options.otlpHttp,
    VITALFEW_ENVIRONMENT: options.environment,
    BOOKSTORE_FAULTS: options.faults.join(',') || 'none',
  };
  const shop = run(options.python, env, [
    'run.py',
    ...['--port', '0', '--data', options.dataDir, '--ready-file', readyFile],
    ...(options.asgi ? ['--asgi'] : []),
    ...(options.database ? ['--database', options.database] : []),
  ]);
  const { url } = await waitForReadyFile<{ url: string }>(readyFile, shop);
  return {
    url,
    async load(ratePerSecond, seconds) {
      const load = ['load.py', '--url', url, '--rate', String(ratePerSecond), '--duration', String(seconds)];
      const child = run(options.python, env, [...load, '--json']);
      let output = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
      await new Promise((resolve) => child.once('close', resolve));
      return JSON.parse(output) as LoadSummary;
    },
    async stop() {
      const ended = new Promise((resolve) => shop.once('exit', resolve));
      if (shop.exitCode === null && shop.kill('SIGTERM')) await ended;
    },
  };
}

function run(python: string, env: NodeJS.ProcessEnv, args: readonly string[]): ChildProcess {
  const child = spawn(python, args, { cwd: SHOP, env, stdio: ['ignore', 'pipe', 'inherit'] });
  // What nobody reads must not fill the pipe.
  child.stdout.resume();
  return child;
}
