import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../config/index.ts';
import { VitalfewError } from '../error.ts';
import { Counters } from './counters.ts';
import { startDiskKeeper } from './disk-keeper.ts';
import { openDocumentStore } from './document-store.ts';
import { type EngineLink, linkEngine } from './engine-link.ts';
import { SCRIPTS } from './migrations/index.ts';
import { readStatus } from './read-status.ts';
import { migrate } from './schema/migrate.ts';
import { toMigration } from './schema/migration.ts';
import { Spool } from './spool/spool.ts';
import type { Store } from './store.ts';
import { type StoreConfig, storeConfigOf } from './store-config.ts';
import { Watermark } from './watermark.ts';
import { TableWriter } from './writer/table-writer.ts';

export interface OpenStoreOptions {
  readonly config: Config;
  /** Spool and embedded engine live here. */
  readonly dataDir: string;
  /** The bundled process of packages/engine. */
  readonly hostScript: string;
  readonly logger: Logger;
}

/** Clocks and inserts of other servers on the same tables may be so far behind. */
const SHARED_MARGIN_MS = 5_000;

/**
 * Opens everything below the receivers: engine, schema, spool, writers. What a former process left in the spool goes
 * to the engine first.
 * @throws VitalfewError `engine_unavailable`, `migration_failed`, or `spool_failed` when the directory is unusable.
 */
export function openStore({ config, logger, ...paths }: OpenStoreOptions): Promise<Store> {
  return openStoreWith(storeConfigOf(config, paths), logger);
}

/** The same with every detail said. */
export async function openStoreWith(config: StoreConfig, logger: Logger): Promise<Store> {
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new VitalfewError('spool_failed', `The data directory ${config.dataDir} cannot be made.`, {
      cause,
    });
  });
  const link = await linkEngine(config, logger);
  try {
    await migrate({
      client: link.client,
      migrations: SCRIPTS.map(toMigration),
      retentionDays: config.retentionDays,
      database: link.database,
      cluster: link.cluster,
      isShared: link.mode === 'distributed',
      logger,
    });
    return await assemble(config, link, logger);
  } catch (error) {
    await link.close();
    throw error;
  }
}

async function assemble(config: StoreConfig, link: EngineLink, logger: Logger): Promise<Store> {
  const counters = new Counters();
  const stamped = await stampedTables(link);
  const spoolDir = join(config.dataDir, 'spool');
  const spool = await Spool.open({ ...config.spool, dir: spoolDir, counters, logger });
  const watermark = new Watermark({
    now: Date.now,
    marginMs: link.mode === 'distributed' ? SHARED_MARGIN_MS : 0,
    lastMs: spool.journal.lastIngestedMs,
  });
  const writers = new Map<string, TableWriter>();
  const writerOf = (table: string): TableWriter => {
    const known = writers.get(table);
    if (known) return known;
    const writer = new TableWriter({
      table,
      spool,
      client: link.client,
      watermark,
      counters,
      logger,
      flushMs: config.spool.flushMs,
      isStamped: stamped.has(table),
      verifiesRepeats: link.mode === 'embedded',
      quarantineDir: join(spoolDir, 'quarantine'),
    });
    writers.set(table, writer);
    return writer;
  };
  for (const table of new Set([...spool.tables, ...spool.journal.openPlans.keys()])) {
    if (table !== '') writerOf(table);
  }
  spool.onAppend = (table) => writerOf(table).wake();
  const keeper = startDiskKeeper(config, link, { counters, logger });

  return {
    mode: link.mode,
    append: (batches) =>
      spool.append(
        batches
          .filter((batch) => batch.rows > 0)
          .map((batch) => ({ table: batch.table, rows: batch.rows, data: batch.encode() })),
      ),
    query: (sql, params, options) => link.client.query(sql, params, options),
    queryBytes: (sql, params, format, options) => link.client.queryBytes(sql, params, format, options),
    command: (sql, params, options) => link.client.command(sql, params, options),
    insertBlock: (block, token) => link.client.insertNative(block.table, [block.encode()], token),
    watermarkMs: () => watermark.value(),
    newestIngestMs: () => (link.mode === 'distributed' ? Number.POSITIVE_INFINITY : watermark.newest()),
    documents: openDocumentStore(link.client),
    status: () => readStatus({ link, spool, counters, dataDir: config.dataDir }),
    close: async () => {
      keeper.close();
      await Promise.all([...writers.values()].map((writer) => writer.close()));
      await spool.close();
      await link.close();
    },
  };
}

/** Tables whose rows carry the instant of their insert. */
async function stampedTables(link: EngineLink): Promise<ReadonlySet<string>> {
  const rows = await link.client.query<{ table: string }>(
    `SELECT table FROM system.columns WHERE database = {database:String} AND name = 'ingested'`,
    { database: link.database },
  );
  return new Set(rows.map(({ table }) => table));
}
