// Side effects that ticks asked for, carried out once their tick is durable and has gone out.

import { TickhouseError } from '../errors.ts';
import type { Catalogue, Publication } from '../room/index.ts';
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

  perform({ record, effects }: Publication): void {
    effects.forEach(({ kind, data }, index) => {
      const { game, room, run, tick } = record;
      const handler = this.#handlers[game]?.[kind];
      if (handler === undefined) return;
      const source = { game, room, run, tick, key: `${game}/${room}/${run}/${tick}/${index}` };
      this.#start(kind, source, async () => handler(data, source));
    });
  }

  /** Resolves when every handler that was called has ended. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** A handler's failure is the server's to hear of; the room has already gone on. */
  #start(kind: string, { key }: EffectSource, run: () => Promise<void>): void {
    const ended = Task.start(run)
      .join()
      .then((outcome) => {
        this.#running.delete(ended);
        if (outcome.status !== 'failed') return;
        const { error: cause } = outcome;
        this.#onError(
          new TickhouseError('EFFECT_FAILED', `effect ${kind} (${key}) failed`, { cause }),
        );
      });
    this.#running.add(ended);
  }
}
