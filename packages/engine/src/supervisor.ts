import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { awaitEnd, lockDataDir, readText } from './data-dir-lock.ts';
import type { HostOptions, HostReady } from './host-options.ts';

export type EngineState = 'starting' | 'running' | 'restarting' | 'stopped';

export interface EngineOptions {
  readonly dataDir: string;
  /** The bundled host.ts. Default: `dist/host.mjs` of this package. */
  readonly hostScript?: string;
  /** The engine's own cap; beyond it queries fail rather than the process. Default 2 GB. */
  readonly memoryBytes?: number;
  /** Sessions kept for questions; more open by themselves while these are busy. Default 4. */
  readonly readSessions?: number;
  /** Inserts done at the same time. Default 2. */
  readonly writeSessions?: number;
  /** Loopback port; 0, the default, takes a free one and keeps it over restarts. */
  readonly port?: number;
  /** Listen on this Unix socket instead of a port. */
  readonly socketPath?: string;
  /** Write each insert through to the disk: acknowledged rows then survive a loss of power, not just of the process. */
  readonly fsync?: boolean;
  readonly onStateChange?: (state: EngineState) => void;
  /** One line for each thing worth knowing: starts, ends, restarts, the host's own messages. */
  readonly log: (level: 'info' | 'warn', message: string) => void;
}

/** The supervised engine. Its address and password stay the same over restarts. */
export interface Engine {
  /** `http://127.0.0.1:<port>`; on a Unix socket `http://localhost`, to be asked over `socketPath`. */
  readonly url: string;
  readonly socketPath: string | undefined;
  readonly username: string;
  readonly password: string;
  readonly version: string;
  readonly state: EngineState;
  /** Of the process that runs now; undefined between two. */
  readonly pid: number | undefined;
  close(): Promise<void>;
}

const HOST_SCRIPT = fileURLToPath(new URL('../dist/host.mjs', import.meta.url));
const USERNAME = 'default';
const DEFAULT_MEMORY_BYTES = 2_000_000_000;
const START_LIMIT_MS = 60_000;
const CLOSE_LIMIT_MS = 15_000;
const CHECK_MS = 2_000;
const CHECKS_FAILED_LIMIT = 15;
/**
 * chdb runs each statement on a thread of Node's pool: of four, the default, long ones would soon leave none. It takes
 * its time zone from the environment, not from its configuration file.
 */
const HOST_ENVIRONMENT = { UV_THREADPOOL_SIZE: '48', TZ: 'UTC' };
/** Short even at last: all the while the spool fills. */
const BACK_OFF_MS = [0, 100, 250, 500, 1_000, 2_000];

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
  await awaitEnd(Number(readText(pidFile)), { limitMs: 3_000, argument: engineDir });

  const password = randomBytes(24).toString('base64url');
  let state = 'starting' as EngineState;
  let child: ChildProcess | undefined;
  let ready: HostReady = { port: options.port ?? 0, version: '' };
  const enter = (next: EngineState): void => {
    state = next;
    options.onStateChange?.(next);
  };
  let failures = 0;
  let runningSince = 0;

  const launch = async (): Promise<void> => {
    const hostOptions: HostOptions = {
      dataDir: engineDir,
      listen: options.socketPath ? { socketPath: options.socketPath } : { port: ready.port },
      username: USERNAME,
      password,
      memoryBytes: options.memoryBytes ?? DEFAULT_MEMORY_BYTES,
      readSessions: options.readSessions ?? 4,
      writeSessions: options.writeSessions ?? 2,
      fsync: options.fsync ?? false,
    };
    // The folder is there for the next start to know this process by.
    child = spawn(process.execPath, [options.hostScript ?? HOST_SCRIPT, engineDir], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...HOST_ENVIRONMENT },
    });
    const started = child;
    writeFileSync(pidFile, String(started.pid ?? ''));
    if (started.stderr)
      createInterface({ input: started.stderr }).on('line', (line) => options.log('warn', `engine: ${line}`));
    started.once('exit', (code, signal) => ended(started, code, signal));
    // The pipe breaks when the host dies young; its exit is what counts.
    started.stdin?.on('error', () => undefined);
    started.stdin?.write(`${JSON.stringify(hostOptions)}\n`);
    ready = await readyLine(started);
    enter('running');
    runningSince = Date.now();
  };

  const ended = (which: ChildProcess, code: number | null, signal: NodeJS.Signals | null): void => {
    if (state === 'stopped' || which !== child || state === 'starting') return;
    child = undefined;
    enter('restarting');
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
    ping(options.socketPath ?? ready.port).then(
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
      return options.socketPath ? 'http://localhost' : `http://127.0.0.1:${ready.port}`;
    },
    socketPath: options.socketPath,
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
      enter('stopped');
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

/** Resolves when the host answers in time. */
function ping(at: number | string): Promise<void> {
  return new Promise((resolve, reject) => {
    const where = typeof at === 'string' ? { socketPath: at } : { host: '127.0.0.1', port: at };
    const request = get({ ...where, path: '/ping', agent: false, timeout: CHECK_MS }, (response) => {
      response.resume();
      resolve();
    });
    request.once('timeout', () => request.destroy(new Error('no answer in time')));
    request.once('error', reject);
  });
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
