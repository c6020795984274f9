import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  apiPaths,
  overviewAnswer,
  requestHistogramAnswer,
  type SearchAnswer,
  searchAnswer,
} from '@vitalfew/contract';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPage, openVisitor, type WatchedPage } from '../harness/browser.ts';
import { REPORT } from '../harness/otlp/report-trace.ts';
import { type SeededServer, sendBookstore, startSeededServer } from '../harness/seeded-server.ts';
import { KEYS } from '../packages/web/src/app/keys-help.tsx';
import { formatCount } from '../packages/web/src/format/quantity.ts';
import { launchChromium } from '../scripts/setup/chromium.mjs';

/** What works on every screen: zooming, live mode, the palette, keys, themes, shared addresses, narrow windows. */

const NEWS_MS = 20_000;

let folder: string;
let seeded: SeededServer;
let browser: Browser;
let visitor: BrowserContext;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitalfew-controls-'));
  [seeded, browser] = await Promise.all([startSeededServer(join(folder, 'data')), launchChromium()]);
  visitor = await openVisitor(browser, seeded.server.url);
});

afterAll(async () => {
  await browser?.close();
  await seeded?.server.stop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  watched = await openPage(visitor);
  page = watched.page;
});

afterEach(async () => {
  await page.close();
  expect(watched.problems).toEqual([]);
});

const url = () => new URL(page.url());
const inAddress = (key: string) => url().searchParams.get(key);

function ranged(path: string, query: Readonly<Record<string, string>> = {}): string {
  return `${path}?${new URLSearchParams({ from: String(seeded.fromMs), to: String(seeded.toMs), ...query })}`;
}

/** Drags over a part of a chart from left to right, in shares of its width. */
async function brush(chart: Locator, from: number, to: number): Promise<void> {
  await chart.scrollIntoViewIfNeeded();
  const box = (await chart.boundingBox())!;
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * ((from + to) / 2), y);
  await page.mouse.move(box.x + box.width * to, y);
  await page.mouse.up();
  await watched.settle();
}

describe('a brush', () => {
  test('over a chart zooms the page into that time, and the way back leads out again', async () => {
    const path = apiPaths.overview('bookstore');
    const { timesMs } = overviewAnswer.parse(await seeded.server.get(ranged(path)));
    await watched.visit(ranged('/services/bookstore'));
    await brush(page.locator('figure.chart .u-over').first(), 0.25, 0.75);
    const [fromMs, toMs] = [Number(inAddress('from')), Number(inAddress('to'))];
    const first = timesMs[0]!;
    const length = timesMs.at(-1)! - first;
    expect(Math.abs(fromMs - (first + length * 0.25))).toBeLessThan(length * 0.02);
    expect(Math.abs(toMs - (first + length * 0.75))).toBeLessThan(length * 0.02);
    const zoomed = overviewAnswer.parse(await seeded.server.get(`${path}?from=${fromMs}&to=${toMs}`));
    expect(zoomed.vitals.requests).toBeGreaterThan(0);
    expect(zoomed.vitals.requests).toBeLessThan(seeded.requests - 1);
    await expect
      .poll(() => page.locator('.stat .value').first().innerText())
      .toBe(formatCount(zoomed.vitals.throughputPerMinute));

    await page.keyboard.press('-');
    await expect
      .poll(() => Number(inAddress('to')) - Number(inAddress('from')))
      .toBeGreaterThan(1.9 * (toMs - fromMs));
    await page.goBack();
    await page.goBack();
    await expect
      .poll(() => [inAddress('from'), inAddress('to')])
      .toEqual([String(seeded.fromMs), String(seeded.toMs)]);
  });

  test('over the spread of response times keeps those requests', async () => {
    await watched.visit(ranged('/requests'));
    await brush(page.locator('svg.durations'), 0.3, 0.6);
    const question = { minMs: inAddress('minMs')!, maxMs: inAddress('maxMs')! };
    const { total } = requestHistogramAnswer.parse(
      await seeded.server.get(ranged(apiPaths.requestHistogram, question)),
    );
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThan(seeded.requests);
    await expect.poll(() => page.locator('.page-head .sub').innerText()).toBe(`${total} in this range`);
    expect(await page.locator('.chip').count()).toBe(2);
  });
});

