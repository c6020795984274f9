import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  apiPaths,
  ENDPOINT_SORTS,
  endpointsAnswer,
  overviewAnswer,
  requestFacetsAnswer,
  requestsAnswer,
  SEGMENT_NAMES,
  servicesAnswer,
  statusAnswer,
  traceAnswer,
  vitalFewAnswer,
} from '@vitalfew/contract';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPage, openVisitor, type WatchedPage } from '../harness/browser.ts';
import { REPORT } from '../harness/otlp/report-trace.ts';
import { type SeededServer, startSeededServer } from '../harness/seeded-server.ts';
import { formatApdex, formatCount, formatMs, formatShare } from '../packages/web/src/format/quantity.ts';
import { launchChromium } from '../scripts/setup/chromium.mjs';

/** Every screen in a real browser: its figures are those that the API gives for the same range. */

let folder: string;
let seeded: SeededServer;
let browser: Browser;
let visitor: BrowserContext;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitalfew-screens-'));
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

/** A path with the range that all questions of these tests have. */
function ranged(path: string, query: Readonly<Record<string, string>> = {}): string {
  return `${path}?${new URLSearchParams({ from: String(seeded.fromMs), to: String(seeded.toMs), ...query })}`;
}

async function ask<Answer>(
  path: string,
  schema: { parse(value: unknown): Answer },
  query: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return schema.parse(await seeded.server.get(ranged(path, query)));
}

/** The cells of the table in a panel, row by row. */
function cellsOf(place: string): Promise<string[][]> {
  return page
    .locator(`${place} table.data tbody tr`)
    .evaluateAll((rows) =>
      rows.map((row) => [...(row as HTMLTableRowElement).cells].map((cell) => cell.innerText.trim())),
    );
}

const column = (rows: readonly string[][], i: number) => rows.map((row) => row[i]);

test('Vital few: the claim, the chart, the causes and their evidence', async () => {
  const few = await ask(apiPaths.vitalFew, vitalFewAnswer);
  await watched.visit(ranged('/'));
  expect(await page.locator('.claim').innerText()).toBe(
    `${few.n80} of ${formatCount(few.total)} causes make 80 % of the waiting.`,
  );
  expect(await page.locator('.headline').innerText()).toContain(
    `${formatMs(few.totalBlockingMs)} waited in ${formatCount(few.requests)} requests`,
  );
  expect(await page.locator('svg.pareto rect.bar').count()).toBe(Math.min(40, few.causes.length));
  const rows = await cellsOf('main');
  expect(rows.map(([rank, , segment, ...figures]) => [rank, segment, ...figures.slice(0, 6)])).toEqual(
    few.causes.map((cause, i) => [
      String(i + 1),
      cause.segment,
      formatMs(cause.blockingMs),
      formatShare(cause.share),
      formatShare(cause.cumulativeShare),
      formatMs(cause.blockingMsPerRequest),
      formatCount(cause.callsPerRequest),
      formatCount(cause.requests),
    ]),
  );
  few.causes.forEach((cause, i) => {
    expect(rows[i]![1]).toContain(cause.cause);
    expect(rows[i]![1]).toContain(`${cause.service} · ${cause.endpoint}`);
  });
  await page.getByText('worst example').first().click();
  await watched.settle();
  expect(new URL(page.url()).pathname).toBe(`/requests/${few.causes[0]!.exampleTraceId}`);
  expect(await page.locator('.span-detail').isVisible()).toBe(true);
});

test('Services: each with its figures, and the way to it', async () => {
  const { services } = await ask(apiPaths.services, servicesAnswer);
  await watched.visit(ranged('/services'));
  const rows = await cellsOf('main');
  expect(rows.map((row) => [row[0], row[2], ...row.slice(4, 7), ...row.slice(8, 11)])).toEqual(
    services.map((row) => [
      row.service,
      formatCount(row.throughputPerMinute),
      formatMs(row.meanMs),
      formatMs(row.p50Ms),
      formatMs(row.p95Ms),
      formatMs(row.p99Ms),
      formatShare(row.errorRate),
      formatApdex(row.apdex),
    ]),
  );
  await page.getByRole('link', { name: 'bookstore' }).click();
  await watched.settle();
  expect(await page.locator('h1').innerText()).toBe('bookstore');
});

