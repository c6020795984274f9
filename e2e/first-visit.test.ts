import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openPage, openVisitor, type WatchedPage } from '../harness/browser.ts';
import { runCommand } from '../harness/run-command.ts';
import { type RunningServer, startServer } from '../harness/running-server.ts';
import { sendBookstore } from '../harness/seeded-server.ts';
import { launchChromium } from '../scripts/setup/chromium.mjs';

/** A server without data, its first data, and its first user. */

const NEWS_MS = 20_000;
const PASSWORD = 'a long password';

let folder: string;
let server: RunningServer;
let browser: Browser;
let visitor: BrowserContext;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitalfew-first-'));
  [server, browser] = await Promise.all([startServer(join(folder, 'data')), launchChromium()]);
  visitor = await openVisitor(browser, server.url);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await page?.close();
  watched = await openPage(visitor);
  page = watched.page;
});

test.each([
  ['/', 'Nobody waited for anything in this range'],
  ['/services', 'No service answered requests in this range'],
  ['/services/shop', 'shop answered no requests in this range'],
  ['/services/shop?tab=endpoints', 'No endpoint answered requests in this range'],
  ['/requests', 'No request matches'],
])('%s without data says so and leads to Connect', async (path, sentence) => {
  await page.goto(path);
  await page.getByText(sentence).waitFor();
  await page.getByRole('link', { name: 'connect an application' }).click();
  await watched.settle();
  expect(await page.locator('h1').innerText()).toBe('Connect');
  expect(watched.problems).toEqual([]);
});

test('the lights of Connect turn green with the first data', async () => {
  const light = (place: string) =>
    page
      .locator(`${place}`)
      .first()
      .getByRole('img', { name: /data|listening/ })
      .getAttribute('aria-label');
  const python = 'section.panel:has-text("Python, any framework")';
  const receiver = 'tr:has-text("OTLP/HTTP")';
  await watched.visit('/connect');
  expect(await page.locator('main').innerText()).toContain(`OTEL_EXPORTER_OTLP_ENDPOINT=${server.otlpHttp}`);
  expect([await light(python), await light(receiver)]).toEqual(['no data yet', 'no data yet']);
  await page.getByText('No service yet').waitFor();

  await sendBookstore(server, Date.now());
  await expect.poll(() => light(receiver), { timeout: NEWS_MS }).toBe('data arrives');
  await expect.poll(() => light(python), { timeout: NEWS_MS }).toBe('data arrives');
  expect(await light('tr:has-text("OTLP/gRPC")')).toBe('no data yet');
  expect(await light('section.panel:has-text("Django")')).toBe('no data yet');
  expect(await page.getByRole('cell', { name: 'bookstore' }).isVisible()).toBe(true);
  expect(watched.problems).toEqual([]);
});

test('with the first user the UI asks who comes, and lets in who is known', async () => {
  const args = ['user', 'add', 'ada', '--role', 'viewer', '--data', join(folder, 'data')];
  expect((await runCommand(args, { cwd: folder, input: `${PASSWORD}\n` })).code).toBe(0);
  await watched.visit('/services?from=now-15m&to=now');
  const logIn = async (password: string) => {
    await page.getByLabel('User').fill('ada');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Log in' }).click();
  };
  await logIn('a guess');
  expect(await page.getByRole('alert').innerText()).toBe('User or password is wrong.');
  await logIn(PASSWORD);
  await page.getByRole('link', { name: 'bookstore' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/services');
  await page.reload();
  await page.getByRole('link', { name: 'bookstore' }).waitFor();
  // The browser itself notes the answers 401, before and after the guess.
  expect(watched.problems.filter((problem) => !problem.includes('401'))).toEqual([]);
});
