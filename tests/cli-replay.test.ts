// `tickhouse replay` as people call it: the built command, on files of rooms that really were.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { botIntent } from '../games/snake/src/rules/index.ts';
import { Stage } from '../games/snake/tests/stage.ts';
import { type Command, type Plan, planOf } from '../packages/tickhouse/src/game/index.ts';
import { Tail } from '../packages/tickhouse/src/journal/index.ts';

const cli = fileURLToPath(new URL('../packages/tickhouse/dist/cli/main.js', import.meta.url));
const game = fileURLToPath(new URL('../games/snake/dist/rules/index.js', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tickhouse-cli-'));
  return () => rmSync(folder, { recursive: true, force: true });
});

interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function tickhouse(...args: string[]): Promise<Output> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...args], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

/** The file of a room in which Ann plays well for a while, then goes straight on to the border. */
function recorded(name: string, seed: number, ticks: number, stopped?: string): string {
  const stage = new Stage({ seed, speed: 'fast' });
  const { simulation } = stage;
  const tail = new Tail(planOf(simulation.blueprint) as Plan, simulation);
  const make = (...commands: Command[]) => {
    tail.making(commands);
    stage.tick(...commands);
    tail.made();
  };
  make(stage.joins(0, 'Ann'));
  make(stage.plays(0));
  for (let i = 2; i < ticks; i++) {
    const intent = i < 50 ? botIntent(stage.state, 0, i, 'hard') : undefined;
    make(...(intent?.kind === 'turn' ? [stage.turns(0, intent.heading)] : []));
  }
  const path = join(folder, name);
  const ending = stopped === undefined ? undefined : { tick: ticks, error: stopped };
  writeFileSync(path, tail.replay('lobby', ending));
  return path;
}

test('verifies every hash and prints who came, what happened, what was asked of the world', async () => {
  const path = recorded('one.replay', 1, 110);
  const { code, stdout } = await tickhouse('replay', path, '--game', game);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^snake\/lobby, rules 4 · speed fast · field classic · stones false/);
  expect(stdout).toContain('ticks 0 to 110: 9.2 s at 12 a second');
  expect(stdout).toContain('1  seat 0 joins: name "Ann", bot false');
  expect(stdout).toMatch(/\d+ {2}Ann died at \d+, \d+, with \d+ points/);
  expect(stdout).toMatch(/\d+ {2}effect score: name "Ann", points \d+, colour 1/);
  expect(stdout).toMatch(/verified: 110 ticks, 9 hashes, all as recorded\n$/);
});

test('--from and --to print a part, and verify all', async () => {
  const path = recorded('one.replay', 1, 110);
  const { stdout } = await tickhouse('replay', path, '--game', game, '--from', '2', '--to', '5');
  expect(stdout).not.toContain('joins');
  expect(stdout).not.toContain('died');
  expect(stdout).toContain('verified: 110 ticks');
});

test('--at prints the whole state as JSON, hidden fields too', async () => {
  const path = recorded('one.replay', 1, 110);
  const { code, stdout } = await tickhouse('replay', path, '--game', game, '--at', '3');
  const state = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(state).toMatchObject({ phase: 'playing', $tick: 3 });
  expect(state.snakes[0]).toMatchObject({ slot: 0, name: 'Ann', alive: true, turns: [] });
  expect(state.snakes[0].body).toHaveLength(3);
  expect([state.occupied.length, state.occupied[0].length]).toEqual([25, 50]);
  expect(state.occupied.flat().filter((one: number) => one === 1)).toHaveLength(3);
});

test('--diff names the first tick and field at which two runs part', async () => {
  const [one, same, other] = [
    recorded('one.replay', 1, 110),
    recorded('same.replay', 1, 115),
    recorded('other.replay', 2, 110),
  ];
  const alike = await tickhouse('replay', one, '--game', game, '--diff', same);
  expect([alike.code, alike.stdout]).toEqual([0, 'no difference in the ticks that both have\n']);
  const apart = await tickhouse('replay', one, '--game', game, '--diff', other);
  expect([apart.code, apart.stdout]).toEqual([1, 'tick 0: $random.a differs\n']);
});

test('a room that stopped, and does not here, is no verified replay', async () => {
  const path = recorded('stopped.replay', 1, 10, 'Error: a bug');
  const { code, stdout } = await tickhouse('replay', path, '--game', game);
  expect(code).toBe(1);
  expect(stdout).toContain('but the room stopped at tick 10 (Error: a bug), and here it did not');
});

test.each([
  [['replay'], 2, 'replay needs one FILE'],
  [['replay', 'x', 'y'], 2, 'replay needs one FILE'],
  [['replay', 'x'], 2, 'replay needs --game MODULE'],
  [['replay', 'x', '--game', game, '--at', 'soon'], 2, '--at soon: a tick is a whole number'],
  [['replay', 'x', '--game', game, '--fast'], 2, "Unknown option '--fast'"],
  [['dance'], 2, 'there is no command "dance"'],
  [['replay', '/no/such.replay', '--game', game], 1, 'cannot be read'],
  [['replay', cli, '--game', game], 1, 'this is no replay file of tickhouse (REPLAY_FORMAT)'],
])('tickhouse %j ends with %i and says why', async (args, code, why) => {
  const output = await tickhouse(...args);
  expect([output.code, output.stdout]).toEqual([code, '']);
  expect(output.stderr).toContain(why);
  expect(output.stderr).not.toMatch(/^ {4}at /m);
});

test('another game, a module without one, and a tick outside of the file are told', async () => {
  const path = recorded('one.replay', 1, 110);
  const wrong = await tickhouse('replay', path, '--game', cli.replace('main.js', 'usage-error.js'));
  expect(wrong.stderr).toContain('exports no game (REPLAY_GAME)');
  const far = await tickhouse('replay', path, '--game', game, '--at', '999');
  expect(far.stderr).toContain('tick 999: the file has ticks 0 to 110 (REPLAY_TICK)');
});

test('without a command the usage is printed', async () => {
  const { code, stdout } = await tickhouse();
  expect([code, stdout]).toEqual([0, expect.stringContaining('tickhouse replay FILE')]);
});
