// The way into a room, out of it, and back, in a real Chromium: links that lead somewhere at any time,
// reloads, the browser's own buttons.

import type { Browser, Page } from 'playwright-core';
import { connect } from 'tickhouse/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type Heading, snake } from '../../games/snake/src/rules/index.ts';
import { launchBrowser } from '../../scripts/chromium.mjs';
import { type ServedSnake, serveSnake } from '../../scripts/served-snake.mjs';
import { openPage, type WatchedPage, whileAway } from '../support/browser.ts';
import { until } from '../support/honest.ts';
import { asideOf, roomOf } from '../support/snake-room.ts';

const desktop = { viewport: { width: 1280, height: 800 } };
/** Rooms without bots and stones, slow and large enough to be looked at on a busy machine. */
const choices = '{"speed":"classic","field":"large","company":0,"stones":false}';

const keys: Readonly<Record<Heading, string>> = {
  up: 'ArrowUp',
  right: 'ArrowRight',
  down: 'ArrowDown',
  left: 'ArrowLeft',
};

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
  const faults = opened.flatMap(({ faults }) => faults);
  expect(faults.filter((fault) => !whileAway.test(fault))).toEqual([]);
});

async function open(path = ''): Promise<Page> {
  const localStorage = [
    { name: 'snake.choices', value: choices },
    { name: 'snake.name', value: 'Ann' },
  ];
  const storageState = { cookies: [], origins: [{ origin: server.url, localStorage }] };
  const watched = await openPage(browser, server.url + path, { ...desktop, storageState });
  opened.push(watched);
  return watched.page;
}

/** A player without a page. */
function player(name: string, room: string, options: object = { company: 0 }) {
  const client = connect(server.url, { WebSocket });
  return client.join(snake, { name, bot: false }, { room, options });
}

const live = (page: Page) => page.locator('[data-testid=status][data-status=live]').waitFor();
const own = (page: Page, alive: boolean) =>
  page.locator(`[data-testid=score].own[data-alive=${alive}]`).waitFor();
const lobby = (page: Page) => page.getByTestId('quick-play').waitFor();
const said = (page: Page, id: string) => expect.poll(() => page.getByTestId(id).textContent());

/** Into a private room, past its invitation; returns its link. */
async function makePrivate(page: Page): Promise<string> {
  await page.getByTestId('private').click();
  await live(page);
  const link = await page.getByTestId('link').inputValue();
  expect(await page.getByTestId('link-words').textContent()).toContain(
    'can join this room, at any',
  );
  await page.getByTestId('invite-close').click();
  return link;
}

async function roomCount(): Promise<number> {
  return ((await (await fetch(`${server.url}/healthz`)).json()) as { rooms: number }).rooms;
}

describe('a private link', () => {
  test('leads into its room also when that was closed: made anew, with its options', async () => {
    const ann = await open();
    const link = await makePrivate(ann);
    const id = new URL(link).searchParams.get('room');
    await ann.getByTestId('leave').click();
    await lobby(ann);
    await expect.poll(roomCount).toBe(0);

    const bob = await open(link.slice(server.url.length));
    await said(bob, 'invitation-sign').toBe('Nobody is here yet');
    await bob.getByTestId('quick-play').click();
    const room = await roomOf(bob);
    expect(room.id).toBe(id);
    expect(room.options).toMatchObject({ speed: 'classic', company: 0, stones: false });
    // The same link, once more: whoever has it meets Bob.
    const cid = await open(link.slice(server.url.length));
    await said(cid, 'invitation-text').toContain('1 person');
  });

  test('leads into its room on another server', async () => {
    const ann = await open();
    const link = await makePrivate(ann);
    await ann.getByTestId('leave').click();
    await lobby(ann);
    const { port } = server;
    await server.stop();
    server = await serveSnake(port);
    const bob = await open(link.slice(server.url.length));
    await bob.getByTestId('quick-play').click();
    expect((await roomOf(bob)).id).toBe(new URL(link).searchParams.get('room'));
  });
});