test('Service: figures, charts, segments, its costliest endpoints', async () => {
  const [overview, { endpoints }] = await Promise.all([
    ask(apiPaths.overview('bookstore'), overviewAnswer),
    ask(apiPaths.endpoints('bookstore'), endpointsAnswer, { limit: '8' }),
  ]);
  await watched.visit(ranged('/services/bookstore'));
  const { vitals, segmentsMs } = overview;
  const stats = await page
    .locator('.stat')
    .evaluateAll((all) =>
      all.map((stat) => [...stat.querySelectorAll('.name, .value')].map((each) => each.textContent)),
    );
  const plain = (value: string) => value.replace(' ', '');
  expect(stats).toEqual([
    ['Requests/min', plain(formatCount(vitals.throughputPerMinute))],
    ['Mean', plain(formatMs(vitals.meanMs))],
    ['p50', plain(formatMs(vitals.p50Ms))],
    ['p95', plain(formatMs(vitals.p95Ms))],
    ['p99', plain(formatMs(vitals.p99Ms))],
    ['p99.9', plain(formatMs(vitals.p999Ms))],
    ['Errors', plain(formatShare(vitals.errorRate))],
    ['Apdex', plain(formatApdex(vitals.apdex))],
  ]);
  const newest = <T>(values: readonly (T | null)[]) => values.findLast((value) => value !== null);
  const spoken = await page.locator('figure.chart').evaluateAll((all) => all.map((each) => each.ariaLabel));
  expect(spoken).toHaveLength(5);
  expect(spoken[1]).toContain(`p95 ${formatMs(newest(overview.series.p95Ms)!)}`);
  expect(await page.locator('figure.chart canvas').count()).toBe(5);
  const panel = (title: string) => `section.panel:has(h2:text-is("${title}"))`;
  const segments = SEGMENT_NAMES.filter((name) => segmentsMs[name] > 0).sort(
    (a, b) => segmentsMs[b] - segmentsMs[a],
  );
  expect((await cellsOf(panel('Segments'))).map((row) => [row[0], row[2], row[4]])).toEqual(
    segments.map((name) => [name, formatMs(segmentsMs[name]), formatMs(segmentsMs[name] * vitals.requests)]),
  );
  expect((await cellsOf(panel('Endpoints that cost most'))).map((row) => [row[0], row[2], row[3]])).toEqual(
    endpoints.map((row) => [row.endpoint, formatMs(row.meanMs), formatShare(row.share)]),
  );
});

describe('Endpoints', () => {
  const HEADS = {
    total: 'Total',
    mean: 'Mean',
    p95: 'p95',
    p99: 'p99',
    throughput: 'Req/min',
    apdex: 'Apdex',
    errors: 'Errors',
  } as const;

  test('are sorted by each head, with the figures of the API', async () => {
    await watched.visit(ranged('/services/bookstore', { tab: 'endpoints' }));
    for (const sort of ENDPOINT_SORTS) {
      await page.getByRole('button', { name: HEADS[sort] }).click();
      await page.locator(`th[aria-sort="descending"]:has-text("${HEADS[sort]}")`).waitFor();
      await watched.settle();
      expect(new URL(page.url()).searchParams.get('endpointSort')).toBe(sort);
      const { endpoints } = await ask(apiPaths.endpoints('bookstore'), endpointsAnswer, { sort });
      const rows = await cellsOf('main');
      expect(rows.map((row) => [row[0], row[1]!.split('\n').join(' '), ...row.slice(3)])).toEqual(
        endpoints.map((row) => [
          row.endpoint,
          `${formatMs(row.totalMs)} ${formatShare(row.share)}`,
          formatMs(row.meanMs),
          formatMs(row.p95Ms),
          formatMs(row.p99Ms),
          formatCount(row.throughputPerMinute),
          formatApdex(row.apdex),
          formatShare(row.errorRate),
          formatCount(row.databaseCallsPerRequest),
        ]),
      );
    }
  });

  test('are found by a part of their name, and opened', async () => {
    await watched.visit(ranged('/services/bookstore', { tab: 'endpoints' }));
    await page.getByLabel('Find an endpoint').fill('checkout');
    await expect.poll(async () => column(await cellsOf('main'), 0)).toEqual(['GET /checkout/']);
    await page.getByRole('button', { name: 'GET /checkout/' }).click();
    await watched.settle();
    expect(await page.locator('h1').allInnerTexts()).toEqual(['bookstore', 'GET /checkout/']);
  });
});

