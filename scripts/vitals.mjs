// `npm run vitals`: how the built page feels to somebody who opens it for the first time, measured in a
// real Chromium: when it can be used, what it transfers, whether anything moves. Exit code 1 where a
// limit is not kept; `npm test` asserts what does not depend on the machine's speed.
import { fileURLToPath } from 'node:url';
import { buildPages, buildTypes } from './build.mjs';
import { launchBrowser } from './chromium.mjs';
import { serveSnake } from './served-snake.mjs';

export const limits = { interactiveMs: 1_000, transferBytes: 150_000, layoutShift: 0 };

const rounds = 5;
const screens = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

/**
 * Opens a page with nothing cached and measures until it has been quiet for a second.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {import('playwright-core').BrowserContextOptions} screen
 * @param {number} [slowdown] how many times slower the processor is made; default: 1
 * @returns {Promise<{ interactiveMs: number, paintMs: number, transferBytes: number,
 *   requests: number, layoutShift: number }>}
 */
export async function measurePage(browser, url, screen, slowdown = 1) {
  const context = await browser.newContext(screen);
  const page = await context.newPage();
  await page.addInitScript(observe);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  let transferBytes = 0;
  let requests = 0;
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    transferBytes += encodedDataLength;
    requests++;
  });
  await page.goto(url);
  const times = await page.evaluate(quiet);
  await context.close();
  return { ...times, transferBytes, requests };
}

/** In the page, before anything else: keeps what moves and what blocks. */
function observe() {
  const seen = { layoutShift: 0, busyUntilMs: 0 };
  globalThis.seen = seen;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.layoutShift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      seen.busyUntilMs = startTime + duration;
    }
  }).observe({ type: 'longtask', buffered: true });
}

/** In the page: resolves after a second without a long task. */
async function quiet() {
  const { seen } = globalThis;
  await new Promise((resolve) => {
    const look = () =>
      performance.now() - seen.busyUntilMs > 1_000 ? resolve() : setTimeout(look, 50);
    if (document.readyState === 'complete') setTimeout(look, 1_000);
    else addEventListener('load', () => setTimeout(look, 1_000));
  });
  const [navigation] = performance.getEntriesByType('navigation');
  const [paint] = performance.getEntriesByName('first-contentful-paint');
  const paintMs = paint?.startTime ?? Number.POSITIVE_INFINITY;
  // Module scripts have run by then: every button does what it says.
  const scriptsMs = navigation.domContentLoadedEventEnd;
  return {
    interactiveMs: Math.max(scriptsMs, paintMs, seen.busyUntilMs),
    paintMs,
    layoutShift: seen.layoutShift,
  };
}

async function main() {
  if (!(await buildTypes()) || !(await buildPages({ ifStale: true }))) return false;
  const server = await serveSnake();
  const browser = await launchBrowser();
  try {
    let kept = true;
    for (const [name, screen] of Object.entries(screens)) {
      for (const slowdown of [1, 4])
        kept = (await report(browser, server.url, name, screen, slowdown)) && kept;
    }
    return kept;
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Prints the medians of some rounds; tells whether the limits are kept. A slowed processor has none. */
async function report(browser, url, name, screen, slowdown) {
  const runs = [];
  for (let i = 0; i < rounds; i++) runs.push(await measurePage(browser, url, screen, slowdown));
  const median = Object.fromEntries(
    Object.keys(runs[0]).map((key) => [key, middle(runs.map((run) => run[key]))]),
  );
  console.log(
    `${name}${slowdown > 1 ? `, processor ${slowdown} times slower` : ''}: ` +
      `interactive after ${Math.round(median.interactiveMs)} ms, ` +
      `first paint ${Math.round(median.paintMs)} ms, ` +
      `${(median.transferBytes / 1000).toFixed(1)} kB in ${median.requests} requests, ` +
      `layout shift ${median.layoutShift.toFixed(3)}`,
  );
  const broken = Object.keys(limits).filter((key) => slowdown === 1 && median[key] > limits[key]);
  for (const key of broken) console.error(`  ${key} is above ${limits[key]}`);
  return broken.length === 0;
}

function middle(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await main()) ? 0 : 1;
