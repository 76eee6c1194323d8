// The browser that the tests drive.
import { chromium } from 'playwright-core';
import { ensureProgram } from './debian.mjs';

/** A browser that needs no screen, no rights and no network but the one of the page. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @returns {Promise<import('playwright-core').Browser>} */
export function launchBrowser() {
  return chromium.launch({ executablePath: ensureChromium(), args: flags });
}

/**
 * The path of a Chromium that can be started.
 *
 * @returns {string}
 */
export function ensureChromium() {
  return ensureProgram({
    name: 'Chromium',
    variable: 'CHROMIUM',
    places: [
      '/usr/bin/chromium',
      '/usr/bin/chromium-browser',
      '/usr/bin/google-chrome',
      '/usr/bin/google-chrome-stable',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ],
    packages: ['chromium', 'fonts-dejavu-core'],
  });
}
