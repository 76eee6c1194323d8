// The law of the house: whoever reads, at whatever pace, holds exactly what the room showed at its
// tick, and the room is exactly what its journal says. Random games, rooms and receivers.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Dice } from '../../../../tests/support/dice.ts';
import { arena } from '../../../../tests/support/games/arena.ts';
import { cards } from '../../../../tests/support/games/cards.ts';
import { editedGame } from '../../../../tests/support/games/edited.ts';
import { anySeed, anyShape } from '../../../../tests/support/random-shape.ts';
import { sendingAt } from '../../../../tests/support/sending-at.ts';
import { Shadow } from '../../../../tests/support/shadow.ts';
import { type Appending, promisesRun } from '../../../../tests/support/slow-journal.ts';
import { TickhouseError } from '../errors.ts';
import { type AnyGame, sendsAt } from '../game/index.ts';
import type { JournalRecord } from '../journal/index.ts';
import { Bot, createHouse, type House, type SimulatedClient } from '../testing/index.ts';

type Client = SimulatedClient<AnyGame>;

const limits = {
  inputsPerTickMax: 3,
  graceMs: 700,
  lingerMs: 400,
  spectatorsMax: 3,
  behindMs: 400,
  bufferedBytesMax: 1_500,
  tooSlowMs: 1_500,
  historyTicks: 12,
};

/** Many receivers of some rooms of one game, who come, go and stall as the dice say. */
class Crowd {
  readonly shadow = new Shadow();
  readonly house: House;
  readonly clients: Client[] = [];
  readonly #game: AnyGame;
  readonly #bot: Bot<AnyGame>;
  readonly #dice: Dice;

  /** @param journal in place of one that is durable at once; it must lead to the shadow */
  constructor(
    game: AnyGame,
    seed: number,
    journal?: (shadow: Shadow) => Appending,
    bufferedBytesMax: number = limits.bufferedBytesMax,
  ) {
    this.#game = game;
    this.#dice = new Dice(seed);
    this.#bot = new Bot(game, seed);
    const { shadow } = this;
    this.house = createHouse({
      games: [game],
      limits: { ...limits, bufferedBytesMax },
      journal: journal?.(shadow) ?? shadow,
      randomBytes: shadow.randomBytes,
    });
  }

  get connected(): Client[] {
    return this.clients.filter(({ isConnected }) => isConnected);
  }

  act(): void {
    const dice = this.#dice;
    const turn = dice.below(20);
    const { connected } = this;
    if (turn < 3 || connected.length === 0) this.#enter();
    else this.#trouble(dice.pick(connected), turn);
  }

  #trouble(client: Client, turn: number): void {
    if (turn === 3) client.leave();
    else if (turn < 6) client.drop();
    else if (turn < 9) client.stall();
    else if (turn < 11) client.resume();
    else if (turn < 12) client.acknowledges = !client.acknowledges;
    else this.#bot.play(client);
  }

  #enter(): void {
    const dice = this.#dice;
    const room = dice.pick(['cave', 'hall', 'quick']);
    try {
      const earlier = this.clients.length > 0 ? dice.pick(this.clients) : undefined;
      const token = earlier !== undefined && earlier.tick > 0 ? earlier.welcome.token : undefined;
      const choice = { room: token === undefined ? room : (earlier?.room.id ?? room), token };
      const client = dice.chance(0.2)
        ? this.house.watch(this.#game, { room })
        : this.house.join(this.#game, this.#bot.player() as never, choice);
      this.shadow.follow(client.room);
      client.onTick = () => this.shadow.compare(client);
      this.clients.push(client);
    } catch (error) {
      if (!(error instanceof TickhouseError)) throw error;
      expect(this.house.errors).toEqual([]);
      expect(['ROOM_FULL', 'ROOM_NOT_FOUND']).toContain(error.code);
    }
  }

  /** Everyone reads and says so. */
  read(): void {
    for (const client of this.connected) {
      client.acknowledges = true;
      client.resume();
      client.acknowledge();
    }
  }

  /** Until all are up to date. */
  settle(): void {
    this.read();
    this.house.advance(400);
    for (const client of this.connected) expect(client.tick).toBe(lastSent(client.room));
    expect(this.house.errors).toEqual([]);
  }
}

/** The last tick after which the room sent. */
function lastSent({ plan, tick }: Client['room']): number {
  let last = tick;
  while (!sendsAt(plan, last)) last--;
  return last;
}

function play(game: AnyGame, seed: number, ticks: number): Crowd {
  const crowd = new Crowd(game, seed);
  const dice = new Dice(seed + 1);
  for (let tick = 0; tick < ticks; tick++) {
    for (let i = dice.below(5); i > 0; i--) crowd.act();
    crowd.house.advance(dice.pick([10, 50, 50, 50, 100, 170]));
  }
  crowd.settle();
  return crowd;
}

/** Leads to the shadow at once, and says later that the append is durable. */
class LateJournal implements Appending {
  readonly #shadow: Shadow;
  #done: (() => void) | undefined;

  constructor(shadow: Shadow) {
    this.#shadow = shadow;
  }

  append(records: readonly JournalRecord[]): Promise<void> {
    this.#shadow.append(records);
    return new Promise((done) => {
      this.#done = done;
    });
  }

  settle(): Promise<void> {
    this.#done?.();
    return promisesRun();
  }
}

test('every receiver holds what its room showed at its tick: random schemas and edits', () => {
  let compared = 0;
  fc.assert(
    fc.property(anyShape, anySeed, (shape, seed) => {
      compared += play(editedGame(shape), seed, 100).shadow.compared;
    }),
    { numRuns: 30 },
  );
  expect(compared).toBeGreaterThan(2_000);
});

const games = [
  ['arena', arena],
  ['cards', cards],
  ['arena, sent at 7 of 20 Hz', sendingAt(arena, 7)],
] as const;

test.each(games)('every receiver holds what its room showed: %s', (_name, game) => {
  const ends = new Set<unknown>();
  fc.assert(
    fc.property(anySeed, (seed) => {
      for (const { closed } of play(game, seed, 200).clients) ends.add(closed);
    }),
    { numRuns: 20 },
  );
  // The runs were rough enough to meet these ends.
  expect([...ends]).toEqual(expect.arrayContaining([undefined, 'tooSlow', 'replaced']));
});

test('every receiver holds what its room showed, when ticks become durable late', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(anySeed, async (seed) => {
      const journals: LateJournal[] = [];
      const dice = new Dice(seed);
      const late = (shadow: Shadow): LateJournal => {
        const journal = new LateJournal(shadow);
        journals.push(journal);
        return journal;
      };
      const crowd = new Crowd(arena, seed, late, dice.pick([1, 60, 400, 1_500]));
      for (let tick = 0; tick < 100; tick++) {
        for (let i = dice.below(4); i > 0; i--) crowd.act();
        crowd.house.advance(50);
        if (dice.chance(0.4)) await journals[0]?.settle();
      }
      for (let tick = 0; tick < 10; tick++) {
        crowd.read();
        crowd.house.advance(50);
        await journals[0]?.settle();
      }
      // Nothing that a seat is to hear has got lost on the way.
      for (const { attachment } of crowd.connected) {
        expect([attachment.phase.name, attachment.refusals]).toEqual(['live', []]);
      }
      expect(crowd.house.errors).toEqual([]);
      compared += crowd.shadow.compared;
    }),
    { numRuns: 20, examples: [[13]] },
  );
  expect(compared).toBeGreaterThan(1_000);
});
