import { readFile, statfs } from 'node:fs/promises';
import type { Counters } from './counters.ts';
import type { EngineLink } from './engine-link.ts';
import type { Spool } from './spool/spool.ts';
import type { StoreStatus } from './store-status.ts';

export interface StatusSources {
  readonly link: EngineLink;
  readonly spool: Spool;
  readonly counters: Counters;
  readonly dataDir: string;
}

/** Never rejects: what cannot be asked while the engine is away is left empty. */
export async function readStatus({ link, spool, counters, dataDir }: StatusSources): Promise<StoreStatus> {
  const [tables, version, engineBytes, disk] = await Promise.all([
    readTables(link).catch(() => undefined),
    link.version().catch(() => ''),
    residentBytes(link.pid),
    statfs(dataDir),
  ]);
  const oldest = spool.oldestPendingMs;
  return {
    engine: {
      mode: link.mode,
      state: tables === undefined && link.state() === 'running' ? 'unreachable' : link.state(),
      version,
    },
    spool: {
      pendingBytes: spool.pendingBytes,
      limitBytes: spool.limitBytes,
      pendingBatches: spool.pendingRecords,
      oldestPendingSeconds: oldest === undefined ? 0 : Math.max(0, (Date.now() - oldest) / 1000),
    },
    disk: {
      usedBytes: (tables ?? []).reduce((sum, { bytes }) => sum + bytes, spool.bytesOnDisk),
      freeBytes: disk.bavail * disk.bsize,
    },
    tables: tables ?? [],
    memory: { serverBytes: process.memoryUsage.rss(), engineBytes },
    counters: counters.toRecord(),
  };
}

async function readTables(link: EngineLink): Promise<{ table: string; rows: number; bytes: number }[]> {
  const from = link.cluster === undefined ? 'system.parts' : 'cluster({cluster:String}, system.parts)';
  return link.client.query(
    `SELECT replaceRegexpOne(table, '_local$', '') AS table, toFloat64(sum(parts.rows)) AS rows,
  toFloat64(sum(bytes_on_disk)) AS bytes
FROM ${from} AS parts WHERE active AND database = {database:String} GROUP BY table ORDER BY bytes DESC`,
    { database: link.database, cluster: link.cluster ?? '' },
    { timeoutMs: 2_000 },
  );
}

/** From /proc, in pages of 4 KiB; 0 where there is none. */
async function residentBytes(pid: number | undefined): Promise<number> {
  if (pid === undefined) return 0;
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return Number(statm.split(' ')[1] ?? 0) * 4096;
}
