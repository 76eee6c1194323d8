// docs/protocol.md is held to the code: each of its test vectors is what our encoder writes, and our
// decoder reads it to the values beside it. `UPDATE_VECTORS=1 npx vitest run tests/protocol.test.ts`
// writes bytes and values anew; look at the difference before you keep it.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { BitReader, BitWriter, Mirror } from '../packages/tickhouse/src/codec/index.ts';
import {
  blueprintOf,
  type Command,
  type PlainValues,
  planOf,
  Simulation,
  type SystemShape,
} from '../packages/tickhouse/src/game/index.ts';
import { defaultRoomLimits } from '../packages/tickhouse/src/room/index.ts';
import { defaultGateLimits } from '../packages/tickhouse/src/server/gate/index.ts';
import { reader } from '../packages/tickhouse/src/state/index.ts';
import { messageType, protocolVersion } from '../packages/tickhouse/src/wire/fields.ts';
import {
  type CloseName,
  closeCodes,
  closeReasons,
  mayRetry,
  readBye,
  readClientMessage,
  readServerMessage,
  readWelcome,
  ServerMessages,
  writeAck,
  writeBye,
  writeHello,
  writeInput,
  writePing,
} from '../packages/tickhouse/src/wire/index.ts';
import { root } from './committed-files.ts';
import { vectorGame } from './support/vector-game.ts';
import { hexOf, readVectors, rewriteVectors, type Vector } from './support/vectors.ts';

const blueprint = blueprintOf(vectorGame);
const messages = new ServerMessages();

/** What each tick of the scene takes; docs/protocol.md tells it in words. */
const scene: readonly (readonly Command[])[] = [
  [{ type: 'join', seat: 0, player: { name: 'Ann' } }],
  [],
  [input(0, 1, 'walk', { by: 3 }), input(0, 2, 'say', { words: 'hi' })],
  [{ type: 'join', seat: 1, player: { name: 'Bo' } }],
  [input(0, 3, 'walk', { by: 3 }), input(1, 1, 'walk', { by: 3 })],
  [input(0, 4, 'walk', { by: 3 }), input(1, 2, 'walk', { by: 3 })],
  [{ type: 'leave', seat: 1 }],
];

function input(seat: number, number: number, kind: string, data: PlainValues): Command {
  return { type: 'input', seat, number, kind, data };
}

/** The room of the scene after so many ticks. */
function sceneAt(ticks: number): Simulation {
  const simulation = new Simulation(planOf(blueprint), { seed: 1, historyTicks: scene.length });
  for (const commands of scene.slice(0, ticks)) simulation.advance(commands);
  return simulation;
}

/** How a kind of vector is written from its values, and read to them. */
interface Form {
  encode(values: never): Uint8Array;
  decode(bytes: Uint8Array, vector: Vector): unknown;
}

interface HelloValues {
  readonly token: string | null;
  readonly player: PlainValues | null;
}
interface WelcomeValues {
  readonly seat: number | null;
  readonly token: string | null;
  readonly room: string;
}
interface TickValues {
  readonly tick: number;
  readonly covers: number;
  readonly refusals: readonly { readonly number: number; readonly why: 'tooManyInputs' }[];
}
interface InputValues {
  readonly number: number;
  readonly acknowledged: number;
  readonly kind: string;
  readonly data: PlainValues;
}

const fromClient = (encode: Form['encode']): Form => ({
  encode,
  decode: (bytes) => plain(readClientMessage(bytes, blueprint)),
});
const bye: Form = {
  encode: ({ code, reason }: { code: number; reason: string }) =>
    written((out) => writeBye(out, code, reason)),
  decode: (bytes) => plain(readBye(bytes) ?? {}),
};

