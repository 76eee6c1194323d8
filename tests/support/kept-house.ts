// A house whose rooms are kept in a store, and the same house after its process is gone.

import type { AnyGame } from '../../packages/tickhouse/src/game/index.ts';
import { bringBack } from '../../packages/tickhouse/src/host/index.ts';
import {
  defaultJournalLimits,
  type JournalLimits,
  LaneJournal,
  type Store,
} from '../../packages/tickhouse/src/journal/index.ts';
import {
  createHouse,
  type House,
  type HouseOptions,
} from '../../packages/tickhouse/src/testing/index.ts';
import { promisesRun } from './slow-journal.ts';

export interface KeptHouse {
  readonly house: House;
  readonly journal: LaneJournal;
  /** The rooms that did not come back. */
  readonly lost: readonly { readonly id: string; readonly why: string }[];
  /** Turns the clock, and lets what is to be kept be kept. */
  advance(ms: number): Promise<void>;
}

interface KeptOptions<G extends readonly AnyGame[]> extends HouseOptions<G> {
  readonly store: Store;
  readonly journalLimits?: Partial<JournalLimits>;
  /** Ms since 1970, as the journal has it. Default: always 0. */
  readonly now?: () => number;
  readonly keepReplay?: (name: string, bytes: Uint8Array) => string;
}

/** Opens a house on a store: with the rooms that an earlier one left there. */
export async function openKept<const G extends readonly AnyGame[]>(
  options: KeptOptions<G>,
): Promise<KeptHouse> {
  const { store, journalLimits, now = () => 0, keepReplay, ...rest } = options;
  const onError = (error: unknown): void => void house.errors.push(error);
  const limits = { ...defaultJournalLimits, ...journalLimits };
  const journal = new LaneJournal({ store, limits, now, onError });
  const house = createHouse({ ...rest, journal } as HouseOptions<G>);
  const { host } = house;
  const { catalogue } = host;
  const newRun = (): string => host.newRun();
  const { rooms, lost } = await bringBack({ store, catalogue, newRun, keepReplay, onError });
  await host.open(rooms, lost);
  host.goOn();
  const advance = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 50) {
      house.advance(Math.min(50, left));
      // A store takes some turns for an append, or for a new lane.
      for (let turn = 0; turn < 8; turn++) await promisesRun();
    }
  };
  return { house, journal, lost, advance };
}
