// The front door: health, lists, pages and their headers, and who may come in at all.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { counting } from './support/counting-game.ts';
import { openHouse } from './support/house.ts';
import { RawClient, say } from './support/raw-client.ts';
import { RawSocket, upgradeRequest } from './support/raw-socket.ts';

const path = '/play/counting/arena';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request whose path goes out as it stands: `fetch` would tidy it up. */
function ask(port: number, target: string, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path: target, method }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        body += piece;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('GET /healthz', () => {
  test('says how the server is', async () => {
    const { port, client } = await openHouse();
    await client().join(counting, { name: 'Ann' });
    const { status, headers, body } = await ask(port, '/healthz');
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(JSON.parse(body)).toMatchObject({
      status: 'ok',
      rooms: 1,
      connections: 1,
      cpuMs: expect.any(Number),
    });
  });

  test('answers 503 while the server closes', async () => {
    const house = await openHouse({ closeTimeoutMs: 20_000 });
    const mute = new RawSocket(house.port);
    mute.socket.write(upgradeRequest(path));
    await mute.status();
    const closed = house.close();
    const { status, body } = await ask(house.port, '/healthz');
    expect(status).toBe(503);
    expect(JSON.parse(body)).toMatchObject({ status: 'closing', connections: 1 });
    const late = new RawSocket(house.port);
    late.socket.write(upgradeRequest(path));
    expect(await late.status()).toBe(503);
    mute.socket.destroy();
    await closed;
  });
});

describe('GET /rooms', () => {
  test('lists the public rooms, of one game if asked', async () => {
    const { port, client } = await openHouse();
    await client().join(counting, { name: 'Ann' }, { room: 'arena', options: { start: 7 } });
    await client().join(counting, { name: 'Bob' }, { room: 'private' });
    await client().watch(counting, { room: 'arena' });
    const arena = {
      game: 'counting',
      id: 'arena',
      seated: 1,
      seats: 3,
      watching: 1,
      options: { rate: 50, start: 7, open: false, mood: 'calm' },
    };
    expect(JSON.parse((await ask(port, '/rooms')).body)).toEqual({ rooms: [arena] });
    expect(JSON.parse((await ask(port, '/rooms?game=counting')).body)).toEqual({ rooms: [arena] });
    expect(JSON.parse((await ask(port, '/rooms?game=chess')).body)).toEqual({ rooms: [] });
  });

  test('has HEAD beside GET, and nothing else', async () => {
    const { port } = await openHouse();
    for (const target of ['/rooms', '/healthz']) {
      expect(await ask(port, target, 'HEAD')).toMatchObject({ status: 200, body: '' });
      const refused = await ask(port, target, 'POST');
      expect(refused).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    }
  });
});

test.each(['/', '/index.html', '/play/counting/quick', '//', '//evil', '/%', '/%00', '*'])(
  'without pages, %s is not found',
  async (target) => {
    const { port, errors } = await openHouse();
    expect(await ask(port, target)).toMatchObject({
      status: 404,
      headers: { 'x-content-type-options': 'nosniff' },
    });
    expect(errors).toEqual([]);
  },
);

