import { statfs } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Counters } from './counters.ts';
import type { EngineLink } from './engine-link.ts';
import { DETAIL_TABLES, partitionsOverBudget } from './schema/disk-budget.ts';
import { localName } from './schema/on-cluster.ts';
import type { StoreConfig } from './store-config.ts';

const CHECK_MS = 60_000;

/** Drops the oldest detail when the tables outgrow their budget, or the disk runs full; looks once a minute. */
export function startDiskKeeper(
  config: StoreConfig,
  link: EngineLink,
  { counters, logger }: { readonly counters: Counters; readonly logger: Logger },
): { close(): void } {
  const check = () =>
    dropOldest(config, link, { counters, logger }).catch((error: unknown) => {
      logger.warn({ err: error }, 'The disk budget could not be checked; it is looked at again in a minute.');
    });
  const timer = setInterval(() => void check(), CHECK_MS);
  timer.unref();
  void check();
  return { close: () => clearInterval(timer) };
}

export async function dropOldest(
  config: StoreConfig,
  link: EngineLink,
  { counters, logger }: { readonly counters: Counters; readonly logger: Logger },
): Promise<void> {
  const partitions = await readPartitions(link);
  const budgetBytes = await effectiveBudget(
    config,
    link,
    partitions.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  for (const { table, partitionId, bytes } of partitionsOverBudget(partitions, {
    budgetBytes,
    nowMs: Date.now(),
  })) {
    const on = link.cluster === undefined ? '' : ` ON CLUSTER \`${link.cluster}\``;
    const name = link.cluster === undefined ? table : localName(table);
    await link.client.command(`ALTER TABLE ${name}${on} DROP PARTITION ID {id:String}`, { id: partitionId });
    counters.add(`disk_budget.dropped_bytes.${table}`, bytes);
    logger.warn(
      { table, partition: partitionId, bytes },
      'The disk budget is used up: the oldest day was dropped.',
    );
  }
}

async function readPartitions(link: EngineLink) {
  const from =
    link.cluster === undefined ? 'system.parts' : 'clusterAllReplicas({cluster:String}, system.parts)';
  const rows = await link.client.query<{
    table: string;
    partition_id: string;
    newest_s: number;
    bytes: number;
  }>(
    `SELECT table, partition_id, toUnixTimestamp(max(if(max_time > toDateTime(0), max_time, toDateTime(max_date + 1)))) AS newest_s,
  sum(bytes_on_disk) AS bytes
FROM ${from}
WHERE active AND database = {database:String}
GROUP BY table, partition_id`,
    { database: link.database, cluster: link.cluster ?? '' },
  );
  const detail = new Map(
    DETAIL_TABLES.map((table) => [link.cluster === undefined ? table : localName(table), table]),
  );
  return rows.map((row) => ({
    table: detail.get(row.table) ?? row.table,
    partitionId: row.partition_id,
    newestMs: row.newest_s * 1000,
    bytes: row.bytes,
  }));
}

/** The budget, or less when the disk itself has less to give. A server's own disk is its administrator's care. */
async function effectiveBudget(config: StoreConfig, link: EngineLink, usedBytes: number): Promise<number> {
  const budget = config.disk.budgetBytes ?? Number.POSITIVE_INFINITY;
  if (link.mode === 'distributed') return budget;
  const disk = await statfs(config.dataDir);
  return Math.min(budget, usedBytes + disk.bavail * disk.bsize - config.disk.minFreeBytes);
}
