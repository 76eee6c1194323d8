// A match that is over, seen again in a real Chromium: played, paused, jumped about in, at other
// speeds; and what the page says where there is none.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
  vi,
} from 'vitest';
import { WebSocket } from 'ws';
import { snake } from '../../games/snake/src/rules/index.ts';
import { connect } from '../../packages/tickhouse/src/client/index.ts';
import { launchBrowser } from '../../scripts/chromium.mjs';
import { type ServedSnake, serveSnake } from '../../scripts/served-snake.mjs';
import { openPage, type WatchedPage } from '../support/browser.ts';
import { until } from '../support/honest.ts';

const artefacts = fileURLToPath(new URL('../../artefacts/', import.meta.url));
const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
};
/** What the browser itself reports of an answer that says no. */
const refusedByServer = /status of (?:404|409)/;

let browser: Browser;
let server: ServedSnake;
let folder: string;
/** The run of a match that is over. */
let run: string;
let opened: WatchedPage[] = [];

beforeAll(async () => {
  mkdirSync(artefacts, { recursive: true });
  browser = await launchBrowser();
  folder = mkdtempSync(join(tmpdir(), 'snake-recordings-'));
  server = await serveSnake(0, folder);
  run = await playMatch();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  opened = [];
});
afterEach(async () => {
  for (const { page } of opened) await page.context().close();
  const faults = opened.flatMap((each) => each.faults);
  expect(faults.filter((fault) => !refusedByServer.test(fault))).toEqual([]);
});

function recordings(): string[] {
  return readdirSync(join(folder, 'recordings')).filter((name) => name.endsWith('.recording'));
}

/** Somebody plays with bots until everybody is dead, and goes; the run of the match, when it is kept. */
async function playMatch(): Promise<string> {
  const before = new Set(recordings());
  const room = await connect(server.url, { WebSocket }).join(
    snake,
    { name: 'Ada', bot: false },
    { room: 'private', options: { speed: 'fast', stones: true, company: 6, strength: 'normal' } },
  );
  await until(room, ({ state }) => state.snakes.size === 6);
  room.send('play');
  await until(room, ({ state }) => [...state.snakes].filter(({ alive }) => alive).length > 3);
  let ticks = 0;
  room.onTick(() => ticks++);
  await until(room, ({ state }) => ticks > 140 || state.phase === 'over');
  await room.leave();
  const name = await vi.waitUntil(() => recordings().find((each) => !before.has(each)), 30_000);
  return name.slice(0, name.indexOf('-'));
}

/** The run of a room that is still played in, once something of it is on the disk. */
async function openRun(room: string): Promise<string | undefined> {
  for (const name of readdirSync(join(folder, 'recordings'))) {
    const run = name.slice(0, name.indexOf('-'));
    const response = await fetch(`${server.url}/recordings/${run}`);
    if (response.status === 409 && (await response.json()).room === room) return run;
  }
  return undefined;
}

async function open(path: string, options?: Parameters<typeof openPage>[2]): Promise<Page> {
  const watched = await openPage(browser, server.url + path, options);
  opened.push(watched);
  return watched.page;
}

/** Resolves when playback stands still, or runs. */
async function playing(page: Page, isPlaying: boolean): Promise<void> {
  await page.locator(`[data-testid=playback][data-playing=${isPlaying}]`).waitFor();
}

function tickOf(page: Page): Promise<number> {
  return page.getByTestId('seek').evaluate((seek: HTMLInputElement) => Number(seek.value));
}

function seekTo(page: Page, tick: number): Promise<void> {
  return page.getByTestId('seek').evaluate((seek: HTMLInputElement, value) => {
    seek.value = String(value);
    seek.dispatchEvent(new Event('input', { bubbles: true }));
    seek.dispatchEvent(new Event('change', { bubbles: true }));
  }, tick);
}

/** What the page shows of the state: who is there, alive or not, with how many points. */
function standings(page: Page): Promise<string[]> {
  return page
    .getByTestId('score')
    .evaluateAll((rows) =>
      rows.map(
        (row) =>
          `${row.getAttribute('data-seat')} ${row.getAttribute('data-alive')} ${row.textContent}`,
      ),
    );
}

