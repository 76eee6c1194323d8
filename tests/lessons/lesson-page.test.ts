// The lessons in a real Chromium, each served by a process of its own: what a learner sees and does.

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launchBrowser } from '../../scripts/chromium.mjs';
import { openPage } from '../support/browser.ts';
import { type RunningLesson, startLesson } from '../support/lesson.ts';
import { startBroker } from '../support/nats.ts';

const desktop = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const quiet = { PERIOD_MS: '3600000' };

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

async function open({ url }: RunningLesson, options = desktop): Promise<Page> {
  const { page, faults } = await openPage(browser, url, options);
  onTestFinished(async () => {
    await page.context().close();
    expect(faults).toEqual([]);
  });
  await page
    .getByTestId('number')
    .filter({ hasText: /^3\.\d$/ })
    .waitFor();
  return page;
}

async function connected(page: Page): Promise<Page> {
  await page.getByTestId('connect').click();
  await status(page, 'on');
  return page;
}

async function status(page: Page, expected: 'on' | 'off'): Promise<void> {
  await page.locator(`[data-testid=status][data-status=${expected}]`).waitFor();
}

/** Waits until a message like this is shown. */
async function shown(page: Page, text: string | RegExp): Promise<void> {
  await page
    .getByTestId('messages')
    .getByRole('listitem')
    .filter({ hasText: text })
    .first()
    .waitFor();
}

function messages(page: Page): Promise<string[]> {
  return page.getByTestId('messages').getByRole('listitem').allTextContents();
}

describe.each(['3.1', '3.2', '3.3', '3.4', '3.5', '3.6'])('the page of %s', (number) => {
  test('connects, sends keys, shows what comes, disconnects, and connects again', async () => {
    const page = await open(await startLesson(number));
    expect(await page.getByTestId('number').textContent()).toBe(number);
    for (let round = 0; round < 2; round++) {
      await connected(page);
      await page.keyboard.press('a');
      await shown(page, 'Pressed key code: 65');
      await page.keyboard.press('ArrowUp');
      await shown(page, 'Pressed key code: 38');
      await page.keyboard.press('Space');
      await shown(page, 'Pressed key code: 32');
      await shown(page, /^game loop says: tick/);
      await page.getByTestId('disconnect').click();
      await status(page, 'off');
    }
  });
});

test('a phone sends by its keyboard and by buttons, and nothing is wider than it', async () => {
  const page = await connected(await open(await startLesson('3.2', quiet), phone));
  await page.getByTestId('type').pressSequentially('x1');
  await shown(page, 'Pressed key code: 88');
  await shown(page, 'Pressed key code: 49');
  await page.getByRole('button', { name: 'Left' }).tap();
  await shown(page, 'Pressed key code: 37');
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(phone.viewport.width);
});

test('of what is typed, letters, digits and spaces are sent, and nothing that is no key', async () => {
  const page = await connected(await open(await startLesson('3.1', quiet), phone));
  await page.getByTestId('type').fill('(%.\u{1f600}é ß-');
  await page.getByTestId('type').pressSequentially('z 9');
  await shown(page, 'Pressed key code: 57');
  const codes = [57, 32, 90, 32].map((code) => `Pressed key code: ${code}`);
  expect(await messages(page)).toEqual(codes);
  expect(await page.getByTestId('type').inputValue()).toBe('');
});

test("the browser keeps its keys; those that would scroll or search are the server's alone", async () => {
  const page = await connected(await open(await startLesson('3.1', quiet)));
  await page.evaluate(() => {
    addEventListener('keydown', ({ key, defaultPrevented }) => {
      document.body.dataset.keys = `${document.body.dataset.keys ?? ''}${key} ${defaultPrevented},`;
    });
  });
  for (const key of ['F1', 'F11', 'Escape', 'Tab', 'ArrowDown', 'PageDown', 'End', 'a', "'"]) {
    await page.keyboard.press(key);
  }
  const seen = await page.evaluate(() => document.body.dataset.keys ?? '');
  expect(seen.split(',').filter(Boolean)).toEqual([
    'F1 false',
    'F11 false',
    'Escape false',
    'Tab false',
    'ArrowDown true',
    'PageDown true',
    'End true',
    'a true',
    "' true",
  ]);
  await shown(page, 'Pressed key code: 112');
});