/** By the first word of a vector's name. */
const forms: Readonly<Record<string, Form>> = {
  hello: fromClient(({ token, player }: HelloValues) =>
    written((out) =>
      writeHello(out, blueprint, {
        gameHash: vectorGame.hash,
        token: tokenOf(token),
        player: player ?? undefined,
      }),
    ),
  ),
  input: fromClient(({ number, acknowledged, kind, data }: InputValues) =>
    written((out) => writeInput(out, blueprint, number, acknowledged, kind, data)),
  ),
  ack: fromClient(({ acknowledged }: { acknowledged: number }) =>
    written((out) => writeAck(out, acknowledged)),
  ),
  ping: fromClient(({ nonce }: { nonce: number }) => written((out) => writePing(out, nonce))),
  bye,
  welcome: {
    encode: ({ seat, token, room }: WelcomeValues) =>
      messages.welcome(blueprint, { seat: seat ?? undefined, token: tokenOf(token), room }),
    decode: (bytes) => {
      const { welcome, blueprint: made } = readWelcome(bytes, vectorGame);
      const { seat = null, token, room } = welcome;
      const { options, layout } = made;
      return { seat, token: token ? digits(token) : null, room, options, layoutHash: layout.hash };
    },
  },
  snapshot: {
    encode: ({ tick }: TickValues) => messages.snapshot(sceneAt(tick)),
    decode: readOn,
  },
  tick: {
    encode: ({ tick, covers, refusals }: TickValues) => {
      const shared = messages.tick(sceneAt(tick), covers);
      return refusals.length === 0 ? shared : messages.withSlot(shared, refusals);
    },
    decode: readOn,
  },
  pong: {
    encode: ({ nonce, heldMs }: { nonce: number; heldMs: number }) => messages.pong(nonce, heldMs),
    decode: (bytes) => plain(readServerMessage(bytes, blueprint, new Mirror(blueprint.layout))),
  },
  nibbles: numbers('nibbles'),
  zigzag: numbers('zigzag'),
  f32: numbers('f32'),
  f64: numbers('f64'),
};

/** Numbers one behind the other, with no message around them. */
function numbers(kind: 'nibbles' | 'zigzag' | 'f32' | 'f64'): Form {
  return {
    encode: (values: readonly number[]) =>
      written((out) => {
        for (const value of values) out[kind](value);
      }),
    decode: (bytes, { values }) => {
      const from = new BitReader(bytes);
      const read = (values as readonly number[]).map(() => from[kind]());
      from.end();
      return read;
    },
  };
}

/** Reads a snapshot or tick, after the vectors before it, to what a client then has. */
function readOn(bytes: Uint8Array, vector: Vector): unknown {
  const mirror = new Mirror(blueprint.layout);
  for (const before of pathTo(vector)) readServerMessage(before.bytes, blueprint, mirror);
  const ticks = mirror.memory.u32;
  const from = ticks[blueprint.tickWord] as number;
  const message = readServerMessage(bytes, blueprint, mirror);
  if (message.type === 'pong') throw new Error('a pong changes no state');
  const { type, tick } = message;
  const state = stateOf(mirror);
  if (type === 'snapshot') return { type, tick, state };
  const { events, refusals } = message;
  return { type, tick, covers: tick - from, events, refusals, state };
}

function pathTo({ after }: Vector): readonly Vector[] {
  if (after === undefined) return [];
  const before = named(after);
  return [...pathTo(before), before];
}

type Schemas = NonNullable<(typeof vectorGame)['types']>;
const openState = reader<Schemas['state'] & SystemShape>(blueprint.layout);

/** All that a client sees, as JSON. */
function stateOf(mirror: Mirror): unknown {
  const { ground, mood, walkers, $seats } = openState(mirror.memory);
  return {
    ground: Array.from({ length: ground.length }, (_, index) => ground.at(index)),
    mood,
    walkers: [...walkers].map(({ slot, id, name, x, fast, speed, trail }) => {
      const items = Array.from({ length: trail.length }, (_, index) => trail.at(index));
      return { slot, id, name, x, fast, speed, trail: items };
    }),
    $seats: [...$seats].map(({ slot, presence, lastInput }) => ({ slot, presence, lastInput })),
  };
}

function written(write: (out: BitWriter) => void): Uint8Array {
  const out = new BitWriter();
  write(out);
  return out.finish();
}

