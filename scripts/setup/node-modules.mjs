import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { mustRun } from './run.mjs';
import { digestOf, isStamped, stamp } from './stamp.mjs';

/** Installs what the lock file names, unless that is done already. */
export async function ensureNodeModules(say) {
  const packages = await readdir(join(ROOT, 'packages'));
  const digest = await digestOf([
    join(ROOT, 'package.json'),
    join(ROOT, 'package-lock.json'),
    ...packages.map((name) => join(ROOT, 'packages', name, 'package.json')),
  ]);
  const stampFile = join(ROOT, 'node_modules/.vitalfew-installed');
  if (await isStamped(stampFile, digest)) return;
  say('Installing the Node packages (once; about a minute)');
  await mustRun('npm', ['ci', '--no-audit', '--no-fund'], { quiet: true });
  await stamp(stampFile, digest);
}
