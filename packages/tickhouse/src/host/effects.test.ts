// What ticks ask of the outside world: performed with a key that names it, failures heard of.

import { describe, expect, test } from 'vitest';
import { codeOf, errorOf } from '../../../../tests/support/coded-error.ts';
import { arena } from '../../../../tests/support/games/arena.ts';
import { counter } from '../../../../tests/support/games/counter.ts';
import { promisesRun } from '../../../../tests/support/slow-journal.ts';
import type { TickhouseError } from '../errors.ts';
import { createHouse } from '../testing/index.ts';
import type { EffectSource } from './effects.ts';

const room = { room: 'cave' };

describe('effects', () => {
  test('reach the handler of their kind after their tick has gone out, with their source', () => {
    const heard: [total: number, source: EffectSource, tick: number][] = [];
    const house = createHouse({
      games: [counter],
      effects: {
        counter: { reached: ({ total }, source) => void heard.push([total, source, one.tick]) },
      },
    });
    const one = house.join(counter, {}, room);
    house.tick(one.room);
    one.send('add', { amount: 5 });
    one.send('add', { amount: 2 });
    house.tick(one.room);
    one.send('add', { amount: 1 });
    house.tick(one.room);
    // The run tells this room from others that had its name.
    const run = heard[0]?.[1].run ?? '';
    expect(run).toMatch(/^[0-9a-z]{8}$/);
    const source = { game: 'counter', room: 'cave', run };
    const keyed = (tick: number, index: number) => `counter/cave/${run}/${tick}/${index}`;
    expect(heard).toEqual([
      [5, { ...source, tick: 2, key: keyed(2, 0) }, 2],
      [7, { ...source, tick: 2, key: keyed(2, 1) }, 2],
      [8, { ...source, tick: 3, key: keyed(3, 0) }, 3],
    ]);
  });

  test('without a handler are dropped', () => {
    const house = createHouse({ games: [counter] });
    const one = house.join(counter, {}, room);
    house.tick(one.room);
    one.send('add', { amount: 5 });
    house.tick(one.room);
    expect([one.state.total, house.errors]).toEqual([5, []]);
  });

  test.each([
    [
      'throws',
      () => {
        throw new Error('no database');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no database'))],
  ])('whose handler %s are heard of, with their key; the room goes on', async (_how, reached) => {
    const house = createHouse({ games: [counter], effects: { counter: { reached } } });
    const one = house.join(counter, {}, room);
    house.tick(one.room);
    one.send('add', { amount: 5 });
    house.tick(one.room, 2);
    await house.host.effectsSettled(60_000);
    const [error] = house.errors;
    expect(errorOf(() => raise(error))).toMatch(
      /^EFFECT_FAILED: effect reached \(counter\/cave\/[0-9a-z]{8}\/2\/0\) failed$/,
    );
    expect((error as TickhouseError).cause).toEqual(new Error('no database'));
    expect([house.errors.length, one.tick, one.closed]).toEqual([1, 3, undefined]);
  });

  test('that nobody defines cannot be handled: GAME_DEFINITION', () => {
    const game = (effects: object) => () =>
      createHouse({ games: [counter, arena], effects: effects as never });
    expect(errorOf(game({ counter: { reach: () => {} } }))).toMatch(
      /^GAME_DEFINITION: effects\.counter\.reach: no such effect/,
    );
    expect(codeOf(game({ chess: { mate: () => {} } }))).toBe('GAME_DEFINITION');
    expect(codeOf(game({ counter: { frag: () => {} } }))).toBe('GAME_DEFINITION');
    expect(codeOf(game({ counter: {}, arena: { frag: () => {} } }))).toBe('nothing');
  });

  test('settle when every handler has ended, those that others started meanwhile too', async () => {
    const ends: (() => void)[] = [];
    const house = createHouse({
      games: [counter],
      effects: { counter: { reached: () => new Promise<void>((end) => ends.push(end)) } },
    });
    const one = house.join(counter, {}, room);
    house.tick(one.room);
    let settled = false;
    one.send('add', { amount: 1 });
    house.tick(one.room);
    const done = house.host.effectsSettled(60_000).then(() => {
      settled = true;
    });
    one.send('add', { amount: 1 });
    house.tick(one.room);
    ends[0]?.();
    await promisesRun();
    expect([ends.length, settled]).toEqual([2, false]);
    ends[1]?.();
    await done;
  });

  test('are typed: handlers get the values of their kind', () => {
    createHouse({
      games: [counter, arena],
      effects: {
        // @ts-expect-error total is a number
        counter: { reached: ({ total }: { total: string }) => void total },
        arena: { frag: ({ name, count }) => void [name.length, count.toFixed()] },
      },
    });
  });
});

function raise(error: unknown): never {
  throw error;
}
