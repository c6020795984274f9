import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const CACHE = fileURLToPath(new URL('../../../../node_modules/.cache/vitalfew-test', import.meta.url));

/** Bundles a TypeScript file of ours so that plain Node can run it; gives the path of the result. */
export async function bundleScript(entry: string): Promise<string> {
  mkdirSync(CACHE, { recursive: true });
  const outfile = join(CACHE, `${basename(entry, '.ts')}-${process.pid}.mjs`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    loader: { '.sql': 'text' },
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
  return outfile;
}
