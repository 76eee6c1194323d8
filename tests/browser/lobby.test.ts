// The first screen in a real Chromium: rooms seen live, rooms made, others invited.

import type { Browser, Page } from 'playwright-core';
import { connect } from 'tickhouse/client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { snake } from '../../games/snake/src/rules/index.ts';
import { paletteFor, snakeColour } from '../../games/snake/src/web/field/palette.ts';
import { qrModules } from '../../games/snake/tests/qr-modules.ts';
import { launchBrowser } from '../../scripts/chromium.mjs';
import { type ServedSnake, serveSnake } from '../../scripts/served-snake.mjs';
import { openPage, type WatchedPage } from '../support/browser.ts';
import { middleOf, seeMove } from '../support/pixels.ts';

interface RoomFacts {
  readonly id: string;
  readonly seated: number;
  readonly watching: number;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A snake of the first colour, as pages draw it that are light. */
const firstColour = snakeColour(paletteFor(true), 1);
const alone = { company: 0 };
/** What the page learns from the server within a second or two, on a slow machine later. */
const soon = { timeout: 15_000 };

let browser: Browser;
let server: ServedSnake;
let opened: WatchedPage[] = [];

beforeAll(async () => {
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

async function open(path = ''): Promise<Page> {
  const watched = await openPage(browser, server.url + path, {
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
  });
  opened.push(watched);
  return watched.page;
}

/** A player without a page. */
function player(name: string, room: string, options: object = alone) {
  const client = connect(server.url, { WebSocket });
  return client.join(snake, { name, bot: false }, { room, options });
}

/** Plays again whenever its snake is dead: a busy page may look late. */
function playOn(room: Awaited<ReturnType<typeof player>>): void {
  room.onTick(({ state }) => {
    if (!state.snakes.at(room.seat ?? 0)?.alive) room.send('play');
  });
}

async function rooms(): Promise<readonly RoomFacts[]> {
  return ((await (await fetch(`${server.url}/rooms`)).json()) as { rooms: RoomFacts[] }).rooms;
}

const watching = async (): Promise<number[]> => (await rooms()).map((room) => room.watching);

test('an open room is seen live: who is in it, and its snake as it moves', async () => {
  const ann = await player('Ann <b>', 'quick');
  const page = await open();
  const row = page.getByTestId('room');
  await expect.poll(() => row.getByTestId('player').allTextContents(), soon).toEqual(['Ann <b>']);
  expect(await row.textContent()).toContain('1 person');
  expect(await row.textContent()).toContain('no bots');
  playOn(ann);
  await seeMove(() => middleOf(page, '[data-testid=room-picture]', firstColour));
  await ann.leave();
});

test('a room is watched while its picture is on the screen, and not from the next screen', async () => {
  const ann = await player('Ann', 'quick');
  const page = await open();
  await expect.poll(watching, soon).toEqual([1]);
  await page.getByTestId('private').click();
  await page.getByTestId('invite-dialog').waitFor();
  await expect.poll(watching, soon).toEqual([0]);
  await ann.leave();
});

test('a room that all people left closes, although it had bots and a lobby shows it', async () => {
  const ann = await player('Ann', 'quick', {});
  const page = await open();
  await expect
    .poll(() => page.getByTestId('room').textContent(), soon)
    .toContain('1 person, 2 bots');
  expect(await page.getByTestId('player').first().textContent()).toBe('Ann');
  await expect.poll(watching, soon).toEqual([1]);
  await ann.leave();
  await page.getByTestId('no-rooms').waitFor();
  await expect.poll(rooms, soon).toEqual([]);
});

test('the focus stays on a button while rooms come and others go', async () => {
  const ann = await player('Ann', 'ann');
  const page = await open();
  const join = page.locator('[data-room=ann]').getByTestId('join-room');
  await join.focus();
  const bob = await player('Bob', 'bob');
  const cat = await player('Cat', 'bob');
  await page.locator('[data-room=bob]').waitFor();
  expect(await page.getByTestId('room').count()).toBe(2);
  await Promise.all([bob.leave(), cat.leave()]);
  await page.locator('[data-room=bob]').waitFor({ state: 'detached' });
  expect(await join.evaluate((button) => button === document.activeElement)).toBe(true);
  await ann.leave();
  // Its room is gone: the focus goes where the list begins, not to the top of the page.
  await page.locator('[data-room=ann]').waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('rooms-title');
});

test('who leaves while a seat is on its way stays on the first screen, and gives it up', async () => {
  const ann = await player('Ann', 'ann');
  const page = await open();
  let goOn = (): void => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await page.routeWebSocket(/\/play\//, async (socket) => {
    await held;
    socket.connectToServer();
  });
  await page.goto(`${server.url}/?room=ann`);
  await page.getByTestId('watch').click();
  await page.getByTestId('play').click();
  await page.keyboard.press('Escape');
  await page.getByTestId('quick-play').waitFor();
  goOn();
  const seated = () => [...ann.state.snakes].length;
  await expect.poll(seated, { interval: 5, ...soon }).toBe(2);
  await expect.poll(seated, soon).toBe(1);
  expect(await page.getByTestId('quick-play').isVisible()).toBe(true);
  expect(await page.getByTestId('leave').isVisible()).toBe(false);
  await ann.leave();
});

test('a page that the browser kept and brings back begins anew, in the seat that it had', async () => {
  const page = await open();
  await page.getByTestId('quick-play').click();
  await page.locator('[data-testid=status][data-status=live]').waitFor();
  const began = await page.evaluate(() => performance.timeOrigin);
  await page.evaluate(() => {
    for (const type of ['pagehide', 'pageshow']) {
      dispatchEvent(new PageTransitionEvent(type, { persisted: true }));
    }
  });
  await page.waitForFunction((before) => performance.timeOrigin > before, began);
  await page.locator('.own[data-seat="0"]').waitFor();
  expect(await page.getByTestId('score').locator('.note', { hasText: 'you' }).count()).toBe(1);
});

test('a server that is gone is told, and found again', async () => {
  const ann = await player('Ann', 'ann');
  const page = await open();
  await page.getByTestId('room').waitFor();
  // What a proxy says whose server is gone.
  await page.route('**/rooms?*', (route) => route.fulfill({ body: '<h1>Back soon</h1>' }));
  const none = page.getByTestId('no-rooms');
  await expect.poll(() => none.textContent(), soon).toContain('cannot be reached');
  expect(await page.getByTestId('room').count()).toBe(0);
  await page.unroute('**/rooms?*');
  await page.getByTestId('room').waitFor();
  await ann.leave();
});

test('what is chosen for a room reaches it, and is remembered', async () => {
  const page = await open();
  await page.getByTestId('options').locator('summary').click();
  await page.getByTestId('speed').selectOption('fast');
  await page.getByTestId('field').selectOption('large');
  await page.getByTestId('stones').uncheck();
  await page.getByTestId('company').selectOption('6');
  await page.getByTestId('strength').selectOption('hard');
  const words = await page.getByTestId('choices-summary').textContent();
  await page.getByTestId('public').click();
  await page.locator('[data-testid=status][data-status=live]').waitFor();
  const chosen = { speed: 'fast', field: 'large', stones: false, company: 6, strength: 'hard' };
  expect((await rooms()).map(({ options }) => options)).toEqual([chosen]);
  await page.getByTestId('leave').click();
  await page.reload();
  expect(await page.getByTestId('choices-summary').textContent()).toBe(words);
  expect(await page.getByTestId('company').inputValue()).toBe('6');
  // Quick play is for everybody: it asks for the usual room.
  await page.getByTestId('quick-play').click();
  await page.locator('[data-testid=status][data-status=live]').waitFor();
  expect((await rooms()).map(({ options }) => options)).toContainEqual(snake.definition.defaults);
});

test('a private room opens with its invitation: the link, its QR code, keys of its own', async () => {
  const page = await open();
  await page.getByTestId('private').click();
  const dialog = page.getByTestId('invite-dialog');
  await page.locator('[data-testid=qr][data-link]').waitFor();
  const link = await page.getByTestId('link').inputValue();
  expect(link).toMatch(/\/\?room=p-[0-9a-z]{10}$/);
  expect(await modulesOn(page)).toEqual(qrModules(link));

  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  expect(await page.getByTestId('status').getAttribute('data-status')).toBe('live');
  await page.getByTestId('invite').focus();
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  await page.getByTestId('invite-close').click();
  await dialog.waitFor({ state: 'hidden' });
  // Keys steer at once.
  await page.keyboard.press('Space');
  await page.locator('[data-testid=score][data-seat="0"][data-alive=true]').waitFor();
});

test('an invitation shows its room before one goes in, and lets go of it when all have left', async () => {
  const ann = await player('Ann', 'private');
  playOn(ann);
  const page = await open(`/?room=${ann.id}`);
  await expect
    .poll(() => page.getByTestId('invitation-text').textContent(), soon)
    .toContain('1 person');
  await seeMove(() => middleOf(page, '[data-testid=invitation-picture]', firstColour));
  expect(await page.getByTestId('private').isVisible()).toBe(false);
  await ann.leave();
  await expect
    .poll(() => page.getByTestId('invitation-sign').textContent(), soon)
    .toBe('Nobody is here yet');
  await page.getByTestId('others').click();
  expect(new URL(page.url()).search).toBe('');
  expect(await page.getByTestId('private').isVisible()).toBe(true);
});

test('the best names of the server stand in the lobby, as text', async () => {
  const page = await open();
  const scores = Array.from({ length: 20 }, (_, i) => ({
    name: i === 0 ? '<i>Ann</i>' : `P${i}`,
    points: 90 - i,
    colour: 1 + (i % 6),
  }));
  await page.route('**/top-scores', (route) => route.fulfill({ json: { scores } }));
  await page.reload();
  await page.getByTestId('top-score').first().waitFor();
  expect(await page.getByTestId('top-score').allTextContents()).toEqual(
    scores.slice(0, 15).map(({ name, points }) => name + points),
  );
});

test('nothing shifts while rooms come and go', async () => {
  const page = await open();
  await page.evaluate(() => {
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) document.body.dataset.shift = JSON.stringify(entry);
    });
    observer.observe({ type: 'layout-shift', buffered: true });
  });
  const ann = await player('Ann', 'quick');
  await page.getByTestId('player').waitFor();
  await ann.leave();
  await page.getByTestId('no-rooms').waitFor();
  expect(await page.evaluate(() => document.body.dataset.shift)).toBeUndefined();
});

/** The page's code, as rows of `#` and `.`: one pixel is one module. */
function modulesOn(page: Page): Promise<string[]> {
  return page.getByTestId('qr').evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no 2D canvas');
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) =>
        (data[4 * (y * width + x)] ?? 0) < 128 ? '#' : '.',
      ).join(''),
    );
  });
}
