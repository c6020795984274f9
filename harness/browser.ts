import type { Browser, BrowserContext, Page } from 'playwright-core';

const WAIT_MS = 15_000;

/** A page that notes whatever its browser complains of. */
export interface WatchedPage {
  readonly page: Page;
  /** Console errors, exceptions, violations of the content security policy. */
  readonly problems: string[];
  /** Opens an address of the UI and waits for its content. */
  visit(path: string): Promise<Page>;
  /** Waits until the page has asked for all that it shows. */
  settle(): Promise<void>;
}

/** A visitor of the server at this address, with a cache and a storage of their own. */
export function openVisitor(browser: Browser, baseURL: string): Promise<BrowserContext> {
  return browser.newContext({ baseURL, viewport: { width: 1280, height: 900 } });
}

export async function openPage(context: BrowserContext): Promise<WatchedPage> {
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  const problems: string[] = [];
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.message));
  await page.addInitScript(() =>
    addEventListener('securitypolicyviolation', (event) =>
      console.error(`${event.violatedDirective} violated by ${event.blockedURI}`),
    ),
  );
  let asking = 0;
  page.on('request', () => asking++);
  page.on('requestfinished', () => asking--);
  page.on('requestfailed', () => asking--);
  const settle = async () => {
    await page.locator('h1, form').first().waitFor();
    // Twice in a row: an answer may lead to the next question.
    for (let quiet = 0; quiet < 2; quiet = asking === 0 ? quiet + 1 : 0) await page.waitForTimeout(40);
  };
  const visit = async (path: string) => {
    await page.goto(path);
    await settle();
    return page;
  };
  return { page, problems, visit, settle };
}
