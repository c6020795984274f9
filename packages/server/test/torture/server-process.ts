import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The built server as a user runs it. */
export interface ServerProcess {
  readonly url: string;
  readonly otlpHttp: string;
  readonly startMs: number;
  kill(signal: NodeJS.Signals): Promise<void>;
}

export async function startServerProcess(cli: string, dataDir: string): Promise<ServerProcess> {
  const readyFile = join(dataDir, '..', 'ready.json');
  rmSync(readyFile, { force: true });
  const startedMs = Date.now();
  const child = spawn(
    process.execPath,
    [
      cli,
      'serve',
      ...['--data', dataDir],
      ...['--port', '0'],
      ...['--otlp-http-port', '0'],
      ...['--otlp-grpc-enabled', 'false'],
      ...['--log-level', 'error'],
      ...['--ready-file', readyFile],
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const ready = await readyOf(child, readyFile);
  return {
    url: ready.url,
    otlpHttp: ready.otlpHttp,
    startMs: Date.now() - startedMs,
    kill: async (signal) => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill(signal);
      await ended;
    },
  };
}

async function readyOf(child: ChildProcess, file: string): Promise<{ url: string; otlpHttp: string }> {
  for (;;) {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as { url: string; otlpHttp: string };
    } catch {
      if (child.exitCode !== null)
        throw new Error(`the server ended with ${child.exitCode} before it was ready`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