describe('a recording', () => {
  test('plays at once, pauses, plays on, ends, and plays again', async () => {
    const page = await open(`/watch/${run}`);
    await playing(page, true);
    await expect.poll(() => page.getByTestId('score').count()).toBeGreaterThan(1);
    const early = await tickOf(page);
    await expect.poll(() => tickOf(page)).toBeGreaterThan(early + 3);
    await page.keyboard.press('Space');
    await playing(page, false);
    const paused = await tickOf(page);
    await page.getByTestId('playback').click();
    await expect.poll(() => tickOf(page)).toBeGreaterThan(paused);
    await page.getByTestId('pace').selectOption('8');
    await playing(page, false);
    const last = Number(await page.getByTestId('seek').getAttribute('max'));
    expect(await tickOf(page)).toBe(last);
    await page.getByTestId('stage').click();
    await playing(page, true);
    expect(await tickOf(page)).toBeLessThan(last);
  });

  test('jumps at once, and shows the same at the same tick', async () => {
    const page = await open(`/watch/${run}?t=60`);
    await playing(page, true);
    await page.keyboard.press('Space');
    await playing(page, false);
    expect(await tickOf(page)).toBeGreaterThanOrEqual(60);
    const seen = new Map<number, string[]>();
    for (const tick of [80, 20, 120, 50, 20, 120, 80, 50]) {
      await seekTo(page, tick);
      expect(await tickOf(page)).toBe(tick);
      const shown = await standings(page);
      expect(shown).toEqual(seen.get(tick) ?? shown);
      seen.set(tick, shown);
    }
    expect(new Set([...seen.values()].map(String)).size).toBeGreaterThan(1);
    await page.keyboard.press('ArrowLeft');
    const rate = 12;
    expect(await tickOf(page)).toBe(Math.max(1, 50 - 5 * rate));
    await page.keyboard.press('ArrowRight');
    expect(await tickOf(page)).toBe(1 + 5 * rate);
    await page.getByTestId('seek').focus();
    await page.keyboard.press('Home');
    expect(await tickOf(page)).toBe(1);
    await playing(page, false);
  });

  test('gives a link to its moment, which begins there', async () => {
    const page = await open(`/watch/${run}`);
    await playing(page, true);
    await page.keyboard.press('Space');
    await seekTo(page, 90);
    await page.getByTestId('copy-moment').click();
    await expect.poll(() => new URL(page.url()).search).toBe('?t=90');
    const other = await open(new URL(page.url()).pathname + new URL(page.url()).search);
    await playing(other, true);
    expect(await tickOf(other)).toBeGreaterThanOrEqual(90);
  });

  test('is what a top score leads to, some seconds before it was made', async () => {
    const page = await open('/');
    const score = { name: 'Ada', points: 12, colour: 1 };
    const scores = [
      { ...score, run, tick: 130 },
      { ...score, name: 'Bea' },
    ];
    await page.route('**/top-scores', (route) => route.fulfill({ json: { scores } }));
    await page.reload();
    const link = page.getByTestId('top-score-match');
    await link.waitFor();
    expect(await link.allTextContents()).toEqual(['Ada']);
    await page.screenshot({ path: `${artefacts}top-scores-links.png` });
    await link.click();
    await playing(page, true);
    expect(new URL(page.url()).pathname).toBe(`/watch/${run}`);
    const tick = await tickOf(page);
    expect(tick).toBeGreaterThanOrEqual(130 - 64);
    await page.goBack();
    await page.getByTestId('quick-play').waitFor();
  });

  test('leads back to the lobby, by its button and by Escape', async () => {
    for (const leave of ['button', 'Escape']) {
      const page = await open(`/watch/${run}`);
      await playing(page, true);
      if (leave === 'button') await page.getByTestId('to-lobby').click();
      else await page.keyboard.press('Escape');
      await page.getByTestId('quick-play').waitFor();
      expect(new URL(page.url()).pathname).toBe('/');
      // And from there into a room, whose screen has nothing of a player's.
      await page.getByTestId('quick-play').click();
      await page.locator('[data-testid=status][data-status=live]').waitFor();
      expect(await page.getByTestId('transport').isVisible()).toBe(false);
    }
  });

  test.each([
    ['desktop-dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' as const }],
    ['desktop-light', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' as const }],
    ['phone-dark', { ...phone, colorScheme: 'dark' as const }],
    ['phone-light', { ...phone, colorScheme: 'light' as const }],
    ['landscape', { ...phone, viewport: { width: 844, height: 390 } }],
  ])('fits %s, and can be played by touch', async (name, options) => {
    const page = await open(`/watch/${run}?t=100`, options);
    await playing(page, true);
    await page.getByTestId('marks').locator('.mark').first().waitFor();
    await page.getByTestId('playback').click();
    await playing(page, false);
    await seekTo(page, 125);
    await page.screenshot({ path: `${artefacts}recording-${name}.png` });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    for (const id of ['playback', 'pace', 'copy-moment', 'seek', 'to-lobby', 'stage']) {
      const box = await page.getByTestId(id).boundingBox();
      const { width, height } = options.viewport;
      expect(box && box.x >= 0 && box.y >= 0).toBe(true);
      expect(box && box.x + box.width <= width && box.y + box.height <= height).toBe(true);
    }
  });
});

describe('where there is no recording', () => {
  test('a match that is still on can be watched live, where it is public', async () => {
    const room = await connect(server.url, { WebSocket }).join(
      snake,
      { name: 'Bea', bot: false },
      { room: 'open-one' },
    );
    onTestFinished(() => room.leave());
    const run = await vi.waitUntil(() => openRun('open-one'), 30_000);
    const page = await open(`/watch/${run}?t=3`);
    await expect
      .poll(() => page.getByTestId('notice-title').textContent())
      .toBe('This match is still on');
    await page.screenshot({ path: `${artefacts}recording-live.png` });
    await page.getByTestId('notice-live').click();
    await page.getByTestId('invitation').waitFor();
    await expect
      .poll(() => page.getByTestId('invitation-text').textContent())
      .toContain('open-one');
  });

  test.each(['/watch/zzzzzzzz', '/watch/..%2F..%2Fscores', '/watch/nothing-at-all'])(
    '%s is told kindly, with a way home',
    async (path) => {
      const page = await open(path);
      await expect
        .poll(() => page.getByTestId('notice-title').textContent())
        .toBe('This match is gone');
      if (path.endsWith('zzzzzzzz')) {
        await page.screenshot({ path: `${artefacts}recording-missing-desktop.png` });
      }
      await page.getByTestId('notice-lobby').click();
      await page.getByTestId('quick-play').waitFor();
    },
  );

  test('a damaged file is not shown', async () => {
    const path = join(folder, 'recordings', `${run}-1.recording`);
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
    writeFileSync(path, bytes);
    const page = await open(`/watch/${run}`);
    await expect
      .poll(() => page.getByTestId('notice-title').textContent())
      .toBe('This recording is damaged');
    expect(await page.getByTestId('transport').isVisible()).toBe(false);
  });
});
