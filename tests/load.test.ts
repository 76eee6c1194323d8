// `tickhouse load` as people call it: the built command, against a real server of a small game.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { LoadReport } from '../packages/tickhouse/src/cli/load/report.ts';
import { Program } from './support/program.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const cli = path('../packages/tickhouse/dist/cli/main.js');
const noGame = path('../packages/tickhouse/dist/cli/usage-error.js');
const game = path('fixtures/load-game.mjs');
const otherGame = path('fixtures/load-other-game.mjs');
const named = ['--game', game, '--name', 'walking'];
const brief = ['--rooms', '2', '--players', '3', '--ramp', '0.2', '--duration', '1'];

async function startServer(): Promise<{ server: Program; url: string }> {
  const server = new Program(process.execPath, [path('fixtures/load-server.mjs')]);
  const [, url = ''] = await server.printed(/serves at (\S+)/);
  return { server, url };
}

const served = async (): Promise<string> => (await startServer()).url;

const load = (...args: string[]) => new Program(process.execPath, [cli, 'load', ...args]);

/** What it prints, when it is over. */
async function ran(...args: string[]): Promise<{ code: number | null; output: string }> {
  const program = load(...args);
  const { code } = await program.ended();
  return { code, output: program.output };
}

function reportIn(output: string): LoadReport {
  return JSON.parse(output.split('\n').find((line) => line.startsWith('{')) ?? '');
}

async function roomsOf(url: string): Promise<unknown[]> {
  const { rooms } = (await (await fetch(`${url}/rooms`)).json()) as {
    rooms: { id: string; seated: number }[];
  };
  return rooms.map(({ id, seated }) => [id, seated]).sort();
}

test('everybody is seated, gets ticks, says inputs, and is gone at the end', async () => {
  const url = await served();
  const program = load(url, ...named, ...brief, '--watchers', '1', '--inputs', '10', '--json');
  await expect
    .poll(() => roomsOf(url))
    .toEqual([
      ['load-1', 3],
      ['load-2', 3],
    ]);
  expect(await program.ended()).toMatchObject({ code: 0 });
  const report = reportIn(program.output);
  expect(report).toMatchObject({
    url,
    game: 'walking',
    rooms: 2,
    playersPerRoom: 3,
    watchersPerRoom: 1,
    sendRateHz: 20,
    phase: 'measuring',
    interrupted: false,
    clients: { asked: 8, seated: 8 },
    disconnects: {},
  });
  const { seconds, ticks, server, inputs, deliveryIntervalMs, roundTripMs } = report;
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(ticks.nominal).toBeCloseTo(8 * 20 * seconds, 0);
  expect(ticks.share).toBeGreaterThan(0.3);
  expect(ticks.share).toBeLessThan(1.7);
  expect(inputs).toBeGreaterThan(10);
  // Six players whose steps change, and frame and header: no tick is shorter or much longer.
  expect(server.bytesPerClientTick).toBeGreaterThan(5);
  expect(server.bytesPerClientTick).toBeLessThan(60);
  expect(server.cpuUsPerClientTick).toBeGreaterThan(1);
  expect(server.latenessMs).toMatchObject({ p50: expect.any(Number), p99: expect.any(Number) });
  for (const times of [deliveryIntervalMs, roundTripMs]) {
    expect(times?.p50).toBeGreaterThan(0);
    expect(times?.p99).toBeGreaterThanOrEqual(times?.p50 ?? 0);
  }
  expect(await roomsOf(url)).toEqual([
    ['load-1', 0],
    ['load-2', 0],
  ]);
});

test('without --json it prints a page, and its own share of a core', async () => {
  const url = await served();
  const { code, output } = await ran(url, ...named, ...brief, '--options', 'fast=true');
  expect(code).toBe(0);
  expect(output).toContain(`walking at ${url}: 2 rooms × 3 players, 20 Hz`);
  expect(output).toMatch(/measuring, \d+ s: 6 seated, \d+\.\d % of their ticks came/);
  expect(output).toMatch(/seated +6 of 6\n/);
  expect(output).toMatch(/CPU of the server +[\d.]+ µs per client and tick, \d+ % of a core/);
  expect(output).toMatch(/disconnects +none\n/);
  expect(output).toMatch(/this tool +\d+ % of a core/);
});

