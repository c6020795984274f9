import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { awaitEnd, lockDataDir, readText } from './data-dir-lock.ts';
import type { HostOptions, HostReady } from './host-options.ts';

export type EngineState = 'starting' | 'running' | 'restarting' | 'stopped';

export interface EngineOptions {
  readonly dataDir: string;
  /** The bundled host.ts. */
  readonly hostScript: string;
  /** The engine's own cap; beyond it queries fail rather than the process. */
  readonly memoryBytes: number;
  /** Questions answered at the same time. */
  readonly readSessions?: number;
  /** One line for each thing worth knowing: starts, ends, restarts, the host's own messages. */
  readonly log: (level: 'info' | 'warn', message: string) => void;
}

/** The supervised engine. Its address and password stay the same over restarts. */
export interface Engine {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly version: string;
  readonly state: EngineState;
  /** Of the process that runs now; undefined between two. */
  readonly pid: number | undefined;
  close(): Promise<void>;
}

const USERNAME = 'default';
const START_LIMIT_MS = 60_000;
const CLOSE_LIMIT_MS = 15_000;
const CHECK_MS = 2_000;
const CHECKS_FAILED_LIMIT = 15;
const BACK_OFF_MS = [0, 250, 1_000, 4_000, 10_000];

/**
 * Starts the engine on a data directory and keeps it running: after a crash or when the system killed it for memory
 * it is started again, at once the first time, then more and more slowly.
 * @throws Error when the directory is in use or the engine does not start.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const lock = lockDataDir(options.dataDir);
  const engineDir = join(options.dataDir, 'engine');
  const pidFile = join(engineDir, 'pid');
  mkdirSync(engineDir, { recursive: true });
  await awaitEnd(Number(readText(pidFile)), 10_000);

  const password = randomBytes(24).toString('base64url');
  let state: EngineState = 'starting';
  let child: ChildProcess | undefined;
  let ready: HostReady = { port: 0, version: '' };
  let failures = 0;
  let runningSince = 0;

  const launch = async (): Promise<void> => {
    const hostOptions: HostOptions = {
      dataDir: engineDir,
      port: ready.port,
      username: USERNAME,
      password,
      memoryBytes: options.memoryBytes,
      readSessions: options.readSessions ?? 4,
    };
    child = spawn(process.execPath, [options.hostScript], { stdio: ['pipe', 'pipe', 'pipe'] });
    const started = child;
    writeFileSync(pidFile, String(started.pid ?? ''));
    if (started.stderr)
      createInterface({ input: started.stderr }).on('line', (line) => options.log('warn', `engine: ${line}`));
    started.once('exit', (code, signal) => ended(started, code, signal));
    // The pipe breaks when the host dies young; its exit is what counts.
    started.stdin?.on('error', () => undefined);
    started.stdin?.write(`${JSON.stringify(hostOptions)}\n`);
    ready = await readyLine(started);
    state = 'running';
    runningSince = Date.now();
  };

  const ended = (which: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void => {
    if (state === 'stopped' || which !== child || state === 'starting') return;
    child = undefined;
    state = 'restarting';
    failures = Date.now() - runningSince > 60_000 ? 0 : failures + 1;
    const pauseMs = BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length - 1)] ?? 0;
    options.log(
      'warn',
      `The engine ended (${signal ?? `code ${code}`}); it is started again${pauseMs > 0 ? ` in ${pauseMs / 1000} s` : ''}.`,
    );
    setTimeout(restart, pauseMs);
  };

  const restart = (): void => {
    if (state !== 'restarting') return;
    launch().then(
      () => options.log('info', 'The engine runs again.'),
      (error: unknown) => {
        if (state === 'stopped') return;
        options.log('warn', `The engine did not start: ${String(error)}`);
        failures++;
        setTimeout(restart, BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length - 1)] ?? 0);
      },
    );
  };

  let checksFailed = 0;
  const watch = setInterval(() => {
    if (state !== 'running') return;
    fetch(`http://127.0.0.1:${ready.port}/ping`, { signal: AbortSignal.timeout(CHECK_MS) }).then(
      () => {
        checksFailed = 0;
      },
      () => {
        // A host that answers nothing for half a minute hangs: it is killed, and started again as after a crash.
        if (++checksFailed < CHECKS_FAILED_LIMIT) return;
        checksFailed = 0;
        options.log('warn', 'The engine does not answer; it is killed.');
        child?.kill('SIGKILL');
      },
    );
  }, CHECK_MS);
  watch.unref();

  try {
    await launch();
  } catch (error) {
    clearInterval(watch);
    lock.release();
    throw error;
  }

  return {
    get url() {
      return `http://127.0.0.1:${ready.port}`;
    },
    username: USERNAME,
    password,
    get version() {
      return ready.version;
    },
    get state() {
      return state;
    },
    get pid() {
      return child?.pid;
    },
    async close() {
      clearInterval(watch);
      const running = child;
      state = 'stopped';
      if (running !== undefined && running.exitCode === null && running.signalCode === null) {
        const exit = new Promise((resolve) => running.once('exit', resolve));
        running.kill('SIGTERM');
        const timer = setTimeout(() => running.kill('SIGKILL'), CLOSE_LIMIT_MS);
        await exit;
        clearTimeout(timer);
      }
      lock.release();
    },
  };
}

function readyLine(child: ChildProcess): Promise<HostReady> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The engine did not start within ${START_LIMIT_MS / 1000} s.`));
    }, START_LIMIT_MS);
    const settle = (act: () => void) => {
      clearTimeout(timer);
      act();
    };
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code, signal) =>
      settle(() =>
        reject(
          new Error(
            `The engine ended before it was ready (${signal ?? `code ${code}`}); its message is above.`,
          ),
        ),
      ),
    );
    if (child.stdout) {
      createInterface({ input: child.stdout }).once('line', (line) =>
        settle(() => resolve(JSON.parse(line) as HostReady)),
      );
    }
  });
}
