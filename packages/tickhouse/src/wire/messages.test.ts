// Every message: what is written is what is read, for any values that fit.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { Dice } from '../../../../tests/support/dice.ts';
import { arena } from '../../../../tests/support/games/arena.ts';
import { cards } from '../../../../tests/support/games/cards.ts';
import { anySeed } from '../../../../tests/support/random-shape.ts';
import { randomScalar } from '../../../../tests/support/random-values.ts';
import { expectSameBytes } from '../../../../tests/support/test-room.ts';
import { BitWriter, Mirror, visibleBytes } from '../codec/index.ts';
import { blueprintOf, parseOptions, planOf, Simulation } from '../game/index.ts';
import type { FlatShape } from '../state/index.ts';
import {
  readClientMessage,
  writeAck,
  writeHello,
  writeInput,
  writePing,
} from './client-messages.ts';
import { type CloseName, closeCodes } from './close-codes.ts';
import { closeReasons } from './close-reasons.ts';
import { readBye, writeBye } from './fields.ts';
import {
  type Refusal,
  readServerMessage,
  readWelcome,
  ServerMessages,
  type Welcome,
} from './server-messages.ts';

const blueprint = blueprintOf(arena);
const anyToken = fc.uint8Array({ minLength: 16, maxLength: 16 });
const anyWord = fc.integer({ min: 0, max: 0xffff_ffff });
const anyNumber = fc.integer({ min: 1, max: 0xffff_ffff });

/** Values of a flat shape, extremes often. */
const anyValues = (shape: FlatShape) =>
  anySeed.map((seed) => {
    const dice = new Dice(seed);
    return Object.fromEntries(
      Object.entries(shape).map(([name, field]) => [name, randomScalar(dice, field)]),
    );
  });

const anyInput = fc.oneof(
  ...Object.entries(arena.definition.inputs).map(([kind, shape]) =>
    anyValues(shape).map((data) => ({ kind, data })),
  ),
);

/** Writes with a fresh writer and reads the bytes as a server does. */
function heard(write: (out: BitWriter) => void) {
  const out = new BitWriter();
  write(out);
  return readClientMessage(out.finish(), blueprint);
}

/** The mirror holds what the room shows, byte for byte. */
function expectSame(mirror: Mirror, room: Simulation): void {
  const { layout } = room.blueprint;
  expectSameBytes(layout, visibleBytes(layout, room.memory), mirror.memory.u8, 'a message');
}

