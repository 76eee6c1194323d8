// Servers that share a process share nothing; rooms that are attached to somebody's own HTTP server
// leave the rest of it alone.

import { createServer, type Server } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { type Attached, attach } from '../packages/tickhouse/src/server/index.ts';
import { counting } from './support/counting-game.ts';
import { expectToPlayOn, until, whenStatus } from './support/honest.ts';
import { openHouse, rejectionOf, visitor } from './support/house.ts';
import { listen } from './support/own-server.ts';
import { RawSocket, upgradeRequest } from './support/raw-socket.ts';

const arena = { room: 'arena' };

describe('two servers of the same game in one process', () => {
  test('have different rooms of the same name, in different states', async () => {
    const [one, two] = [await openHouse(), await openHouse()];
    const ann = await one.client().join(counting, { name: 'Ann' }, arena);
    const bob = await two.client().join(counting, { name: 'Bob' }, arena);
    expect([ann.seat, bob.seat]).toEqual([0, 0]);
    ann.send('add', { amount: 5 });
    bob.send('add', { amount: 7 });
    await until(ann, ({ state }) => state.total > 0);
    await until(bob, ({ state }) => state.total > 0);
    expect([ann.state.total, bob.state.total]).toEqual([5, 7]);
    expect([...ann.state.players].map(({ name }) => name)).toEqual(['Ann']);
    const health = await (await fetch(`${one.url}/healthz`)).json();
    expect(health).toMatchObject({ rooms: 1, connections: 1 });
  });

  test('do not fail together', async () => {
    const [one, two] = [await openHouse(), await openHouse()];
    const ann = await one.client().join(counting, { name: 'Ann' }, arena);
    const bob = await two.client().join(counting, { name: 'Bob' }, arena);
    const closed = whenStatus(ann, 'closed');
    ann.send('fail');
    expect(await closed).toBe('ROOM_FAILED');
    await expectToPlayOn(bob, two.url);
    expect([one.errors.length, two.errors.length]).toEqual([1, 0]);
  });

  test('do not close together', async () => {
    const [one, two] = [await openHouse(), await openHouse()];
    const ann = await one.client().join(counting, { name: 'Ann' }, arena);
    const bob = await two.client().join(counting, { name: 'Bob' }, arena);
    const lost = whenStatus(ann, 'reconnecting');
    await one.close();
    expect(await lost).toBe('SERVER_CLOSING');
    await expectToPlayOn(bob, two.url);
    await one.close();
    await expectToPlayOn(bob, two.url);
  });
});

interface Own {
  readonly http: Server;
  readonly attached: Attached;
  readonly url: string;
  readonly port: number;
}

/** Somebody's own server, with a page and, if asked, a WebSocket of its own. */
async function openOwn(hasSocket = false): Promise<Own> {
  const http = createServer((request, response) => {
    if (attached.handle(request, response)) return;
    response.end(`own page ${request.url}`);
  });
  const attached = await attach(http, { games: [counting], closeTimeoutMs: 200 });
  if (hasSocket) {
    const own = new WebSocketServer({ noServer: true });
    http.on('upgrade', (request, socket, head) => {
      if (request.url !== '/chat') return;
      own.handleUpgrade(request, socket, head, (webSocket) => {
        webSocket.on('message', (data) => webSocket.send(`echo ${data}`));
      });
    });
  }
  const port = await listen(http, attached);
  return { http, attached, port, url: `http://127.0.0.1:${port}` };
}

