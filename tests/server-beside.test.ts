// What a server answers beside its rooms: paths of its own, and WebSockets of another protocol, held to
// the same limits.

import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import type { TextSocket } from '../packages/tickhouse/src/server/index.ts';
import { openHouse, rejectionOf } from './support/house.ts';
import { opcodes, RawSocket, upgradeRequest } from './support/raw-socket.ts';

/** An independent client of an endpoint. */
function speak(url: string, headers: Record<string, string> = {}): WebSocket {
  const socket = new WebSocket(url.replace('http', 'ws'), { headers });
  socket.on('error', () => {});
  onTestFinished(() => socket.terminate());
  return socket;
}

function heard(socket: WebSocket): Promise<string> {
  return new Promise((resolve) => socket.once('message', (data) => resolve(String(data))));
}

function ended(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.once('close', (code) => resolve(code)));
}

function opened(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => socket.once('open', () => resolve()));
}

function echo(socket: TextSocket): void {
  socket.onText((text) => socket.send(`heard ${text}`));
}

describe('an endpoint', () => {
  test('gets texts and answers them; rooms and other paths stay as they are', async () => {
    const house = await openHouse({ endpoints: { '/connect': echo } });
    const socket = speak(`${house.url}/connect?x=1`);
    await opened(socket);
    socket.send('65');
    expect(await heard(socket)).toBe('heard 65');
    const stranger = new WebSocket(`${house.url.replace('http', 'ws')}/connection`);
    const status = new Promise((resolve) => {
      stranger.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
      stranger.on('error', () => {});
    });
    expect(await status).toBe(404);
  });

  test('needs no game beside it', async () => {
    const house = await openHouse({ games: [], endpoints: { '/connect': echo } });
    const socket = speak(`${house.url}/connect`);
    await opened(socket);
    socket.send('65');
    expect(await heard(socket)).toBe('heard 65');
    expect(await (await fetch(`${house.url}/rooms`)).json()).toEqual({ rooms: [] });
  });

  test('knows the URL, and that a connection is over', async () => {
    const over: string[] = [];
    const house = await openHouse({
      endpoints: {
        '/connect': (socket) => socket.onClose(() => over.push(socket.url)),
      },
    });
    const socket = speak(`${house.url}/connect?room=a`);
    await opened(socket);
    socket.terminate();
    await expect.poll(() => over).toEqual(['/connect?room=a']);
  });

  test.each([
    ['binary', (socket: WebSocket) => socket.send(Uint8Array.of(1)), 1003],
    ['too long', (socket: WebSocket) => socket.send('x'.repeat(16_385)), 1009],
    [
      'too many',
      (socket: WebSocket) => {
        for (let i = 0; i < 250; i++) socket.send('x');
      },
      4002,
    ],
  ])('closes with a code what is %s', async (_why, send, code) => {
    const house = await openHouse({ endpoints: { '/connect': echo } });
    const socket = speak(`${house.url}/connect`);
    await opened(socket);
    const end = ended(socket);
    send(socket);
    expect(await end).toBe(code);
  });

  test('whose own code throws ends that connection, and tells onError', async () => {
    const house = await openHouse({
      endpoints: {
        '/connect': (socket) => {
          socket.onText(() => {
            throw new Error('oops');
          });
        },
      },
    });
    const [one, two] = [speak(`${house.url}/connect`), speak(`${house.url}/connect`)];
    await Promise.all([opened(one), opened(two)]);
    const end = ended(one);
    one.send('x');
    expect(await end).toBe(1011);
    expect(String(house.errors)).toContain('oops');
    expect(two.readyState).toBe(WebSocket.OPEN);
  });

  test('a page of another origin is refused, one of the own origin is not', async () => {
    const house = await openHouse({ endpoints: { '/connect': echo } });
    const status = await new Promise((resolve) => {
      const socket = speak(`${house.url}/connect`, { origin: 'http://evil.example' });
      socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
    });
    expect(status).toBe(403);
    await opened(speak(`${house.url}/connect`, { origin: house.url }));
  });

  test('who reads nothing while much is sent is closed, and its memory bounded', async () => {
    let far: TextSocket | undefined;
    const house = await openHouse({
      limits: { textBufferedBytesMax: 100_000 },
      endpoints: {
        '/connect': (socket) => {
          far = socket;
        },
      },
    });
    const raw = new RawSocket(house.port);
    raw.socket.write(upgradeRequest('/connect'));
    expect(await raw.status()).toBe(101);
    raw.socket.pause();
    let isOver = false;
    far?.onClose(() => {
      isOver = true;
    });
    const text = 'x'.repeat(65_000);
    for (let i = 0; i < 2_000 && !isOver; i++) {
      far?.send(text);
      await new Promise(setImmediate);
    }
    raw.socket.resume();
    await raw.until(() => raw.closeCode !== undefined);
    expect(raw.closeCode).toBe(4012);
  });

  test('a peer that answers no ping is given up', async () => {
    const house = await openHouse({
      limits: { silentMs: 1 },
      endpoints: { '/connect': echo },
    });
    const raw = new RawSocket(house.port);
    raw.socket.write(upgradeRequest('/connect'));
    await raw.until(() => raw.frames.some(({ opcode }) => opcode === opcodes.close));
    expect(raw.closeCode).toBe(4013);
  });

  test('a closing server says so', async () => {
    const house = await openHouse({ endpoints: { '/connect': echo } });
    const socket = speak(`${house.url}/connect`);
    await opened(socket);
    const end = ended(socket);
    await house.close();
    expect(await end).toBe(4016);
  });
});

describe('a route', () => {
  test('answers its path, whatever the query; other paths stay as they are', async () => {
    const house = await openHouse({
      routes: { '/top-scores': (_request, response) => void response.end('[]') },
    });
    expect(await (await fetch(`${house.url}/top-scores?n=3`)).text()).toBe('[]');
    expect((await fetch(`${house.url}/top-scores/more`)).status).toBe(404);
    expect((await fetch(`${house.url}/healthz`)).status).toBe(200);
  });

  test('that throws or rejects is answered with 500, and tells onError', async () => {
    const house = await openHouse({
      routes: {
        '/throws': () => {
          throw new Error('thrown');
        },
        '/rejects': async () => {
          throw new Error('rejected');
        },
      },
    });
    for (const path of ['/throws', '/rejects']) {
      const response = await fetch(house.url + path);
      expect([response.status, await response.json()]).toEqual([
        500,
        { error: 'the server made a mistake' },
      ]);
    }
    expect(house.errors.map(String)).toEqual(['Error: thrown', 'Error: rejected']);
  });

  test.each(['rooms', '/rooms', '/healthz', '/play/x', '/watch/', '/a?b', ''])(
    'cannot have the path "%s"',
    async (path) => {
      expect(await rejectionOf(openHouse({ routes: { [path]: () => {} } }))).toBe('SERVER_OPTIONS');
      expect(await rejectionOf(openHouse({ endpoints: { [path]: () => {} } }))).toBe(
        'SERVER_OPTIONS',
      );
    },
  );
});