describe('what a client says', () => {
  test('a hello comes back with token, join data and hash, each there or not', () => {
    const token = fc.option(anyToken, { nil: undefined });
    const player = fc.option(anyValues(arena.definition.player), { nil: undefined });
    fc.assert(
      fc.property(token, player, (token, player) => {
        const hello = { gameHash: arena.hash, token, player };
        expect(heard((out) => writeHello(out, blueprint, hello))).toEqual({
          type: 'hello',
          ...hello,
        });
      }),
    );
  });

  test('a hello for another schema is a stranger, whatever else it says', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (rest) => {
        const out = new BitWriter();
        const hello = { gameHash: cards.hash, token: undefined, player: undefined };
        writeHello(out, blueprintOf(cards), hello);
        const bytes = Uint8Array.from([...out.finish().subarray(0, 10), ...rest]);
        expect(readClientMessage(bytes, blueprint)).toEqual({
          type: 'stranger',
          why: 'schemaMismatch',
        });
      }),
    );
  });

  test('a hello of another version is a stranger, whatever follows', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (rest) => {
        const bytes = Uint8Array.from([1, 200, ...rest]);
        expect(readClientMessage(bytes, blueprint)).toEqual({
          type: 'stranger',
          why: 'protocolVersion',
        });
      }),
    );
  });

  test('an input comes back with its number, the acknowledged tick, kind and values', () => {
    fc.assert(
      fc.property(anyNumber, anyWord, anyInput, (number, acknowledged, { kind, data }) => {
        expect(
          heard((out) => writeInput(out, blueprint, number, acknowledged, kind, data)),
        ).toEqual({ type: 'input', number, acknowledged, kind, data });
      }),
    );
  });

  test('acknowledgements, pings and byes come back', () => {
    fc.assert(
      fc.property(anyWord, fc.integer({ min: 0, max: 65_535 }), (word, code) => {
        expect(heard((out) => writeAck(out, word))).toEqual({ type: 'ack', acknowledged: word });
        expect(heard((out) => writePing(out, word))).toEqual({ type: 'ping', nonce: word });
        expect(heard((out) => writeBye(out, code, 'Grüße'))).toEqual({
          type: 'bye',
          code,
          reason: 'Grüße',
        });
      }),
    );
  });

  test('what does not fit its schema is not sent: STATE_VALUE, GAME_KIND', () => {
    const out = new BitWriter();
    const input = (kind: string, data: object | undefined) => () =>
      writeInput(out.reset(), blueprint, 1, 0, kind, data as never);
    expect(codeOf(input('jump', {}))).toBe('GAME_KIND');
    expect(codeOf(input('toString', {}))).toBe('GAME_KIND');
    expect(codeOf(input('fire', undefined))).toBe('STATE_VALUE');
    expect(codeOf(input('fire', { heading: 'north' }))).toBe('STATE_VALUE');
    expect(codeOf(input('push', { x: 1, y: Number.NaN }))).toBe('STATE_VALUE');
    expect(codeOf(input('push', { x: 1, y: 1, z: 1 }))).toBe('STATE_VALUE');
    const player = { name: 'a name of 20 letters', hue: 1 };
    const hello = { gameHash: arena.hash, token: undefined, player };
    expect(codeOf(() => writeHello(out, blueprint, hello))).toBe('STATE_VALUE');
  });

  test('input number 0 is none: CODEC_VALUE', () => {
    const data = { x: 0, y: 0 };
    expect(codeOf(() => heard((out) => writeInput(out, blueprint, 0, 1, 'push', data)))).toBe(
      'CODEC_VALUE',
    );
  });
});