test('live mode shows what comes in without being asked, until it is left', async () => {
  await watched.visit('/requests?from=now-1h&to=now');
  await page.keyboard.press('l');
  await expect.poll(() => inAddress('live')).toBe('true');
  const count = async () =>
    Number.parseInt((await page.locator('.page-head .sub').innerText()).replace(',', ''), 10);
  const before = await count();
  const more = await sendBookstore(seeded.server, Date.now());
  await expect.poll(count, { timeout: NEWS_MS }).toBe(before + more);
  await page.getByRole('button', { name: 'Live' }).click();
  await expect.poll(() => inAddress('live')).toBeNull();
});

describe('the palette', () => {
  const entries = () => page.getByRole('option').allInnerTexts();

  test.each(['Control+k', 'Meta+k'])('opens by %s, finds an endpoint and opens it', async (keys) => {
    await watched.visit(ranged('/services'));
    await page.keyboard.press(keys);
    await page.getByRole('combobox').fill('checkout');
    const { results }: SearchAnswer = searchAnswer.parse(
      await seeded.server.get(`${apiPaths.search}?q=checkout`),
    );
    await expect
      .poll(entries)
      .toEqual(
        results.map((result) =>
          expect.stringMatching(new RegExp(`^${result.title}\\s+endpoint of bookstore$`)),
        ),
      );
    await page.keyboard.press('Enter');
    await watched.settle();
    expect([url().pathname, inAddress('endpoint')]).toEqual(['/services/bookstore', 'GET /checkout/']);
    expect(await page.locator('h1').last().innerText()).toBe('GET /checkout/');
    expect([inAddress('from'), inAddress('to')]).toEqual([String(seeded.fromMs), String(seeded.toMs)]);
  });

  test('opens pages with the arrow keys, and closes', async () => {
    await watched.visit(ranged('/'));
    await page.keyboard.press('Control+k');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => url().pathname).toBe('/services');
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('opens a trace by its id, and nothing else before that is found', async () => {
    await watched.visit(ranged('/services'));
    let answer = () => {};
    await page.route(`**${apiPaths.search}?q=${seeded.reportTraceId}*`, async (route) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      await route.continue();
    });
    await page.keyboard.press('Control+k');
    await expect.poll(entries).toContainEqual(expect.stringContaining('bookstore'));
    await page.getByRole('combobox').fill(seeded.reportTraceId);
    await expect.poll(entries).toEqual([]);
    await page.keyboard.press('Enter');
    expect(url().pathname).toBe('/services');
    answer();
    await expect.poll(entries).toEqual([expect.stringContaining('trace')]);
    await page.keyboard.press('Enter');
    await watched.settle();
    expect(await page.locator('h1').innerText()).toBe(REPORT.endpoint);
  });
});

