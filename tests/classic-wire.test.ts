// The classic game's clients beside people on the new wire: every message, in order, and a picture that
// equals the room's.

import { describe, expect, onTestFinished, test } from 'vitest';
import { snake } from '../games/snake/src/rules/index.ts';
import { classicEndpoint } from '../games/snake/src/server/classic/endpoint.ts';
import { type TopScore, TopScores } from '../games/snake/src/server/scores/top-scores.ts';
import { type Client, connect } from '../packages/tickhouse/src/client/index.ts';
import { type RunningServer, serve } from '../packages/tickhouse/src/server/index.ts';
import { type Cell, ClassicClient } from './support/classic-client.ts';
import { Dice } from './support/dice.ts';
import { until } from './support/honest.ts';
import { visitor } from './support/house.ts';
import type { SnakeRoom } from './support/snake-room.ts';

const white = 0;
const kept: TopScore = { name: 'Champion', points: 99, colour: 3 };

/** The rules as they are, at a rate for tests. */
function quickSnake(tickRate: number): typeof snake {
  return { ...snake, definition: { ...snake.definition, tickRate } };
}

async function openSnake(tickRate = 100) {
  const top = new TopScores([kept]);
  const errors: unknown[] = [];
  const within = (): Client => connect(server.url, { WebSocket: server.WebSocket, reconnectMs: 0 });
  const server: RunningServer = await serve({
    games: [quickSnake(tickRate)],
    port: 0,
    signals: false,
    checkDeterminism: true,
    closeTimeoutMs: 500,
    effects: { snake: { score: (score) => void top.add(score) } },
    endpoints: { '/connect': classicEndpoint(within, top) },
    onError: (error) => errors.push(error),
  });
  onTestFinished(async () => {
    await server.close();
    expect(errors).toEqual([]);
  });
  return {
    ...server,
    top,
    client: () => new ClassicClient(server.url),
    watch: () => visitor(server.url).watch(snake, { room: 'classic' }),
    join: (name: string) =>
      visitor(server.url).join(snake, { name, bot: false }, { room: 'classic' }),
  };
}

/** What a classic client should show, worked out anew from the state. */
function expectedField({ state }: SnakeRoom): string {
  const { ground, snakes, phase } = state;
  const rows: Cell[][] = Array.from({ length: ground.height }, (_, y) =>
    Array.from({ length: ground.width }, (_, x): Cell => {
      const thing = ground.get(x, y);
      if (thing >= 1 && thing <= 9) return [String(thing), 1 + ((y * ground.width + x) % 6)];
      return [{ 10: '#', 11: 'x', 12: '@', 13: '+' }[thing] ?? ' ', white];
    }),
  );
  const put = (x: number, y: number, cell: Cell) => {
    const row = rows[y] as Cell[];
    row[x] = cell;
  };
  for (const { body, colour } of snakes) {
    for (let i = body.length - 1; i >= 0; i--) {
      const char = i === 0 ? '%' : i === body.length - 1 ? '*' : '@';
      put(body.at(i) % ground.width, Math.floor(body.at(i) / ground.width), [char, colour]);
    }
  }
  if (phase === 'over') {
    const text = '>>> GAME OVER <<<';
    [...text].forEach((char, i) => {
      put(Math.floor((ground.width - text.length) / 2) + i, 12, [char, white]);
    });
  }
  return JSON.stringify(rows);
}

