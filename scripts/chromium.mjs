// Finds the browser that the tests drive, and installs Debian's own where there is none. A test run
// without a browser is a failure, never a skip.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const packages = ['chromium', 'fonts-dejavu-core'];
const advice =
  'Install it (Debian, as root: apt-get install -y chromium fonts-dejavu-core), ' +
  'or set CHROMIUM to the path of a Chromium or Chrome.';

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
 * The path of a Chromium that can be started. The variable CHROMIUM names it; else it is looked for
 * where systems put it; else, as root on Debian, it is installed.
 *
 * @returns {string}
 */
export function ensureChromium() {
  const named = process.env.CHROMIUM;
  if (named) {
    if (isProgram(named)) return named;
    throw new Error(`CHROMIUM names ${named}, which is not a program that can be run. ${advice}`);
  }
  const found = places.find(isProgram);
  if (found !== undefined) return found;
  install();
  const installed = places.find(isProgram);
  if (installed === undefined) throw new Error(`apt-get brought no Chromium. ${advice}`);
  return installed;
}

function install() {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Error(`The browser tests need Chromium, and there is none here. ${advice}`);
  }
  console.log(`chromium: installing ${packages.join(' and ')} with apt-get`);
  apt(['update', '-qq']);
  apt(['install', '-y', '-qq', '--no-install-recommends', ...packages]);
}

function apt(args) {
  const { status } = spawnSync('/usr/bin/apt-get', args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed. ${advice}`);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
