import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A Vitalfew of its own in a temporary directory, on free ports. */
export interface RunningServer {
  readonly url: string;
  readonly otlpHttp: string;
  readonly pid: number;
  /** Milliseconds from the start of the process to ready. */
  readonly startMs: number;
  get<T>(path: string): Promise<T>;
  close(): Promise<void>;
}

export async function startServer(): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), 'vitalfew-bench-'));
  const readyFile = join(folder, 'ready.json');
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      join(ROOT, 'packages/cli/dist/vitalfew.mjs'),
      'serve',
      ...['--data', join(folder, 'data'), '--port', '0', '--otlp-http-port', '0', '--otlp-grpc-port', '0'],
      ...['--ready-file', readyFile],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ready = await waitForFile(readyFile, child);
  const startMs = performance.now() - started;
  return {
    url: ready.url,
    otlpHttp: ready.otlpHttp,
    pid: child.pid ?? 0,
    startMs,
    async get<T>(path: string): Promise<T> {
      const answer = await fetch(new URL(path, ready.url));
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function waitForFile(path: string, child: ChildProcess): Promise<{ url: string; otlpHttp: string }> {
  for (let waited = 0; waited < 60_000; waited += 25) {
    const text = await readFile(path, 'utf8').catch(() => '');
    if (text !== '') return JSON.parse(text) as { url: string; otlpHttp: string };
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('The server was not ready within a minute.');
}
