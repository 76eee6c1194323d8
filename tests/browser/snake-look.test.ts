// What stands where on the game's screen, in a real Chromium: your own row is always seen, nothing
// covers the field, and what belongs together stands together.

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/chromium.mjs';
import { type ServedSnake, serveSnake } from '../../scripts/served-snake.mjs';
import { openPage, type WatchedPage } from '../support/browser.ts';

const touch = { hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const upright = { ...touch, viewport: { width: 390, height: 844 } };
const small = { ...touch, viewport: { width: 320, height: 640 } };
const aside = { ...touch, viewport: { width: 844, height: 390 } };

let browser: Browser;
let server: ServedSnake;
let opened: WatchedPage[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
  server = await serveSnake();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

beforeEach(() => {
  opened = [];
});
afterEach(async () => {
  for (const { page } of opened) await page.context().close();
  expect(opened.flatMap(({ faults }) => faults)).toEqual([]);
});

async function open(options: BrowserContextOptions, choices = {}): Promise<Page> {
  const value = JSON.stringify({ company: 0, stones: false, ...choices });
  const localStorage = [{ name: 'snake.choices', value }];
  const storageState = { cookies: [], origins: [{ origin: server.url, localStorage }] };
  const watched = await openPage(browser, server.url, { ...options, storageState });
  opened.push(watched);
  return watched.page;
}

/** In a private room with so many rows, nobody alive. */
async function inRoom(options: BrowserContextOptions, rows: number, choices = {}): Promise<Page> {
  const page = await open(options, { company: rows > 1 ? rows : 0, ...choices });
  await page.getByTestId('private').click();
  await page.locator('[data-testid=status][data-status=live]').waitFor();
  await page.getByTestId('invite-close').click();
  await expect.poll(() => page.getByTestId('score').count(), { timeout: 15_000 }).toBe(rows);
  return page;
}

async function boxOf(page: Page, id: string) {
  const box = await page.getByTestId(id).boundingBox();
  if (box === null) throw new Error(`${id} is not seen`);
  return { ...box, right: box.x + box.width, bottom: box.y + box.height };
}

/** Which rows have the middle of their points where a pointer would meet it. */
function seenSeats(page: Page): Promise<string[]> {
  return page.getByTestId('score').evaluateAll((rows) =>
    rows
      .filter((row) => {
        const points = row.querySelector('[data-testid=score-points]');
        const box = points?.getBoundingClientRect();
        if (!box) return false;
        const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return top !== null && row.contains(top);
      })
      .map((row) => (row as HTMLElement).dataset.seat ?? ''),
  );
}

describe('your row among nine', () => {
  test.each([
    ['upright', upright],
    ['on a small phone', small],
    ['on its side', aside],
    ['in a low window', { viewport: { width: 900, height: 300 } }],
    ['on a desktop', { viewport: { width: 1280, height: 800 } }],
    ['on a wide screen', { viewport: { width: 2560, height: 600 } }],
  ])('is seen %s, wherever the list is', async (_, options) => {
    const page = await inRoom(options, 9);
    const own = await page.locator('[data-testid=score].own').getAttribute('data-seat');
    const first = await seenSeats(page);
    expect(first).toContain(own);
    expect(first.length).toBeGreaterThan(1);
    const reached = new Set(first);
    const list = page.locator('.standings');
    for (let step = 1; step <= 12; step++) {
      await list.evaluate((element, at) => element.scrollTo(60 * at, 24 * at), step);
      const seen = await seenSeats(page);
      expect(seen).toContain(own);
      for (const seat of seen) reached.add(seat);
    }
    expect(reached.size).toBe(9);
  });
});

describe('the field', () => {
  test.each([
    ['desktop', { viewport: { width: 1280, height: 800 } }],
    ['laptop', { viewport: { width: 1366, height: 650 } }],
    ['wide', { viewport: { width: 2560, height: 600 } }],
  ])('has the words and the scores next to it (%s), and is large', async (_, options) => {
    const page = await inRoom(options, 3);
    const field = await boxOf(page, 'canvas');
    for (const id of ['headline', 'play', 'scores']) {
      const box = await boxOf(page, id);
      const across = Math.max(field.x - box.right, 0, box.x - field.right);
      const down = Math.max(field.y - box.bottom, 0, box.y - field.bottom);
      expect(Math.max(across, down), id).toBeLessThan(40);
    }
    const { width, height } = options.viewport;
    expect((field.width * field.height) / (width * height)).toBeGreaterThan(0.33);
  });

  test.each([
    ['upright', upright],
    ['desktop', { viewport: { width: 1280, height: 800 } }],
  ])('is covered neither by news nor by the map (%s)', async (_, options) => {
    const page = await inRoom(options, 3, { field: 'large' });
    const field = await boxOf(page, 'stage');
    for (const id of ['map', 'feed']) {
      const box = await boxOf(page, id);
      expect(box.bottom <= field.y + 1 || box.y >= field.bottom - 1, id).toBe(true);
    }
    const map = await boxOf(page, 'map');
    expect(map.width).toBeGreaterThan(140);
  });

  test('is seen whole on a phone that lies on its side', async () => {
    const page = await inRoom(aside, 3);
    expect(await page.getByTestId('map').isVisible()).toBe(false);
    const { width, height } = await boxOf(page, 'canvas');
    expect(width / height).toBeCloseTo(2, 1);
  });
});

describe('the lobby', () => {
  test('has all of its ways in on the first screen of a desktop, with its options open', async () => {
    const page = await open({ viewport: { width: 1280, height: 800 } });
    await page.getByTestId('options').locator('summary').click();
    expect((await boxOf(page, 'private')).bottom).toBeLessThan(780);
  });

  test('on a small phone no button breaks its words, and nothing is reserved for what is not there', async () => {
    const page = await open(small);
    expect((await boxOf(page, 'private')).height).toBeLessThan(50);
    await page.getByTestId('no-rooms').waitFor();
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    expect(height).toBeLessThan(1_100);
    const cut = page
      .locator('.rooms, .top-scores')
      .evaluateAll((cards) => cards.map((card) => card.scrollHeight - card.clientHeight));
    expect(await cut).toEqual([0, 0]);
  });

  test('an invitation is seen whole on a phone that lies on its side', async () => {
    const host = await inRoom({ viewport: { width: 1280, height: 800 } }, 1);
    const page = await open(aside);
    await page.goto(host.url());
    await page.getByTestId('invitation').waitFor();
    for (const id of ['invitation', 'quick-play', 'watch', 'others', 'name']) {
      expect((await boxOf(page, id)).bottom, id).toBeLessThan(340);
    }
  });
});
