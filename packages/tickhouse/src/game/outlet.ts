// What a tick says to the world: events for players, already encoded, and effects.

import { BitWriter } from '../codec/index.ts';
import { TickhouseError } from '../errors.ts';
import type { Blueprint } from './blueprint.ts';
import type { PlainValues } from './commands.ts';
import { writeKind } from './messages.ts';

/** A side effect that a tick asked for. */
export interface Effect {
  readonly kind: string;
  readonly data: PlainValues;
}

/** The most that the events of one tick may take on the wire. */
const eventBitsMax = 8 * 65_536;

export class Outlet {
  readonly #blueprint: Blueprint;
  readonly #events: BitWriter = new BitWriter();
  readonly #check: BitWriter = new BitWriter();
  effects: Effect[] = [];

  constructor(blueprint: Blueprint) {
    this.#blueprint = blueprint;
  }

  clear(): void {
    this.#events.reset();
    if (this.effects.length > 0) this.effects = [];
  }

  emit(kind: string, data?: PlainValues): void {
    this.#events.bits(1, 1);
    writeKind(this.#events, this.#blueprint.events, kind, data);
    if (this.#events.length > eventBitsMax) {
      throw new TickhouseError('GAME_TOO_MANY_EVENTS', 'the events of one tick take over 64 KiB');
    }
  }

  effect(kind: string, data: PlainValues = {}): void {
    writeKind(this.#check.reset(), this.#blueprint.effects, kind, data);
    this.effects.push({ kind, data: { ...data } });
  }

  /** Appends the events of this tick to a message (messages.ts draws them). */
  writeEvents(out: BitWriter): void {
    out.append(this.#events);
    out.bits(0, 1);
  }
}
