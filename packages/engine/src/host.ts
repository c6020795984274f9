// The engine process: hosts chdb and answers ClickHouse's HTTP interface on a loopback port. Started by the
// supervisor with its options on standard input; ends when that closes, so that it never outlives its parent.
import { mkdirSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Session, version } from 'chdb';
import { writeConfigFile } from './config-file.ts';
import type { HostOptions, HostReady } from './host-options.ts';
import { createHttpHost } from './http-host.ts';
import { SessionPool } from './session-pool.ts';

const WRITE_SESSIONS = 2;

const input = createInterface({ input: process.stdin });
input.once('line', (line) => start(JSON.parse(line) as HostOptions));
input.once('close', () => process.exit(0));

function start(options: HostOptions): void {
  const scratchDir = join(options.dataDir, 'scratch');
  // What a killed predecessor left behind was never acknowledged.
  rmSync(scratchDir, { recursive: true, force: true });
  mkdirSync(scratchDir, { recursive: true });
  const configFile = join(options.dataDir, 'engine.xml');
  writeConfigFile(configFile, { memoryBytes: options.memoryBytes, userFilesDir: scratchDir });
  const open = () =>
    new Session(join(options.dataDir, 'db'), {
      connectionArgs: [`--config-file=${configFile}`, '--async_load_databases=0'],
    });
  const writes = Array.from({ length: WRITE_SESSIONS }, open);
  const reads = Array.from({ length: options.readSessions }, open);
  const server = createHttpHost({
    username: options.username,
    password: options.password,
    version: version().libchdb,
    scratchDir,
    reads: new SessionPool(reads),
    writes: new SessionPool(writes),
  });
  server.keepAliveTimeout = 65_000;
  server.requestTimeout = 0;
  server.listen(options.port, '127.0.0.1', () => {
    const ready: HostReady = { port: (server.address() as AddressInfo).port, version: version().libchdb };
    process.stdout.write(`${JSON.stringify(ready)}\n`);
  });
  process.once('SIGTERM', () => {
    server.close(() => {
      for (const session of [...reads, ...writes]) session.close();
      process.exit(0);
    });
    server.closeIdleConnections();
  });
}
