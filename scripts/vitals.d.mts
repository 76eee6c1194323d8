// The types of vitals.mjs, for the tests that import it.

import type { Browser, BrowserContextOptions } from 'playwright-core';

/** What the page may take at most. */
export declare const limits: {
  readonly interactiveMs: number;
  readonly transferBytes: number;
  readonly layoutShift: number;
};

export interface Vitals {
  /** From the start of the navigation until the page can be used, in ms. */
  readonly interactiveMs: number;
  /** First contentful paint, in ms. */
  readonly paintMs: number;
  /** Of all responses, with their headers, as they came over the network. */
  readonly transferBytes: number;
  readonly requests: number;
  /** The sum of all layout shifts; 0: nothing moved. */
  readonly layoutShift: number;
}

/** @param slowdown how many times slower the processor is made; default: 1 */
export declare function measurePage(
  browser: Browser,
  url: string,
  screen: BrowserContextOptions,
  slowdown?: number,
): Promise<Vitals>;