describe('keys', () => {
  test('are listed by ?, which Escape closes', async () => {
    await watched.visit(ranged('/'));
    await page.keyboard.press('?');
    const listed = await page.getByRole('dialog').locator('dl > div').allInnerTexts();
    expect(listed.map((text) => text.split('\n').filter((line) => line !== ''))).toEqual(
      KEYS.map((key) => [...key]),
    );
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('go to pages and move the time range, but not while one writes', async () => {
    await watched.visit('/?from=now-1h&to=now');
    for (const [key, path] of [
      ['s', '/services'],
      ['r', '/requests'],
      ['c', '/connect'],
      ['v', '/'],
    ] as const) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await expect.poll(() => url().pathname).toBe(path);
    }
    const length = () => Number(inAddress('to')) - Number(inAddress('from'));
    await page.keyboard.press('[');
    await expect.poll(length).toBe(3_600_000);
    const earlier = Number(inAddress('from'));
    await page.keyboard.press(']');
    await expect.poll(() => Number(inAddress('from'))).toBeGreaterThan(earlier);
    await page.keyboard.press('t');
    await page.getByRole('button', { name: '15 minutes' }).click();
    await expect.poll(() => [inAddress('from'), inAddress('to')]).toEqual(['now-15m', 'now']);

    await watched.visit('/requests?from=now-1h&to=now');
    await page.getByLabel('Search requests').pressSequentially('g?l[');
    expect([url().pathname, inAddress('live'), inAddress('from')]).toEqual(['/requests', null, 'now-1h']);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });
});

test('the theme that was chosen stays', async () => {
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await watched.visit(ranged('/services/bookstore'));
  const [before, light] = [await theme(), await paper()];
  await page.keyboard.press('d');
  const after = await theme();
  expect([before, after].sort()).toEqual(['dark', 'light']);
  expect(await paper()).not.toBe(light);
  await page.reload();
  await watched.settle();
  expect(await theme()).toBe(after);
  await page.getByTitle('Dark or light (d)').click();
  await watched.visit(ranged('/'));
  expect(await theme()).toBe(before);
});

/** What stands on the page but for what passes with time. */
async function content(): Promise<string> {
  const text = await page.locator('main').innerText();
  return text.replaceAll(/\b(now|\d+ (s|min|h) ago)\b/g, 'some time ago');
}

/** The same without any figures: these screens show what changes from second to second. */
async function words(): Promise<string> {
  return (await content()).replaceAll(/[\d.,:]+( ?(ms|µs|s|min|k|M|B|kB|MB|GB)\b)?/g, '#');
}

const request = (query = {}) => [`/requests/${seeded.reportTraceId}`, query] as const;

const VIEWS: readonly (readonly [
  name: string,
  view: () => readonly [path: string, query?: Record<string, string>],
])[] = [
  ['vital few', () => ['/']],
  ['vital few of an endpoint', () => ['/', { service: 'bookstore', endpoint: 'GET /books/' }]],
  ['services', () => ['/services']],
  ['service', () => ['/services/bookstore']],
  ['endpoint', () => ['/services/bookstore', { endpoint: 'GET /books/<int:pk>/' }]],
  ['endpoints', () => ['/services/bookstore', { tab: 'endpoints', endpointSort: 'p95', find: 'api' }]],
  ['requests', () => ['/requests']],
  [
    'requests that failed',
    () => ['/requests', { f: '{"service":["bookstore"]}', errors: 'only', sort: 'slowest' }],
  ],
  ['requests found', () => ['/requests', { q: 'app.customer_id=customer-0007', minMs: '1', maxMs: '60000' }]],
  ['request', () => request()],
  ['statements', () => request({ tab: 'sql' })],
  ['exceptions', () => request({ tab: 'exceptions' })],
  ['attributes', () => request({ tab: 'attributes' })],
  ['connect', () => ['/connect']],
  ['status', () => ['/status']],
];

test.each(VIEWS)(
  'the view %s is the same when its address is opened again, and fits 400 pixels',
  async (name, view) => {
    const read = ['connect', 'status'].includes(name) ? words : content;
    const [path, query = {}] = view();
    await watched.visit(ranged(path, query));
    const [address, before] = [page.url(), await read()];
    expect(before.length).toBeGreaterThan(100);
    await page.reload();
    await watched.settle();
    expect(await read()).toBe(before);
    expect(page.url()).toBe(address);
    for (const [key, value] of Object.entries(query)) expect(inAddress(key)).toBe(value);

    await page.setViewportSize({ width: 400, height: 860 });
    await expect.poll(tooWide).toEqual([]);
    await page.getByRole('navigation').getByRole('link', { name: 'Services' }).click();
    await expect.poll(() => url().pathname).toBe('/services');
  },
);

/** What would have to be scrolled sideways to be seen whole, apart from tables that scroll by themselves. */
function tooWide(): Promise<string[]> {
  return page.evaluate(() =>
    [document.documentElement, document.body, ...document.querySelectorAll('main')]
      .filter((element) => element.scrollWidth > element.clientWidth)
      .map((element) => `${element.tagName}: ${element.scrollWidth} > ${element.clientWidth}`),
  );
}
