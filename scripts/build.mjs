// Bundles the server with its command, the engine's host and the web UI; what did not change is left alone.
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliCompress, createGzip } from 'node:zlib';
import { build } from 'esbuild';
import { ROOT } from './setup/paths.mjs';
import { mustRun } from './setup/run.mjs';
import { digestOf, isStamped, stamp } from './setup/stamp.mjs';

const NODE_SIDE = ['cli', 'server', 'engine', 'contract', 'trace', 'impact', 'sql'];
const WEB_SIDE = ['web', 'contract', 'trace', 'sql'];

await Promise.all([
  step('server', NODE_SIDE, async () => {
    await bundle('packages/cli/src/cli.ts', 'packages/cli/dist/vitalfew.mjs');
    await bundle('packages/engine/src/host.ts', 'packages/engine/dist/host.mjs');
  }),
  step('web', WEB_SIDE, async () => {
    await mustRun('npx', ['vite', 'build', '--logLevel', 'warn'], { cwd: join(ROOT, 'packages/web') });
    await compressAssets(join(ROOT, 'packages/web/dist'));
  }),
]);

/** Does the work unless it was done for just these sources. */
async function step(name, packages, work) {
  const sources = (
    await Promise.all(packages.map((each) => filesBelow(join(ROOT, 'packages', each))))
  ).flat();
  const digest = await digestOf([
    ...sources.sort(),
    join(ROOT, 'package-lock.json'),
    join(ROOT, 'scripts/build.mjs'),
  ]);
  const stampFile = join(ROOT, name === 'web' ? 'packages/web/dist/.built' : 'packages/cli/dist/.built');
  if (await isStamped(stampFile, digest)) return;
  process.stdout.write(`  Building the ${name}\n`);
  await work();
  await stamp(stampFile, digest);
}

/** Our packages go into the bundle; what comes from the registry stays where npm put it. */
function bundle(entry, outfile) {
  return build({
    entryPoints: [join(ROOT, entry)],
    outfile: join(ROOT, outfile),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // The store imports its scripts as text.
    loader: { '.sql': 'text' },
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
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
}

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/[/\\](dist|node_modules)[/\\]|\.(test|bench)\.tsx?$/.test(path.slice(folder.length)));
}

/** Writes `.gz` and `.br` beside text assets, so that the server compresses nothing while it answers. */
async function compressAssets(folder) {
  const files = (await filesBelowDist(folder)).filter((path) => /\.(js|css|svg|html)$/.test(path));
  for (const path of files) {
    await pipeline(createReadStream(path), createGzip({ level: 9 }), createWriteStream(`${path}.gz`));
    await pipeline(createReadStream(path), createBrotliCompress(), createWriteStream(`${path}.br`));
  }
}

async function filesBelowDist(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
