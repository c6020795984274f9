import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { waitForReadyFile } from './ready-file.ts';
import { COMMAND } from './run-command.ts';

/** A Vitalfew of its own in a directory, on free ports, as its users run it. */
export interface RunningServer {
  readonly url: string;
  readonly otlpHttp: string;
  readonly otlpGrpc: string;
  readonly pid: number;
  /** Milliseconds from the start of the process to ready. */
  readonly startMs: number;
  get<T>(path: string): Promise<T>;
  /** Ends it as a user would, and keeps its data. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would, and keeps its data. */
  kill(): Promise<void>;
}

/** Starts the built server on the data directory; rejects with its output when it does not become ready. */
export async function startServer(dataDir: string, options: readonly string[] = []): Promise<RunningServer> {
  const readyFile = join(dataDir, '..', `ready-${process.pid}-${Math.random().toString(36).slice(2)}.json`);
  const started = performance.now();
  const child = spawn(process.execPath, serverArguments(dataDir, [...options, '--ready-file', readyFile]), {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
    });
  }
  const ready = await waitForReadyFile<Addresses>(readyFile, child).catch((error: Error) => {
    throw new Error(`${error.message}\n${output}`);
  });
  const startMs = performance.now() - started;
  await rm(readyFile, { force: true });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  };
  return {
    ...ready,
    pid: child.pid ?? 0,
    startMs,
    async get<T>(path: string): Promise<T> {
      const answer = await fetch(new URL(path, ready.url));
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

/** The command line of a server on free ports; later options win over these. */
export function serverArguments(dataDir: string, options: readonly string[]): string[] {
  return [
    COMMAND,
    'serve',
    ...['--data', dataDir, '--port', '0', '--otlp-http-port', '0', '--otlp-grpc-port', '0'],
    ...options,
  ];
}

interface Addresses {
  readonly url: string;
  readonly otlpHttp: string;
  readonly otlpGrpc: string;
}