describe('what a classic client is told', () => {
  test('on entering: handshake, world, top scores, the living, then what changes', async () => {
    const house = await openSnake(20);
    const ann = await house.client().play('Ann');
    const bob = await house.client().enter('Bob');
    await bob.until(() => bob.all('render').length > 0);
    const names = bob.commands.map(([name]) => name);
    expect(names.slice(0, 4)).toEqual(['handshake', 'world', 'top_scores', 'p_joined']);
    expect(bob.messages.slice(0, 4)).toEqual([1, 1, 1, 1]);
    expect(names.indexOf('render')).toBeGreaterThan(3);
    expect(bob.commands[0]).toEqual(['handshake', 'Bob', bob.id]);
    expect(bob.id).not.toBe(ann.id);
    expect(bob.commands[2]).toEqual(['top_scores', [['Champion', 99, 3]]]);
    expect(bob.commands[3]).toEqual(['p_joined', ann.id, 'Ann', 1, expect.any(Number)]);
    const [, rows] = bob.commands[1] as unknown as [string, Cell[][]];
    expect([rows.length, ...new Set(rows.map((row) => row.length))]).toEqual([25, 50]);
    expect(rows.flat().every(([char, colour]) => char.length === 1 && colour >= 0)).toBe(true);
  });

  test('in a life: joined, score, game over, the new top scores, and the words in the middle', async () => {
    const house = await openSnake();
    const ann = await house.client().play('Ann');
    const room = await house.watch();
    const dice = new Dice(3);
    while (ann.all('p_score').length === 0 || ann.all('p_gameover').length === 0) {
      if (ann.last('p_gameover') !== undefined && !ann.text.includes('%')) ann.say(['join']);
      ann.say(dice.pick([37, 38, 39, 40]));
      const { tick } = room;
      await until(room, () => room.tick > tick + 2);
    }
    expect(ann.all('p_score').at(-1)).toEqual(['p_score', ann.id, expect.any(Number)]);
    expect(ann.last('p_gameover')).toEqual(['p_gameover', ann.id]);
    await ann.until(() => ann.all('top_scores').length > 1);
    const [, list] = ann.last('top_scores') as unknown as [string, [string, number, number][]];
    expect(list[0]).toEqual(['Champion', 99, 3]);
    expect(list.find(([name]) => name === 'Ann')).toEqual(['Ann', expect.any(Number), 1]);
  });

  test('when the last dies the words stand in the middle; the next join starts a clean field', async () => {
    const house = await openSnake();
    const ann = await house.client().play('Ann');
    await ann.until(() => ann.text.includes('>>> GAME OVER <<<'));
    expect(ann.text.split('\n')[12]?.trim()).toContain('>>> GAME OVER <<<');
    expect(ann.text).toMatch(/x/);
    expect(ann.all('reset_world')).toHaveLength(1);
    ann.say(['join']);
    await ann.until(() => ann.all('p_joined').length === 2);
    expect(ann.all('reset_world')).toHaveLength(2);
    const names = ann.commands.map(([name]) => name);
    expect(names.lastIndexOf('reset_world')).toBeLessThan(names.lastIndexOf('p_joined'));
    expect(names.lastIndexOf('reset_world')).toBeGreaterThan(names.lastIndexOf('p_gameover'));
    expect(ann.text).not.toMatch(/x|\+|GAME/);
    expect(ann.text).toContain('%');
  });

  test('the field drawn from renders equals the room in each of 500 ticks', async () => {
    const house = await openSnake(80);
    const crowd: ClassicClient[] = [];
    for (const name of ['Ann', 'Bob', 'Cid', 'Dan']) crowd.push(await house.client().play(name));
    const [ann] = crowd as [ClassicClient];
    const drawn: string[] = [];
    ann.onMessage = () => {
      const picture = JSON.stringify(ann.field);
      if (drawn.at(-1) !== picture) drawn.push(picture);
    };
    const room = await house.watch();
    const wanted: string[] = [];
    const dice = new Dice(11);
    const first = room.tick;
    await until(room, () => {
      const picture = expectedField(room);
      if (wanted.at(-1) !== picture) wanted.push(picture);
      for (const player of crowd) {
        if (dice.chance(0.3)) player.say(dice.pick([37, 38, 39, 40]));
        if (dice.chance(0.05)) player.say(['join']);
      }
      return room.tick - first >= 520;
    });
    await ann.until(() => drawn.includes(wanted.at(-1) as string));
    const start = drawn.indexOf(wanted[0] as string);
    expect(start).toBeGreaterThanOrEqual(0);
    expect(wanted.length).toBeGreaterThan(400);
    expect(drawn.slice(start, start + wanted.length)).toEqual(wanted);
  });
});

