// The game in a real Chromium, served by the built server in a process of its own: what people see
// and do.

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Heading } from '../../games/snake/src/rules/index.ts';
import { launchBrowser } from '../../scripts/chromium.mjs';
import { type ServedSnake, serveSnake } from '../../scripts/served-snake.mjs';
import { openPage, type WatchedPage, whileAway } from '../support/browser.ts';
import { middleOf, seeMove as seeMoveOf } from '../support/pixels.ts';
import { roomOf, steer } from '../support/snake-room.ts';

const artefacts = fileURLToPath(new URL('../../artefacts/', import.meta.url));
const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
};

let browser: Browser;
let server: ServedSnake;
let opened: WatchedPage[] = [];

beforeAll(async () => {
  mkdirSync(artefacts, { recursive: true });
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  server = await serveSnake();
  opened = [];
});
afterEach(async () => {
  for (const { page } of opened) await page.context().close();
  await server.stop();
  expect(opened.flatMap(({ faults }) => faults)).toEqual([]);
});

async function open(options?: Parameters<typeof openPage>[2]): Promise<Page> {
  const watched = await openPage(browser, server.url, options);
  opened.push(watched);
  return watched.page;
}

async function quickPlay(page: Page, name: string): Promise<void> {
  await page.getByTestId('name').fill(name);
  await page.getByTestId('quick-play').click();
  await status(page, 'live');
}

/** As quick play, but without bots and stones: nobody is in the way, and seats are taken in order. */
async function playWithoutBots(page: Page, name: string, speed = 'normal'): Promise<void> {
  await page.getByTestId('name').fill(name);
  await page.getByTestId('options').locator('summary').click();
  await page.getByTestId('speed').selectOption(speed);
  await page.getByTestId('company').selectOption('0');
  await page.getByTestId('stones').uncheck();
  await page.getByTestId('public').click();
  await status(page, 'live');
}

/** Waits for the connection's state that the page shows. */
async function status(page: Page, expected: string): Promise<void> {
  await page.locator(`[data-testid=status][data-status=${expected}]`).waitFor();
}

async function start(page: Page, seat: number): Promise<void> {
  await page.keyboard.press('Space');
  await row(page, seat, true);
}

/** Waits until the page's table of scores shows the seat's snake alive, or dead. */
async function row(page: Page, seat: number, alive: boolean): Promise<void> {
  await page.locator(`[data-testid=score][data-seat="${seat}"][data-alive=${alive}]`).waitFor();
}

/** Waits until the snake of this seat is seen on the page's canvas, and seen to have moved. */
async function seeMove(page: Page, seat: number): Promise<void> {
  const swatch = page.locator(`[data-testid=score][data-seat="${seat}"] .swatch`);
  const colour = await swatch.evaluate((element) =>
    getComputedStyle(element).getPropertyValue('--swatch').trim(),
  );
  await seeMoveOf(() => middleOf(page, '[data-testid=canvas]', colour));
}

/**
 * Starts the seat's snake and sees it move on a page. One that was born with a border before it may
 * be dead before a busy machine has looked: then there is another.
 */
async function startSeen(
  page: Page,
  seat: number,
  by = page,
  press = () => page.keyboard.press('Space'),
): Promise<void> {
  for (;;) {
    await press();
    await row(page, seat, true);
    const seen = seeMove(by, seat);
    const died = row(page, seat, false);
    const isSeen = await Promise.race([seen.then(() => true), died.then(() => false)]);
    for (const late of [seen, died]) late.catch(() => {});
    if (isSeen) return;
  }
}

describe('people play Snake together', () => {
  test('two pages in one room see each other move; one dies and plays again; a third watches', async () => {
    const ann = await open();
    const bob = await open();
    await playWithoutBots(ann, 'Ann');
    await playWithoutBots(bob, 'Bob');
    expect(await bob.getByTestId('room-id').textContent()).toBe(
      await ann.getByTestId('room-id').textContent(),
    );

    await startSeen(ann, 0, bob);
    await startSeen(bob, 1, ann);

    const watcher = await open();
    await watcher.getByTestId('watch').click();
    await status(watcher, 'live');
    await expect.poll(() => watcher.getByTestId('score-name').allTextContents()).toContain('Ann');

    // Nobody steers: everybody meets the border.
    await row(bob, 0, false);
    await row(watcher, 0, false);
    await startSeen(ann, 0, watcher);
    await ann.screenshot({ path: `${artefacts}playing-desktop.png` });
    await watcher.screenshot({ path: `${artefacts}watching-desktop.png` });
  });

  test('a snake turns where its player says, by arrows and by WASD', async () => {
    const page = await open();
    await playWithoutBots(page, 'Ann', 'classic');
    const room = await roomOf(page);
    await start(page, 0);
    const letters = { up: 'W', left: 'A', down: 'S', right: 'D' } as const;
    const arrow = (way: Heading) =>
      page.keyboard.press(`Arrow${way.charAt(0).toUpperCase()}${way.slice(1)}`);
    const letter = (way: Heading) => page.keyboard.press(`Key${letters[way]}`);
    await steer(room, [arrow, arrow, arrow, arrow, letter, letter, letter, letter]);
  });

  test('a name is only ever text', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const ann = await open();
    await playWithoutBots(ann, name);
    const watcher = await open();
    await watcher.getByTestId('watch').click();
    // The schema keeps 15 code points; what is kept stands there letter for letter.
    for (const page of [ann, watcher]) {
      await expect
        .poll(() => page.getByTestId('score-name').allTextContents())
        .toEqual([name.slice(0, 15)]);
      expect(await page.locator('[data-testid=scores] img').count()).toBe(0);
    }
  });

  test('the page runs under a strict Content-Security-Policy that the server sends', async () => {
    const watched = await openPage(browser, server.url);
    opened.push(watched);
    const policy = watched.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/unsafe-eval|unsafe-inline|\*/);
    await quickPlay(watched.page, 'Ann');
    await startSeen(watched.page, 0);
  });

  test('on a phone: join, play by touch, nothing wider than the screen', async () => {
    const page = await open(phone);
    await page.screenshot({ path: `${artefacts}lobby-phone.png` });
    await quickPlay(page, 'Ann');
    await startSeen(page, 0, page, () => page.getByTestId('play').tap());
    await page.screenshot({ path: `${artefacts}playing-phone.png` });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  });

  test('a private room is found only by its link', async () => {
    const ann = await open();
    await ann.getByTestId('name').fill('Ann');
    await ann.getByTestId('private').click();
    await status(ann, 'live');
    const link = await ann.getByTestId('link').inputValue();
    const { rooms } = (await (await fetch(`${server.url}/rooms`)).json()) as { rooms: unknown[] };
    expect(rooms).toEqual([]);
    const bob = await open();
    await bob.goto(link);
    await quickPlay(bob, 'Bob');
    await expect.poll(() => ann.getByTestId('score-name').allTextContents()).toContain('Bob');
  });

  test('a page comes back by itself when the server restarts', async () => {
    const page = await open();
    await quickPlay(page, 'Ann');
    const { port } = server;
    await server.stop();
    await status(page, 'reconnecting');
    server = await serveSnake(port);
    await status(page, 'live');
    await startSeen(page, 0);
    // The browser itself reports each attempt that met a closed port; nothing else may be there.
    const [watched] = opened;
    watched?.faults.splice(
      0,
      Infinity,
      ...watched.faults.filter((fault) => !whileAway.test(fault)),
    );
  });
});
