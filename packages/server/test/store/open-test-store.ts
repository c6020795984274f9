import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { openStoreWith } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import type { StoreConfig } from '../../src/store/store-config.ts';

export const HOST_SCRIPT = fileURLToPath(new URL('../../../engine/dist/host.mjs', import.meta.url));
export const silent = pino({ level: process.env.VITALFEW_TEST_LOG ?? 'silent' });

export function testConfig(dataDir: string, changes: Partial<StoreConfig> = {}): StoreConfig {
  if (!existsSync(HOST_SCRIPT)) throw new Error('run `npm run build` first');
  return {
    dataDir,
    server: undefined,
    embedded: { hostScript: HOST_SCRIPT, memoryBytes: 1e9, readSessions: 2 },
    spool: { limitBytes: 256 * 1024 * 1024, fsync: 'never', flushMs: 20 },
    retentionDays: { spans: 14, requests: 30, minutes: 90, hours: 400, samples: 30, logs: 14 },
    disk: { budgetBytes: undefined, minFreeBytes: 0 },
    ...changes,
  };
}

export interface TestStore {
  readonly store: Store;
  readonly dataDir: string;
  close(): Promise<void>;
}

/** A store on a real engine in a directory of its own. */
export async function openTestStore(changes: Partial<StoreConfig> = {}): Promise<TestStore> {
  const dataDir = await mkdtemp(join(tmpdir(), 'vitalfew-store-'));
  const store = await openStoreWith(testConfig(dataDir, changes), silent);
  return {
    store,
    dataDir,
    close: async () => {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