describe('Requests', () => {
  const endpointsShown = async () => new Set(column(await cellsOf('main'), 1));

  test('are listed as the API gives them, page by page', async () => {
    const first = await ask(apiPaths.requests, requestsAnswer);
    await watched.visit(ranged('/requests'));
    expect(await page.locator('.page-head .sub').innerText()).toBe(`${seeded.requests} in this range`);
    const shown = (await cellsOf('main')).map((row) => [row[1], row[3], row[4], row[6]]);
    const listed = first.requests.map((row) => [
      row.endpoint,
      String(row.statusCode),
      formatMs(row.responseMs),
      String(row.databaseCalls),
    ]);
    expect(shown).toEqual(listed);
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => page.locator('table.data tbody tr').count()).toBe(200);
  });

  test('are narrowed by facets, each with its count, and widened again', async () => {
    const { facets } = await ask(apiPaths.requestFacets, requestFacetsAnswer);
    await watched.visit(ranged('/requests'));
    const shown = await page
      .locator('.facet')
      .evaluateAll((all) =>
        all.map((facet) => [...facet.querySelectorAll('button')].map((each) => each.innerText.split('\n'))),
      );
    expect(shown).toEqual(
      facets
        .filter(({ values }) => values.length > 1)
        .map(({ values }) => values.map(({ value, count }) => [value, formatCount(count)])),
    );
    const value = page.locator('.facet button', { hasText: 'shop' });
    await value.click();
    await expect.poll(endpointsShown).toEqual(new Set([REPORT.endpoint]));
    expect(await page.locator('.chip').innerText()).toBe('service: shop');
    await value.click({ modifiers: ['Alt'] });
    await expect
      .poll(() => page.locator('.page-head .sub').innerText())
      .toBe(`${seeded.requests - 1} in this range`);
    await page.getByRole('button', { name: 'Remove service is not shop' }).click();
    await expect
      .poll(() => page.locator('.page-head .sub').innerText())
      .toBe(`${seeded.requests} in this range`);
  });

  test('are sorted, searched by attribute and kept to errors', async () => {
    await watched.visit(ranged('/requests'));
    await page.getByRole('button', { name: 'Slowest' }).click();
    const slowest = await ask(apiPaths.requests, requestsAnswer, { sort: 'slowest' });
    await expect
      .poll(async () => column(await cellsOf('main'), 4))
      .toEqual(slowest.requests.map((row) => formatMs(row.responseMs)));
    await page.getByRole('button', { name: 'Only errors' }).click();
    await expect.poll(async () => new Set(column(await cellsOf('main'), 3))).toEqual(new Set(['500']));
    const search = page.getByLabel('Search requests');
    await search.fill('report.month=July');
    await search.press('Enter');
    await expect.poll(endpointsShown).toEqual(new Set([REPORT.endpoint]));
    await search.fill('report.month=August');
    await search.press('Enter');
    await page.getByText('No request matches').waitFor();
  });
});

