// `npm run torture`: kill -9 of the server, and of the engine alone, 20 times each under full load; every acknowledged
// span must be there afterwards, none twice. Options: number of kills, seconds between them at most.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ROOT } from './setup/paths.mjs';
import { mustRun } from './setup/run.mjs';

await mustRun(process.execPath, ['scripts/build.mjs'], { quiet: true });
const cache = join(ROOT, 'node_modules/.cache/vitalfew-test');
mkdirSync(cache, { recursive: true });
const outfile = join(cache, 'torture.mjs');
await build({
  entryPoints: [join(ROOT, 'packages/server/test/torture/torture.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  loader: { '.sql': 'text' },
  logLevel: 'error',
  plugins: [
    {
      name: 'registry-packages-stay-outside',
      setup(hooks) {
        hooks.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
          kind === 'entry-point' || path.startsWith('@vitalfew/') ? undefined : { path, external: true },
        );
      },
    },
  ],
});
const cli = join(ROOT, 'packages/cli/dist/vitalfew.mjs');
const { status } = spawnSync(process.execPath, [outfile, cli, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
