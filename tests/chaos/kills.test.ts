// Snake's server, killed again and again without a word while people play. Afterwards what the players
// kept is held against what the server kept. `npm run chaos` does it a hundred times.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, onTestFinished, test, vi } from 'vitest';
import { botIntent, snake } from '../../games/snake/dist/rules/index.js';
import { visibleBytes } from '../../packages/tickhouse/dist/codec/index.js';
import { keptThread } from '../../packages/tickhouse/dist/compute/index.js';
import { blueprintOf, planOf } from '../../packages/tickhouse/dist/game/index.js';
import {
  diskModule,
  openDiskStore,
  Replay,
  readHistories,
  readRun,
  replayOf,
} from '../../packages/tickhouse/dist/journal/index.js';
import type { Blueprint } from '../../packages/tickhouse/src/game/index.ts';
import { serveSnake } from '../../scripts/served-snake.mjs';
import { Witness } from './witness.ts';

const rounds = Number(process.env.CHAOS_ROUNDS ?? 5);
const durability = process.env.CHAOS_DURABILITY ?? 'process';
const headings = ['up', 'right', 'down', 'left'] as const;
const options = { speed: 'fast', field: 'classic', stones: false, company: 0, strength: 'easy' };

/** A server that does not come back fails the test. */
const patience = { timeout: 60_000, interval: 20 };

interface SnakeState {
  readonly snakes: { at(slot: number): { readonly alive: boolean } | undefined };
}

/** Every tick of a room as its journal has it. */
interface Told {
  readonly visible: ReadonlyMap<number, Buffer>;
  /** By seat, the inputs that ticks took: `number kind data`. */
  readonly inputs: ReadonlyMap<number, readonly string[]>;
  /** By key: `name points` of each score. */
  readonly scores: ReadonlyMap<string, string>;
}

test(`killed ${rounds} times: nothing that was seen or acknowledged is lost or doubled`, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tickhouse-chaos-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const environment = { DURABILITY: durability };
  let server = await serveSnake(0, dataDir, environment);
  onTestFinished(async () => void (await server.stop('SIGKILL')));
  const { port } = server;
  const witnesses = Array.from({ length: 6 }, (_, i) => witnessOf(port, `P${i}`));
  onTestFinished(() => {
    for (const witness of witnesses) witness.end();
  });
  for (let round = 1; round <= rounds; round++) {
    await vi.waitUntil(() => witnesses.every(({ entries }) => entries >= round), patience);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 1_200));
    await server.stop('SIGKILL');
    server = await serveSnake(port, dataDir, environment);
  }
  await vi.waitUntil(() => witnesses.every(({ entries }) => entries > rounds), patience);
  const seenBy = witnesses.map(({ seen }) => seen.length);
  await vi.waitUntil(
    () => witnesses.every(({ seen }, i) => seen.length > (seenBy[i] ?? 0) + 20),
    patience,
  );
  await server.stop();
  for (const witness of witnesses) witness.end();
  expect(server.output()).not.toMatch(/\([A-Z_]+\)|Error/);

  const told = await readTold(dataDir);
  const sum = (count: (witness: Witness) => number): number =>
    witnesses.reduce((total, witness) => total + count(witness), 0);
  console.info(
    `${rounds} kills: ${sum(({ seen }) => seen.length)} states seen of ${told.visible.size} ticks, ` +
      `${sum(({ acknowledged }) => acknowledged)} inputs acknowledged, ${told.scores.size} scores`,
  );
  const seats = witnesses.map(({ seat }) => seat);
  expect(new Set(seats).size).toBe(witnesses.length);
  for (const { seat, seen, said, acknowledged } of witnesses) {
    const ticks = seen.map(({ tick }) => tick);
    expect(ticks).toEqual([...new Set(ticks)].sort((a, b) => a - b));
    const different = seen.filter(
      ({ tick, bytes }) => told.visible.get(tick)?.compare(bytes) !== 0,
    );
    expect(different.map(({ tick }) => tick)).toEqual([]);
    const taken = told.inputs.get(seat) ?? [];
    expect(taken).toEqual(
      said.slice(0, taken.length).map(({ number, kind, data }) => inputText(number, kind, data)),
    );
    expect(taken.length).toBeGreaterThanOrEqual(acknowledged);
    expect(acknowledged).toBeGreaterThan(rounds);
  }
  expect(keptScores(dataDir)).toEqual(told.scores);
}, 600_000);

function witnessOf(port: number, name: string): Witness {
  return new Witness({
    url: `ws://127.0.0.1:${port}`,
    game: snake as never,
    room: 'lobby',
    options: Object.entries(options).map(([option, value]) => [option, String(value)] as const),
    player: { name, bot: false },
    mind: (state, seat, tick) => {
      const isAlive = (state as SnakeState).snakes.at(seat)?.alive;
      if (!isAlive) return tick % 4 === 0 ? { kind: 'play', data: {} } : undefined;
      // Mostly wise, so that points are made; sometimes not, so that snakes die.
      const heading =
        Math.random() < 0.15
          ? headings[Math.floor(Math.random() * 4)]
          : headingOf(botIntent(state as never, seat, tick, 'hard'));
      return heading === undefined ? undefined : { kind: 'turn', data: { heading } };
    },
  });
}

function headingOf(intent: ReturnType<typeof botIntent>): string | undefined {
  return intent?.kind === 'turn' ? intent.heading : undefined;
}

function inputText(number: number, kind: string, data: unknown): string {
  return `${number} ${kind} ${JSON.stringify(data)}`;
}

/** Makes the room again from what its server kept, tick by tick. */
async function readTold(dataDir: string): Promise<Told> {
  const thread = keptThread(diskModule);
  const store = await openDiskStore({ folder: dataDir, durability: 'process' }, thread as never);
  const plan = planOf(blueprintOf(snake as never, options as never));
  const [alive] = await readHistories(store, () => plan);
  const run = alive?.birth.run ?? '';
  const histories = await readRun(store, run, () => plan);
  await store.close();
  const replay = new Replay(replayOf(plan, 'lobby', histories), snake as never);
  const visible = new Map<number, Buffer>();
  const inputs = new Map<number, string[]>();
  const scores = new Map<string, string>();
  const { blueprint, memory, outlet } = replay.simulation;
  const { layout } = blueprint as Blueprint;
  for (let made = replay.step(); made !== undefined; made = replay.step()) {
    visible.set(replay.tick, Buffer.from(visibleBytes(layout as never, memory)));
    for (const command of made.commands) {
      if (command.type !== 'input') continue;
      const texts = inputs.get(command.seat) ?? [];
      texts.push(inputText(command.number, command.kind, command.data));
      inputs.set(command.seat, texts);
    }
    outlet.effects.forEach(({ kind, data }, index) => {
      const { name, points } = data as { name: string; points: number };
      if (kind !== 'score' || points === 0) return;
      scores.set(`snake/lobby/${run}/${made.tick}/${index}`, `${name} ${points}`);
    });
  }
  return { visible, inputs, scores };
}

function keptScores(dataDir: string): ReadonlyMap<string, string> {
  const database = new Database(join(dataDir, 'scores.db'));
  const rows = database.prepare('SELECT key, name, points FROM scores').all() as {
    key: string;
    name: string;
    points: number;
  }[];
  database.close();
  return new Map(rows.map(({ key, name, points }) => [key, `${name} ${points}`]));
}