describe('an invitation', () => {
  test('to a quick room that has closed says so, and offers to play elsewhere', async () => {
    const page = await open('/?room=q-abc234');
    await said(page, 'invitation-title').toBe('This room has closed');
    expect(await page.getByTestId('watch').isDisabled()).toBe(true);
    expect(await page.getByTestId('others').isVisible()).toBe(true);
    await page.getByTestId('quick-play').click();
    await live(page);
    expect(new URL(page.url()).searchParams.get('room')).not.toBe('q-abc234');
  });

  test('to a full room offers to watch it; who watches is offered no seat', async () => {
    const seated = await Promise.all(
      Array.from({ length: snake.seats }, (_, i) => player(`P${i}`, 'arena')),
    );
    const page = await open('/?room=arena');
    await said(page, 'invitation-text').toContain('is full: 10 people');
    await said(page, 'quick-play').toBe('Watch');
    await page.getByTestId('quick-play').click();
    await live(page);
    expect(await page.getByTestId('score').locator('.note:not(:empty)').count()).toBe(0);
    expect(await page.getByTestId('play').isVisible()).toBe(false);
    await seated[0]?.leave();
    await page.getByTestId('play').getByText('Join this room').waitFor();
    for (const room of seated) await room.leave();
  });

  test('beside it no other room is said to be empty; its own room is not listed twice', async () => {
    const ann = await player('Ann', 'arena');
    const page = await open('/?room=arena');
    await said(page, 'invitation-text').toContain('1 person');
    await said(page, 'no-rooms').toContain('No other room is open');
    expect(await page.getByTestId('room').count()).toBe(0);
    await ann.leave();
  });

  test.each(['a'.repeat(400), 'p-123', '<b>'])('that names no room says so: %s', async (name) => {
    const page = await open(`/?${new URLSearchParams({ room: name })}`);
    await said(page, 'invitation-title').toBe('This link leads to no room');
    await said(page, 'quick-play').toBe('Quick play');
  });
});

describe('a page that is loaded again', () => {
  test('is in the same seat, with the same snake, and steers it', async () => {
    const page = await open();
    await makePrivate(page);
    const room = await roomOf(page);
    await page.keyboard.press('Space');
    await until(room, ({ state }) => state.snakes.at(0)?.alive);
    // Towards the farther border: it has many seconds to live.
    const aside = asideOf(room, 0);
    await page.keyboard.press(keys[aside]);
    await until(room, ({ state }) => state.snakes.at(0)?.heading === aside);
    const before = { seat: room.state.snakes.at(0)?.slot, id: room.state.snakes.at(0)?.id };
    await page.reload();
    await live(page);
    await own(page, true);
    const after = room.state.snakes.at(0);
    expect({ seat: after?.slot, id: after?.id }).toEqual(before);
    expect(room.state.snakes.size).toBe(1);
    const turned = asideOf(room, 0);
    await page.keyboard.press(keys[turned]);
    await until(room, ({ state }) => state.snakes.at(0)?.heading === turned);
  });

  test('watches on', async () => {
    const ann = await player('Ann', 'arena');
    const page = await open('/?room=arena');
    await page.getByTestId('watch').click();
    await live(page);
    await page.reload();
    await live(page);
    expect(await page.getByTestId('headline').textContent()).toBe('Watching');
    await ann.leave();
  });

  test('after its seat was given up is invited to its room, without a word that is not so', async () => {
    const page = await open();
    await makePrivate(page);
    // As if the tab had been closed for longer than anybody waits.
    await page.evaluate(() => {
      addEventListener('pagehide', () => {
        const kept = JSON.parse(sessionStorage.getItem('snake.seat') ?? '{}');
        sessionStorage.setItem('snake.seat', JSON.stringify({ ...kept, atMs: 0 }));
      });
    });
    await page.reload();
    await page.getByTestId('invitation').waitFor();
    expect(await page.getByTestId('problem').textContent()).toBe('');
    await page.getByTestId('quick-play').click();
    await live(page);
  });

  test('and a copy of its tab is invited: it takes no seat from it', async () => {
    const page = await open();
    await makePrivate(page);
    const address = page.url();
    const [copy] = await Promise.all([
      page.context().waitForEvent('page'),
      page.evaluate(() => void window.open(location.href, '_blank')),
    ]);
    await copy.getByTestId('invitation').waitFor();
    await said(copy, 'invitation-text').toContain('1 person');
    expect(copy.url()).toBe(address);
    expect(await page.getByTestId('status').getAttribute('data-status')).toBe('live');
  });
});

