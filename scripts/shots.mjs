// `npm run shots`: a picture of every screen, dark and light, in three widths, from a running Vitalfew with data.
// node scripts/shots.mjs [--url http://127.0.0.1:8020] [--out .shots] [--only vital-few]
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchChromium } from './setup/chromium.mjs';
import { ROOT } from './setup/paths.mjs';

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:8020' },
    out: { type: 'string', default: join(ROOT, '.shots') },
    only: { type: 'string' },
  },
});
const WIDTHS = [
  { width: 1280, height: 900 },
  { width: 1920, height: 1080 },
  { width: 400, height: 860 },
];

await mkdir(values.out, { recursive: true });
const browser = await launchChromium();
const screens = await screensOf(values.url);
for (const theme of ['light', 'dark']) {
  for (const viewport of WIDTHS) {
    const page = await browser.newPage({ viewport, colorScheme: theme });
    page.on(
      'console',
      (message) => message.type() === 'error' && process.stdout.write(`  console: ${message.text()}\n`),
    );
    page.on('pageerror', (error) => process.stdout.write(`  page error: ${error.message}\n`));
    for (const [name, path, act] of screens) {
      if (values.only && name !== values.only) continue;
      await page.goto(values.url + path, { waitUntil: 'networkidle' });
      await act?.(page);
      await page.waitForTimeout(250);
      const file = join(values.out, `${name}-${theme}-${viewport.width}.png`);
      await page.screenshot({ path: file });
      process.stdout.write(`${file}\n`);
    }
    await page.close();
  }
}
await browser.close();

/** The screens with something to see on each: the busiest service, its slowest request, a request with an error. */
async function screensOf(url) {
  const ask = async (path) => (await fetch(url + path)).json();
  const service = (await ask('/api/v1/services')).services[0]?.service ?? 'none';
  const slowest = (await ask('/api/v1/requests?sort=queries&limit=1')).requests[0];
  const failed = (await ask('/api/v1/requests?errors=only&limit=1')).requests[0];
  const few = (await ask('/api/v1/vital-few?limit=1')).causes[0];
  return [
    ['vital-few', '/'],
    ['services', '/services'],
    ['service', `/services/${service}?from=now-15m`],
    ['endpoints', `/services/${service}?tab=endpoints`],
    ['requests', '/requests'],
    ...(few ? [['request', `/requests/${few.exampleTraceId}?span=${few.exampleSpanId}`]] : []),
    ...(slowest ? [['request-sql', `/requests/${slowest.traceId}?tab=sql`]] : []),
    ...(failed ? [['request-exceptions', `/requests/${failed.traceId}?tab=exceptions`]] : []),
    ['connect', '/connect'],
    ['status', '/status'],
    ['palette', '/services', (page) => page.keyboard.press('Control+k')],
    ['keys', '/services', (page) => page.keyboard.press('?')],
  ];
}
