// One timer for all rooms of a process. Each room has its own deadlines (time's FixedStep). Rooms are
// spread over their periods, so that their ticks do not fall all together, but not each by itself: those
// of one slot tick in one wake, which costs the system far less.

import { type Cancel, type Clock, FixedStep, type Lateness } from '../time/index.ts';

/** Something that is due again and again. */
export interface Scheduled {
  readonly rateHz: number;
  /** Called once for each step that is due. */
  step(): void;
}

/** What is due at the same moments. */
interface Slot {
  readonly key: string;
  readonly entries: Map<Scheduled, FixedStep>;
  dueAt: number;
}

export class Scheduler {
  readonly #clock: Clock;
  readonly #lateness: Lateness;
  readonly #slotMs: number;
  /** Called after all steps of one wake, so that what they made leaves together. */
  readonly #afterWake: () => void;
  readonly #slots: Map<string, Slot> = new Map();
  readonly #slotOf: Map<Scheduled, Slot> = new Map();
  #cancel: Cancel | undefined;
  #armedFor = Number.POSITIVE_INFINITY;
  #added = 0;

  /** @param slotMs how far slots lie apart, about: a period has a whole number of them */
  constructor(clock: Clock, lateness: Lateness, afterWake: () => void, slotMs: number) {
    this.#slotMs = slotMs;
    this.#clock = clock;
    this.#lateness = lateness;
    this.#afterWake = afterWake;
  }

  add(scheduled: Scheduled): void {
    const { rateHz } = scheduled;
    const periodMs = 1000 / rateHz;
    const slots = Math.max(1, Math.round(periodMs / this.#slotMs));
    // The golden ratio's multiples, taken modulo 1, fill a period evenly however many there are.
    const phase = (this.#added++ * 0.6180339887498949) % 1;
    // Slots lie on a grid of all time, so that rooms share them whenever they were made.
    const at = Math.ceil((this.#clock.now() / periodMs + phase) * slots);
    const startMs = ((at - slots) * periodMs) / slots;
    const fixed = new FixedStep({ rateHz, startMs, lateness: this.#lateness });
    const slot = this.#slot(`${rateHz}/${at % slots}`);
    slot.entries.set(scheduled, fixed);
    slot.dueAt = Math.min(slot.dueAt, fixed.dueAt);
    this.#slotOf.set(scheduled, slot);
    this.#arm();
  }

  #slot(key: string): Slot {
    let slot = this.#slots.get(key);
    if (slot === undefined) {
      slot = { key, entries: new Map(), dueAt: Number.POSITIVE_INFINITY };
      this.#slots.set(key, slot);
    }
    return slot;
  }

  remove(scheduled: Scheduled): void {
    const slot = this.#slotOf.get(scheduled);
    if (slot === undefined) return;
    this.#slotOf.delete(scheduled);
    slot.entries.delete(scheduled);
    if (slot.entries.size === 0) this.#slots.delete(slot.key);
  }

  stop(): void {
    this.#slots.clear();
    this.#slotOf.clear();
    this.#arm();
  }

  #wake(): void {
    this.#armedFor = Number.POSITIVE_INFINITY;
    this.#cancel = undefined;
    const now = this.#clock.now();
    for (const slot of this.#slots.values()) if (slot.dueAt <= now) this.#run(slot, now);
    this.#afterWake();
    this.#arm();
  }

  #run(slot: Slot, now: number): void {
    slot.dueAt = Number.POSITIVE_INFINITY;
    for (const [scheduled, fixed] of slot.entries) {
      for (let steps = fixed.take(now); steps > 0 && this.#slotOf.has(scheduled); steps--) {
        scheduled.step();
      }
      slot.dueAt = Math.min(slot.dueAt, fixed.dueAt);
    }
  }

  /** Sets the timer for whoever is due first. */
  #arm(): void {
    let dueAt = Number.POSITIVE_INFINITY;
    for (const slot of this.#slots.values()) dueAt = Math.min(dueAt, slot.dueAt);
    if (dueAt === this.#armedFor) return;
    this.#cancel?.();
    this.#armedFor = dueAt;
    this.#cancel =
      dueAt === Number.POSITIVE_INFINITY ? undefined : this.#clock.at(dueAt, () => this.#wake());
  }
}
