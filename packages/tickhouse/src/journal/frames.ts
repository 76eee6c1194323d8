// A frame: what the rooms of a process did since the last one, as bytes. The store keeps its checksum
// and number.
//
//   frame      = version (4 bits) · entry …, to the last whole byte
//   entry      = type (3 bits) · its fields
//   birth      = room nibbles · text: a room begins here, or goes on from an earlier lane (JSON)
//   tick       = room nibbles · bits nibbles · record (records.ts) · for each join a token's hash (128 bits)
//   checkpoint = room nibbles · tick nibbles: the blob `room/tick` holds the room at that tick
//   end        = text: this room is over (JSON)
//   text       = bytes nibbles · UTF-8
//   `room` counts the births of the lane from 1. An entry of type 0 is the padding of the last byte.

import { append, BitReader, BitWriter, badValue } from '../codec/index.ts';
import type { Plan } from '../game/index.ts';
import type { SeatHolder } from './journal.ts';
import { readTick, type TickCommands, writeTick } from './records.ts';

const version = 1;
const entryType = { birth: 1, tick: 2, checkpoint: 3, end: 4 } as const;
export const tokenHashBytes = 16;

/** What a room is, as its lane's first words of it. */
export interface Birth {
  readonly game: string;
  readonly id: string;
  readonly run: string;
  readonly isPrivate: boolean;
  readonly options: Readonly<Record<string, unknown>>;
  readonly rulesVersion: number;
  /** Of the schemas, and of what commands are made of. */
  readonly gameHash: string;
  readonly commandsHash: string;
  readonly layoutHash: string;
  /** The schema of its state, system columns too. */
  readonly shape: unknown;
  /** The tick of the checkpoint that belongs to it. */
  readonly tick: number;
}

export interface End {
  readonly game: string;
  readonly id: string;
  readonly run: string;
}

export type FrameEntry =
  | { readonly type: 'birth'; readonly room: number; readonly birth: Birth }
  | {
      readonly type: 'tick';
      readonly room: number;
      readonly made: TickCommands;
      readonly seated: readonly SeatHolder[];
    }
  | { readonly type: 'checkpoint'; readonly room: number; readonly tick: number }
  | { readonly type: 'end'; readonly end: End };

export class FrameWriter {
  readonly #out: BitWriter = new BitWriter();
  readonly #tick: BitWriter = new BitWriter();

  constructor() {
    this.begin();
  }

  /** Forgets what was written. */
  begin(): void {
    this.#out.reset().bits(version, 4);
  }

  birth(room: number, birth: Birth): void {
    this.#out.bits(entryType.birth, 3);
    this.#out.nibbles(room);
    writeText(this.#out, JSON.stringify(birth));
  }

  tick(room: number, plan: Plan, made: TickCommands, seated: readonly SeatHolder[]): void {
    const tick = this.#tick.reset();
    writeTick(tick, plan, made);
    for (const { tokenHash } of seated) tick.bytes(tokenHash, 0, tokenHashBytes);
    const out = this.#out;
    out.bits(entryType.tick, 3);
    out.nibbles(room);
    out.nibbles(tick.length);
    append(out, tick);
  }

  checkpoint(room: number, tick: number): void {
    this.#out.bits(entryType.checkpoint, 3);
    this.#out.nibbles(room);
    this.#out.nibbles(tick);
  }

  end(end: End): void {
    this.#out.bits(entryType.end, 3);
    writeText(this.#out, JSON.stringify(end));
  }

  /** The frame's bytes: a copy. */
  finish(): Uint8Array {
    return this.#out.finish();
  }
}

/**
 * The entries of a frame. Ticks of rooms whose commands nobody can read any more are left out.
 * @param planOf the plan of the room with this number; undefined where there is none
 * @throws CODEC_TRUNCATED, CODEC_VALUE
 */
export function* readFrame(
  bytes: Uint8Array,
  planOf: (room: number) => Plan | undefined,
): Generator<FrameEntry> {
  const from = new BitReader(bytes);
  if (from.bits(4) !== version) throw badValue('version');
  while (from.left >= 3) {
    const type = from.bits(3);
    if (type === 0) break;
    if (type === entryType.end) yield { type: 'end', end: JSON.parse(readText(from)) };
    else {
      const room = from.nibbles();
      if (type === entryType.birth)
        yield { type: 'birth', room, birth: JSON.parse(readText(from)) };
      else if (type === entryType.checkpoint)
        yield { type: 'checkpoint', room, tick: from.nibbles() };
      else if (type === entryType.tick) {
        const bits = from.nibbles();
        const plan = planOf(room);
        if (plan === undefined) skip(from, bits);
        else yield readTickEntry(from, bits, room, plan);
      } else throw badValue('entry');
    }
  }
  from.end();
}

function readTickEntry(from: BitReader, bits: number, room: number, plan: Plan): FrameEntry {
  const end = from.left - bits;
  const made = readTick(from, plan);
  const seated: SeatHolder[] = [];
  for (const command of made.commands) {
    if (command.type !== 'join') continue;
    seated.push({ seat: command.seat, tokenHash: from.bytes(tokenHashBytes) });
  }
  if (from.left !== end) throw badValue('tick');
  return { type: 'tick', room, made, seated };
}

function skip(from: BitReader, bits: number): void {
  for (let left = bits; left > 0; left -= 32) from.bits(Math.min(left, 32));
}

function writeText(out: BitWriter, text: string): void {
  const bytes = Buffer.from(text);
  out.nibbles(bytes.length);
  out.bytes(bytes, 0, bytes.length);
}

function readText(from: BitReader): string {
  return Buffer.from(from.bytes(from.nibbles())).toString();
}
