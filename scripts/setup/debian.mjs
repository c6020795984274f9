import { existsSync } from 'node:fs';
import { mustRun } from './run.mjs';

/** The first of the paths that exists. */
const firstOf = (paths) => paths.find((path) => existsSync(path));

const CHROMIUM_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A Chromium for the tests of the screens: the system's, installed from Debian when we may. */
export async function ensureChromium(say) {
  const found = process.env.CHROMIUM_PATH ?? firstOf(CHROMIUM_PATHS);
  if (found) return found;
  await installDebian('chromium', say);
  const installed = firstOf(CHROMIUM_PATHS);
  if (!installed)
    throw new Error('Chromium was installed but is not at any of its usual paths. Set CHROMIUM_PATH.');
  return installed;
}

/** Installs a Debian package as root; else says what to install. */
export async function installDebian(name, say) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(`${name} is missing. Install it (Debian: apt-get install ${name}) and run this again.`);
  }
  say(`Installing ${name} from Debian's packages`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await mustRun('apt-get', ['update', '-qq'], { quiet: true, env });
  await mustRun('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], { quiet: true, env });
}
