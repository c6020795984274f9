// A process that appends numbered spans as fast as it can and prints the last number that was acknowledged.
// Arguments: configuration as JSON, first number, rows in an append, appends at once.
import { writeSync } from 'node:fs';
import { pino } from 'pino';
import { openStoreWith } from '../../src/store/open-store.ts';
import type { StoreConfig } from '../../src/store/store-config.ts';
import { numberedSpans } from './span-blocks.ts';

const [configText = '', firstText = '0', rowsText = '1', lanesText = '1'] = process.argv.slice(2);
const config = JSON.parse(configText) as StoreConfig;
const rows = Number(rowsText);
const store = await openStoreWith(config, pino({ level: 'silent' }));
let next = Number(firstText);
writeSync(1, 'open\n');

async function lane(): Promise<void> {
  for (;;) {
    const first = next;
    next += rows;
    try {
      await store.append([numberedSpans(first, rows)]);
      writeSync(1, `${first}\n`);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

await Promise.all(Array.from({ length: Number(lanesText) }, lane));
