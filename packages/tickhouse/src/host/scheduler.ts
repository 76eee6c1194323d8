// One timer for all rooms of a process. Each room has its own deadlines (time's FixedStep); rooms are
// spread over their periods, so that their ticks do not fall together.

import { type Cancel, type Clock, FixedStep, type Lateness } from '../time/index.ts';

/** Something that is due again and again. */
export interface Scheduled {
  readonly rateHz: number;
  /** Called once for each step that is due. */
  step(): void;
}

export class Scheduler {
  readonly #clock: Clock;
  readonly #lateness: Lateness;
  readonly #groups: number | undefined;
  /** Called after all steps of one wake, so that what they made leaves together. */
  readonly #afterWake: () => void;
  readonly #entries: Map<Scheduled, FixedStep> = new Map();
  #cancel: Cancel | undefined;
  #armedFor = Number.POSITIVE_INFINITY;
  #added = 0;

  /** @param groups rooms of one rate tick in so many groups a period; default: each by itself */
  constructor(clock: Clock, lateness: Lateness, afterWake: () => void, groups?: number) {
    this.#groups = groups;
    this.#clock = clock;
    this.#lateness = lateness;
    this.#afterWake = afterWake;
  }

  add(scheduled: Scheduled): void {
    const periodMs = 1000 / scheduled.rateHz;
    // The golden ratio's multiples, taken modulo 1, fill a period evenly however many there are.
    const phase = (this.#added++ * 0.6180339887498949) % 1;
    const firstMs = this.#withGroup(this.#clock.now() + periodMs * phase, periodMs);
    const startMs = firstMs - periodMs;
    const { rateHz } = scheduled;
    this.#entries.set(scheduled, new FixedStep({ rateHz, startMs, lateness: this.#lateness }));
    this.#arm();
  }

  /** The next moment at which a group of this period is due. */
  #withGroup(ms: number, periodMs: number): number {
    if (this.#groups === undefined) return ms;
    const gapMs = periodMs / this.#groups;
    return Math.ceil(ms / gapMs) * gapMs;
  }

  remove(scheduled: Scheduled): void {
    this.#entries.delete(scheduled);
  }

  stop(): void {
    this.#entries.clear();
    this.#arm();
  }

  #wake(): void {
    this.#armedFor = Number.POSITIVE_INFINITY;
    this.#cancel = undefined;
    const now = this.#clock.now();
    for (const [scheduled, fixed] of this.#entries) {
      if (fixed.dueAt > now) continue;
      for (let steps = fixed.take(now); steps > 0 && this.#entries.has(scheduled); steps--) {
        scheduled.step();
      }
    }
    this.#afterWake();
    this.#arm();
  }

  /** Sets the timer for whoever is due first. */
  #arm(): void {
    let dueAt = Number.POSITIVE_INFINITY;
    for (const fixed of this.#entries.values()) if (fixed.dueAt < dueAt) dueAt = fixed.dueAt;
    if (dueAt === this.#armedFor) return;
    this.#cancel?.();
    this.#armedFor = dueAt;
    this.#cancel =
      dueAt === Number.POSITIVE_INFINITY ? undefined : this.#clock.at(dueAt, () => this.#wake());
  }
}
