// A replay file: what a room was, a snapshot, and the commands of each tick, with snapshots and hashes
// between. It holds what players brought and did, and what is hidden; no token, no address.
//
//   head     = JSON: game, gameHash, layoutHash, rulesVersion, options, room
//   snapshot = tick u32 · the whole state, deflated
//   ticks    = count u32 · records (records.ts), of the ticks that follow the snapshot before
//   end      = JSON: tick and error, where the room stopped at that tick

import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  BitReader,
  BitWriter,
  type Chunk,
  chunkOf,
  damagedAt,
  type FileKind,
  fileHead,
  readChunks,
} from '../codec/index.ts';
import { TickhouseError } from '../errors.ts';
import { type AnyGame, blueprintOf, type Options, type Plan, planOf } from '../game/index.ts';
import type { History } from './histories.ts';
import { readTick, type TickCommands, writeTick } from './records.ts';

const kind: FileKind = {
  magic: 'TKHREPLY',
  version: 1,
  name: 'replay file',
  format: 'REPLAY_FORMAT',
  damaged: 'REPLAY_DAMAGED',
};
const chunkType = { head: 1, snapshot: 2, ticks: 3, end: 4 } as const;

/** A state, and what was done from it on. */
export interface Stretch {
  readonly tick: number;
  /** The whole state at that tick. */
  readonly state: Uint8Array;
  /** The ticks after it, each one more than the one before. */
  readonly ticks: readonly TickCommands[];
}

/** A stretch to be written: of its ticks there are the records already, one behind the other. */
interface RecordedStretch {
  readonly tick: number;
  readonly state: Uint8Array;
  readonly count: number;
  readonly records: Uint8Array;
}

/** What a file has of a history. */
interface Kept {
  readonly checkpoint: Pick<History['checkpoint'], 'tick' | 'state'>;
  readonly ticks: readonly Pick<History['ticks'][number], 'made'>[];
}

/** How a room ended that stopped. */
export interface Ending {
  /** The tick that was being made. */
  readonly tick: number;
  readonly error: string;
}

export interface ReplayHead {
  readonly game: string;
  readonly room: string;
  readonly gameHash: string;
  readonly layoutHash: string;
  readonly rulesVersion: number;
  readonly options: Options;
}

export interface ReplayContent {
  readonly head: ReplayHead;
  readonly plan: Plan;
  readonly stretches: readonly Stretch[];
  readonly ending: Ending | undefined;
  /** Bytes at the end that were not written whole. */
  readonly tornBytes: number;
}

export function writeReplay(
  plan: Plan,
  room: string,
  stretches: readonly RecordedStretch[],
  ending: Ending | undefined,
): Uint8Array {
  const { game, layout, options } = plan;
  const head: ReplayHead = {
    game: game.name,
    room,
    gameHash: game.hash,
    layoutHash: layout.hash,
    rulesVersion: game.rulesVersion,
    options,
  };
  const parts = [fileHead(kind), chunkOf(chunkType.head, jsonOf(head))];
  for (const stretch of stretches) {
    parts.push(chunkOf(chunkType.snapshot, snapshotOf(stretch)));
    parts.push(chunkOf(chunkType.ticks, ticksOf(stretch)));
  }
  if (ending !== undefined) parts.push(chunkOf(chunkType.end, jsonOf(ending)));
  return Buffer.concat(parts);
}

/** The replay file of a room as a store has it: one stretch for each checkpoint. */
export function replayOf(plan: Plan, room: string, histories: readonly Kept[]): Uint8Array {
  const stretches = histories.map(({ checkpoint: { tick, state }, ticks }) => {
    const out = new BitWriter();
    for (const { made } of ticks) writeTick(out, plan, made);
    return { tick, state, count: ticks.length, records: out.finish() };
  });
  return writeReplay(plan, room, stretches, undefined);
}

/** The head alone: which game a file is of. @throws REPLAY_FORMAT, REPLAY_DAMAGED */
export function readHead(bytes: Uint8Array): ReplayHead {
  return headOf(readChunks(kind, bytes).chunks);
}

/**
 * @throws REPLAY_FORMAT, REPLAY_DAMAGED; REPLAY_GAME when the game is another, has other schemas or
 * other rules
 */
export function readReplay(bytes: Uint8Array, game: AnyGame): ReplayContent {
  const { chunks, tornBytes } = readChunks(kind, bytes);
  const head = headOf(chunks);
  const plan = planFor(head, game);
  const stretches: { tick: number; state: Uint8Array; ticks: TickCommands[] }[] = [];
  let ending: Ending | undefined;
  for (const { type, payload, offset } of chunks.slice(1)) {
    try {
      if (type === chunkType.snapshot)
        stretches.push({ ...readSnapshot(payload, plan), ticks: [] });
      else if (type === chunkType.ticks) stretches.at(-1)?.ticks.push(...readTicks(payload, plan));
      else if (type === chunkType.end) ending = JSON.parse(Buffer.from(payload).toString());
    } catch (cause) {
      throw damagedAt(kind, offset, cause);
    }
  }
  return { head, plan, stretches, ending, tornBytes };
}

function headOf(chunks: readonly Chunk[]): ReplayHead {
  const [first] = chunks;
  if (first?.type !== chunkType.head) {
    throw new TickhouseError('REPLAY_FORMAT', 'the replay file was cut off before its first tick');
  }
  return JSON.parse(Buffer.from(first.payload).toString());
}

function planFor(head: ReplayHead, game: AnyGame): Plan {
  const is = `${game.name} with rules ${game.rulesVersion}`;
  const was = `${head.game} with rules ${head.rulesVersion}`;
  if (is !== was) {
    throw new TickhouseError(
      'REPLAY_GAME',
      `the replay file is of ${was}, the game given is ${is}`,
    );
  }
  const plan = planOf(blueprintOf(game, head.options));
  if (game.hash !== head.gameHash || plan.layout.hash !== head.layoutHash) {
    throw new TickhouseError(
      'REPLAY_GAME',
      `${was}: its schemas were others when the file was written`,
    );
  }
  return plan;
}

function snapshotOf({ tick, state }: RecordedStretch): Uint8Array {
  const number = Buffer.alloc(4);
  number.writeUInt32LE(tick);
  return Buffer.concat([number, deflateRawSync(state)]);
}

function readSnapshot(payload: Uint8Array, plan: Plan): { tick: number; state: Uint8Array } {
  const bytes = Buffer.from(payload);
  const state = inflateRawSync(bytes.subarray(4), { maxOutputLength: plan.layout.bytes });
  if (state.length !== plan.layout.bytes) throw new Error('a state of another size');
  return { tick: bytes.readUInt32LE(0), state };
}

function ticksOf({ count, records }: RecordedStretch): Uint8Array {
  const number = Buffer.alloc(4);
  number.writeUInt32LE(count);
  return Buffer.concat([number, records]);
}

function readTicks(payload: Uint8Array, plan: Plan): TickCommands[] {
  const from = new BitReader(payload);
  const ticks: TickCommands[] = [];
  for (let left = from.bits(32); left > 0; left--) ticks.push(readTick(from, plan));
  from.end();
  return ticks;
}

function jsonOf(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
