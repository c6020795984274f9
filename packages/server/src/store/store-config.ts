import type { Config } from '../config/index.ts';
import type { RetentionDays } from './schema/retention.ts';

/** What the store needs of the configuration. */
export interface StoreConfig {
  /** Spool and embedded engine live here. */
  readonly dataDir: string;
  /** A ClickHouse of the user's own; undefined runs the embedded engine. */
  readonly server: ServerConfig | undefined;
  readonly embedded: {
    /** The bundled process of packages/engine. */
    readonly hostScript: string;
    readonly memoryBytes: number;
    readonly readSessions: number;
  };
  readonly spool: {
    readonly limitBytes: number;
    readonly fsync: 'always' | 'interval' | 'never';
    /** How long rows wait for company before they go to the engine, milliseconds. */
    readonly flushMs: number;
  };
  readonly retentionDays: RetentionDays;
  readonly disk: {
    /** All tables together; undefined has no limit but the disk. */
    readonly budgetBytes: number | undefined;
    /** Detail is dropped before the disk has less left. */
    readonly minFreeBytes: number;
  };
}

export interface ServerConfig {
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly database: string;
  readonly cluster: string | undefined;
}

const MB = 1024 * 1024;
/** Enough for a merge to end, and for the spool to go on while detail is dropped. */
const MIN_FREE_BYTES = 1024 * MB;
/** A second of rows makes one part: often enough for a live view, seldom enough for the merges. */
const FLUSH_MS = 1_000;
const READ_SESSIONS = 4;

export function storeConfigOf(
  config: Config,
  { dataDir, hostScript }: { readonly dataDir: string; readonly hostScript: string },
): StoreConfig {
  const { url, user, password, database, cluster } = config.store;
  return {
    dataDir,
    server:
      url === ''
        ? undefined
        : { url, username: user, password, database, cluster: cluster === '' ? undefined : cluster },
    embedded: { hostScript, memoryBytes: config.engine.memory_mb * MB, readSessions: READ_SESSIONS },
    spool: { limitBytes: config.spool.limit_mb * MB, fsync: config.spool.fsync, flushMs: FLUSH_MS },
    retentionDays: Object.fromEntries(
      Object.entries(config.retention).map(([name, days]) => [name.replace(/_days$/, ''), days]),
    ),
    disk: {
      budgetBytes: config.disk.budget_gb === 0 ? undefined : config.disk.budget_gb * 1e9,
      minFreeBytes: MIN_FREE_BYTES,
    },
  };
}
