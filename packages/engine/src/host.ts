// The engine process: hosts chdb and answers ClickHouse's HTTP interface on a loopback port or Unix socket. Started by
// the supervisor with its options on standard input; ends when that closes, so that it never outlives its parent.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Session } from 'chdb';
import { writeConfigFile } from './config-file.ts';
import type { HostOptions, HostReady } from './host-options.ts';
import { createHttpHost } from './http-host.ts';
import { SessionPool } from './session-pool.ts';
import { writeUsersFile } from './users-file.ts';

const MOST_SESSIONS = 16;
const MOST_WAITING = 256;
const CLOSE_LIMIT_MS = 10_000;

const input = createInterface({ input: process.stdin });
input.once('line', (line) => void start(JSON.parse(line) as HostOptions));
// The parent is gone. What was acknowledged is safe, so the quickest end is the best: the next start waits for it.
input.once('close', () => process.kill(process.pid, 'SIGKILL'));

async function start(options: HostOptions): Promise<void> {
  const open = prepare(options);
  const pool = (size: number, mostSessions: number) =>
    new SessionPool({ open, size, mostSessions, mostWaiting: MOST_WAITING });
  const writes = pool(options.writeSessions, options.writeSessions);
  const reads = pool(options.readSessions, Math.max(options.readSessions, MOST_SESSIONS));
  const control = pool(1, 2);
  const version = await control.use(async ({ session }) =>
    (await session.queryAsync('SELECT version()', { format: 'TSV' })).text().trim(),
  );
  const { username, password } = options;
  const scratchDir = scratchDirOf(options);
  const server = createHttpHost({ username, password, version, scratchDir, reads, writes, control });
  server.keepAliveTimeout = 65_000;
  server.requestTimeout = 0;
  const { listen } = options;
  if ('socketPath' in listen) rmSync(listen.socketPath, { force: true });
  server.listen(
    'socketPath' in listen ? { path: listen.socketPath } : { port: listen.port, host: '127.0.0.1' },
    () => {
      const address = server.address();
      const ready: HostReady = { port: typeof address === 'object' ? (address?.port ?? 0) : 0, version };
      process.stdout.write(`${JSON.stringify(ready)}\n`);
    },
  );
  process.once('SIGTERM', () => {
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), CLOSE_LIMIT_MS).unref();
    server.close(() => {
      for (const each of [reads, writes, control]) each.close();
      process.exit(0);
    });
    server.closeIdleConnections();
  });
}

/** Lays out the folders and files of the engine; gives the way to open a session on them. */
function prepare(options: HostOptions): () => Session {
  const { dataDir, memoryBytes, fsync } = options;
  const scratchDir = scratchDirOf(options);
  // What a killed predecessor left behind was never acknowledged.
  rmSync(scratchDir, { recursive: true, force: true });
  mkdirSync(scratchDir, { recursive: true });
  const usersFile = join(dataDir, 'users.xml');
  writeUsersFile(usersFile);
  const configFile = join(dataDir, 'engine.xml');
  writeConfigFile(configFile, { memoryBytes, usersFile, scratchDir, fsync });
  return () =>
    new Session(join(dataDir, 'db'), {
      connectionArgs: [`--config-file=${configFile}`, '--async_load_databases=0'],
    });
}

function scratchDirOf(options: HostOptions): string {
  return join(options.dataDir, 'scratch');
}
