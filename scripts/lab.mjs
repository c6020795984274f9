// `npm run lab`: builds Vitalfew and the lab, prepares the bookstore's Python, then runs the lab.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ensureBookstorePython } from './setup/bookstore.mjs';
import { ensureNodeModules } from './setup/node-modules.mjs';
import { ROOT } from './setup/paths.mjs';
import { mustRun } from './setup/run.mjs';

const say = (text) => process.stdout.write(`${text}\n`);
await ensureNodeModules(say);
await mustRun(process.execPath, ['scripts/build.mjs'], { quiet: true });
await build({
  entryPoints: [join(ROOT, 'lab/main.ts')],
  outfile: join(ROOT, 'lab/main.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  logLevel: 'warning',
});
const { status } = spawnSync(process.execPath, [join(ROOT, 'lab/main.mjs'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, BOOKSTORE_PYTHON: await ensureBookstorePython(say) },
});
process.exit(status ?? 1);
