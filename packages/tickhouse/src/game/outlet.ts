// What a tick says to the world: events for players, already encoded, effects, and asks for work.

import { append, BitWriter } from '../codec/index.ts';
import { TickhouseError } from '../errors.ts';
import type { Kind } from './blueprint.ts';
import type { PlainValues } from './commands.ts';
import { writeKind } from './messages.ts';

/** A side effect that a tick asked for. */
export interface Effect {
  readonly kind: string;
  readonly data: PlainValues;
}

/** Work that a tick asked for. */
export interface Ask {
  readonly kind: string;
  readonly asked: PlainValues;
}

/** The most that the events of one tick may take on the wire. */
const eventBitsMax = 8 * 65_536;

export class Outlet {
  readonly #eventKinds: readonly Kind[];
  readonly #effectKinds: readonly Kind[];
  readonly #askKinds: readonly Kind[];
  readonly #events: BitWriter = new BitWriter();
  /** Those of ticks before, which wait to be sent. */
  readonly #earlier: BitWriter = new BitWriter();
  /** What does not fit throws here, before the tick says any of it. */
  readonly #scratch: BitWriter = new BitWriter();
  effects: Effect[] = [];
  asks: Ask[] = [];

  constructor(
    eventKinds: readonly Kind[],
    effectKinds: readonly Kind[],
    askKinds: readonly Kind[],
  ) {
    this.#eventKinds = eventKinds;
    this.#effectKinds = effectKinds;
    this.#askKinds = askKinds;
  }

  clear(): void {
    this.#events.reset();
    if (this.effects.length > 0) this.effects = [];
    if (this.asks.length > 0) this.asks = [];
  }

  emit(kind: string, data?: PlainValues): void {
    const event = this.#scratch.reset();
    event.bits(1, 1);
    writeKind(event, this.#eventKinds, kind, data);
    if (this.#events.length + event.length > eventBitsMax) {
      throw new TickhouseError('GAME_TOO_MANY_EVENTS', 'the events of one tick take over 64 KiB');
    }
    append(this.#events, event);
  }

  effect(kind: string, data: PlainValues = {}): void {
    writeKind(this.#scratch.reset(), this.#effectKinds, kind, data);
    this.effects.push({ kind, data: { ...data } });
  }

  ask(kind: string, asked: PlainValues = {}): void {
    writeKind(this.#scratch.reset(), this.#askKinds, kind, asked);
    this.asks.push({ kind, asked: { ...asked } });
  }

  /** Nothing is sent after this tick: its events wait for a later one. */
  keepEvents(): void {
    append(this.#earlier, this.#events);
  }

  /** The events up to this tick were sent. */
  eventsSent(): void {
    this.#earlier.reset();
  }

  /**
   * Appends the events of this tick to a message (messages.ts draws them).
   * @param all also those of earlier ticks that wait, before them
   */
  writeEvents(out: BitWriter, all = false): void {
    if (all) append(out, this.#earlier);
    append(out, this.#events);
    out.bits(0, 1);
  }
}
