// The rooms of an earlier process, made again from what a store keeps: exactly, where their game is the
// same; else from their last checkpoint, by the rules of today.

import { TickhouseError } from '../errors.ts';
import {
  type Birth,
  bringOver,
  type Checkpoint,
  commandsHash,
  type EffectOfTick,
  type History,
  readHistories,
  rebuild,
  replayOf,
  type Store,
} from '../journal/index.ts';
import type { Catalogue, Room } from '../room/index.ts';

type Plan = Room['plan'];

/** A room that can go on. */
export interface Returned {
  readonly plan: Plan;
  readonly id: string;
  readonly run: string;
  readonly isPrivate: boolean;
  readonly checkpoint: Checkpoint;
  /** Effects that may not have been carried out. */
  readonly effects: readonly EffectOfTick[];
}

/** A room that cannot; its players are told why. */
export interface Lost {
  readonly game: string;
  readonly id: string;
  readonly run: string;
  readonly why: 'roomRulesChanged' | 'roomFailed';
}

export interface BringBackOptions {
  readonly store: Store;
  readonly catalogue: Catalogue;
  /** Names the course that a room takes which cannot go on exactly. */
  readonly newRun: () => string;
  /** As of the host's options. */
  readonly keepReplay: ((name: string, bytes: Uint8Array) => string) | undefined;
  readonly onError: (error: unknown) => void;
}

/** A room whose return has ended the process so often is not tried again. */
const attemptsMax = 3;
/** The entry of the directory that names the room being made again. */
const returningKey = 'returning';

/** @throws STORE_DAMAGED, STORE_VERSION, STORE_FAILED */
export async function bringBack(
  options: BringBackOptions,
): Promise<{ readonly rooms: readonly Returned[]; readonly lost: readonly Lost[] }> {
  const { store, catalogue, onError } = options;
  const { directory } = store;
  const rooms: Returned[] = [];
  const lost: Lost[] = [];
  const histories = await readHistories(store, (birth) => exactPlan(catalogue, birth));
  let mark = await directory.get(returningKey);
  const [poisoned, attempts = '0'] = mark?.value?.split(' ') ?? [];
  for (const history of histories) {
    const { game, id, run } = history.birth;
    const attempt = run === poisoned ? Number(attempts) + 1 : 1;
    const revision = mark?.revision ?? 0;
    await directory.cas(returningKey, `${run} ${attempt}`, revision);
    mark = await directory.get(returningKey);
    try {
      if (attempt > attemptsMax) throw new Error(`it ended the process ${attemptsMax} times`);
      rooms.push(returned(history, options));
    } catch (cause) {
      const isOfOtherRules = cause instanceof TickhouseError && cause.code === 'ROOM_RULES_CHANGED';
      lost.push({ game, id, run, why: isOfOtherRules ? 'roomRulesChanged' : 'roomFailed' });
      onError(isOfOtherRules ? cause : lostError(history, cause, options));
    }
  }
  if (mark !== undefined) await directory.cas(returningKey, undefined, mark.revision);
  return { rooms, lost };
}

function returned(history: History, { catalogue, newRun }: BringBackOptions): Returned {
  const { birth, plan } = history;
  const { id, isPrivate } = birth;
  if (plan !== undefined) {
    return { plan, id, isPrivate, run: birth.run, ...rebuild(plan, history) };
  }
  const today = planOf(catalogue, birth);
  if (today === undefined) throw rulesChanged(birth, 'there can be no room with its options now');
  const { effects } = history.checkpoint;
  // It goes on otherwise than it did: what its ticks ask of the world is not what they asked then.
  const other = { plan: today, id, isPrivate, run: newRun(), effects };
  const state = bringOver(today, history);
  if (state === undefined) {
    throw rulesChanged(birth, 'its state has another schema, and the game has no migrate');
  }
  return { ...other, checkpoint: state };
}

/** Where everything that made its ticks is as it was. */
function exactPlan(catalogue: Catalogue, birth: Birth): Plan | undefined {
  const game = catalogue.blueprint(birth.game)?.game;
  if (game === undefined || game.rulesVersion !== birth.rulesVersion) return undefined;
  if (game.hash !== birth.gameHash || commandsHash(game) !== birth.commandsHash) return undefined;
  const plan = planOf(catalogue, birth);
  return plan?.layout.hash === birth.layoutHash ? plan : undefined;
}

function planOf(catalogue: Catalogue, { game, options }: Birth): Plan | undefined {
  const texts = Object.entries(options).map(([name, value]) => [name, String(value)] as const);
  return catalogue.plan(game, texts);
}

function rulesChanged({ game, id, rulesVersion }: Birth, why: string): TickhouseError {
  return new TickhouseError(
    'ROOM_RULES_CHANGED',
    `${game}/${id}, which rules ${rulesVersion} made, could not be brought back: ${why}`,
  );
}

/** What cannot be made again is kept for whoever wants to know why. */
function lostError(history: History, cause: unknown, { keepReplay }: BringBackOptions): unknown {
  const { birth, plan } = history;
  const { game, id, run } = birth;
  let kept = '';
  try {
    if (plan !== undefined && keepReplay !== undefined) {
      const path = keepReplay(`${game}-${id}-${run}-lost`, replayOf(plan, id, [history]));
      kept = `; its replay file is ${path}`;
    }
  } catch (failure) {
    kept = `; its replay file is lost: ${String(failure)}`;
  }
  const message = `${game}/${id} could not be brought back: ${String(cause)}${kept}`;
  return new TickhouseError('ROOM_LOST', message, { cause });
}
