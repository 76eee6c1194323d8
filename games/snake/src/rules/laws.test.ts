// The laws of the game over ten thousand random ticks: joins, leaves, lost connections, plays, turns.
// Every tick is made twice from a copy and must end with the same hash (the stage sees to that);
// clients who follow, some of them in leaps, must see what the room lets be seen.
import { describe, expect, test } from 'vitest';
import type { Command } from '../../../../packages/tickhouse/src/game/index.ts';
import { Dice } from '../../../../tests/support/dice.ts';
import { Follower } from '../../tests/follower.ts';
import { cellsOf, Stage } from '../../tests/stage.ts';
import { deadTail, empty, isObstacle } from './ground.ts';
import { ahead, headings, outside } from './heading.ts';
import { type Heading, type Snake, type State, seats } from './schema.ts';

const ticks = 10_000;
const rooms = [
  { seed: 1, speed: 'normal', field: 'classic', stones: true },
  { seed: 2, speed: 'fast', field: 'classic', stones: false },
  { seed: 3, speed: 'classic', field: 'large', stones: true },
] as const;

describe.each(rooms)('in the room $seed ($speed, $field, stones: $stones)', (room) => {
  test(`${ticks} random ticks keep the laws`, { timeout: 120_000 }, () => {
    const stage = new Stage(room);
    const crowd = new Crowd(stage, new Dice(room.seed));
    const clients = [1, 7, 40].map((ticks) => ({
      ticks,
      follower: new Follower(stage.simulation),
    }));
    const seen = { deaths: 0, overs: 0, lengthMax: 0 };
    let before: Lives = new Map();
    for (let i = 0; i < ticks; i++) {
      stage.tick(...crowd.commands());
      const broken = brokenLaws(stage.state, crowd.seated, before);
      before = livesOf(stage.state);
      for (const client of clients) {
        const differs = i % client.ticks === 0 ? client.follower.catchUp() : undefined;
        if (differs !== undefined) broken.push(differs);
      }
      if (broken.length > 0) throw new Error(`tick ${stage.simulation.tick}: ${broken.join(', ')}`);
      for (const { kind } of stage.events) {
        if (kind === 'died') seen.deaths++;
        if (kind === 'gameOver') seen.overs++;
      }
      for (const { body } of stage.state.snakes) {
        seen.lengthMax = Math.max(seen.lengthMax, body.length);
      }
    }
    // The crowd really played: it died, ended games, and grew.
    expect(seen.deaths).toBeGreaterThan(100);
    expect(seen.overs).toBeGreaterThan(1);
    expect(seen.lengthMax).toBeGreaterThan(30);
  });
});

/** Length and score of each living snake, by its row's id. */
type Lives = ReadonlyMap<number, { readonly length: number; readonly score: number }>;

function livesOf({ snakes }: State): Lives {
  const living = [...snakes].filter(({ alive }) => alive);
  return new Map(living.map(({ id, body, score }) => [id, { length: body.length, score }]));
}

/** A snake is 3 + what it ate long; what it has just eaten becomes length by one cell a tick. */
function brokenGrowth({ id, slot, body, score }: Snake, before: Lives): string[] {
  const last = before.get(id);
  const expected = last === undefined ? 3 : Math.min(last.length + 1, 3 + last.score);
  if (body.length === expected && body.length <= 3 + score) return [];
  return [`snake ${slot}: ${body.length} cells instead of ${expected} at score ${score}`];
}