describe('pages', () => {
  function buildPages(): string {
    const folder = mkdtempSync(join(tmpdir(), 'tickhouse-pages-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const pages = join(folder, 'pages');
    mkdirSync(join(pages, 'assets'), { recursive: true });
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    writeFileSync(join(pages, 'index.html'), '<!doctype html><title>game</title>');
    writeFileSync(join(pages, '.env'), 'secret');
    writeFileSync(join(pages, 'assets', 'main-abc.js'), 'play()');
    return pages;
  }

  test('come with headers that let nothing else in', async () => {
    const { port } = await openHouse({ pages: buildPages() });
    const { status, headers, body } = await ask(port, '/');
    expect(status).toBe(200);
    expect(body).toContain('<title>game</title>');
    expect(headers).toMatchObject({
      'content-type': 'text/html;charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
    const policy = String(headers['content-security-policy']);
    expect(policy).not.toMatch(/unsafe|\*/);
    for (const rule of ["default-src 'self'", "object-src 'none'", "frame-ancestors 'none'"]) {
      expect(policy).toContain(rule);
    }
  });

  test('are kept by browsers where their names say their content, else asked for again', async () => {
    const { port } = await openHouse({ pages: buildPages() });
    const asset = await ask(port, '/assets/main-abc.js');
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(asset.headers['content-type']).toMatch(/^text\/javascript/);
    const page = await ask(port, '/index.html');
    expect(page.headers['cache-control'] ?? '').not.toContain('immutable');
    expect(page.headers.etag).toBeDefined();
  });

  test.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/..\\secret.txt',
    '//../secret.txt',
    '/.env',
    '/nothing.html',
    '/%',
    '//',
  ])('%s is not among them', async (target) => {
    const { port } = await openHouse({ pages: buildPages() });
    const { status, body } = await ask(port, target);
    expect(body).not.toContain('secret');
    if (target !== '//') expect(status).toBe(404);
  });

  test('leave the rooms reachable beside them', async () => {
    const { port, client } = await openHouse({ pages: buildPages() });
    const room = await client().join(counting, { name: 'Ann' });
    expect(JSON.parse((await ask(port, '/rooms')).body).rooms).toHaveLength(1);
    expect(room.seat).toBe(0);
  });

  test('have one for addresses that lead nowhere, for who would read it', async () => {
    const pages = buildPages();
    writeFileSync(join(pages, '404.html'), '<!doctype html><title>nothing here</title>');
    const { port } = await openHouse({ pages });
    const url = `http://127.0.0.1:${port}/nothing/here`;
    const browsers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    const page = await fetch(url, { headers: browsers });
    expect([page.status, page.headers.get('content-type')]).toEqual([
      404,
      'text/html; charset=utf-8',
    ]);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(await page.text()).toContain('nothing here');
    const head = await fetch(url, { method: 'HEAD', headers: browsers });
    expect([head.status, await head.text()]).toEqual([404, '']);
    const script = await fetch(url, { headers: { accept: '*/*' } });
    expect([script.status, await script.json()]).toMatchObject([
      404,
      { error: expect.any(String) },
    ]);
  });

  test('are not to be written to', async () => {
    const { port } = await openHouse({ pages: buildPages() });
    expect((await ask(port, '/index.html', 'PUT')).status).toBe(404);
  });
});

describe('an upgrade from a page', () => {
  const cases: readonly (readonly [string, readonly string[], (port: number) => string, number])[] =
    [
      ['of this server comes in', [], (port) => `http://127.0.0.1:${port}`, 101],
      ['of another site is refused', [], () => 'https://evil.example', 403],
      ['of another port is refused', [], (port) => `http://127.0.0.1:${port + 1}`, 403],
      ['without an origin to name is refused', [], () => 'null', 403],
      ['of a site that is named comes in', ['https://a.example'], () => 'https://a.example', 101],
      [
        'of a site named like it is refused',
        ['https://a.example'],
        () => 'https://a.example.b',
        403,
      ],
      ['of any site comes in where all may', ['*'], () => 'https://evil.example', 101],
    ];

  test.each(cases)('%s', async (_title, origins, origin, status) => {
    const { port } = await openHouse({ origins });
    const socket = new RawSocket(port);
    const fields = { Host: `127.0.0.1:${port}`, Origin: origin(port) };
    socket.socket.write(upgradeRequest(path, fields));
    expect(await socket.status()).toBe(status);
  });
});

describe('connections of one address', () => {
  const from = (address: string): string => upgradeRequest(path, { 'X-Forwarded-For': address });

  async function statusOf(port: number, asked: string): Promise<[number, RawSocket]> {
    const socket = new RawSocket(port);
    socket.socket.write(asked);
    return [await socket.status(), socket];
  }

  test('are limited, as the proxy in front names it, until one of them ends', async () => {
    const limits = { connectionsPerAddressMax: 2 };
    const { port } = await openHouse({ trustProxy: true, limits });
    const [first, firstSocket] = await statusOf(port, from('spoofed, 203.0.113.7'));
    const [second] = await statusOf(port, from('203.0.113.7'));
    const [third] = await statusOf(port, from('other, 203.0.113.7'));
    const [other] = await statusOf(port, from('203.0.113.7, 203.0.113.8'));
    expect([first, second, third, other]).toEqual([101, 101, 429, 101]);
    firstSocket.socket.end();
    await firstSocket.ended;
    let again = 429;
    while (again === 429) [again] = await statusOf(port, from('203.0.113.7'));
    expect(again).toBe(101);
  });

  test('are not counted by a header that nobody vouches for', async () => {
    const { port } = await openHouse({ limits: { connectionsPerAddressMax: 1 } });
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await statusOf(port, from('203.0.113.7')))[0]);
    expect(statuses).toEqual([101, 101, 101]);
  });
});

test('a server tells its url, and players reach it by ws, http or a page address', async () => {
  const { url, port } = await openHouse();
  expect(url).toBe(`http://127.0.0.1:${port}`);
  const player = new RawClient(url, path);
  await player.opened;
  player.send(say.hello());
  await player.next(16);
});
