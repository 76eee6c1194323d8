// The tools that tests of games stand on: they repeat, they are typed, and they refuse what a real
// server would.

import { describe, expect, test } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { arena } from '../../../../tests/support/games/arena.ts';
import { cards } from '../../../../tests/support/games/cards.ts';
import { counter } from '../../../../tests/support/games/counter.ts';
import { Bot, createHouse, ManualClock, rehearse, Seeded } from './index.ts';

const ann = { name: 'ann', hue: 1 };

describe('a house', () => {
  /** Everything that a spectator read, and ids and tokens, as text. */
  const story = (seed: number): string => {
    const house = createHouse({ games: [arena], seed });
    const bot = new Bot(arena, 1);
    const one = house.join(arena, bot.player());
    const seer = house.watch(arena);
    const read: string[] = [];
    seer.onTick = () => read.push(String(seer.lastPayload?.bytes));
    for (let i = 0; i < 30; i++) {
      bot.play(one);
      house.tick(one.room);
    }
    return [one.room.id, one.welcome.token, ...read].join('\n');
  };

  test('repeats everything by its seed', () => {
    expect(story(1)).toBe(story(1));
    expect(story(1)).not.toBe(story(2));
  });

  test('stands still until its clock is turned', () => {
    const house = createHouse({ games: [counter] });
    const one = house.join(counter, {});
    expect(house.clock).toBeInstanceOf(ManualClock);
    expect(() => one.state).toThrow('let the room make a tick first');
    expect([one.tick, one.isConnected]).toEqual([0, true]);
    house.advance(1_000);
    expect(one.tick).toBe(21);
  });

  test('ticks a room a given number of times, whatever its rate', () => {
    const house = createHouse({ games: [arena, counter] });
    const slow = house.join(counter, {});
    const fast = house.join(arena, ann, { options: { pace: 'fast' } });
    house.tick(slow.room, 10);
    expect(slow.tick).toBe(10);
    const { tick } = fast;
    house.tick(fast.room, 7);
    expect(fast.tick).toBe(tick + 7);
  });

  test('says when a room makes no ticks any more', () => {
    const house = createHouse({ games: [counter] });
    const one = house.join(counter, {});
    house.tick(one.room);
    one.send('fail');
    expect(() => house.tick(one.room, 2)).toThrow('a bug of the game');
    expect(one.closed).toBe('roomFailed');
    expect(() => one.send('add', { amount: 1 })).toThrow('not connected');
  });

  test('gives a seat back by its token, inputs going on where they ended', () => {
    const house = createHouse({ games: [counter] });
    const one = house.join(counter, {}, { room: 'cave' });
    house.tick(one.room);
    one.send('add', { amount: 1 });
    one.send('add', { amount: 1 });
    house.tick(one.room);
    one.drop();
    const back = house.join(counter, {}, { room: 'cave', token: one.welcome.token });
    house.tick(back.room);
    back.send('add', { amount: 1 });
    house.tick(back.room);
    expect([back.seat, back.state.total]).toEqual([0, 3]);
  });

  test('knows the types of what it is given', () => {
    const house = createHouse({
      games: [arena, counter],
      effects: { arena: { frag: ({ name, count }) => void [name.length, count.toFixed()] } },
    });
    const one = house.join(arena, ann, { options: { pace: 'fast' } });
    house.tick(one.room);
    const hue: number | undefined = one.state.heroes.at(0)?.hue;
    for (const event of one.events) if (event.kind === 'said') event.data.text.at(0);
    const wrong = [
      // @ts-expect-error a name is a text
      () => house.join(arena, { name: 1, hue: 1 }),
      // @ts-expect-error there is no such option
      () => house.join(arena, ann, { options: { depth: 1 } }),
      // @ts-expect-error there is no such input
      () => one.send('jump'),
      // @ts-expect-error a text is missing
      () => one.send('say'),
      // @ts-expect-error what is hidden is not there
      () => one.state.history.length,
      // @ts-expect-error a client does not write
      () => one.state.heroes.add(),
    ];
    expect([hue, wrong.length]).toEqual([1, 6]);
  });
});

describe('a rehearsal', () => {
  test('plays rules by hand, and shows all of the state', () => {
    const play = rehearse(cards, { seed: 4 });
    expect([play.tick, play.state.deck.length, play.state.phase]).toEqual([0, 52, 'waiting']);
    play.join(0, { name: 'ann' });
    play.join(2, { name: 'bob' });
    play.input(2, 'draw');
    play.input(2, 'draw');
    play.advance();
    const hand = play.state.hands.at(2);
    expect([play.tick, play.state.phase, hand?.cards.length]).toEqual([1, 'playing', 2]);
    const card = hand?.cards.at(0) ?? -1;
    play.input(2, 'play', { card });
    play.advance();
    expect(play.events).toEqual([{ kind: 'played', data: { seat: 2, card } }]);
    play.advance();
    expect([play.events, play.tick]).toEqual([[], 3]);
    play.leave(2);
    play.advance(2);
    expect([play.state.hands.size, play.tick]).toEqual([1, 5]);
  });

  test('takes options, and says what a tick asked of the outside world', () => {
    const play = rehearse(arena, { options: { width: 30, walls: false } });
    expect([play.state.walls.width, play.state.walls.height]).toEqual([30, 10]);
    const sum = rehearse(counter);
    sum.join(0, {});
    sum.input(0, 'add', { amount: 4 });
    sum.advance();
    expect(sum.effects).toEqual([{ kind: 'reached', data: { total: 4 } }]);
    expect(codeOf(() => rehearse(arena, { options: { width: -1 } }))).toBe('GAME_OPTIONS');
  });

  test('may have its scene set, and comes back to a saved state', () => {
    const play = rehearse(counter);
    play.state.total = 40;
    play.join(1, {});
    play.advance();
    const [state, hash] = [play.save(), play.hash()];
    play.input(1, 'add', { amount: 2 });
    play.away(1);
    play.advance();
    play.back(1);
    play.advance();
    expect([play.state.total, play.hash() === hash]).toEqual([42, false]);
    play.load(state);
    expect([play.state.total, play.tick, play.hash()]).toEqual([40, 1, hash]);
  });
});

describe('a bot', () => {
  test('brings and asks for what fits, over the whole of the schemas; its seed repeats it', () => {
    const [bot, same] = [new Bot(arena, 3), new Bot(arena, 3)];
    expect(same.player()).toEqual(bot.player());
    const kinds = Array.from({ length: 300 }, () => {
      const input = bot.input();
      expect(same.input()).toEqual(input);
      return input.kind;
    });
    expect([...new Set(kinds)].sort()).toEqual(['fire', 'push', 'say']);
    const play = rehearse(arena);
    play.join(0, bot.player());
    for (let i = 0; i < 300; i++) {
      bot.playIn(play, 0);
      play.advance();
    }
    expect(play.tick).toBe(300);
  });

  test('says nothing for a client whose connection is over', () => {
    const house = createHouse({ games: [arena] });
    const one = house.join(arena, ann);
    house.tick(one.room);
    one.leave();
    new Bot(arena, 1).play(one);
    expect(one.room.seated).toBe(0);
  });
});

test('seeded numbers are spread over their range', () => {
  const random = new Seeded(7);
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 10_000; i++) {
    const at = random.below(10);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  expect(random.bytes(5)).toHaveLength(5);
});
