// Bytes from anywhere: each decoder gives a value or a CODEC_ error, leaves the state as it was where
// it fails, and is done soon.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { arena } from '../../../../tests/support/games/arena.ts';
import { cards } from '../../../../tests/support/games/cards.ts';
import { counter } from '../../../../tests/support/games/counter.ts';
import { BitWriter, Mirror } from '../codec/index.ts';
import { blueprintOf, planOf, Simulation } from '../game/index.ts';
import {
  readClientMessage,
  writeAck,
  writeHello,
  writeInput,
  writePing,
} from './client-messages.ts';
import { readBye, writeBye } from './fields.ts';
import { readServerMessage, readWelcome, ServerMessages } from './server-messages.ts';

const games = { arena, cards, counter };
const anyGame = fc.constantFrom('arena', 'cards', 'counter');
const blueprint = blueprintOf(arena);
const allowed = ['nothing', 'CODEC_VALUE', 'CODEC_TRUNCATED'];
/** A welcome may be one of another version, too. */
const allowedWelcome = [...allowed, 'PROTOCOL_VERSION', 'SCHEMA_MISMATCH'];

function written(write: (out: BitWriter) => void): Uint8Array {
  const out = new BitWriter();
  write(out);
  return out.finish();
}

const token = new Uint8Array(16).fill(7);
const player = { name: 'ann 🐍', hue: 300 };
const ofClients: readonly Uint8Array[] = [
  written((out) => writeHello(out, blueprint, { gameHash: arena.hash, token, player })),
  written((out) => writeInput(out, blueprint, 70_000, 99, 'say', { text: 'hello there' })),
  written((out) => writeInput(out, blueprint, 3, 4, 'push', { x: 0.5, y: -7 })),
  written((out) => writeAck(out, 12_345)),
  written((out) => writePing(out, 0xdeadbeef)),
  written((out) => writeBye(out, 4000, 'bye bye')),
];

const messages = new ServerMessages();
const room = new Simulation(planOf(blueprint), { seed: 5, historyTicks: 8 });
room.advance([0, 1, 2].map((seat) => ({ type: 'join', seat, player }) as const));
const snapshot = messages.snapshot(room);
for (let number = 1; number < 4; number++) {
  room.advance([
    { type: 'input', seat: 0, number, kind: 'fire', data: { heading: 'left' } },
    { type: 'input', seat: 1, number, kind: 'say', data: { text: 'x'.repeat(20) } },
    { type: 'input', seat: 2, number, kind: 'push', data: { x: 1, y: 0.25 } },
  ]);
}
const tick = messages.tick(room, 3);
const slot = messages.withSlot(tick, [{ number: 9, why: 'tooManyInputs' }]);
const welcome = messages.welcome(blueprint, { seat: 3, token, room: 'q-7k3mqx' });
const ofServers = [welcome, snapshot, tick, slot, messages.pong(77, 1.5), messages.bye('tooSlow')];

/** Real messages cut short, with bits flipped, bytes added; and bytes of no origin. */
function anyBytes(real: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const one = fc.constantFrom(...real);
  const place = fc.nat({ max: 100_000 });
  return fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc
      .tuple(fc.constantFrom(1, 2, 3, 4, 5, 16, 17, 18, 19), fc.uint8Array({ maxLength: 80 }))
      .map(([type, rest]) => Uint8Array.from([type, ...rest])),
    fc.tuple(one, place).map(([bytes, at]) => bytes.slice(0, at % (bytes.length + 1))),
    fc.tuple(one, fc.array(place, { minLength: 1, maxLength: 6 })).map(([bytes, flips]) => {
      const bad = bytes.slice();
      for (const at of flips)
        bad[(at >> 3) % bad.length] = (bad[(at >> 3) % bad.length] ?? 0) ^ (1 << (at & 7));
      return bad;
    }),
    fc
      .tuple(one, fc.uint8Array({ minLength: 1, maxLength: 9 }))
      .map(([bytes, more]) => Uint8Array.from([...bytes, ...more])),
  );
}

describe('decoding is total', () => {
  test('for what clients send', () => {
    const blueprints = {
      arena: blueprint,
      cards: blueprintOf(cards),
      counter: blueprintOf(counter),
    };
    fc.assert(
      fc.property(anyBytes(ofClients), anyGame, (bytes, name) => {
        expect(allowed).toContain(codeOf(() => readClientMessage(bytes, blueprints[name])));
      }),
      { numRuns: 5_000 },
    );
  });

  test('for a welcome, options that lead to no possible room included', () => {
    fc.assert(
      fc.property(anyBytes([welcome]), anyGame, (bytes, name) => {
        expect(allowedWelcome).toContain(codeOf(() => readWelcome(bytes, games[name])));
      }),
      { numRuns: 3_000 },
    );
  });

  test('for byes', () => {
    fc.assert(
      fc.property(anyBytes([messages.bye('left')]), (bytes) => {
        expect(allowed).toContain(codeOf(() => readBye(bytes)));
      }),
      { numRuns: 1_000 },
    );
  });

  test('for what servers send, and a message that fails leaves the state as it was', () => {
    const mirror = new Mirror(blueprint.layout);
    fc.assert(
      fc.property(anyBytes(ofServers), fc.boolean(), (bytes, fresh) => {
        if (fresh) mirror.memory.u8.fill(0);
        else readServerMessage(snapshot, blueprint, mirror);
        const before = mirror.memory.u8.slice();
        const code = codeOf(() => readServerMessage(bytes, blueprint, mirror));
        expect(allowed).toContain(code);
        if (code !== 'nothing') expect(Buffer.compare(mirror.memory.u8, before)).toBe(0);
      }),
      { numRuns: 5_000 },
    );
  });

  test('for every truncation of every real message: none is taken for a whole one', () => {
    const mirror = new Mirror(blueprint.layout);
    for (const bytes of ofClients) {
      for (let length = 0; length < bytes.length; length++) {
        expect(codeOf(() => readClientMessage(bytes.subarray(0, length), blueprint))).toMatch(
          /^CODEC_/,
        );
      }
    }
    for (const bytes of [snapshot, tick, messages.pong(7, 0)]) {
      for (let length = 0; length < bytes.length; length++) {
        if (bytes !== snapshot) readServerMessage(snapshot, blueprint, mirror);
        const cut = bytes.subarray(0, length);
        expect(codeOf(() => readServerMessage(cut, blueprint, mirror))).toMatch(/^CODEC_/);
      }
    }
  });
});
