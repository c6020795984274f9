import { chromium } from 'playwright-core';
import { ensureChromium } from './debian.mjs';

/** Without these the system's Chromium, run as root, does not start or asks the network for updates. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A headless Chromium that speaks to nobody but the pages it is sent to. */
export async function launchChromium() {
  const executablePath = await ensureChromium((text) => process.stdout.write(`${text}\n`));
  return chromium.launch({ executablePath, args: ARGUMENTS });
}
