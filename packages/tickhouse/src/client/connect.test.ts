// connect(), before there is any server: addresses, and runtimes without a WebSocket.

import { afterEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { counting } from '../../../../tests/support/counting-game.ts';
import { rejectionOf } from '../../../../tests/support/house.ts';
import { connect } from './connect.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** The addresses that a client of `url` opens. */
async function openedBy(
  url: string | undefined,
  choice?: { room?: string; options?: { start?: number; mood?: 'wild' } },
): Promise<string> {
  const opened: string[] = [];
  class Recorder extends EventTarget {
    readonly readyState = 0;
    binaryType = '';
    constructor(address: string) {
      super();
      opened.push(address);
      queueMicrotask(() => this.dispatchEvent(new CustomEvent('close')));
    }
    close(): void {}
    send(): void {}
  }
  const client = connect(url, { WebSocket: Recorder });
  await rejectionOf(client.join(counting, { name: 'Ann' }, choice));
  return opened.join();
}

describe('the address', () => {
  const cases: readonly (readonly [given: string, opened: string])[] = [
    ['ws://localhost:8080', 'ws://localhost:8080/play/counting/quick'],
    ['wss://a.example', 'wss://a.example/play/counting/quick'],
    ['http://localhost:8080', 'ws://localhost:8080/play/counting/quick'],
    ['https://a.example/lobby?x=1#y', 'wss://a.example/play/counting/quick'],
    ['http://[::1]:8080', 'ws://[::1]:8080/play/counting/quick'],
    ['HTTPS://A.Example:443', 'wss://a.example/play/counting/quick'],
  ];
  test.each(cases)('%s leads to %s', async (given, opened) => {
    expect(await openedBy(given)).toBe(opened);
  });

  test('is that of the page where none is given, and may be relative to it', async () => {
    vi.stubGlobal('location', { href: 'https://a.example/game/' });
    expect(await openedBy(undefined)).toBe('wss://a.example/play/counting/quick');
    expect(await openedBy('//b.example')).toBe('wss://b.example/play/counting/quick');
  });

  test('names the room and its options', async () => {
    const choice = { room: 'a b', options: { start: 3, mood: 'wild' } } as const;
    expect(await openedBy('ws://h', choice)).toBe('ws://h/play/counting/a%20b?start=3&mood=wild');
  });

  test.each([undefined, '', 'localhost:8080', 'ws://', 'ftp://h', 'mailto:a@b', 'h', '/play'])(
    '%s is none: CLIENT_URL',
    (url) => {
      expect(codeOf(() => connect(url, { WebSocket }))).toBe('CLIENT_URL');
    },
  );

  test.each(['file:///game/index.html', 'about:blank'])('of the page %s is none', (href) => {
    vi.stubGlobal('location', { href });
    expect(codeOf(() => connect())).toBe('CLIENT_URL');
  });
});

describe('a runtime without a WebSocket', () => {
  test('is told where to get one', async () => {
    vi.stubGlobal('WebSocket', undefined);
    const joined = connect('ws://127.0.0.1:1').join(counting, { name: 'Ann' });
    await expect(joined).rejects.toMatchObject({
      code: 'CLIENT_WEBSOCKET',
      message: expect.stringContaining('ws'),
    });
  });

  test('is no obstacle where a class is given', async () => {
    vi.stubGlobal('WebSocket', undefined);
    const joined = connect('ws://127.0.0.1:1', { WebSocket }).join(counting, { name: 'Ann' });
    expect(await rejectionOf(joined)).toBe('CLIENT_UNREACHABLE');
  });
});

test('a page that may not connect is told by code, not by an exception of its browser', async () => {
  class Forbidden {
    constructor() {
      throw new Error('insecure');
    }
  }
  const joined = connect('ws://h', { WebSocket: Forbidden }).join(counting, { name: 'Ann' });
  await expect(joined).rejects.toMatchObject({
    code: 'CLIENT_UNREACHABLE',
    message: expect.stringContaining('insecure'),
  });
});

test('nobody at the address: CLIENT_UNREACHABLE, at once', async () => {
  const { join } = connect('ws://127.0.0.1:1', { WebSocket });
  expect(await rejectionOf(join(counting, { name: 'Ann' }))).toBe('CLIENT_UNREACHABLE');
});

test('join data that does not fit is refused before anything is opened', async () => {
  const { join } = connect('ws://127.0.0.1:1', { WebSocket });
  expect(await rejectionOf(join(counting, { name: 5 as never }))).toBe('STATE_VALUE');
  expect(await rejectionOf(join(counting, { name: 'x'.repeat(16) }))).toBe('STATE_VALUE');
  expect(await rejectionOf(join(counting, undefined as never))).toBe('STATE_VALUE');
});
