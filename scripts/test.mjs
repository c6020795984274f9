// `npm test`: sets up everything the tests need and runs all of them. The last line is the sum.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium, installDebian } from './setup/debian.mjs';
import { ensureNodeModules } from './setup/node-modules.mjs';
import { findPython } from './setup/python.mjs';
import { run } from './setup/run.mjs';

const say = (text) => process.stdout.write(`\n== ${text}\n`);
const only = process.argv.slice(2);

let passed = 0;
let failed = 0;

await ensureNodeModules(say);
const python = await findPython();
process.env.CHROMIUM_PATH = await ensureChromium(say);
if (!hasPostgres()) await installDebian('postgresql', say);

await suite('build', 'node', ['scripts/build.mjs'], one);
await suite('types', 'npx', ['tsc', '--noEmit', '-p', 'tsconfig.json'], one);
await suite('lint', 'npx', ['biome', 'check', '.'], one);
await suite('imports', 'npx', ['depcruise', 'packages', '--config', '.dependency-cruiser.cjs'], one);
await suite('unused', 'npx', ['knip'], one);
await suite('node', 'npx', ['vitest', 'run'], vitestCounts);
await suite('python', python, ['python/tests/run.py'], closingLine);
await suite('bookstore', python, ['examples/bookstore-django/tests/run.py'], closingLine);

process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);

/** Runs one suite and adds its counts; a suite that fails without saying how many counts as one failure. */
async function suite(name, command, args, count) {
  if (only.length > 0 && !only.includes(name)) return;
  say(name);
  const started = Date.now();
  const { code, output } = await run(command, args);
  const counts = count(output, code);
  passed += counts.passed;
  failed += counts.failed === 0 && code !== 0 ? 1 : counts.failed;
  process.stdout.write(
    `-- ${name}: ${counts.passed} passed, ${counts.failed} failed, ${Math.round((Date.now() - started) / 1000)} s\n`,
  );
}

/** A check that either holds or does not. */
function one(_output, code) {
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** The line `Tests  1 failed | 245 passed (246)`. */
function vitestCounts(output) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes are control characters.
  const line = output.replace(/\x1b\[[0-9;]*m/g, '').match(/^\s*Tests\s+(.*)$/m)?.[1] ?? '';
  return {
    passed: Number(/(\d+) passed/.exec(line)?.[1] ?? 0),
    failed: Number(/(\d+) failed/.exec(line)?.[1] ?? 0),
  };
}

/** The last line of the form `N passed, N failed`. */
function closingLine(output) {
  const line = [...output.matchAll(/^(\d+) passed, (\d+) failed/gm)].at(-1);
  return { passed: Number(line?.[1] ?? 0), failed: Number(line?.[2] ?? 0) };
}

function hasPostgres() {
  const folders = (process.env.PATH ?? '').split(':');
  return existsSync('/usr/lib/postgresql') || folders.some((folder) => existsSync(join(folder, 'pg_ctl')));
}
