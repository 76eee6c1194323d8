// Side effects that ticks asked for, carried out once their tick is durable and has gone out.

import { TickhouseError } from '../errors.ts';
import type { EffectOfTick } from '../journal/index.ts';
import type { Catalogue } from '../room/index.ts';
import { Task } from '../time/index.ts';

/** Where an effect comes from; doing it twice with the same `key` must change nothing. */
export interface EffectSource {
  readonly game: string;
  readonly room: string;
  /** Tells the room from others that had its name, also those of earlier processes: `7k3mqx92`. */
  readonly run: string;
  readonly tick: number;
  /** Names this effect for good: `snake/lobby/7k3mqx92/812/0`. */
  readonly key: string;
}

/** The room that asks. */
type EffectRoom = Pick<EffectSource, 'game' | 'room' | 'run'>;

export type EffectHandler = (
  data: Readonly<Record<string, unknown>>,
  source: EffectSource,
) => void | Promise<void>;

/** By game, then by kind. */
export interface EffectHandlers {
  readonly [game: string]: { readonly [kind: string]: EffectHandler } | undefined;
}

export class Effects {
  readonly #handlers: EffectHandlers;
  readonly #onError: (error: unknown) => void;
  readonly #running: Set<Promise<void>> = new Set();
  /** By the run of a room. */
  readonly #waiting: Map<string, Set<EffectOfTick>> = new Map();

  /** @throws GAME_DEFINITION when a handler is for no effect of the games */
  constructor(catalogue: Catalogue, handlers: EffectHandlers, onError: (error: unknown) => void) {
    for (const [name, kinds] of Object.entries(handlers)) {
      for (const kind of Object.keys(kinds ?? {})) {
        if (!catalogue.hasEffect(name, kind)) {
          throw new TickhouseError(
            'GAME_DEFINITION',
            `effects.${name}.${kind}: no such effect is defined by the games of this server`,
          );
        }
      }
    }
    this.#handlers = handlers;
    this.#onError = onError;
  }

  /** They were asked for, and are to be carried out. */
  asked({ run }: EffectRoom, effects: readonly EffectOfTick[]): void {
    if (effects.length === 0) return;
    const waiting = this.#waiting.get(run) ?? new Set();
    for (const effect of effects) waiting.add(effect);
    this.#waiting.set(run, waiting);
  }

  /** What was asked for by this run of a room, and has not ended. */
  waitingOf(run: string): EffectOfTick[] {
    return [...(this.#waiting.get(run) ?? [])];
  }

  /** Carries them out. */
  perform({ game, room, run }: EffectRoom, effects: readonly EffectOfTick[]): void {
    for (const effect of effects) {
      const { kind, data, tick, index } = effect;
      const ended = (): void => this.#ended(run, effect);
      const handler = this.#handlers[game]?.[kind];
      if (handler === undefined) {
        ended();
        continue;
      }
      const source = { game, room, run, tick, key: `${game}/${room}/${run}/${tick}/${index}` };
      this.#start(kind, source, async () => handler(data, source), ended);
    }
  }

  #ended(run: string, effect: EffectOfTick): void {
    const waiting = this.#waiting.get(run);
    waiting?.delete(effect);
    if (waiting?.size === 0) this.#waiting.delete(run);
  }

  /** Resolves when every handler that was called has ended. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** A handler's failure is the server's to hear of; the room has already gone on. */
  #start(
    kind: string,
    { key }: EffectSource,
    run: () => Promise<void>,
    whenEnded: () => void,
  ): void {
    const ended = Task.start(run)
      .join()
      .then((outcome) => {
        this.#running.delete(ended);
        whenEnded();
        if (outcome.status !== 'failed') return;
        const { error: cause } = outcome;
        this.#onError(
          new TickhouseError('EFFECT_FAILED', `effect ${kind} (${key}) failed`, { cause }),
        );
      });
    this.#running.add(ended);
  }
}
