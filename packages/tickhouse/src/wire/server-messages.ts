// What a server says. docs/protocol.md draws every message, with test vectors.

import {
  BitReader,
  BitWriter,
  badValue,
  flatLayoutOf,
  type Mirror,
  readValues,
  writeSnapshot,
  writeValues,
} from '../codec/index.ts';
import { TickhouseError } from '../errors.ts';
import {
  type AnyGame,
  type Blueprint,
  blueprintWith,
  type Occurrence,
  readEvents,
  type Simulation,
} from '../game/index.ts';
import { type CloseName, closeCodes, errorCodeOf } from './close-codes.ts';
import { closeReasons } from './close-reasons.ts';
import {
  messageType,
  protocolVersion,
  readHash,
  readShortText,
  tokenBytes,
  writeBye,
  writeHash,
  writeShortText,
} from './fields.ts';

export interface Welcome {
  /** The seat, or undefined for a spectator. */
  readonly seat: number | undefined;
  /** Gives the seat back after a lost connection; undefined for a spectator. */
  readonly token: Uint8Array | undefined;
  /** The room's id: what an address names. */
  readonly room: string;
}

/** An input that the room did not take. */
export interface Refusal {
  readonly number: number;
  /** Why: the seat's queue for this tick was full. */
  readonly why: 'tooManyInputs';
}

/** What a snapshot is made of: a simulation, or what a receiver has of one. */
type Whole = Pick<Simulation, 'blueprint' | 'memory' | 'tick'>;

/** The time that a pong was held is told in whole tenths of a ms, so that no way seems to take less than none. */
export const heldPerMs: number = 10;

/** Makes messages; one is kept for many, because it holds the scratch they are written in. */
export class ServerMessages {
  readonly #out: BitWriter = new BitWriter();

  welcome(blueprint: Blueprint, { seat, token, room }: Welcome): Uint8Array {
    const out = this.#begin(messageType.welcome);
    out.bits(protocolVersion, 8);
    out.bool(seat !== undefined);
    if (seat !== undefined) out.bits(seat, 8);
    out.bool(token !== undefined);
    if (token !== undefined) out.bytes(token, 0, tokenBytes);
    writeShortText(out, room);
    writeValues(out, blueprint.optionsLayout, blueprint.options, 'options');
    writeHash(out, blueprint.layout.hash);
    return out.finish();
  }

  /** The whole visible state. */
  snapshot({ blueprint, memory, tick }: Whole): Uint8Array {
    const out = this.#begin(messageType.snapshot);
    out.nibbles(tick);
    writeSnapshot(out, blueprint.layout, memory);
    return out.finish();
  }

  /**
   * What the last `ticks` ticks changed, and the events of the last one; `simulation.changes` must
   * cover that many.
   * @param all also the events of the ticks before it that wait to be sent
   */
  tick({ changes, outlet, tick }: Simulation, ticks: number, all = false): Uint8Array {
    const out = this.#begin(messageType.tick);
    out.nibbles(tick);
    out.nibbles(ticks - 1);
    changes.write(out, ticks);
    outlet.writeEvents(out, all);
    return out.finish();
  }

  /** A tick message that all share, and behind it the slot: what only one seat needs. */
  withSlot(tick: Uint8Array, refusals: readonly Refusal[]): Uint8Array {
    const out = this.#out.reset();
    out.bytes(tick, 0, tick.length);
    for (const { number } of refusals) {
      out.bits(slotEntry.tooManyInputs, 8);
      out.nibbles(number);
      out.align();
    }
    return out.finish();
  }

  /** @param heldMs for how long the server kept the ping, so that it could answer with a tick */
  pong(nonce: number, heldMs: number): Uint8Array {
    const out = this.#begin(messageType.pong);
    out.bits(nonce, 32);
    out.bits(Math.max(0, Math.min(0xffff, Math.floor(heldMs * heldPerMs))), 16);
    return out.finish();
  }

