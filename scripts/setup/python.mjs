import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { mustRun, run } from './run.mjs';
import { digestOf, isStamped, stamp } from './stamp.mjs';

const CANDIDATES = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

/** A Python of at least 3.10; an error says what to install when there is none. */
export async function findPython() {
  for (const candidate of CANDIDATES) {
    const { code } = await run(candidate, ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))'], {
      quiet: true,
    }).catch(() => ({ code: 1 }));
    if (code === 0) return candidate;
  }
  throw new Error(
    'Python 3.10 or newer was not found. Install it (Debian: apt-get install python3 python3-venv).',
  );
}

/**
 * A virtual environment with the given requirement arguments installed, made anew when they change.
 * @param {string} name The folder under `.venv`.
 * @param {{install: readonly string[], digestFiles: readonly string[]}} wanted
 * @returns {Promise<string>} The path of its Python.
 */
export async function ensureVenv(name, wanted, say) {
  const folder = join(ROOT, '.venv', name);
  const python = join(folder, 'bin/python');
  const digest = `${await digestOf(wanted.digestFiles)} ${wanted.install.join(' ')}`;
  const stampFile = join(folder, '.vitalfew-installed');
  if (existsSync(python) && (await isStamped(stampFile, digest))) return python;
  say(`Preparing Python for ${name} (once; about a minute)`);
  await rm(folder, { recursive: true, force: true });
  await mustRun(await findPython(), ['-m', 'venv', folder], { quiet: true });
  await mustRun(
    python,
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...wanted.install],
    {
      quiet: true,
    },
  );
  await stamp(stampFile, digest);
  return python;
}
