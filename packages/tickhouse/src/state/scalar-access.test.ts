// Scalar fields: what they hold comes back, what they cannot hold is refused and changes nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, errorOf } from '../../../../tests/support/coded-error.ts';
import { Dice } from '../../../../tests/support/dice.ts';
import { anySeed } from '../../../../tests/support/random-shape.ts';
import { extremes, randomScalar } from '../../../../tests/support/random-values.ts';
import { TestRoom } from '../../../../tests/support/test-room.ts';
import { stubbornValues, wrongValues } from '../../../../tests/support/wrong-values.ts';
import type { NumberType } from './field.ts';
import { bool, f32, f64, i8, i16, i32, oneOf, struct, table, text, u8, u16, u32 } from './field.ts';

const numbers = { u8, i8, u16, i16, u32, i32, f32, f64 } as const;
const kinds = Object.keys(numbers) as NumberType[];
const scalars = { ...numbers, bool, heading: oneOf('up', 'right', 'down'), name: text(5) } as const;
const shape = { ...scalars, deep: struct(scalars), rows: table(3, { ...scalars }) } as const;

/** The three records that hold every scalar, with the path by which errors name them. */
function everywhere(room: TestRoom<typeof shape>): [path: string, view: Record<string, unknown>][] {
  const { state } = room;
  const row = state.rows.addAt(2);
  return [
    ['', state],
    ['deep.', state.deep],
    ['rows[2].', row],
  ];
}

describe('a scalar field', () => {
  it.each(kinds)('%s holds its extremes', (kind) => {
    const room = new TestRoom(shape);
    for (const [, view] of everywhere(room)) {
      for (const value of [...extremes[kind], 1, 0]) {
        view[kind] = value;
        expect(view[kind]).toBe(value);
      }
    }
  });

  it.each(Object.keys(scalars))('%s is at first zero', (name) => {
    const room = new TestRoom(shape);
    const zero = name === 'bool' ? false : name === 'heading' ? 'up' : name === 'name' ? '' : 0;
    for (const [, view] of everywhere(room)) expect(view[name]).toBe(zero);
  });

  it('holds what was written last, whatever its neighbours are given', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const dice = new Dice(seed);
        const room = new TestRoom(shape);
        const places = everywhere(room);
        const model = places.map(([, view]) => ({ ...snapshotOf(view) }));
        for (let i = 0; i < 100; i++) {
          const place = dice.below(places.length);
          const name = dice.pick(Object.keys(scalars)) as keyof typeof scalars;
          const value = randomScalar(dice, scalars[name]);
          (places[place]?.[1] ?? {})[name] = value;
          (model[place] ?? {})[name] = value;
        }
        expect(places.map(([, view]) => snapshotOf(view))).toEqual(model);
      }),
    );
  });

  it.each(Object.keys(scalars))('%s refuses what it cannot hold, and keeps what it has', (name) => {
    const room = new TestRoom(shape);
    const field = scalars[name as keyof typeof scalars];
    for (const [path, view] of everywhere(room)) {
      view[name] = randomScalar(new Dice(3), field);
      const before = room.memory.u8.slice();
      for (const wrong of wrongValues(field)) {
        const error = errorOf(() => {
          view[name] = wrong;
        });
        expect(`${typeof wrong} ${error}`).toContain(`STATE_VALUE: ${path}${name}: `);
      }
      expect(room.memory.u8).toEqual(before);
    }
  });

  it('of any kind refuses a bigint, a symbol, a bare object, by code too', () => {
    const { state } = new TestRoom(shape);
    const results = Object.keys(scalars).map((name) =>
      stubbornValues.map((wrong) => codeOf(() => Object.assign(state, { [name]: wrong }))),
    );
    expect(results).toEqual(results.map(() => stubbornValues.map(() => 'STATE_VALUE')));
  });

  it.each(kinds)('%s stores −0 as 0', (kind) => {
    const room = new TestRoom({ value: numbers[kind] });
    room.state.value = -0;
    expect(room.state.value).toBe(0);
    expect(room.memory.u8.every((byte) => byte === 0)).toBe(true);
    room.state.value = 1;
    room.state.value = -0;
    expect(room.memory.u8.every((byte) => byte === 0)).toBe(true);
  });

  it('f32 rounds to single precision, and what rounds to −0 is 0', () => {
    const room = new TestRoom({ value: f32 });
    room.state.value = 0.1;
    expect(room.state.value).toBe(Math.fround(0.1));
    room.state.value = -1e-50;
    expect(room.memory.u8.every((byte) => byte === 0)).toBe(true);
  });

  it('f32 refuses what rounds to infinity', () => {
    const room = new TestRoom({ value: f32 });
    for (const wrong of [3.4028235677973366e38, 1e39, -1e300]) {
      expect(codeOf(() => Object.assign(room.state, { value: wrong }))).toBe('STATE_VALUE');
    }
  });
});

describe('a text field', () => {
  const named = { name: text(3), after: u8, rows: table(9, { name: text(3) }) };

  it('holds as many code points as it says, of any width', () => {
    const room = new TestRoom(named);
    for (const value of ['abc', '🐍🐍🐍', '漢字é', '\0\0\0', '\u{10ffff}\uffff\u07ff', '']) {
      room.state.name = value;
      expect(room.state.name).toBe(value);
    }
  });

  it('refuses one code point more, naming its path, and changes nothing', () => {
    const room = new TestRoom(named);
    room.state.name = '🐍🐍';
    const row = room.state.rows.addAt(4);
    row.name = 'abc';
    const before = room.memory.u8.slice();
    const set = (view: { name: string }, name: string) => () => {
      view.name = name;
    };
    expect(errorOf(set(room.state, '🐍🐍🐍a'))).toMatch(
      /^STATE_TEXT_TOO_LONG: name: text is longer than 3 code points/,
    );
    expect(errorOf(set(row, 'abcd'))).toMatch(/^STATE_TEXT_TOO_LONG: rows\[4\]\.name: /);
    expect(codeOf(set(row, 'x'.repeat(100_000)))).toBe('STATE_TEXT_TOO_LONG');
    expect(room.memory.u8).toEqual(before);
  });

  it('refuses a lone surrogate', () => {
    const room = new TestRoom(named);
    const before = room.memory.u8.slice();
    for (const name of ['\ud800', 'a\udc0d', '🐍\ud83d']) {
      expect(codeOf(() => Object.assign(room.state, { name }))).toBe('STATE_VALUE');
    }
    expect(room.memory.u8).toEqual(before);
  });

  it('leaves zeros behind a text that becomes shorter', () => {
    const room = new TestRoom(named);
    room.state.after = 9;
    const empty = room.memory.u8.slice();
    for (const [long, short] of [
      ['🐍🐍🐍', 'a'],
      ['abc', 'é'],
      ['漢漢', ''],
    ] as const) {
      room.state.name = short;
      const wanted = room.memory.u8.slice();
      room.state.name = long;
      room.state.name = short;
      expect(room.memory.u8).toEqual(wanted);
    }
    expect(room.memory.u8).toEqual(empty);
  });
});

function snapshotOf(view: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.keys(scalars).map((name) => [name, view[name]]));
}
