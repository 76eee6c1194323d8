// What TypeScript knows without being told: state, inputs, events, options and effects all follow from
// the game's schemas. Imported by the names that users write.

import { defineGame, list, oneOf, table, text, u8, u16, u32 } from 'tickhouse';
import { connect } from 'tickhouse/client';
import { serve } from 'tickhouse/server';
import { describe, expectTypeOf, test } from 'vitest';

const heading = oneOf('up', 'right', 'down', 'left');
const snake = defineGame({
  name: 'snake',
  rulesVersion: 1,
  tickRate: ({ options }) => options.speed,
  seats: 10,
  options: { speed: u8 },
  defaults: { speed: 8 },
  player: { name: text(15) },
  inputs: { play: {}, turn: { heading } },
  events: { died: { seat: u8, by: u8 } },
  effects: { score: { name: text(15), points: u32 }, ended: {} },
  state: ({ speed }) => ({
    food: u16,
    snakes: table(10, { name: text(15), heading, body: list(u16, 10 + speed) }),
  }),
  step({ state, inputs, options, emit, effect }) {
    expectTypeOf(options.speed).toEqualTypeOf<number>();
    for (const input of inputs) {
      if (input.kind === 'turn') expectTypeOf(input.data.heading).toEqualTypeOf<Heading>();
      // @ts-expect-error: play carries nothing
      if (input.kind === 'play') input.data.heading;
    }
    const row = state.snakes.add();
    expectTypeOf(row.body.at(0)).toEqualTypeOf<number>();
    emit('died', { seat: 1, by: 2 });
    effect('score', { name: 'Ann', points: 3 });
    effect('ended');
    // @ts-expect-error: no such event
    emit('born', { seat: 1 });
    // @ts-expect-error: points are missing
    effect('score', { name: 'Ann' });
  },
});
const pong = defineGame({
  name: 'pong',
  rulesVersion: 1,
  tickRate: 60,
  seats: 2,
  inputs: { move: { to: u8 } },
  effects: { won: { seat: u8 } },
  state: { ball: u16 },
  step() {},
});

type Heading = 'up' | 'right' | 'down' | 'left';

// These are judged by the compiler (`npm run check`); none is ever called.
const join = () => connect('ws://h').join(snake, { name: 'Ann' }, { options: { speed: 8 } });
type SnakeRoom = Awaited<ReturnType<typeof join>>;

describe('a joined room knows', () => {
  test('its state, to read only', () => {
    const check = (room: SnakeRoom): void => {
      expectTypeOf(room.state.food).toEqualTypeOf<number>();
      expectTypeOf(room.state.snakes.at(0)?.heading).toEqualTypeOf<Heading | undefined>();
      for (const { name, body, id } of room.state.snakes) {
        expectTypeOf(name).toEqualTypeOf<string>();
        expectTypeOf(body.length).toEqualTypeOf<number>();
        expectTypeOf(id).toEqualTypeOf<number>();
        // @ts-expect-error: a client's list has no push
        body.push(1);
      }
      // @ts-expect-error: read only
      room.state.food = 1;
      room.onTick(({ state, tick }) => {
        expectTypeOf(state).toEqualTypeOf<SnakeRoom['state']>();
        expectTypeOf(tick).toEqualTypeOf<number>();
      });
    };
    expectTypeOf(check).toBeFunction();
  });

  test('what may be sent', () => {
    const check = (room: SnakeRoom): void => {
      room.send('play');
      room.send('turn', { heading: 'left' });
      // @ts-expect-error: no such input
      room.send('jump');
      // @ts-expect-error: the heading is missing
      room.send('turn');
      // @ts-expect-error: no such heading
      room.send('turn', { heading: 'north' });
      // @ts-expect-error: play carries nothing
      room.send('play', { heading: 'left' });
    };
    expectTypeOf(check).toBeFunction();
  });

  test('its events and options', () => {
    const check = (room: SnakeRoom): void => {
      room.on('died', (event) => expectTypeOf(event).toEqualTypeOf<{ seat: number; by: number }>());
      // @ts-expect-error: no such event
      room.on('born', () => {});
      expectTypeOf(room.options).toEqualTypeOf<{ speed: number }>();
      expectTypeOf(room.seat).toEqualTypeOf<number | undefined>();
    };
    expectTypeOf(check).toBeFunction();
  });
});

describe('joining knows', () => {
  test('what a player brings, and what may be chosen', () => {
    const check = async (): Promise<void> => {
      const client = connect('ws://h');
      await client.join(pong, {});
      await client.join(snake, { name: 'Ann' }, { room: 'private' });
      const watched = await client.watch(snake, { room: 'p-0' });
      expectTypeOf(watched.state.food).toEqualTypeOf<number>();
      // @ts-expect-error: a name is needed
      await client.join(snake, {});
      // @ts-expect-error: a name is a text
      await client.join(snake, { name: 5 });
      // @ts-expect-error: there is no option "size"
      await client.join(snake, { name: 'Ann' }, { options: { size: 1 } });
      // @ts-expect-error: who watches chooses no options
      await client.watch(snake, { options: { speed: 1 } });
    };
    expectTypeOf(check).toBeFunction();
  });
});

describe('serve knows', () => {
  test('the data of each effect of each game', () => {
    const check = async (): Promise<void> => {
      await serve({
        games: [snake, pong],
        effects: {
          snake: {
            score: (data, { key, tick }) => {
              expectTypeOf(data).toEqualTypeOf<{ name: string; points: number }>();
              expectTypeOf(key).toEqualTypeOf<string>();
              expectTypeOf(tick).toEqualTypeOf<number>();
            },
          },
          pong: {
            won: async ({ seat }) => {
              expectTypeOf(seat).toEqualTypeOf<number>();
            },
          },
        },
      });
      await serve({
        games: [pong],
        // @ts-expect-error: no such game here
        effects: { snake: {} },
      });
      await serve({
        games: [pong],
        // @ts-expect-error: no such effect
        effects: { pong: { lost: () => {} } },
      });
      await serve({
        games: [pong],
        // @ts-expect-error: no such limit
        limits: { seats: 5 },
      });
    };
    expectTypeOf(check).toBeFunction();
  });
});
