import type { Logger } from 'pino';
import { VitalfewError } from '../../error.ts';
import { type EngineClient, engineCode } from '../engine-client.ts';
import type { Migration } from './migration.ts';
import { localName, onCluster } from './on-cluster.ts';
import { daysInEngine, fillRetention, type RetentionDays, ttlOf } from './retention.ts';

export interface MigrateOptions {
  readonly client: EngineClient;
  readonly migrations: readonly Migration[];
  readonly retentionDays: RetentionDays;
  readonly database: string;
  /** Undefined where one server holds everything. */
  readonly cluster: string | undefined;
  /** Whether another server may be migrating the same database now. */
  readonly isShared: boolean;
  readonly logger: Logger;
}

const BOOK = `CREATE TABLE schema_migrations (
  name String,
  checksum String,
  applied DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')
)
ENGINE = MergeTree
ORDER BY name
SETTINGS non_replicated_deduplication_window = 1000`;

/**
 * Brings the database to the newest schema and to the configured retention. Each script is applied once; its
 * statements can be repeated, so that a run that was cut off is taken up again.
 * @throws VitalfewError `migration_failed` when a script fails, or differs from the one that was applied.
 */
export async function migrate(options: MigrateOptions): Promise<void> {
  await execute(options, BOOK);
  const applied = await readApplied(options);
  checkApplied(options.migrations, applied);
  const due = options.migrations.filter(({ name }) => !applied.has(name));
  if (due.length > 0) {
    const unlock = await lock(options);
    try {
      const appliedNow = await readApplied(options);
      for (const migration of due) if (!appliedNow.has(migration.name)) await apply(options, migration);
    } finally {
      await unlock();
    }
  }
  await applyRetention(options);
}

async function readApplied({ client }: MigrateOptions): Promise<Map<string, string>> {
  const rows = await client.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM schema_migrations',
    {},
    { settings: { select_sequential_consistency: 1 } },
  );
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

function checkApplied(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): void {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const [name, checksum] of applied) {
    const own = known.get(name);
    if (own === undefined) {
      throw new VitalfewError(
        'migration_failed',
        `The database has migration ${name}, which this version of Vitalfew does not know: it was opened by a newer one. Run that version, or give this one another data directory.`,
      );
    }
    if (own !== checksum) {
      throw new VitalfewError(
        'migration_failed',
        `Migration ${name} was changed after it was applied to this database. Restore the file and put the change into a new migration.`,
      );
    }
  }
}

async function apply(options: MigrateOptions, migration: Migration): Promise<void> {
  options.logger.debug({ migration: migration.name }, 'Applying a migration.');
  for (const statement of migration.statements) {
    try {
      await execute(options, fillRetention(statement, options.retentionDays));
    } catch (cause) {
      const said = cause instanceof Error ? cause.message : String(cause);
      throw new VitalfewError(
        'migration_failed',
        `Migration ${migration.name} failed at "${statement.split('\n')[0]}": ${said}`,
        { cause },
      );
    }
  }
  await options.client.command(
    'INSERT INTO schema_migrations (name, checksum) SELECT {name:String}, {checksum:String}',
    { name: migration.name, checksum: migration.checksum },
    { settings: { insert_deduplication_token: migration.name } },
  );
}

async function execute(options: MigrateOptions, statement: string): Promise<void> {
  const { client, cluster, database } = options;
  const repeatable = ifNotExists(statement);
  const statements = cluster === undefined ? [repeatable] : onCluster(repeatable, { cluster, database });
  for (const each of statements) await client.command(each);
}

/** A script whose second half failed is run again from its start. */
export function ifNotExists(statement: string): string {
  return statement
    .replace(/^CREATE (TABLE|MATERIALIZED VIEW) (?!IF NOT EXISTS)/i, 'CREATE $1 IF NOT EXISTS ')
    .replace(/\bADD (COLUMN|INDEX) (?!IF NOT EXISTS)/gi, 'ADD $1 IF NOT EXISTS ')
    .replace(/^DROP (TABLE|VIEW) (?!IF EXISTS)/i, 'DROP $1 IF EXISTS ');
}

const LOCK = 'schema_lock';
const TABLE_ALREADY_EXISTS = 57;
const LOCK_WAIT_MS = 120_000;
const LOCK_STALE_SECONDS = 600;

/** Creating a table succeeds for one server only; the table's existence is the lock. */
async function lock({ client, cluster, isShared, logger }: MigrateOptions): Promise<() => Promise<void>> {
  // The data directory of an embedded engine is locked already.
  if (!isShared) return async () => undefined;
  const on = cluster === undefined ? '' : ` ON CLUSTER \`${cluster}\``;
  const drop = () => client.command(`DROP TABLE IF EXISTS ${LOCK}${on} SYNC`);
  const giveUpMs = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      await client.command(`CREATE TABLE ${LOCK}${on} (x UInt8) ENGINE = Memory`);
      return drop;
    } catch (error) {
      if (engineCode(error) !== TABLE_ALREADY_EXISTS) throw error;
    }
    const [stale] = await client.query(
      `SELECT 1 FROM system.tables WHERE database = currentDatabase() AND name = {lock:String}
AND metadata_modification_time < now() - {seconds:UInt32}`,
      { lock: LOCK, seconds: LOCK_STALE_SECONDS },
    );
    if (stale !== undefined) await drop();
    else if (Date.now() > giveUpMs) {
      throw new VitalfewError(
        'migration_failed',
        `Another server has been changing the schema for long. If none does, run: DROP TABLE ${LOCK}${on}`,
      );
    } else {
      logger.info('Another server is changing the schema; waiting for it.');
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

/** Tables keep their data for as long as the configuration says now, not when they were made. */
async function applyRetention(options: MigrateOptions): Promise<void> {
  const rows = await options.client.query<{ name: string; engine_full: string }>(
    'SELECT name, engine_full FROM system.tables WHERE database = currentDatabase()',
  );
  const engines = new Map(rows.map(({ name, engine_full }) => [name, engine_full]));
  for (const statement of options.migrations.flatMap((migration) => migration.statements)) {
    const ttl = ttlOf(statement, options.retentionDays);
    if (ttl === undefined) continue;
    const name = options.cluster === undefined ? ttl.table : localName(ttl.table);
    const days = daysInEngine(engines.get(name) ?? '');
    if (days === undefined || days === ttl.days) continue;
    options.logger.info({ table: ttl.table, fromDays: days, toDays: ttl.days }, 'Retention changes.');
    await execute(
      options,
      `ALTER TABLE ${ttl.table} MODIFY TTL ${ttl.expression} SETTINGS materialize_ttl_after_modify = 0`,
    );
  }
}
