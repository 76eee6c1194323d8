// The types of chromium.mjs, for the tests that import it.

import type { Browser } from 'playwright-core';

/** The path of a Chromium that can be started; installs Debian's, or throws what to install. */
export declare function ensureChromium(): string;

/** Starts it without a screen. */
export declare function launchBrowser(): Promise<Browser>;
