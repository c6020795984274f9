import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { build } from 'esbuild';
import { type Engine, type EngineOptions, startEngine } from '../src/supervisor.ts';

export interface TestEngine {
  readonly engine: Engine;
  readonly client: ClickHouseClient;
  readonly dataDir: string;
  /** Rows of an answer. */
  rows<T = Record<string, unknown>>(query: string, parameters?: Record<string, unknown>): Promise<T[]>;
  /** A bare HTTP request with the engine's user and password. */
  request(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

/** Bundles the host as it stands in the sources into a new file; it lies in dist/, where chdb is found from. */
export async function bundleHost(): Promise<string> {
  const outfile = fileURLToPath(new URL(`../dist/host-${randomUUID()}.mjs`, import.meta.url));
  await build({
    entryPoints: [fileURLToPath(new URL('../src/host.ts', import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['chdb'],
  });
  return outfile;
}

/** An engine of the test's own in a new directory. */
export async function startTestEngine(options: Partial<EngineOptions> = {}): Promise<TestEngine> {
  const dataDir = await mkdtemp(join(tmpdir(), 'vitalfew-engine-'));
  const hostScript = await bundleHost();
  const engine = await startEngine({
    dataDir,
    hostScript,
    memoryBytes: 1e9,
    log: () => undefined,
    ...options,
  });
  const client = clientOf(engine);
  return {
    engine,
    client,
    dataDir,
    async rows<T>(query: string, parameters: Record<string, unknown> = {}) {
      const answer = await client.query({ query, query_params: parameters, format: 'JSONEachRow' });
      return answer.json<T>();
    },
    request(path, init = {}) {
      const headers = {
        'x-clickhouse-user': engine.username,
        'x-clickhouse-key': engine.password,
        ...init.headers,
      };
      return fetch(`${engine.url}${path}`, { ...init, headers });
    },
    async close() {
      await client.close();
      await engine.close();
      await rm(dataDir, { recursive: true, force: true });
      await rm(hostScript, { force: true });
    },
  };
}

export function clientOf(engine: Engine): ClickHouseClient {
  return createClient({
    url: engine.url,
    username: engine.username,
    password: engine.password,
    // Refusals are what some of these tests are about.
    log: { level: ClickHouseLogLevel.OFF },
  });
}