describe('rooms attached to an HTTP server', () => {
  test('are played beside its own pages', async () => {
    const { url } = await openOwn();
    const ann = await visitor(url).join(counting, { name: 'Ann' }, arena);
    expect(await (await fetch(`${url}/shop`)).text()).toBe('own page /shop');
    expect(await (await fetch(`${url}/rooms`)).json()).toMatchObject({ rooms: [{ id: 'arena' }] });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await expectToPlayOn(ann, url);
  });

  test('leave other upgrades to its own listener', async () => {
    const { url } = await openOwn(true);
    const ann = await visitor(url).join(counting, { name: 'Ann' }, arena);
    const chat = new WebSocket(`${url.replace('http', 'ws')}/chat`);
    onTestFinished(() => chat.terminate());
    await new Promise((resolve) => chat.once('open', resolve));
    chat.send('hi');
    expect(String(await new Promise((resolve) => chat.once('message', resolve)))).toBe('echo hi');
    await expectToPlayOn(ann, url);
  });

  test('answer other upgrades with 404 where nobody else does', async () => {
    const { port } = await openOwn();
    const stranger = new RawSocket(port);
    stranger.socket.write(upgradeRequest('/chat'));
    expect(await stranger.status()).toBe(404);
  });

  test('close without it: players are told, pages go on', async () => {
    const { url, attached, http } = await openOwn(true);
    const ann = await visitor(url).join(counting, { name: 'Ann' }, arena);
    const lost = whenStatus(ann, 'reconnecting');
    await attached.close();
    expect(await lost).toBe('SERVER_CLOSING');
    expect(await (await fetch(`${url}/shop`)).text()).toBe('own page /shop');
    expect(http.listening).toBe(true);
    expect(http.listenerCount('upgrade')).toBe(1);
  });

  test('refuse what cannot be, before anything is listened to', async () => {
    const http = createServer();
    const effects = { counting: { nothing: () => {} } } as never;
    await expect(attach(http, { games: [counting], effects })).rejects.toThrow(/nothing/);
    await expect(attach(http, { games: [counting, counting] })).rejects.toThrow(/same name/);
    expect(http.listenerCount('upgrade')).toBe(0);
  });
});

describe('serve refuses', () => {
  const cases: readonly (readonly [code: string, options: object])[] = [
    ['SERVER_OPTIONS', { limits: { helloMs: 0 } }],
    ['SERVER_OPTIONS', { limits: { helloMs: Number.NaN } }],
    ['SERVER_OPTIONS', { limits: { helloMs: '5' } }],
    ['SERVER_OPTIONS', { limits: { helloMs: Number.POSITIVE_INFINITY } }],
    ['SERVER_OPTIONS', { limits: { returnMs: 2 ** 31 } }],
    ['SERVER_OPTIONS', { limits: { messageBytesMax: 2 ** 32 } }],
    ['SERVER_OPTIONS', { limits: { historyTicks: 0.5 } }],
    ['SERVER_OPTIONS', { limits: { historyTicks: 10.5 } }],
    ['SERVER_OPTIONS', { limits: { historyTicks: Number.POSITIVE_INFINITY } }],
    ['SERVER_OPTIONS', { limits: { bufferedBytesMax: 2 ** 53 } }],
    ['SERVER_OPTIONS', { limits: { graceMS: 5 } }],
    ['SERVER_OPTIONS', { limits: { toString: 5 } }],
    ['SERVER_OPTIONS', { closeTimeoutMs: -1 }],
    ['SERVER_OPTIONS', { closeTimeoutMs: Number.NaN }],
    ['SERVER_OPTIONS', { closeTimeoutMs: Number.POSITIVE_INFINITY }],
    ['SERVER_PAGES', { pages: '/nowhere/at/all' }],
    ['SERVER_PORT', { port: 65_536 }],
    ['SERVER_PORT', { port: -1 }],
    ['SERVER_PORT', { host: '203.0.113.1' }],
    ['SERVER_PORT', { host: 'no such host' }],
    ['GAME_DEFINITION', { games: [counting, counting] }],
  ];
  test.each(cases)('%s: %j', async (code, options) => {
    expect(await rejectionOf(openHouse(options))).toBe(code);
  });

  test('a port that another one has, and says what to do', async () => {
    const { port } = await openHouse();
    await expect(openHouse({ port })).rejects.toMatchObject({
      code: 'SERVER_PORT',
      message: `cannot listen on 127.0.0.1:${port}: another program listens there: stop it or choose another port`,
    });
  });
});