describe('what a server says', () => {
  const messages = new ServerMessages();
  const anyOptions = fc
    .record({
      width: fc.integer({ min: 1, max: 40 }),
      height: fc.integer({ min: 1, max: 40 }),
      pace: fc.constantFrom('slow', 'fast'),
      drag: fc.float({ noNaN: true, noDefaultInfinity: true }).map((drag) => drag + 0),
      walls: fc.boolean(),
    })
    .map((options) =>
      parseOptions(
        arena,
        Object.entries(options).map(([name, value]) => [name, String(value)] as const),
      ),
    );

  test('a welcome comes back with seat, token, room and options, and makes the same layout', () => {
    const anyWelcome: fc.Arbitrary<Welcome> = fc.record({
      seat: fc.option(fc.integer({ min: 0, max: 254 }), { nil: undefined }),
      token: fc.option(anyToken, { nil: undefined }),
      room: fc.stringMatching(/^[a-z][a-z0-9-]{0,31}$/),
    });
    fc.assert(
      fc.property(anyWelcome, anyOptions, (welcome, options) => {
        const made = blueprintOf(arena, options);
        const read = readWelcome(messages.welcome(made, welcome), arena);
        expect(read.welcome).toEqual(welcome);
        expect(read.blueprint.options).toEqual(options);
        expect(read.blueprint.layout.hash).toBe(made.layout.hash);
        expect(read.blueprint.tickRateHz).toBe(made.tickRateHz);
      }),
    );
  });

  test('a pong comes back with its nonce', () => {
    fc.assert(
      fc.property(anyWord, fc.nat({ max: 0xffff }), (nonce, tenths) => {
        const mirror = new Mirror(blueprint.layout);
        const heldMs = tenths / 10;
        expect(readServerMessage(messages.pong(nonce, heldMs), blueprint, mirror)).toEqual({
          type: 'pong',
          nonce,
          heldMs,
        });
      }),
    );
  });

  test.each([
    [-1, 0],
    [0.09, 0],
    [7_000, 6_553.5],
  ])('a pong that was held for %d ms says %d', (ms, said) => {
    const mirror = new Mirror(blueprint.layout);
    const read = readServerMessage(messages.pong(1, ms), blueprint, mirror);
    expect(read).toMatchObject({ heldMs: said });
  });

  test('a bye comes back with code and words, and other messages are none', () => {
    for (const why of Object.keys(closeCodes) as CloseName[]) {
      expect(readBye(messages.bye(why))).toEqual({
        type: 'bye',
        code: closeCodes[why],
        reason: closeReasons[why],
      });
    }
    expect(readBye(messages.pong(5, 0))).toBeUndefined();
  });

  test('a snapshot, then ticks with events and refusals, make the visible state', () => {
    const anyRefusals: fc.Arbitrary<Refusal[]> = fc.array(
      anyNumber.map((number) => ({ number, why: 'tooManyInputs' }) as const),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(
        anySeed,
        fc.array(anyInput, { maxLength: 12 }),
        anyRefusals,
        (seed, inputs, no) => {
          const room = new Simulation(planOf(blueprint), { seed });
          room.advance([{ type: 'join', seat: 2, player: { name: 'ann', hue: 1 } }]);
          const mirror = new Mirror(blueprint.layout);
          const read = (bytes: Uint8Array) => readServerMessage(bytes, blueprint, mirror);
          expect(read(messages.snapshot(room))).toEqual({ type: 'snapshot', tick: 1 });
          expectSame(mirror, room);
          const commands = inputs.map(
            (input, i) => ({ type: 'input', seat: 2, number: i + 1, ...input }) as const,
          );
          room.advance(commands);
          const tick = messages.tick(room, 1);
          const said = inputs.flatMap(({ kind, data }) =>
            kind === 'say' ? [{ kind: 'said', data: { seat: 2, text: data.text } }] : [],
          );
          expect(read(no.length === 0 ? tick : messages.withSlot(tick, no))).toEqual({
            type: 'tick',
            tick: 2,
            events: said,
            refusals: no,
          });
          expectSame(mirror, room);
        },
      ),
    );
  });

  test('one tick message covers several ticks, with the events of the last', () => {
    const room = new Simulation(planOf(blueprint), { seed: 3, historyTicks: 8 });
    room.advance([{ type: 'join', seat: 0, player: { name: 'ann', hue: 1 } }]);
    const mirror = new Mirror(blueprint.layout);
    readServerMessage(messages.snapshot(room), blueprint, mirror);
    for (let number = 1; number <= 5; number++) {
      const data = { text: `line ${number}` };
      room.advance([{ type: 'input', seat: 0, number, kind: 'say', data }]);
    }
    expect(readServerMessage(messages.tick(room, 5), blueprint, mirror)).toMatchObject({
      tick: 6,
      events: [{ kind: 'said', data: { seat: 0, text: 'line 5' } }],
    });
    expectSame(mirror, room);
  });

  test('a tick that does not follow the state at hand changes nothing: CODEC_VALUE', () => {
    const room = new Simulation(planOf(blueprint), { seed: 3, historyTicks: 8 });
    for (let i = 0; i < 4; i++) room.advance([]);
    const mirror = new Mirror(blueprint.layout);
    readServerMessage(messages.snapshot(room), blueprint, mirror);
    const before = mirror.memory.u8.slice();
    for (const advance of [2, 1]) {
      for (let i = 0; i < advance; i++) room.advance([]);
      const bytes = messages.tick(room, 1);
      expect(codeOf(() => readServerMessage(bytes, blueprint, mirror))).toBe('CODEC_VALUE');
    }
    const again = messages.tick(room, 4);
    expect(codeOf(() => readServerMessage(again, blueprint, mirror))).toBe('CODEC_VALUE');
    expect(Buffer.compare(mirror.memory.u8, before)).toBe(0);
    readServerMessage(messages.tick(room, 3), blueprint, mirror);
    expectSame(mirror, room);
  });

  test('kept messages are not touched by those made later', () => {
    const kept = messages.pong(1, 0);
    const copy = kept.slice();
    messages.pong(2, 0);
    messages.bye('left');
    expect(kept).toEqual(copy);
  });
});