test('Ctrl-C ends it with the report so far, and leaves the rooms', async () => {
  const url = await served();
  const args = [...named, '--rooms', '1', '--players', '2', '--ramp', '0', '--duration', '600'];
  const program = load(url, ...args);
  await program.printed(/measuring, /);
  expect(await program.stop('SIGINT')).toEqual({ code: 0, signal: null });
  expect(program.output).toMatch(/measured for \d+\.\d s, ended early\n/);
  expect(program.output).toMatch(/seated +2 of 2\n/);
  expect(await roomsOf(url)).toEqual([['load-1', 0]]);
});

test('players for whom there is no seat are disconnects with a code', async () => {
  const url = await served();
  const args = [...named, '--rooms', '1', '--players', '6', '--ramp', '0', '--duration', '0.5'];
  const { code, output } = await ran(url, ...args);
  expect(code).toBe(0);
  expect(output).toMatch(/seated +4 of 6\n/);
  expect(output).toContain('2 × 4008: the rooms have fewer free seats than --players asks for');
});

test('a server that dies ends it at once, with the report so far and a 1', async () => {
  const { server, url } = await startServer();
  const args = [...named, '--rooms', '1', '--players', '2', '--ramp', '0', '--duration', '600'];
  const program = load(url, ...args);
  await program.printed(/measuring, /);
  await server.stop('SIGKILL');
  expect(await program.ended()).toEqual({ code: 1, signal: null });
  expect(program.output).toMatch(/measured for \d+\.\d s, until nobody was left\n/);
  expect(program.output).toMatch(/seated +0 of 2\n/);
  expect(program.output).toMatch(/CPU of the server +\? µs per client and tick/);
  expect(program.output).toMatch(/2 × (1006|ECONNRESET): the connection broke\n/);
});

test('a game with another schema is told before anything is measured', async () => {
  const url = await served();
  const { code, output } = await ran(url, '--game', otherGame, ...brief);
  expect(code).toBe(1);
  expect(output).toContain(
    'nobody got a seat: 4005, the game of MODULE is not the one that the server runs ' +
      '(SCHEMA_MISMATCH)',
  );
});

test('a server that is not there, and one that is no tickhouse, are told', async () => {
  const gone = await ran('http://127.0.0.1:1', ...named);
  expect(gone.code).toBe(1);
  expect(gone.output).toContain('no tickhouse answers at http://127.0.0.1:1/healthz');
  expect(gone.output).toContain('(CLIENT_UNREACHABLE)');
  const stranger = createServer((_, response) => response.end('{}'));
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void stranger.close());
  const { port } = stranger.address() as AddressInfo;
  const { code, output } = await ran(`http://127.0.0.1:${port}`, ...named, ...brief);
  expect(code).toBe(1);
  expect(output).toMatch(/nobody got a seat: HTTP \d+.*\(CLIENT_UNREACHABLE\)/);
});

test.each([
  [[], 2, 'load needs one URL'],
  [['http://h', 'http://i'], 2, 'load needs one URL'],
  [['http://h'], 2, 'load needs --game MODULE'],
  [['here', ...named], 2, 'here: a URL is such as http://localhost:8080'],
  [['http://h', ...named, '--rooms', '0'], 2, '--rooms 0: a whole number from 1 to 100000'],
  [['http://h', ...named, '--players', '1.5'], 2, '--players 1.5: a whole number'],
  [['http://h', ...named, '--players', '0'], 2, 'load needs --players'],
  [['http://h', ...named, '--duration', 'long'], 2, '--duration long: seconds from 0.1'],
  [['http://h', ...named, '--options', 'fast'], 2, 'options are such as speed=fast,stones=true'],
  [['http://h', ...named, '--options', 'slow=1'], 2, 'walking has no option slow; it has: fast'],
  [['http://h', ...named, '--dance'], 2, "Unknown option '--dance'"],
  [['http://h', '--game', game], 1, 'exports idle, walking: choose with --name (GAME_MODULE)'],
  [['http://h', '--game', noGame], 1, 'exports no game (GAME_MODULE)'],
  [['http://h', '--game', '/no/such.js'], 1, '/no/such.js cannot be loaded'],
])('tickhouse load %j ends with %i and says why', async (args, code, why) => {
  const result = await ran(...args);
  expect(result.code).toBe(code);
  expect(result.output).toContain(why);
  expect(result.output).not.toMatch(/^ {4}at /m);
});