describe('the browser’s buttons', () => {
  test('back leaves the game for the lobby, and gives the seat up; forward enters it again', async () => {
    const page = await open();
    await makePrivate(page);
    const room = await roomOf(page);
    await page.keyboard.press('Space');
    await own(page, true);
    await page.goBack();
    await lobby(page);
    expect(new URL(page.url()).search).toBe('');
    await until(room, ({ state }) => state.snakes.size === 0);
    await page.goForward();
    await live(page);
    await until(room, ({ state }) => state.snakes.size === 1);
    expect(await page.getByTestId('headline').textContent()).toBe('Ready?');
    // A reload in between changes nothing.
    await page.reload();
    await live(page);
    await page.goBack();
    await lobby(page);
    expect(new URL(page.url()).search).toBe('');
  });

  test('Escape goes the same way: the page is left by one more step back', async () => {
    const page = await open();
    await page.goto(`${server.url}/404.html`);
    await page.goto(server.url);
    for (let i = 0; i < 2; i++) {
      await makePrivate(page);
      await page.keyboard.press('Escape');
      await lobby(page);
    }
    await page.goBack();
    expect(new URL(page.url()).pathname).toBe('/404.html');
  });

  test('forward into a quick room that has closed meanwhile says so', async () => {
    const page = await open();
    await page.getByTestId('public').click();
    await live(page);
    await page.goBack();
    await lobby(page);
    await expect.poll(roomCount).toBe(0);
    await page.goForward();
    await said(page, 'invitation-title').toBe('This room has closed');
    await page.getByTestId('others').click();
    expect(await page.getByTestId('private').isVisible()).toBe(true);
  });
});

test('a death while the connection was lost is told: why, with how many points', async () => {
  const page = await open();
  let isCut = false;
  const ends: (() => void)[] = [];
  await page.routeWebSocket(/\/play\//, (socket) => {
    if (isCut) return void socket.close({ code: 4999 });
    const onward = socket.connectToServer();
    ends.push(() => {
      void onward.close();
      void socket.close({ code: 4999 });
    });
  });
  await page.reload();
  await page.getByTestId('options').locator('summary').click();
  await page.getByTestId('speed').selectOption('fast');
  await makePrivate(page);
  const room = await roomOf(page);
  await page.keyboard.press('Space');
  await own(page, true);
  isCut = true;
  for (const end of ends) end();
  await page.locator('[data-testid=status][data-status=reconnecting]').waitFor();
  // Nobody steers.
  await until(room, ({ state }) => state.snakes.at(0)?.alive === false);
  isCut = false;
  const told = page.getByTestId('feed').getByText(/^You .* while you were away: \d+ points?$/);
  await told.waitFor({ state: 'attached' });
  expect(await page.getByTestId('hint').textContent()).toMatch(/^While you were away\. \d+ point/);
  expect(await page.getByTestId('headline').textContent()).toMatch(/^You (?:hit|bit)/);
});

test('an address that leads nowhere has a page of its own, and a way to the lobby', async () => {
  const page = await open('/nothing/here');
  const [watched] = opened;
  await page.getByRole('link', { name: 'To the lobby' }).click();
  await lobby(page);
  // The browser reports that status itself.
  watched?.faults.splice(0, 1);
});