describe('what a classic client says', () => {
  test('steers its snake: the arrows by their key codes', async () => {
    const house = await openSnake(10);
    const ann = await house.client().play('Ann');
    const room = await house.watch();
    const own = () => room.state.snakes.at(0);
    const isUpright = own()?.heading === 'up' || own()?.heading === 'down';
    ann.say(isUpright ? 37 : 38);
    await until(room, () => own()?.heading === (isUpright ? 'left' : 'up'));
    ann.say(isUpright ? 40 : 39);
    await until(room, () => own()?.heading === (isUpright ? 'down' : 'right'));
  });

  test('beside a person of the new page: each sees the other', async () => {
    const house = await openSnake(20);
    const ann = await house.client().play('Ann');
    const bea = await house.join('Bea');
    expect([...bea.state.snakes].map(({ name, bot }) => [name, bot])).toEqual([
      ['Ann', false],
      ['Bea', false],
    ]);
    bea.send('play');
    await ann.until(() => ann.all('p_joined').some(([, , name]) => name === 'Bea'));
    expect(ann.last('p_joined')?.slice(2)).toEqual(['Bea', 2, 0]);
  });

  test.each([
    ['{"a"', 'no JSON'],
    ['"join"', 'a list'],
    ['null', 'a list'],
    ['{}', 'a list'],
    ['true', 'a list'],
    ['[]', 'new_player and join'],
    ['["dance"]', 'new_player and join'],
    ['[["join"]]', 'new_player and join'],
    ['["new_player"]', 'needs a name'],
    ['["new_player", 7]', 'needs a name'],
    ['["join"]', 'first'],
  ])('%s is answered with an error, and the connection goes on', async (text, why) => {
    const house = await openSnake();
    const ann = house.client();
    await ann.opened;
    ann.socket.send(text);
    await ann.until(() => ann.commands.length > 0);
    expect(ann.commands).toEqual([['error', expect.stringContaining(why)]]);
    await ann.enter('Ann');
    expect(ann.last('handshake')?.[1]).toBe('Ann');
  });

  test('keys that mean nothing are ignored, before and after entering', async () => {
    const house = await openSnake();
    const ann = house.client();
    await ann.opened;
    for (const key of [0, -1, 13, 65, 1e300, 37.5, 38]) ann.say(key);
    await ann.play('Ann');
    for (const key of [0, -1, 13, 65, 1e300, 37.5]) ann.say(key);
    await ann.until(() => ann.last('p_gameover') !== undefined);
    expect(ann.all('error')).toEqual([]);
  });

  test('new_player twice is an error; "join" that comes before the handshake is not lost', async () => {
    const house = await openSnake(20);
    const ann = house.client();
    await ann.opened;
    ann.say(['new_player', 'Ann']);
    ann.say(['join']);
    ann.say(['new_player', 'Bea']);
    await ann.until(() => ann.last('p_joined') !== undefined && ann.last('error') !== undefined);
    expect(ann.last('p_joined')).toEqual(['p_joined', ann.id, 'Ann', 1, 0]);
  });

  test('names lose what hides or turns text around, and are cut to 15 characters', async () => {
    const house = await openSnake();
    const names = ['\u202eevil\u0007', '  ', '🐍'.repeat(40), '<b>bold</b>'];
    for (const name of names) await house.client().enter(name);
    const room = await house.watch();
    expect([...room.state.snakes].map(({ name }) => name)).toEqual([
      'evil',
      'Anonymous',
      '🐍'.repeat(15),
      '<b>bold</b>',
    ]);
  });

  test('a lost connection is a death at once', async () => {
    const house = await openSnake(20);
    const ann = await house.client().play('Ann');
    const bob = await house.client().enter('Bob');
    ann.socket.terminate();
    await bob.until(() => bob.last('p_gameover') !== undefined);
    expect(bob.last('p_gameover')).toEqual(['p_gameover', ann.id]);
    const room = await house.watch();
    expect([...room.state.snakes].map(({ name }) => name)).toEqual(['Bob']);
  });

  test('a room of their name that somebody made otherwise is left alone', async () => {
    const house = await openSnake(20);
    const { url } = house;
    const other = await visitor(url).join(
      snake,
      { name: 'Mallory', bot: false },
      { room: 'classic', options: { field: 'large' } },
    );
    const [ann, bob] = [await house.client().play('Ann'), await house.client().play('Bob')];
    expect([ann.field.length, ann.field[0]?.length]).toEqual([25, 50]);
    expect(bob.all('p_joined').map(([, , name]) => name)).toContain('Ann');
    const room = await visitor(url).watch(snake, { room: 'classic-2' });
    expect([...room.state.snakes].map(({ name }) => name)).toEqual(['Ann', 'Bob']);
    await until(other, () => other.state.snakes.size === 1);
  });

  test('a full game is watched, says so on "join", and has a seat when somebody goes', async () => {
    const house = await openSnake(20);
    const crowd: ClassicClient[] = [];
    for (let i = 0; i < 10; i++) crowd.push(await house.client().enter(`P${i}`));
    const late = await house.client().enter('Late');
    expect(late.commands.map(([name]) => name)).toEqual(['handshake', 'world', 'top_scores']);
    late.say(['join']);
    await late.until(() => late.last('error') !== undefined);
    expect(late.last('error')).toEqual(['error', 'Maximum players reached']);
    crowd[4]?.socket.close();
    const room = await house.watch();
    await until(room, () => room.state.snakes.size === 9);
    late.say(['join']);
    await late.until(() => late.last('p_joined') !== undefined);
    expect(late.last('p_joined')?.slice(1, 3)).toEqual([late.id, 'Late']);
    expect(late.all('handshake')).toHaveLength(2);
  });

  test('a server that closes ends the connection with its code', async () => {
    const house = await openSnake();
    const ann = await house.client().play('Ann');
    await house.close();
    expect(await ann.closed).toBe(4016);
  });
});