/** Every law that the state breaks, in words. */
function brokenLaws(state: State, seated: ReadonlySet<number>, before: Lives): string[] {
  const { ground, occupied, snakes, phase } = state;
  const broken: string[] = [];
  const bodies = new Uint8Array(ground.length);
  let living = 0;
  for (const snake of snakes) {
    const cells = cellsOf(snake);
    const name = `snake ${snake.slot}`;
    if (!seated.has(snake.slot)) broken.push(`${name} has no seat`);
    if (snake.fate !== 0) broken.push(`${name}: a fate outlives the tick`);
    if (snake.alive) living++;
    else if (cells.length > 0) broken.push(`${name} is dead and has a body`);
    if (snake.alive) broken.push(...brokenGrowth(snake, before));
    cells.forEach((cell, i) => {
      if (bodies[cell] !== 0) broken.push(`${name} shares cell ${cell}`);
      if (ground.at(cell) !== empty) broken.push(`${name} lies on ground ${ground.at(cell)}`);
      bodies[cell] = snake.slot + 1;
      const next = cells[i + 1];
      if (next !== undefined && headings.every((way) => ahead(state, cell, way) !== next)) {
        broken.push(`${name} is torn between ${cell} and ${next}`);
      }
    });
  }
  if (snakes.size !== seated.size) broken.push(`${snakes.size} rows for ${seated.size} seats`);
  if ((phase === 'playing') !== living > 0) broken.push(`phase ${phase} with ${living} living`);
  for (let cell = 0; cell < ground.length; cell++) {
    if (occupied.at(cell) !== bodies[cell]) broken.push(`occupied is wrong at ${cell}`);
    if (ground.at(cell) > deadTail) broken.push(`ground ${ground.at(cell)} at ${cell}`);
  }
  return broken;
}

/** Players who mostly keep out of trouble, so that snakes grow, and now and then do anything. */
class Crowd {
  readonly seated = new Set<number>();
  readonly #stage: Stage;
  readonly #dice: Dice;
  readonly #away = new Set<number>();

  constructor(stage: Stage, dice: Dice) {
    this.#stage = stage;
    this.#dice = dice;
  }

  commands(): Command[] {
    const dice = this.#dice;
    const commands: Command[] = [];
    for (let seat = 0; seat < seats; seat++) {
      if (!this.seated.has(seat)) {
        if (dice.chance(0.01)) commands.push(this.#joins(seat));
      } else if (dice.chance(0.002)) {
        this.seated.delete(seat);
        this.#away.delete(seat);
        commands.push({ type: 'leave', seat });
        // The seat may be taken again in the same tick.
        if (dice.chance(0.3)) commands.push(this.#joins(seat));
      } else commands.push(...this.#acts(seat));
    }
    return commands;
  }

  #joins(seat: number): Command {
    this.seated.add(seat);
    return this.#stage.joins(seat, this.#dice.pick(['Ann', '', ' Bea ', '🐍'.repeat(15)]));
  }

  *#acts(seat: number): Generator<Command> {
    const dice = this.#dice;
    if (this.#away.has(seat)) {
      if (!dice.chance(0.1)) return;
      this.#away.delete(seat);
      yield { type: 'back', seat };
    } else if (dice.chance(0.003)) {
      this.#away.add(seat);
      yield { type: 'away', seat };
      return;
    }
    const snake = this.#stage.state.snakes.at(seat);
    if (snake === undefined) return;
    if (dice.chance(snake.alive ? 0.01 : 0.02)) yield this.#stage.plays(seat);
    if (dice.chance(0.05)) yield this.#stage.turns(seat, dice.pick(headings));
    if (dice.chance(0.97)) yield* this.#evades(snake);
  }

  *#evades(snake: Snake): Generator<Command> {
    const { state } = this.#stage;
    if (!snake.alive || this.#isFree(state, snake, snake.heading)) return;
    const ways = headings.filter((way) => this.#isFree(state, snake, way));
    if (ways.length > 0) yield this.#stage.turns(snake.slot, this.#dice.pick<Heading>(ways));
  }

  #isFree(state: State, snake: Snake, heading: Heading): boolean {
    const cell = ahead(state, snake.body.at(0), heading);
    return cell !== outside && !isObstacle(state.ground.at(cell)) && state.occupied.at(cell) === 0;
  }
}
