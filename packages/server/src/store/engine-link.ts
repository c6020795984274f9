import { type Engine, startEngine } from '@vitalfew/engine';
import type { Logger } from 'pino';
import { VitalfewError } from '../error.ts';
import { EngineClient } from './engine-client.ts';
import type { EngineSettings } from './store.ts';
import type { ServerConfig, StoreConfig } from './store-config.ts';

/** The engine, ours or the user's, behind one client. */
export interface EngineLink {
  readonly mode: 'embedded' | 'distributed';
  readonly client: EngineClient;
  readonly database: string;
  readonly cluster: string | undefined;
  /** In words, for the status page. */
  state(): string;
  version(): Promise<string>;
  /** Of the engine's process, where it is ours and runs. */
  readonly pid: number | undefined;
  close(): Promise<void>;
}

export async function linkEngine(config: StoreConfig, logger: Logger): Promise<EngineLink> {
  return config.server === undefined ? startEmbedded(config, logger) : connect(config.server, logger);
}

async function startEmbedded(config: StoreConfig, logger: Logger): Promise<EngineLink> {
  const engine: Engine = await startEngine({
    dataDir: config.dataDir,
    hostScript: config.embedded.hostScript,
    memoryBytes: config.embedded.memoryBytes,
    readSessions: config.embedded.readSessions,
    log: (level, message) => logger[level](message),
  }).catch((cause: unknown) => {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new VitalfewError('engine_unavailable', said, { cause });
  });
  const { url, username, password } = engine;
  const client = new EngineClient({ url, username, password, database: 'default', settings: {} });
  return {
    mode: 'embedded',
    client,
    database: 'default',
    cluster: undefined,
    state: () => engine.state,
    version: async () => engine.version,
    get pid() {
      return engine.pid;
    },
    close: async () => {
      await client.close();
      await engine.close();
    },
  };
}

/**
 * `distributed_product_mode`: what an IN or JOIN by trace id or series id needs lies on the same shard.
 * `distributed_foreground_insert`: an insert answers when the shards have the rows, not the queue in between.
 */
const CLUSTER_SETTINGS: EngineSettings = {
  distributed_product_mode: 'local',
  distributed_foreground_insert: 1,
  insert_distributed_sync: 1,
};
const CONNECT_LIMIT_MS = 30_000;

async function connect(server: ServerConfig, logger: Logger): Promise<EngineLink> {
  const { url, username, password, database, cluster } = server;
  const admin = new EngineClient({ url, username, password, database: 'default', settings: {} });
  await awaitServer(admin, url, logger);
  const on = cluster === undefined ? '' : ` ON CLUSTER \`${cluster.replaceAll('`', '')}\``;
  if (database !== 'default') {
    await admin.command(`CREATE DATABASE IF NOT EXISTS \`${database.replaceAll('`', '')}\`${on}`);
  }
  await admin.close();
  const settings = cluster === undefined ? {} : CLUSTER_SETTINGS;
  const client = new EngineClient({ url, username, password, database, settings });
  let state = 'running';
  const watch = setInterval(() => {
    client.ping().then((isThere) => {
      state = isThere ? 'running' : 'unreachable';
    });
  }, 5_000);
  watch.unref();
  return {
    mode: 'distributed',
    client,
    database,
    cluster,
    state: () => state,
    version: async () => (await client.query<{ v: string }>('SELECT version() AS v'))[0]?.v ?? '',
    pid: undefined,
    close: async () => {
      clearInterval(watch);
      await client.close();
    },
  };
}

async function awaitServer(client: EngineClient, url: string, logger: Logger): Promise<void> {
  const giveUpMs = Date.now() + CONNECT_LIMIT_MS;
  for (let attempt = 0; ; attempt++) {
    try {
      await client.query('SELECT 1', {}, { timeoutMs: 5_000 });
      return;
    } catch (cause) {
      const isAway = cause instanceof VitalfewError && cause.code === 'engine_unavailable';
      if (!isAway || Date.now() > giveUpMs) {
        const said = cause instanceof Error ? cause.message : String(cause);
        throw new VitalfewError('engine_unavailable', `ClickHouse at ${url} cannot be used: ${said}`, {
          cause,
        });
      }
      if (attempt === 0) logger.warn(`ClickHouse at ${url} does not answer yet; waiting for it.`);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}