describe('Request', () => {
  const open = (query = {}) => watched.visit(ranged(`/requests/${seeded.reportTraceId}`, query));
  const names = () => page.locator('.wrow .wname').allInnerTexts();

  test('has its facts and its time by segment', async () => {
    const trace = await ask(apiPaths.trace(seeded.reportTraceId), traceAnswer);
    const [request] = trace.requests;
    await open();
    expect(await page.locator('h1').innerText()).toBe(REPORT.endpoint);
    const facts = await page.locator('.request-head .facts').innerText();
    expect(facts.split('\n').filter((line) => line !== '')).toEqual(
      expect.arrayContaining([formatMs(request!.responseMs), '/reports/', 'shop', seeded.reportTraceId]),
    );
    const legend = await page.locator('.request-segments .legend-item').allInnerTexts();
    expect(legend.map((text) => text.trim().split(/\s+/).join(' '))).toEqual(
      Object.entries(request!.segmentsMs)
        .filter(([, ms]) => ms > 0)
        .sort(([, a], [, b]) => b - a)
        .map(([name, ms]) => `${name} ${formatMs(ms)}`),
    );
  });

  test('folds like statements in its waterfall and unfolds them', async () => {
    await open();
    const fold = page.locator('.wrow', { hasText: `${REPORT.statements} ×` });
    expect(await fold.count()).toBe(1);
    expect(await fold.locator('.wtime').innerText()).toBe(formatMs(REPORT.statements * REPORT.statementMs));
    expect(await fold.locator('.wbar').count()).toBe(REPORT.statements);
    const folded = await names();
    await fold.getByTitle('Unfold').click();
    await expect.poll(async () => (await names()).length).toBe(folded.length + REPORT.statements);
    await page.getByRole('button', { name: 'Fold like spans' }).click();
    await expect.poll(names).toEqual(folded);
  });

  test('marks what it waited for, and shows that alone', async () => {
    const trace = await ask(apiPaths.trace(seeded.reportTraceId), traceAnswer);
    await open();
    const critical = trace.spans.filter((span) => span.onCriticalPath).length;
    expect(critical).toBeLessThan(trace.spans.length);
    expect(await page.locator('.wbar.critical').count()).toBe(critical);
    expect(await page.locator('.wbar').count()).toBe(trace.spans.length);
    await page.getByRole('button', { name: 'Critical path only' }).click();
    await expect.poll(async () => (await names()).some((name) => name.includes('rates.example'))).toBe(false);
  });

  test('tells all of a span that is chosen, by click or key, and keeps it in the address', async () => {
    const trace = await ask(apiPaths.trace(seeded.reportTraceId), traceAnswer);
    const entry = trace.spans.find((span) => span.isEntry)!;
    await open();
    await page.locator('.wrow').first().click();
    const detail = page.locator('.span-detail');
    await detail.waitFor();
    expect(new URL(page.url()).searchParams.get('span')).toBe(entry.spanId);
    const text = await detail.innerText();
    for (const shown of [formatMs(entry.durationMs), formatMs(entry.exclusiveMs), 'report.month', 'July'])
      expect(text).toContain(shown);
    await page.getByRole('treegrid').press('ArrowDown');
    await expect.poll(() => detail.locator('h2').first().innerText()).toContain('reports.views.monthly');
  });

  test('groups its statements', async () => {
    await open({ tab: 'sql' });
    expect(await page.getByRole('tab', { selected: true }).innerText()).toBe(`SQL ${REPORT.statements}`);
    const [group, ...others] = await cellsOf('main');
    expect(others).toEqual([]);
    expect(group).toEqual([
      `${REPORT.statements} ×`,
      'SELECT "price" FROM "orders_line" WHERE "id" = ?\nreports/views.py:31',
      formatMs(REPORT.statements * REPORT.statementMs),
      formatShare((REPORT.statements * REPORT.statementMs) / REPORT.durationMs),
      formatMs(REPORT.statementMs),
      '–',
      'postgresql',
    ]);
    await page.locator('table.data tbody tr').click();
    expect(await page.locator('.snippet pre').innerText()).toMatch(/SELECT\s+"price"\s+FROM\s+"orders_line"/);
  });

  test('lists its exceptions and its attributes', async () => {
    await open({ tab: 'exceptions' });
    const exception = await page.locator('.exception').innerText();
    for (const shown of [REPORT.exception.type, REPORT.exception.message, 'reports/views.py, line 12'])
      expect(exception).toContain(shown);
    await page.getByRole('tab', { name: 'Attributes' }).click();
    await page.getByText('Of the process').waitFor();
    const attributes = await page.locator('dl.attributes').allInnerTexts();
    expect(attributes[0]).toMatch(/report\.month\s+July/);
    expect(attributes[1]).toMatch(/service\.name\s+shop/);
  });

  test('that is not stored is said so', async () => {
    const unknown = '1'.padStart(32, '0');
    await page.goto(ranged(`/requests/${unknown}`));
    expect(await page.getByRole('alert').innerText()).toContain(`No span of trace ${unknown} is stored`);
    expect(watched.problems.splice(0)).toEqual([expect.stringContaining('404')]);
  });
});

test('Status: the tables with their rows, and nothing dropped', async () => {
  const { tables, version } = statusAnswer.parse(await seeded.server.get(apiPaths.status));
  await watched.visit('/status');
  expect(await page.locator('.page-head').innerText()).toContain(`Vitalfew ${version}`);
  const rows = await cellsOf('section.panel:has(h2:text-is("Tables"))');
  expect(rows.map(([table, count]) => [table, count])).toEqual(
    tables.map((table) => [table.table, formatCount(table.rows)]),
  );
  expect(await page.locator('section.panel', { hasText: 'Dropped or refused' }).innerText()).toContain(
    'Nothing.',
  );
});
