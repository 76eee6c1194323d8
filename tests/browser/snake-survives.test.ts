// The server of a page is killed without a word and started again: the page plays on in its seat, in the
// same room, and bots come as they did before.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { launchBrowser } from '../../scripts/chromium.mjs';
import { serveSnake } from '../../scripts/served-snake.mjs';
import { openPage, whileAway } from '../support/browser.ts';
import { until } from '../support/honest.ts';
import { roomOf, type SnakeRoom } from '../support/snake-room.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const crewOf = ({ state }: SnakeRoom) => [...state.snakes].filter(({ bot }) => bot);
const bots = (room: SnakeRoom): number => crewOf(room).length;
const names = (room: SnakeRoom): string[] =>
  crewOf(room)
    .map(({ name }) => name)
    .sort();

test('after kill -9 a page is in its seat again, with its snake, and bots play along', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'snake-survives-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const first = await serveSnake(0, dataDir);
  const { page, faults } = await openPage(browser, first.url);
  onTestFinished(() => page.context().close());
  await page.getByTestId('name').fill('Ann');
  await page.getByTestId('quick-play').click();
  const before = await roomOf(page);
  await until(before, (room) => bots(room) === 2);
  await page.keyboard.press('Space');
  const own = ({ state }: SnakeRoom) => [...state.snakes].find(({ name }) => name === 'Ann');
  await until(before, (room) => own(room)?.alive === true);
  const was = { id: before.id, seat: own(before)?.slot, address: page.url() };
  const { tick } = before;
  const crew = names(before);
  const slots = crewOf(before).map(({ slot }) => slot);
  await first.stop('SIGKILL');
  await page.locator('[data-testid=status][data-status=reconnecting]').waitFor();

  const second = await serveSnake(first.port, dataDir);
  onTestFinished(async () => void (await second.stop()));
  await page.locator('[data-testid=status][data-status=live]').waitFor();
  const after = await roomOf(page);
  expect({ id: after.id, seat: own(after)?.slot, address: page.url() }).toEqual(was);
  expect(after.tick).toBeGreaterThan(tick);
  // New bots, in seats of their own, go on with what the old ones had.
  const isNew = (room: SnakeRoom) => crewOf(room).every(({ slot }) => !slots.includes(slot));
  await until(after, (room) => bots(room) === 2 && isNew(room));
  expect(names(after)).toEqual(crew);
  // The seat is the page's: it is the page that gives it up.
  await page.getByTestId('leave').click();
  await until(after, (room) => own(room) === undefined);
  expect(faults.filter((fault) => !whileAway.test(fault))).toEqual([]);
});
