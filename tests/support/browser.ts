// Pages of a real Chromium that fail their test when anything goes wrong in them.

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export interface WatchedPage {
  readonly page: Page;
  /** Errors on the console, exceptions nobody caught, dialogs, CSP violations: there should be none. */
  readonly faults: string[];
  /** The headers of the page's own document. */
  readonly headers: () => Record<string, string>;
}

/** A page in a context of its own: its own storage, as another person's browser. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = { viewport: { width: 1280, height: 800 } },
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const response = await page.goto(url);
  const headers = response?.headers() ?? {};
  return { page, faults, headers: () => headers };
}

/** What a browser itself reports of each attempt to reach a server that is closing, or is away. */
export const whileAway =
  /ERR_CONNECTION_(?:REFUSED|RESET)|ERR_SOCKET_NOT_CONNECTED|Unexpected response code: 503/;
