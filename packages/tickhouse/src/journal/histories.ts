// What a store knows of rooms: read after their process is gone, to bring them back, and of one room
// whole, to replay it.

import { TickhouseError } from '../errors.ts';
import type { Plan } from '../game/index.ts';
import { type KeptCheckpoint, readCheckpoint } from './checkpoint.ts';
import { type Birth, type FrameEntry, readFrame } from './frames.ts';
import type { SeatHolder } from './journal.ts';
import { blobKey, laneSince } from './lane-journal.ts';
import type { TickCommands } from './records.ts';
import type { Store } from './store.ts';

export interface HistoryTick {
  readonly made: TickCommands;
  readonly seated: readonly SeatHolder[];
}

/** A room from a checkpoint on. */
export interface History {
  readonly birth: Birth;
  /** Undefined where its ticks can be made by no game of today: then there are none here. */
  readonly plan: Plan | undefined;
  readonly checkpoint: KeptCheckpoint;
  readonly ticks: readonly HistoryTick[];
}

/** The plan by which a room's ticks can be made again exactly; undefined where there is none. */
export type ExactPlan = (birth: Birth) => Plan | undefined;

/** A room in one lane, as far as it was read. */
interface Reading {
  readonly lane: string;
  readonly number: number;
  readonly birth: Birth;
  readonly plan: Plan | undefined;
  tick: number;
  ticks: HistoryTick[];
}

/** Frames are read so many at a time. */
const batch = 1_000;

/**
 * The rooms that were alive when their process ended, each from its last checkpoint on. It takes the
 * lanes over: whoever still appends to them is fenced.
 * @throws STORE_DAMAGED, STORE_VERSION, STORE_FAILED
 */
export async function readHistories(store: Store, exactPlan: ExactPlan): Promise<History[]> {
  const since = (await laneSince(store)) ?? '';
  const alive = new Map<string, Reading>();
  for (const { name } of await store.lanes()) {
    if (name < since) continue;
    await readLane(store, name, exactPlan, {
      begun: (reading) => alive.set(`${reading.birth.game}/${reading.birth.id}`, reading),
      kept: (reading) => {
        reading.ticks = [];
      },
      ended: ({ game, id, run }) => {
        if (alive.get(`${game}/${id}`)?.birth.run === run) alive.delete(`${game}/${id}`);
      },
    });
  }
  return Promise.all([...alive.values()].map((reading) => historyOf(store, reading)));
}

/**
 * Everything that is kept of one run of a room, in stretches that each begin with a checkpoint; it seals
 * the lanes.
 * @throws as `readHistories`
 */
export async function readRun(store: Store, run: string, exactPlan: ExactPlan): Promise<History[]> {
  const stretches: Reading[] = [];
  for (const { name } of await store.lanes()) {
    await readLane(store, name, exactPlan, {
      begun: (reading) => {
        if (reading.birth.run === run) stretches.push({ ...reading, ticks: reading.ticks });
      },
      kept: (reading) => {
        reading.ticks = [];
        if (reading.birth.run === run) stretches.push({ ...reading, ticks: reading.ticks });
      },
      ended: () => {},
    });
  }
  return Promise.all(stretches.map((reading) => historyOf(store, reading)));
}

/**
 * The births of all runs that are kept, the latest of each, in the order in which they began; it seals the
 * lanes.
 * @throws as `readHistories`
 */
export async function readBirths(store: Store): Promise<Birth[]> {
  const births = new Map<string, Birth>();
  for (const { name } of await store.lanes()) {
    await readLane(store, name, () => undefined, {
      begun: ({ birth }) => births.set(birth.run, birth),
      kept: () => {},
      ended: () => {},
    });
  }
  return [...births.values()];
}

interface Listener {
  begun(reading: Reading): void;
  /** A checkpoint after the reading's last tick. */
  kept(reading: Reading): void;
  ended(end: Extract<FrameEntry, { type: 'end' }>['end']): void;
}

async function readLane(
  store: Store,
  lane: string,
  exactPlan: ExactPlan,
  listener: Listener,
): Promise<void> {
  const last = await store.seal(lane);
  const rooms = new Map<number, Reading>();
  for (let from = 1; from <= last; from += batch) {
    const frames = await store.read(lane, from, Math.min(last, from + batch - 1));
    frames.forEach((frame, i) => {
      try {
        for (const entry of readFrame(frame, (room) => rooms.get(room)?.plan)) {
          takeEntry(entry, lane, rooms, exactPlan, listener);
        }
      } catch (cause) {
        throw new TickhouseError(
          'STORE_DAMAGED',
          `lane ${lane}, frame ${from + i} holds something that was not written there: ${String(cause)}`,
          { cause },
        );
      }
    });
  }
}

function takeEntry(
  entry: FrameEntry,
  lane: string,
  rooms: Map<number, Reading>,
  exactPlan: ExactPlan,
  listener: Listener,
): void {
  if (entry.type === 'end') {
    listener.ended(entry.end);
    return;
  }
  if (entry.type === 'birth') {
    const { room: number, birth } = entry;
    const { tick } = birth;
    const reading = { lane, number, birth, plan: exactPlan(birth), tick, ticks: [] };
    rooms.set(number, reading);
    listener.begun(reading);
    return;
  }
  const reading = rooms.get(entry.room);
  if (reading === undefined) throw new Error(`room ${entry.room} was not begun`);
  if (entry.type === 'tick') reading.ticks.push({ made: entry.made, seated: entry.seated });
  else {
    reading.tick = entry.tick;
    listener.kept(reading);
  }
}

async function historyOf(store: Store, reading: Reading): Promise<History> {
  const { lane, number, birth, plan, tick, ticks } = reading;
  const checkpoint = readCheckpoint(await store.blob(lane, blobKey(number, tick)));
  return { birth, plan, checkpoint, ticks };
}