/** A message as JSON: bytes as hexadecimal digits, null for what is not there. */
function plain(message: object): unknown {
  const pairs = Object.entries(message).map(([key, value]) => {
    if (value instanceof Uint8Array) return [key, digits(value)];
    return [key, value ?? null];
  });
  return Object.fromEntries(pairs);
}

function digits(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function tokenOf(token: string | null): Uint8Array | undefined {
  return token === null ? undefined : new Uint8Array(Buffer.from(token, 'hex'));
}

function formOf({ name }: Vector): Form {
  const [word = ''] = name.split('-');
  const form = forms[word];
  if (form === undefined) throw new Error(`"${name}": its first word is no message`);
  return form;
}

function named(name: string): Vector {
  const found = readVectors().find((vector) => vector.name === name);
  if (found === undefined) throw new Error(`there is no vector "${name}"`);
  return found;
}

if (process.env.UPDATE_VECTORS) {
  // Top to bottom: a vector stands behind the one that it comes after.
  for (const { name } of readVectors()) {
    rewriteVectors((vector) => {
      if (vector.name !== name) return vector;
      const form = formOf(vector);
      const bytes = form.encode(vector.values as never);
      return { bytes, values: form.decode(bytes, vector) };
    });
  }
}

const document = readFileSync(`${root}docs/protocol.md`, 'utf8');
const vectors = readVectors();

describe('the test vectors', () => {
  test('have different names, and are of the vector game', () => {
    expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length);
    expect([...new Set(vectors.map(({ game }) => game))]).toEqual([vectorGame.name]);
  });

  test('cover every type of message, and every piece', () => {
    const covered = new Set(vectors.map(({ name }) => name.split('-')[0]));
    expect([...Object.keys(messageType), ...Object.keys(forms)].filter(missingIn(covered))).toEqual(
      [],
    );
  });

  test.each(vectors.map((vector) => [vector.name, vector] as const))(
    '%s: its values are written as its bytes',
    (_name, vector) => {
      expect(hexOf(formOf(vector).encode(vector.values as never))).toBe(hexOf(vector.bytes));
    },
  );

  test.each(vectors.map((vector) => [vector.name, vector] as const))(
    '%s: its bytes are read to its values',
    (_name, vector) => {
      expect(formOf(vector).decode(vector.bytes, vector)).toEqual(vector.values);
    },
  );
});

describe('the tables', () => {
  test('list every close code with its name, its words and whether clients come back', () => {
    const rows = [...document.matchAll(/^\| (4\d{3}) \| `(\w+)` \| (.+?) \| (yes|no) \|$/gm)];
    const listed = rows.map(([, code, name, words, retry]) => [Number(code), name, words, retry]);
    const known = (Object.keys(closeCodes) as CloseName[]).map((name) => [
      closeCodes[name],
      name,
      closeReasons[name],
      mayRetry(name) ? 'yes' : 'no',
    ]);
    expect(listed).toEqual(known);
  });

  test('list every type of message with its number', () => {
    const rows = [...document.matchAll(/^\| (\d+) \| \[`(\w+)`\]/gm)];
    const listed = rows.map(([, number, name]) => [name, Number(number)]);
    expect(Object.fromEntries(listed)).toEqual(messageType);
  });

  test('list the limits of connections and rooms with their defaults', () => {
    const [, section = ''] = document.split('\n## Limits\n');
    const rows = [...section.matchAll(/^\| `(\w+)` \| ([\d,]+) \|/gm)];
    const listed = rows.map(([, name, value = '']) => [name, Number(value.replaceAll(',', ''))]);
    expect(Object.fromEntries(listed)).toEqual({ ...defaultGateLimits, ...defaultRoomLimits });
  });

  test('name the version', () => {
    expect(document).toContain(`version ${protocolVersion} of the protocol`);
  });
});

function missingIn(names: ReadonlySet<string | undefined>): (name: string) => boolean {
  return (name) => !names.has(name);
}