test('the newest message stands on top, and old ones go', async () => {
  const page = await connected(await open(await startLesson('3.4', { PERIOD_MS: '2' })));
  await page.getByTestId('messages').getByRole('listitem').nth(99).waitFor();
  await page.keyboard.press('a');
  await shown(page, 'Pressed key code: 65');
  await page.getByTestId('disconnect').click();
  await status(page, 'off');
  const texts = await messages(page);
  expect(texts).toHaveLength(100);
  const ticks = texts
    .filter((text) => text.startsWith('game loop'))
    .map((text) => Number(text.split(' ').at(-1)));
  expect(ticks).toEqual([...ticks].sort((a, b) => b - a));
});

test('a server that goes is told as a lost connection', async () => {
  const lesson = await startLesson('3.1', quiet);
  const page = await connected(await open(lesson));
  await lesson.program.stop('SIGKILL');
  await status(page, 'off');
  expect(await page.getByTestId('status').textContent()).toContain('Connection lost (1006)');
});

test('3.2: two pages in two rooms hear their own loop', async () => {
  const lesson = await startLesson('3.2');
  const [ann, bob] = [await open(lesson), await open(lesson)];
  await bob.getByTestId('room').fill('b');
  await Promise.all([connected(ann), connected(bob)]);
  await shown(ann, 'of room a');
  await shown(bob, 'of room b');
  expect((await messages(ann)).filter((text) => text.includes('room b'))).toEqual([]);
  expect((await messages(bob)).filter((text) => text.includes('room a'))).toEqual([]);
});

test('3.3: a loop that failed and one that was cancelled look different', async () => {
  const lesson = await startLesson('3.3');
  const page = await connected(await open(lesson));
  await page.getByRole('button', { name: 'Make the loop fail' }).click();
  await shown(page, /^game loop failed: tick \d+ went wrong/);
  expect(await page.locator('li[data-from=end]').count()).toBe(1);
  const other = await connected(await open(lesson));
  await shown(other, /^game loop started; the one before failed/);
  await shown(page, /^game loop started; the one before failed/);
  for (const left of [page, other]) await left.getByTestId('disconnect').click();
  await lesson.program.printed(/game loop was cancelled/);
  await connected(page);
  await shown(page, 'game loop started; the one before was cancelled: the last player left');
});

test('3.4: the end of a match is told, and a greeting of another server is shown', async () => {
  const broker = await startBroker();
  const env = { ...quiet, NATS_URL: broker.url };
  const short = await startLesson('3.4', { ...quiet, MATCH_MS: '50' });
  const ended = await open(short);
  await ended.getByTestId('connect').click();
  await shown(ended, 'Disconnected: the match is over');
  expect(await ended.getByTestId('status').textContent()).toContain('the match is over');
  const [here, there] = [await startLesson('3.4', env), await startLesson('3.4', env)];
  const [ann, bob] = [await connected(await open(here)), await connected(await open(there))];
  await ann.getByRole('button', { name: 'Greet the other servers' }).click();
  await shown(ann, 'The other servers were told');
  await shown(bob, `another server says: hello from process ${here.program.pid}`);
});

test('3.5: the delay of the event loop is shown beside how long the thread was blocked', async () => {
  const page = await connected(await open(await startLesson('3.5', { PERIOD_MS: '300' })));
  const told =
    /its thread was blocked for (\d+) ms, the event loop's delay was at most ([\d.]+) ms/;
  await shown(page, told);
  const [, blockedMs, delayMs] = told.exec((await messages(page)).join('\n')) ?? [];
  expect(Number(blockedMs)).toBeGreaterThanOrEqual(300);
  expect(Number(delayMs)).toBeGreaterThan(0);
});

test('3.6: a worker that the page kills is replaced by another', async () => {
  const page = await connected(await open(await startLesson('3.6', { PERIOD_MS: '500' })));
  await shown(page, /worker process \d+$/);
  const button = page.getByRole('button', { name: 'Kill the worker' });
  for (let press = 0; press < 2; press++) await button.click();
  await shown(page, /^Process \d+ was killed at its work$/);
  const killed = (await messages(page)).find((text) => text.startsWith('Process'))?.split(' ')[1];
  await shown(page, new RegExp(`worker process (?!${killed}$)\\d+$`));
  await status(page, 'on');
});
