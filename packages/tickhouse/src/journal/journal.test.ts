// What a journal is given is enough: records and a state before them make every room again.

import { describe, expect, test } from 'vitest';
import { arena } from '../../../../tests/support/games/arena.ts';
import { cards } from '../../../../tests/support/games/cards.ts';
import { ticksOf } from '../../../../tests/support/slow-journal.ts';
import { type AnyGame, blueprintOf, planOf, Simulation } from '../game/index.ts';
import { Bot, createHouse } from '../testing/index.ts';
import { type JournalRecord, noJournal, type TickRecord } from './journal.ts';

/** Two rooms played by bots who come and go, and the records of their ticks as text. */
function played(game: AnyGame): string[] {
  const records: string[] = [];
  const append = (made: readonly JournalRecord[]): undefined => {
    // As a store would: nothing but plain data, and nothing that changes later.
    for (const record of ticksOf(made)) records.push(JSON.stringify(record));
  };
  const house = createHouse({ games: [game], journal: { append }, seed: 5 });
  const bot = new Bot(game, 9);
  const enter = (room: string) => house.join(game, bot.player() as never, { room });
  const clients = [enter('cave'), enter('hall'), enter('cave')];
  for (let tick = 0; tick < 120; tick++) {
    for (const client of clients) bot.play(client);
    if (tick === 40) clients[0]?.drop();
    if (tick === 80) clients[2]?.leave();
    if (tick === 90) clients.push(enter('hall'));
    house.advance(60);
  }
  expect(house.errors).toEqual([]);
  return records;
}

const recordsOf = (lines: readonly string[], room: string): TickRecord[] =>
  lines.map((line) => JSON.parse(line) as TickRecord).filter((record) => record.room === room);

describe('the records of a journal', () => {
  test.each([arena, cards] as const)(
    'hold every tick of every room of $name once, in order',
    (game) => {
      const lines = played(game);
      for (const room of ['cave', 'hall']) {
        const ticks = recordsOf(lines, room).map(({ tick }) => tick);
        expect(ticks).toEqual(ticks.map((_, i) => i + 1));
        expect(ticks.length).toBeGreaterThan(60);
      }
    },
  );

  test.each([arena, cards] as const)('lead from any state of $name to the same states', (game) => {
    const records = recordsOf(played(game), 'cave');
    const plan = planOf(blueprintOf(game));
    const first = new Simulation(plan, { seed: 1 });
    const states = records.map(({ commands }) => {
      first.advance(commands);
      return first.save();
    });
    for (const from of [0, 10, records.length >> 1]) {
      const again = new Simulation(plan, { seed: 2 });
      again.load(states[from] as Uint8Array);
      for (const { commands } of records.slice(from + 1)) again.advance(commands);
      expect(again.hash()).toBe(first.hash());
    }
  });
});

test('the memory journal is durable at once', () => {
  expect(
    noJournal().append([{ game: 'counter', room: 'cave', run: '0', ended: true }]),
  ).toBeUndefined();
});
