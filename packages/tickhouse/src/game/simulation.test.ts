// One tick: what enters it, in which order, and what it leaves in the buffer.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf, errorOf } from '../../../../tests/support/coded-error.ts';
import { counter } from '../../../../tests/support/games/counter.ts';
import { i16, list, table, text, u8, u16, type View } from '../state/index.ts';
import { blueprintOf } from './blueprint.ts';
import type { Command } from './commands.ts';
import { defineGame } from './define-game.ts';
import type { AnyGame } from './definition.ts';
import type { SystemShape } from './room-shape.ts';
import { planOf, Simulation, type SimulationOptions } from './simulation.ts';

/** Notes each call in the state, as `join 2`. */
const diary = defineGame({
  name: 'diary',
  rulesVersion: 0,
  tickRate: 10,
  seats: 4,
  player: { name: text(6), hue: u16 },
  inputs: { note: { value: i16 }, poke: {} },
  state: {
    lines: table(200, { what: text(12), seat: u8, tick: u16, value: i16 }),
    names: table(4, { name: text(6), hue: u16 }),
    spare: list(u8, 4),
  },
  setup: ({ state, tick }) => write(state, 'setup', 255, tick, 0),
  join({ state, player, tick }) {
    write(state, 'join', player.seat, tick, 0);
    const row = state.names.addAt(player.seat);
    row.name = player.name;
    row.hue = player.hue;
  },
  leave({ state, player, tick }) {
    write(state, `leave ${player.name}`, player.seat, tick, 0);
    state.names.remove(state.names.at(player.seat) as { id: number; slot: number });
  },
  away: ({ state, player, tick }) => write(state, 'away', player.seat, tick, 0),
  back: ({ state, player, tick }) => write(state, 'back', player.seat, tick, 0),
  step({ state, inputs, tick }) {
    for (const { seat, kind, data } of inputs) {
      write(state, kind, seat, tick, kind === 'note' ? data.value : 0);
    }
    write(state, 'step', 255, tick, 0);
  },
});

type Diary = View<{ lines: ReturnType<typeof linesField> }>;
const linesField = () => table(200, { what: text(12), seat: u8, tick: u16, value: i16 });

function write(state: Diary, what: string, seat: number, tick: number, value: number): void {
  const line = state.lines.add();
  line.what = what;
  line.seat = seat;
  line.tick = tick;
  line.value = value;
}

function made(game: AnyGame = diary, options: Partial<SimulationOptions> = {}): Simulation {
  return new Simulation(planOf(blueprintOf(game)), { seed: 1, twice: true, ...options });
}

/** The lines of one tick: `join 2`, `note 0 = 5`. */
function linesOf(simulation: Simulation, tick: number = simulation.tick): string[] {
  const { lines } = simulation.state as Diary;
  return [...lines]
    .filter((line) => line.tick === tick)
    .map(({ what, seat, value }) =>
      [what, seat === 255 ? '' : ` ${seat}`, value === 0 ? '' : ` = ${value}`].join(''),
    );
}

const systemOf = (simulation: Simulation) => simulation.state as View<SystemShape>;
const join = (seat: number, name = `p${seat}`): Command => ({
  type: 'join',
  seat,
  player: { name, hue: 7 },
});
const leave = (seat: number): Command => ({ type: 'leave', seat });
const away = (seat: number): Command => ({ type: 'away', seat });
const back = (seat: number): Command => ({ type: 'back', seat });
const note = (seat: number, number: number, value = number): Command => ({
  type: 'input',
  seat,
  number,
  kind: 'note',
  data: { value },
});

