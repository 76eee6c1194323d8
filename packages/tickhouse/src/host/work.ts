// Work that ticks asked to be done off the loop: started when its tick is durable, and what it gives
// goes back to the room as a command of a later tick.

import { TickhouseError } from '../errors.ts';
import type { AskOfTick } from '../journal/index.ts';
import type { Catalogue, Room } from '../room/index.ts';
import { Task } from '../time/index.ts';

type Values = Readonly<Record<string, unknown>>;

/** Where work comes from, and what it may need. */
export interface WorkSource {
  readonly game: string;
  readonly room: string;
  /** The tick that asked. */
  readonly tick: number;
  readonly options: Values;
  /**
   * A copy of the room's whole state after that tick, hidden fields too: `openState(game, options,
   * state)` reads it, here or in a worker. It is yours to transfer. Work that is done again after a
   * restart gets the state that the room came back with.
   */
  readonly state: Uint8Array<ArrayBuffer>;
  /** Aborted when the room is over. */
  readonly signal: AbortSignal;
}

/** Does a kind of work: in a pool, as a rule. */
export type WorkHandler = (asked: Values, source: WorkSource) => Values | Promise<Values>;

/** By game, then by kind. */
export interface WorkHandlers {
  readonly [game: string]: { readonly [kind: string]: WorkHandler } | undefined;
}

interface WorkOptions {
  readonly catalogue: Catalogue;
  readonly handlers: WorkHandlers;
  /** Of one room at once. */
  readonly max: number;
  readonly onError: (error: unknown) => void;
}

/** What one room has under way. */
interface UnderWay {
  readonly end: AbortController;
  count: number;
}

export class Work {
  readonly #options: WorkOptions;
  readonly #underWay: Map<Room, UnderWay> = new Map();

  /** @throws GAME_DEFINITION when a game asks for work that nobody does, or the other way round */
  constructor(options: WorkOptions) {
    this.#options = options;
    const { catalogue, handlers } = options;
    const wanted = catalogue.names.flatMap((game) =>
      catalogue.workOf(game).map((kind) => `${game}.${kind}`),
    );
    const given = Object.entries(handlers).flatMap(([game, kinds]) =>
      Object.keys(kinds ?? {}).map((kind) => `${game}.${kind}`),
    );
    for (const name of wanted) {
      if (!given.includes(name)) throw undone(`work.${name} is asked for, and has no handler`);
    }
    for (const name of given) {
      if (!wanted.includes(name)) throw undone(`work.${name}: no game of this server asks for it`);
    }
  }

  /**
   * Starts what was asked for.
   * @param state of the room, which each of them gets a copy of; undefined where nothing was asked for
   */
  perform(room: Room, asks: readonly AskOfTick[], state: Uint8Array | undefined): void {
    if (state === undefined) return;
    const game = room.plan.game.name;
    for (const { kind, asked, tick } of asks) {
      const handler = this.#options.handlers[game]?.[kind];
      if (handler === undefined) continue;
      const underWay = this.#of(room);
      if (underWay.count >= this.#options.max) {
        const message = `${nameOf(room, kind, tick)}: ${underWay.count} are under way already`;
        this.#failed(room, kind, asked, new TickhouseError('WORK_FAILED', message));
        continue;
      }
      const { signal } = underWay.end;
      const { options } = room.plan;
      const copy = state.slice() as Uint8Array<ArrayBuffer>;
      const source = { game, room: room.id, tick, options, state: copy, signal };
      void this.#run(room, kind, asked, async () => handler(asked, source), tick);
    }
  }

  /** The room is over: nobody waits for its work any more. */
  end(room: Room): void {
    this.#underWay.get(room)?.end.abort();
    this.#underWay.delete(room);
  }

  async #run(
    room: Room,
    kind: string,
    asked: Values,
    run: () => Promise<Values>,
    tick: number,
  ): Promise<void> {
    const underWay = this.#of(room);
    underWay.count++;
    const outcome = await Task.start(run).join();
    underWay.count--;
    if (underWay.end.signal.aborted || outcome.status === 'cancelled') return;
    try {
      if (outcome.status === 'failed') throw outcome.error;
      room.result(kind, asked, outcome.value);
    } catch (cause) {
      const message = `${nameOf(room, kind, tick)} failed: ${String(cause)}`;
      this.#failed(room, kind, asked, new TickhouseError('WORK_FAILED', message, { cause }));
    }
  }

  #failed(room: Room, kind: string, asked: Values, error: TickhouseError): void {
    this.#options.onError(error);
    room.result(kind, asked, undefined);
  }

  #of(room: Room): UnderWay {
    const found = this.#underWay.get(room) ?? { end: new AbortController(), count: 0 };
    this.#underWay.set(room, found);
    return found;
  }
}

function nameOf({ id, plan }: Room, kind: string, tick: number): string {
  return `work ${kind} of ${plan.game.name}/${id}, asked for by tick ${tick},`;
}

function undone(message: string): TickhouseError {
  return new TickhouseError('GAME_DEFINITION', message);
}
