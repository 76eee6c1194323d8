// The game's screen in a real Chromium: what fits, what keys and thumbs do, what is told, what follows
// the system's wishes.

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/chromium.mjs';
import { type ServedSnake, serveSnake } from '../../scripts/served-snake.mjs';
import { openPage, type WatchedPage } from '../support/browser.ts';
import { roomOf, steer } from '../support/snake-room.ts';

const desktop = { viewport: { width: 1280, height: 800 } };
const touch = { hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const upright = { ...touch, viewport: { width: 390, height: 844 } };
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

/** A page whose player once chose to make rooms without bots and stones. */
async function open(options: Parameters<typeof openPage>[2] = desktop): Promise<Page> {
  const localStorage = [{ name: 'snake.choices', value: '{"company":0,"stones":false}' }];
  const storageState = { cookies: [], origins: [{ origin: server.url, localStorage }] };
  const watched = await openPage(browser, server.url, { ...options, storageState });
  opened.push(watched);
  return watched.page;
}

/** In a room of one's own, where nothing comes in between. */
async function privateRoom(page: Page, name: string): Promise<void> {
  await page.getByTestId('name').fill(name);
  await page.getByTestId('private').click();
  await live(page);
  await page.getByTestId('invite-close').click();
}

async function live(page: Page): Promise<void> {
  await page.locator('[data-testid=status][data-status=live]').waitFor();
}

async function own(page: Page, alive: boolean): Promise<void> {
  await page.locator(`[data-testid=score].own[data-alive=${alive}]`).waitFor();
}

/** The colour of the canvas's middle pixel column at a quarter of its height, where no thing lies. */
function fieldColour(page: Page): Promise<number> {
  return page.getByTestId('canvas').evaluate((canvas) => {
    const { width, height } = canvas as HTMLCanvasElement;
    const brush = (canvas as HTMLCanvasElement).getContext('2d');
    return brush?.getImageData(width / 2, height / 4, 1, 1).data[0] ?? -1;
  });
}

describe('on a phone', () => {
  test('the first screen does not bring up the keyboard, neither at first nor again', async () => {
    const page = await open(upright);
    const focused = () => page.evaluate(() => document.activeElement?.id);
    expect(await focused()).toBe('quick-play');
    await privateRoom(page, 'Ann');
    await page.getByTestId('leave').tap();
    await page.getByTestId('quick-play').waitFor();
    expect(await focused()).toBe('quick-play');
  });

  test.each([
    ['upright', upright],
    ['on its side', aside],
  ])(
    '%s: stage, scores, words and pad are seen without scrolling, and none covers another',
    async (_, options) => {
      const page = await open(options);
      await privateRoom(page, 'Ann');
      const { width, height } = options.viewport;
      const boxes = [];
      for (const part of ['stage', 'scores', 'headline', 'play', 'pad', 'leave', 'mute']) {
        const box = await page.getByTestId(part).boundingBox();
        expect(box, part).not.toBeNull();
        if (box === null) continue;
        expect(box.x, part).toBeGreaterThanOrEqual(0);
        expect(box.y, part).toBeGreaterThanOrEqual(0);
        // The list of scores is longer than its place, and scrolls there.
        if (part !== 'scores') {
          expect(box.x + box.width, part).toBeLessThanOrEqual(width);
          expect(box.y + box.height, part).toBeLessThanOrEqual(height);
          boxes.push({ part, ...box });
        }
      }
      for (const a of boxes) {
        for (const b of boxes) {
          if (a === b) continue;
          const apart =
            a.x + a.width <= b.x + 1 ||
            b.x + b.width <= a.x + 1 ||
            a.y + a.height <= b.y + 1 ||
            b.y + b.height <= a.y + 1;
          expect(apart, `${a.part} and ${b.part}`).toBe(true);
        }
      }
    },
  );

  test('the view is of cells that can be read, and fills the stage', async () => {
    const page = await open(upright);
    await privateRoom(page, 'Ann');
    const stage = await page.getByTestId('stage').boundingBox();
    const canvas = await page.getByTestId('canvas').boundingBox();
    expect((canvas?.height ?? 0) / 25).toBeGreaterThanOrEqual(15);
    expect(canvas?.width).toBeGreaterThan((stage?.width ?? 0) - 2);
  });

  test('the pad turns, by thumb and by keyboard', async () => {
    const page = await open(upright);
    await page.getByTestId('options').locator('summary').tap();
    await page.getByTestId('speed').selectOption('classic');
    await privateRoom(page, 'Ann');
    const room = await roomOf(page);
    await page.getByTestId('play').tap();
    await own(page, true);
    const thumb = (way: string) => page.locator(`#pad-${way}`).tap();
    const key = (way: string) => page.locator(`#pad-${way}`).press('Enter');
    await steer(room, [thumb, key, thumb, key]);
  });
});

describe('keys', () => {
  test('Escape leaves; M mutes, which the browser remembers', async () => {
    const page = await open();
    await privateRoom(page, 'Ann');
    const mute = page.getByTestId('mute');
    expect(await mute.getAttribute('aria-pressed')).toBe('false');
    await page.keyboard.press('m');
    expect(await mute.getAttribute('aria-pressed')).toBe('true');
    await page.keyboard.press('Escape');
    await page.getByTestId('quick-play').waitFor();
    await page.reload();
    await privateRoom(page, 'Ann');
    expect(await mute.getAttribute('aria-pressed')).toBe('true');
    await mute.click();
    expect(await mute.getAttribute('aria-pressed')).toBe('false');
  });
});

describe('what happens is told', () => {
  test('who comes, who dies and who goes, until it fades', async () => {
    const ann = await open();
    await privateRoom(ann, 'Ann');
    const feed = ann.getByTestId('feed');
    const bob = await open();
    await bob.goto(ann.url());
    await bob.getByTestId('name').fill('Bob');
    await bob.getByTestId('quick-play').click();
    await live(bob);
    await feed.getByText('Bob joined').waitFor();
    await bob.keyboard.press('Space');
    await feed.getByText(/^Bob (hit|bit)/).waitFor();
    expect(await bob.getByTestId('headline').textContent()).toMatch(/^You (hit|bit)/);
    await bob.getByTestId('leave').click();
    await feed.getByText('Bob left').waitFor();
    await feed.getByText('Bob left').waitFor({ state: 'detached' });
  });
});

describe('the system’s wishes', () => {
  test('dark and light change while one plays, on the canvas too', async () => {
    const page = await open();
    await privateRoom(page, 'Ann');
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => fieldColour(page)).toBeLessThan(60);
    await page.emulateMedia({ colorScheme: 'light' });
    await expect.poll(() => fieldColour(page)).toBeGreaterThan(200);
  });

  test('nothing shifts while one plays, dies and plays again', async () => {
    const page = await open();
    await page.evaluate(() => {
      const found: number[] = [];
      new PerformanceObserver((list) => {
        for (const { startTime } of list.getEntries()) found.push(startTime);
      }).observe({ type: 'layout-shift' });
      Object.assign(window, { shifts: found });
    });
    await privateRoom(page, 'Ann');
    for (let i = 0; i < 2; i++) {
      await page.keyboard.press('Space');
      await own(page, true);
      await own(page, false);
    }
    expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual(
      [],
    );
  });
});
