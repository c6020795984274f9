// `npm run lab`: every fault of the bookstore in turn, under the same load as without any: which causes grew, is the
// expected one among them, and do the accounts add up. Prints, never asserts.
// `npm run lab -- n-plus-1 lock-wait --seconds 20 --rate 16 --asgi --database postgresql://…`
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBookstore } from '../harness/running-bookstore.ts';
import { startServer } from '../harness/running-server.ts';
import { checkAccounts } from './accounts.ts';
import { FAULTS, SIGNS, type Sign } from './faults.ts';
import { type Growth, growth } from './growth.ts';
import { type Measured, measure } from './measure.ts';
import { printAccounts, printGrowth, printLoad, printSign } from './print.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '20' },
    rate: { type: 'string', default: '16' },
    asgi: { type: 'boolean', default: false },
    database: { type: 'string' },
  },
});
const python = process.env.BOOKSTORE_PYTHON;
if (python === undefined) throw new Error('BOOKSTORE_PYTHON is not set; run this by `npm run lab`.');

const folder = await mkdtemp(join(tmpdir(), 'vitalfew-lab-'));
const shopDir = join(folder, 'shop');
await mkdir(shopDir);
const server = await startServer(join(folder, 'data'));
try {
  const without = await underLoad('none', []);
  for (const fault of positionals.length > 0 ? positionals : FAULTS) {
    const grown = growth(without, await underLoad(fault, [fault]));
    printGrowth(grown);
    for (const sign of SIGNS.filter((each) => each.fault === fault)) {
      const at = grown.findIndex((row) => shows(sign, row));
      printSign(`${sign.segment} ${sign.cause.source}`, at + 1, grown[at]);
    }
  }
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

function shows(sign: Sign, row: Growth): boolean {
  if (row.segment !== sign.segment || !sign.endpoint.test(row.endpoint) || !sign.cause.test(row.cause))
    return false;
  if (sign.callsPerRequest === undefined) return row.grownMs > 0;
  return row.with.calls >= sign.callsPerRequest && row.without.calls < sign.callsPerRequest;
}

/** A stretch of load under an environment of its own, and what Vitalfew says of it. */
async function underLoad(environment: string, faults: readonly string[]): Promise<Measured> {
  const shop = await startBookstore({
    ...{ python: python ?? '', dataDir: shopDir, otlpHttp: server.otlpHttp, environment, faults },
    ...{ asgi: values.asgi, database: values.database },
  });
  try {
    const load = await shop.load(Number(values.rate), Number(values.seconds));
    const measured = await measure(server, environment, load.sent);
    const failed = measured.requests.filter((row) => row.error);
    printLoad(environment, load, [...new Set(failed.map((row) => `${row.endpoint} ${row.errorType}`))]);
    printAccounts(checkAccounts(measured));
    return measured;
  } finally {
    await shop.stop();
  }
}