describe('a tick', () => {
  test('0 is the state after setup; the first one made is 1', () => {
    const simulation = made();
    expect([simulation.tick, linesOf(simulation, 0)]).toEqual([0, ['setup']]);
    simulation.advance([]);
    expect([simulation.tick, linesOf(simulation)]).toEqual([1, ['step']]);
  });

  test('takes commands by type, leave join away back input, whatever the order of arrival', () => {
    const seated: Command[] = [join(0), join(1), join(2)];
    const commands = [leave(0), join(3), away(1), back(2), note(1, 1), note(2, 1), note(3, 1)];
    const expected = [
      'leave p0 0',
      'join 3',
      'away 1',
      'back 2',
      'note 1 = 1',
      'note 2 = 1',
      'note 3 = 1',
      'step',
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(commands, { minLength: 7 }), (shuffled) => {
        const simulation = made();
        simulation.advance([...seated, away(2)]);
        simulation.advance(shuffled);
        const inputs = shuffled.flatMap((one) => (one.type === 'input' ? [one.seat] : []));
        expect(linesOf(simulation)).toEqual([
          ...expected.slice(0, 4),
          ...inputs.map((seat) => `note ${seat} = 1`),
          'step',
        ]);
      }),
    );
  });

  test('takes commands of one type in the order of arrival', () => {
    const simulation = made();
    simulation.advance([join(2), join(0), join(1), note(2, 1), note(0, 1), note(2, 2)]);
    expect(linesOf(simulation)).toEqual([
      'join 2',
      'join 0',
      'join 1',
      'note 2 = 1',
      'note 0 = 1',
      'note 2 = 2',
      'step',
    ]);
  });

  test('gives a seat up and to another in one go, and its columns begin anew', () => {
    const simulation = made();
    simulation.advance([join(0, 'ann'), note(0, 7)]);
    simulation.advance([join(0, 'bob'), leave(0), note(0, 1)]);
    expect(linesOf(simulation)).toEqual(['leave ann 0', 'join 0', 'note 0 = 1', 'step']);
    expect(systemOf(simulation).$seats.at(0)?.lastInput).toBe(1);
  });

  test('drops the inputs of a seat that it gives up, and of seats that nobody has', () => {
    const simulation = made();
    simulation.advance([join(0), join(1)]);
    simulation.advance([note(0, 1), note(1, 1), leave(0), note(0, 2), note(3, 1)]);
    expect(linesOf(simulation)).toEqual(['leave p0 0', 'note 1 = 1', 'step']);
  });

  test('takes an input number once: repeats and older ones say nothing', () => {
    const simulation = made();
    simulation.advance([join(0), note(0, 1), note(0, 1, 99), note(0, 3)]);
    expect(linesOf(simulation)).toEqual(['join 0', 'note 0 = 1', 'note 0 = 3', 'step']);
    simulation.advance([note(0, 3), note(0, 2), note(0, 4)]);
    expect(linesOf(simulation)).toEqual(['note 0 = 4', 'step']);
    expect(systemOf(simulation).$seats.at(0)?.lastInput).toBe(4);
  });

  test('calls away and back only where presence changes', () => {
    const simulation = made();
    simulation.advance([join(0), back(0)]);
    expect(linesOf(simulation)).toEqual(['join 0', 'step']);
    simulation.advance([away(0), away(0)]);
    expect(linesOf(simulation)).toEqual(['away 0', 'step']);
    expect(systemOf(simulation).$seats.at(0)?.presence).toBe('away');
    simulation.advance([back(0)]);
    expect(linesOf(simulation)).toEqual(['back 0', 'step']);
    expect(systemOf(simulation).$seats.at(0)?.presence).toBe('here');
  });

  test('refuses commands of seats that are not taken: GAME_COMMAND names tick and seat', () => {
    for (const command of [leave(2), away(2), back(2)]) {
      expect(errorOf(() => made().advance([command]))).toBe(
        'GAME_COMMAND: tick 1: seat 2 is not taken',
      );
    }
  });

  test('refuses to seat someone on a taken seat, and on one that the game does not have', () => {
    const simulation = made();
    simulation.advance([join(0)]);
    expect(codeOf(() => simulation.advance([join(0)]))).toBe('STATE_SLOT_TAKEN');
    expect(codeOf(() => made().advance([join(4)]))).toBe('STATE_INDEX');
  });

  test.each([
    ['a text too long', { name: 'too long', hue: 1 }, 'STATE_TEXT_TOO_LONG'],
    ['a number out of range', { name: 'ann', hue: 70_000 }, 'STATE_VALUE'],
    ['a missing field', { name: 'ann' }, 'STATE_VALUE'],
  ])('refuses join data with %s', (_what, player, code) => {
    expect(codeOf(() => made().advance([{ type: 'join', seat: 0, player }]))).toBe(code);
  });

  test('gives functions the join data of a seat, until after leave', () => {
    const simulation = made();
    simulation.advance([join(1, 'ann')]);
    simulation.advance([leave(1)]);
    expect(linesOf(simulation)).toEqual(['leave ann 1', 'step']);
    expect(systemOf(simulation).$seats.size).toBe(0);
  });

  test('says what it was at when a function throws', () => {
    const simulation = made(counter);
    simulation.advance([{ type: 'join', seat: 0, player: {} }]);
    const fail: Command = { type: 'input', seat: 0, number: 1, kind: 'fail', data: {} };
    expect(() => simulation.advance([fail])).toThrow('a bug of the game');
    expect(simulation.doing).toBe('in step');
    const full = made();
    for (let i = 0; i < 199; i++) full.advance([]);
    expect(codeOf(() => full.advance([join(3)]))).toBe('STATE_TABLE_FULL');
    expect(full.doing).toBe('in join of seat 3');
  });

  test('has frozen options, the same for all functions', () => {
    const game = defineGame({
      name: 'frozen',
      rulesVersion: 0,
      tickRate: 1,
      seats: 1,
      options: { n: u8 },
      inputs: {},
      state: {},
      step({ options }) {
        (options as { n: number }).n = 3;
      },
    });
    expect(() => made(game).advance([])).toThrow(TypeError);
  });
});

describe('the seed', () => {
  const dice = defineGame({
    name: 'dice',
    rulesVersion: 0,
    tickRate: 1,
    seats: 1,
    inputs: {},
    state: { rolls: list(u8, 8) },
    step: ({ state, random }) => state.rolls.push(random.int(6)),
  });
  const rolls = (seed: number): string => {
    const simulation = made(dice, { seed });
    for (let i = 0; i < 8; i++) simulation.advance([]);
    return simulation.hash();
  };

  test('decides all that is random: the same seed the same room, another another', () => {
    expect(rolls(1)).toBe(rolls(1));
    expect(new Set([0, 1, 2, 3, -1].map(rolls)).size).toBe(5);
  });

  test('lies in the state: what was saved goes on with the same numbers', () => {
    const simulation = made(dice);
    simulation.advance([]);
    const state = simulation.save();
    simulation.advance([]);
    const hash = simulation.hash();
    simulation.load(state);
    simulation.advance([]);
    expect(simulation.hash()).toBe(hash);
    const elsewhere = made(dice, { seed: 99 });
    elsewhere.load(state);
    elsewhere.advance([]);
    expect(elsewhere.hash()).toBe(hash);
  });
});
