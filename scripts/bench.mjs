// `npm run bench`: builds what is measured and the bench itself, then runs it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ensureBookstorePython, ensureOpenTelemetryPython } from './setup/bookstore.mjs';
import { ensureNodeModules } from './setup/node-modules.mjs';
import { ROOT } from './setup/paths.mjs';
import { mustRun } from './setup/run.mjs';

const say = (text) => process.stdout.write(`${text}\n`);
await ensureNodeModules(say);
await mustRun(process.execPath, ['scripts/build.mjs'], { quiet: true });
await build({
  entryPoints: { main: join(ROOT, 'bench/main.ts'), load: join(ROOT, 'bench/load.ts') },
  outdir: join(ROOT, 'bench'),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
const { status } = spawnSync(process.execPath, [join(ROOT, 'bench/main.mjs'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: {
    ...process.env,
    BOOKSTORE_PYTHON: await ensureBookstorePython(say),
    OPENTELEMETRY_PYTHON: await ensureOpenTelemetryPython(say),
  },
});
process.exit(status ?? 1);
