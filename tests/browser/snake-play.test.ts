// A first visit, on a desktop and on a phone, from the first screen to the second match, with nothing
// prepared: what a person does who was sent the link. What is seen is kept in artefacts/.

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launchBrowser } from '../../scripts/chromium.mjs';
import { type ServedSnake, serveSnake } from '../../scripts/served-snake.mjs';
import { limits, measurePage } from '../../scripts/vitals.mjs';
import { openPage, whileAway } from '../support/browser.ts';
import { until } from '../support/honest.ts';
import { asideOf, roomOf, type SnakeRoom } from '../support/snake-room.ts';

const artefacts = fileURLToPath(new URL('../../artefacts/', import.meta.url));
const screens = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    deviceScaleFactor: 2,
  },
} satisfies Record<string, BrowserContextOptions>;

let browser: Browser;
let server: ServedSnake;

beforeAll(async () => {
  mkdirSync(artefacts, { recursive: true });
  browser = await launchBrowser();
  server = await serveSnake();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** A page whose faults and layout shifts fail the test at its end. */
async function visit(screen: BrowserContextOptions, url = server.url): Promise<Page> {
  const { page, faults } = await openPage(browser, 'about:blank', screen);
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        // What the visitor unfolds may move what is below it.
        const { hadRecentInput } = entry as unknown as { hadRecentInput: boolean };
        if (!hadRecentInput) console.error(`shift ${JSON.stringify(entry)}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  onTestFinished(async () => {
    // A page that just goes keeps its seat for a while, and the next one may come into the same room.
    const leave = page.getByTestId('leave');
    if (await leave.isVisible()) {
      await leave.click();
      await page.getByTestId('quick-play').waitFor();
    }
    await page.context().close();
    expect(faults.filter((fault) => !whileAway.test(fault))).toEqual([]);
  });
  await page.goto(url);
  return page;
}

function living({ state }: SnakeRoom, isBot: boolean): number {
  return [...state.snakes].filter(({ alive, bot }) => alive && bot === isBot).length;
}

describe.each(Object.entries(screens))('on a %s', (name, screen) => {
  const isTouch = 'hasTouch' in screen;
  const press = async (page: Page, id: string) => {
    const button = page.getByTestId(id);
    if (isTouch) await button.tap();
    else await button.click();
  };

  test('quick play: two bots play along; death, its reason, and another snake by one key', async () => {
    const page = await visit(screen);
    await page.getByTestId('name').fill('Ann');
    await press(page, 'quick-play');
    const room = await roomOf(page);
    await until(room, () => living(room, false) === 1 && living(room, true) === 2);
    await page.screenshot({ path: `${artefacts}quick-play-${name}.png` });
    // Nobody steers: it meets the border, or something before.
    await until(room, () => living(room, false) === 0);
    await expect
      .poll(() => page.getByTestId('headline').textContent())
      .toMatch(/^You (?:hit|ran|bit)/);
    await page.screenshot({ path: `${artefacts}dead-${name}.png` });
    if (isTouch) await press(page, 'play');
    else await page.keyboard.press('Space');
    await until(room, () => living(room, false) === 1);
    await expect.poll(() => page.locator('.own[data-alive=true]').count()).toBe(1);
  });

  test('two quick turns count both, one a tick', async () => {
    const page = await visit(screen);
    await page.getByTestId('options').locator('summary').click();
    await page.getByTestId('speed').selectOption('classic');
    await page.getByTestId('company').selectOption('0');
    await press(page, 'public');
    const room = await roomOf(page);
    await press(page, 'play');
    await until(room, () => living(room, false) === 1);
    const own = () => room.state.snakes.at(0);
    const { heading } = own() as NonNullable<ReturnType<typeof own>>;
    // Towards the farther border, so that both turns have room.
    const aside = asideOf(room, 0);
    const back = ({ up: 'down', down: 'up', left: 'right', right: 'left' } as const)[heading];
    const seen: string[] = [];
    const stop = room.onTick(() => seen.push(own()?.heading ?? ''));
    for (const way of [aside, back]) {
      if (isTouch) await page.locator(`#pad-${way}`).tap();
      else await page.keyboard.press(`Arrow${way[0]?.toUpperCase()}${way.slice(1)}`);
    }
    await until(room, () => own()?.heading === back);
    stop();
    expect(seen.slice(-2)).toEqual([aside, back]);
    expect(seen.filter((one) => one === aside)).toHaveLength(1);
  });

  test('a friend comes by the private link, another watches; after a restart quick players are back', async () => {
    const own = await serveSnake();
    let running = own;
    onTestFinished(async () => void (await running.stop()));
    const ann = await visit(screen, own.url);
    await ann.getByTestId('name').fill('Ann');
    await press(ann, 'private');
    await ann.locator('[data-testid=qr][data-link]').waitFor();
    const link = await ann.getByTestId('link').inputValue();
    await ann.screenshot({ path: `${artefacts}invitation-${name}.png` });
    await press(ann, 'invite-close');

    const bob = await visit(screen, link);
    await bob.getByTestId('name').fill('Bob');
    await press(bob, 'quick-play');
    const cid = await visit(screen, link);
    await press(cid, 'watch');
    for (const page of [ann, bob, cid]) {
      await expect
        .poll(() => page.getByTestId('score-name').allTextContents())
        .toEqual(expect.arrayContaining(['Ann', 'Bob']));
    }
    await cid.screenshot({ path: `${artefacts}watching-${name}.png` });

    // The rooms go with what their process kept: a private one is made anew by who was in it, so that its
    // link leads on. Who plays quickly finds another.
    const dan = await visit(screen, own.url);
    await press(dan, 'quick-play');
    await dan.locator('[data-testid=status][data-status=live]').waitFor();
    await own.stop();
    await dan.locator('[data-testid=status][data-status=reconnecting]').waitFor();
    await dan.screenshot({ path: `${artefacts}reconnecting-${name}.png` });
    running = await serveSnake(own.port);
    await dan.locator('[data-testid=status][data-status=live]').waitFor();
    await press(dan, 'play');
    await dan.locator('.own[data-alive=true]').waitFor();
    await ann.locator('[data-testid=status][data-status=live]').waitFor();
    expect(ann.url()).toBe(link);
  });

  test('what a first visit transfers, and that nothing moves while it comes', async () => {
    const { transferBytes, layoutShift, requests } = await measurePage(browser, server.url, screen);
    expect(transferBytes).toBeGreaterThan(5_000);
    expect(transferBytes).toBeLessThan(limits.transferBytes);
    expect(requests).toBeLessThan(20);
    expect(layoutShift).toBe(0);
  });
});
