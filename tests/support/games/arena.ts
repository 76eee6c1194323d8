// A fixture with f32 positions, bullets that come and go in a table, and chat by events.

import {
  bool,
  defineGame,
  f32,
  grid,
  hidden,
  list,
  oneOf,
  struct,
  table,
  text,
  u8,
  u16,
  u32,
} from '../../../packages/tickhouse/src/index.ts';

const heading = oneOf('up', 'right', 'down', 'left');
const dx = { up: 0, right: 1, down: 0, left: -1 };
const dy = { up: -1, right: 0, down: 1, left: 0 };

export const arena = defineGame({
  name: 'arena',
  rulesVersion: 3,
  tickRate: ({ options }) => (options.pace === 'fast' ? 40 : 20),
  seats: 4,
  options: { width: u16, height: u16, pace: oneOf('slow', 'fast'), drag: f32, walls: bool },
  defaults: { width: 20, height: 10, pace: 'slow', drag: 0.5, walls: true },
  player: { name: text(12), hue: u16 },
  inputs: {
    push: { x: f32, y: f32 },
    fire: { heading },
    say: { text: text(30) },
  },
  events: {
    said: { seat: u8, text: text(30) },
    hit: { seat: u8, by: u8, x: f32, y: f32 },
  },
  effects: { frag: { name: text(12), count: u32 } },
  state: ({ width, height }) => ({
    heroes: table(4, {
      name: text(12),
      hue: u16,
      away: bool,
      x: f32,
      y: f32,
      vx: f32,
      vy: f32,
      hits: u32,
    }),
    bullets: table(32, { x: f32, y: f32, heading, owner: u8, age: u8 }),
    walls: grid(bool, width, height),
    last: struct({ hitter: u8, at: u32 }),
    history: hidden(list(u8, 64)),
  }),
  setup({ state, options, random }) {
    if (!options.walls) return;
    for (let i = 0; i < 8; i++) {
      state.walls.set(random.int(options.width), random.int(options.height), true);
    }
  },
  join({ state, player, random, options }) {
    const hero = state.heroes.addAt(player.seat);
    hero.name = player.name;
    hero.hue = player.hue;
    hero.x = random.int(options.width);
    hero.y = random.int(options.height);
  },
  leave({ state, player }) {
    const hero = state.heroes.at(player.seat);
    if (hero !== undefined) state.heroes.remove(hero);
  },
  away({ state, player }) {
    const hero = state.heroes.at(player.seat);
    if (hero !== undefined) hero.away = true;
  },
  back({ state, player }) {
    const hero = state.heroes.at(player.seat);
    if (hero !== undefined) hero.away = false;
  },
  step({ state, inputs, options, tick, random, emit, effect }) {
    const { width, height, drag } = options;
    for (const { seat, kind, data } of inputs) {
      const hero = state.heroes.at(seat);
      if (hero === undefined) continue;
      if (kind === 'say') emit('said', { seat, text: data.text });
      else if (kind === 'push') {
        hero.vx = Math.max(-1, Math.min(1, data.x));
        hero.vy = Math.max(-1, Math.min(1, data.y));
      } else if (state.bullets.size < state.bullets.capacity) {
        const bullet = state.bullets.add();
        bullet.x = hero.x;
        bullet.y = hero.y;
        bullet.heading = data.heading;
        bullet.owner = seat;
      }
    }
    for (const hero of state.heroes) {
      hero.x = Math.max(0, Math.min(width - 1, hero.x + hero.vx));
      hero.y = Math.max(0, Math.min(height - 1, hero.y + hero.vy));
      hero.vx *= drag;
      hero.vy *= drag;
    }
    for (const bullet of state.bullets) {
      bullet.x += dx[bullet.heading];
      bullet.y += dy[bullet.heading];
      bullet.age++;
      const { x, y } = bullet;
      const gone = bullet.age > 30 || x < 0 || y < 0 || x > width - 1 || y > height - 1;
      if (gone || state.walls.get(Math.floor(x), Math.floor(y))) {
        state.bullets.remove(bullet);
        continue;
      }
      for (const hero of state.heroes) {
        if (hero.slot === bullet.owner || Math.abs(hero.x - x) + Math.abs(hero.y - y) > 1) continue;
        emit('hit', { seat: hero.slot, by: bullet.owner, x, y });
        const shooter = state.heroes.at(bullet.owner);
        if (shooter !== undefined) {
          shooter.hits++;
          effect('frag', { name: shooter.name, count: shooter.hits });
        }
        hero.x = random.int(width);
        state.last.hitter = bullet.owner;
        state.last.at = tick;
        if (state.history.length === state.history.capacity) state.history.shift();
        state.history.push(bullet.owner);
        state.bullets.remove(bullet);
        break;
      }
    }
  },
});