  bye(why: CloseName): Uint8Array {
    writeBye(this.#out.reset(), closeCodes[why], closeReasons[why]);
    return this.#out.finish();
  }

  #begin(type: number): BitWriter {
    this.#out.reset().bits(type, 8);
    return this.#out;
  }
}

/**
 * Reads the first message of a server, and with it the room's options.
 * @throws PROTOCOL_VERSION, SCHEMA_MISMATCH, CODEC_VALUE, CODEC_TRUNCATED
 */
export function readWelcome(
  bytes: Uint8Array,
  game: AnyGame,
): { readonly welcome: Welcome; readonly blueprint: Blueprint } {
  const from = new BitReader(bytes);
  if (from.bits(8) !== messageType.welcome) throw badValue('welcome');
  if (from.bits(8) !== protocolVersion) throw stranger('protocolVersion');
  const seat = from.bool() ? from.bits(8) : undefined;
  const token = from.bool() ? from.bytes(tokenBytes) : undefined;
  const room = readShortText(from);
  const options = readValues(from, flatLayoutOf(game.definition.options));
  const blueprint = possibleRoom(game, options);
  if (readHash(from) !== blueprint.layout.hash) throw stranger('schemaMismatch');
  from.end();
  return { welcome: { seat, token, room }, blueprint };
}

function stranger(why: 'protocolVersion' | 'schemaMismatch'): TickhouseError {
  return new TickhouseError(errorCodeOf(why), 'client and server differ: reload');
}

/** @throws CODEC_VALUE where the options lead to no possible room: no server has one */
function possibleRoom(game: AnyGame, options: Blueprint['options']): Blueprint {
  try {
    return blueprintWith(game, options);
  } catch {
    // Whatever the author's functions make of options from outside.
    throw badValue('options');
  }
}

export type ServerMessage =
  | { readonly type: 'snapshot'; readonly tick: number }
  | {
      readonly type: 'tick';
      readonly tick: number;
      readonly events: readonly Occurrence[];
      readonly refusals: readonly Refusal[];
    }
  | { readonly type: 'pong'; readonly nonce: number; readonly heldMs: number };

/**
 * Reads a message after the welcome, other than a bye, and applies it to the mirror, whole or not at all.
 * @throws CODEC_VALUE, CODEC_TRUNCATED
 */
export function readServerMessage(
  bytes: Uint8Array,
  blueprint: Blueprint,
  mirror: Mirror,
): ServerMessage {
  const from = new BitReader(bytes);
  const type = from.bits(8);
  if (type === messageType.pong) {
    const nonce = from.bits(32);
    const heldMs = from.bits(16) / heldPerMs;
    from.end();
    return { type: 'pong', nonce, heldMs };
  }
  const ticks = mirror.memory.u32;
  const tick = from.nibbles();
  if (type === messageType.snapshot) {
    mirror.snapshot(from, () => from.end());
    ticks[blueprint.tickWord] = tick;
    return { type: 'snapshot', tick };
  }
  if (type !== messageType.tick) throw badValue('type');
  const covered = from.nibbles() + 1;
  if (tick - covered !== ticks[blueprint.tickWord]) throw badValue('tick');
  let events: readonly Occurrence[] = [];
  let refusals: readonly Refusal[] = [];
  mirror.delta(from, () => {
    events = readEvents(from, blueprint.events);
    from.align();
    refusals = readSlot(from);
  });
  ticks[blueprint.tickWord] = tick;
  return { type: 'tick', tick, events, refusals };
}

function readSlot(from: BitReader): readonly Refusal[] {
  const refusals: Refusal[] = [];
  while (from.left > 0) {
    if (from.bits(8) !== slotEntry.tooManyInputs) throw badValue('slot');
    refusals.push({ number: from.nibbles(), why: 'tooManyInputs' });
    from.align();
  }
  return refusals;
}

/** The first byte of an entry in a seat's slot. */
const slotEntry = { tooManyInputs: 1 } as const;
