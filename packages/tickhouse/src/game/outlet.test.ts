// What a tick says: events and effects are checked where they are said, and stay within limits.

import { describe, expect, test } from 'vitest';
import { codeOf, errorOf } from '../../../../tests/support/coded-error.ts';
import { BitReader, BitWriter } from '../codec/index.ts';
import { f32, oneOf, text, u8, u16 } from '../state/index.ts';
import { blueprintOf } from './blueprint.ts';
import { defineGame } from './define-game.ts';
import { readEvents } from './messages.ts';
import { Outlet } from './outlet.ts';
import { planOf, Simulation } from './simulation.ts';

const game = defineGame({
  name: 'speaker',
  rulesVersion: 0,
  tickRate: 1,
  seats: 1,
  inputs: {},
  events: {
    said: { seat: u8, text: text(400) },
    moved: { x: f32, way: oneOf('up', 'down') },
    bell: {},
  },
  effects: { save: { points: u16, name: text(3) } },
  state: {},
  step() {},
});
const plan = planOf(blueprintOf(game));
const newOutlet = (): Outlet => new Outlet(plan.events, plan.effects, plan.asks);

/** The events of an outlet, as a receiver reads them. */
function heard(outlet: Outlet): unknown[] {
  const out = new BitWriter();
  outlet.writeEvents(out);
  const from = new BitReader(out.finish());
  const events = readEvents(from, plan.events);
  from.end();
  return events;
}

describe('emit', () => {
  test('reaches receivers in order, with values as the schema has them', () => {
    const outlet = newOutlet();
    outlet.emit('bell');
    outlet.emit('said', { seat: 3, text: 'Grüße 🐍' });
    outlet.emit('moved', { x: 0.1, way: 'down' });
    expect(heard(outlet)).toEqual([
      { kind: 'bell', data: {} },
      { kind: 'said', data: { seat: 3, text: 'Grüße 🐍' } },
      { kind: 'moved', data: { x: Math.fround(0.1), way: 'down' } },
    ]);
  });

  const wrong: readonly (readonly [string, string, object | undefined, string])[] = [
    ['a kind that is not defined', 'jumped', {}, 'GAME_KIND: no kind "jumped" is defined'],
    ['a missing field', 'said', { seat: 1 }, 'STATE_VALUE: said.text'],
    ['no values at all', 'said', undefined, 'STATE_VALUE: said.seat'],
    ['a field that is none', 'bell', { loud: true }, 'STATE_VALUE: bell.loud'],
    ['a value out of range', 'said', { seat: 256, text: '' }, 'STATE_VALUE: said.seat'],
    ['a fraction in an integer', 'said', { seat: 0.5, text: '' }, 'STATE_VALUE: said.seat'],
    ['a text too long', 'said', { seat: 0, text: 'x'.repeat(401) }, 'STATE_VALUE: said.text'],
    ['a name that is none', 'moved', { x: 0, way: 'left' }, 'STATE_VALUE: moved.way'],
    ['NaN', 'moved', { x: Number.NaN, way: 'up' }, 'STATE_VALUE: moved.x'],
  ];

  test.each(wrong)(
    'refuses %s, and leaves the events before it whole',
    (_what, kind, data, start) => {
      const outlet = newOutlet();
      outlet.emit('bell');
      expect(errorOf(() => outlet.emit(kind, data as never)).slice(0, start.length)).toBe(start);
      outlet.emit('bell');
      expect(heard(outlet)).toEqual([
        { kind: 'bell', data: {} },
        { kind: 'bell', data: {} },
      ]);
    },
  );

  test('says at most 64 KiB in a tick: GAME_TOO_MANY_EVENTS, and the next tick begins anew', () => {
    const outlet = newOutlet();
    const say = (): void => outlet.emit('said', { seat: 0, text: 'x'.repeat(400) });
    for (let i = 0; i < 160; i++) say();
    expect(codeOf(() => [say(), say(), say(), say()])).toBe('GAME_TOO_MANY_EVENTS');
    outlet.clear();
    say();
    expect(heard(outlet)).toHaveLength(1);
  });
});

describe('effect', () => {
  test('is kept with a copy of its values', () => {
    const outlet = newOutlet();
    const data = { points: 3, name: 'ann' };
    outlet.effect('save', data);
    data.points = 4;
    expect(outlet.effects).toEqual([{ kind: 'save', data: { points: 3, name: 'ann' } }]);
  });

  test('of one tick is not touched by the next', () => {
    const outlet = newOutlet();
    outlet.effect('save', { points: 1, name: '' });
    const first = outlet.effects;
    outlet.clear();
    outlet.effect('save', { points: 2, name: '' });
    expect([first, outlet.effects]).toEqual([
      [{ kind: 'save', data: { points: 1, name: '' } }],
      [{ kind: 'save', data: { points: 2, name: '' } }],
    ]);
  });

  test('that does not fit is refused where it is asked for', () => {
    const outlet = newOutlet();
    expect(codeOf(() => outlet.effect('load', {}))).toBe('GAME_KIND');
    expect(codeOf(() => outlet.effect('save', { points: -1, name: '' }))).toBe('STATE_VALUE');
    expect(codeOf(() => outlet.effect('save', { points: 1, name: 'anna' }))).toBe('STATE_VALUE');
    expect(codeOf(() => outlet.effect('save', { points: 1 }))).toBe('STATE_VALUE');
    expect(outlet.effects).toEqual([]);
  });
});

test('what setup and a tick made twice say is said once', () => {
  const twice = defineGame({
    name: 'twice',
    rulesVersion: 0,
    tickRate: 1,
    seats: 1,
    inputs: {},
    events: { bell: {} },
    effects: { save: {} },
    state: {},
    setup({ emit, effect }) {
      emit('bell');
      effect('save');
    },
    step({ emit, effect }) {
      emit('bell');
      effect('save');
    },
  });
  const simulation = new Simulation(planOf(blueprintOf(twice)), { seed: 1, twice: true });
  expect(simulation.outlet.effects).toEqual([]);
  for (let tick = 0; tick < 3; tick++) {
    simulation.advance([]);
    const out = new BitWriter();
    simulation.outlet.writeEvents(out);
    const { events } = simulation.blueprint;
    expect(readEvents(new BitReader(out.finish()), events)).toHaveLength(1);
    expect(simulation.outlet.effects).toHaveLength(1);
  }
});
