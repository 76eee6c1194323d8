// One timer for all rooms of a process. Each room has its own deadlines (time's FixedStep). Rooms are
// spread over their periods, so that their ticks do not fall all together, but not each by itself: those
// of one group tick in one wake, which costs the system far less.

import { type Cancel, type Clock, FixedStep, type Lateness } from '../time/index.ts';

/** Something that is due again and again. */
export interface Scheduled {
  readonly rateHz: number;
  /** Called once for each step that is due. */
  step(): void;
}

/** What is due at the same moments. */
interface Group {
  readonly key: string;
  readonly entries: Map<Scheduled, FixedStep>;
  dueAt: number;
}

export class Scheduler {
  readonly #clock: Clock;
  readonly #lateness: Lateness;
  readonly #groupGapMs: number;
  /** Called after all steps of one wake, so that what they made leaves together. */
  readonly #afterWake: () => void;
  readonly #groups: Map<string, Group> = new Map();
  readonly #groupOf: Map<Scheduled, Group> = new Map();
  #cancel: Cancel | undefined;
  #armedFor = Number.POSITIVE_INFINITY;
  #added = 0;

  /** @param groupGapMs how far groups lie apart, about: a period has a whole number of them */
  constructor(clock: Clock, lateness: Lateness, afterWake: () => void, groupGapMs: number) {
    this.#groupGapMs = groupGapMs;
    this.#clock = clock;
    this.#lateness = lateness;
    this.#afterWake = afterWake;
  }

  add(scheduled: Scheduled): void {
    const { rateHz } = scheduled;
    const periodMs = 1000 / rateHz;
    const groups = Math.max(1, Math.round(periodMs / this.#groupGapMs));
    // The golden ratio's multiples, taken modulo 1, fill a period evenly however many there are.
    const phase = (this.#added++ * 0.6180339887498949) % 1;
    // Groups lie on a grid of all time, so that rooms share them whenever they were made.
    const at = Math.ceil((this.#clock.now() / periodMs + phase) * groups);
    const startMs = ((at - groups) * periodMs) / groups;
    const fixed = new FixedStep({ rateHz, startMs, lateness: this.#lateness });
    const group = this.#group(`${rateHz}/${at % groups}`);
    group.entries.set(scheduled, fixed);
    group.dueAt = Math.min(group.dueAt, fixed.dueAt);
    this.#groupOf.set(scheduled, group);
    this.#arm();
  }

  #group(key: string): Group {
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { key, entries: new Map(), dueAt: Number.POSITIVE_INFINITY };
      this.#groups.set(key, group);
    }
    return group;
  }

  remove(scheduled: Scheduled): void {
    const group = this.#groupOf.get(scheduled);
    if (group === undefined) return;
    this.#groupOf.delete(scheduled);
    group.entries.delete(scheduled);
    if (group.entries.size === 0) this.#groups.delete(group.key);
  }

  stop(): void {
    this.#groups.clear();
    this.#groupOf.clear();
    this.#arm();
  }

  #wake(): void {
    this.#armedFor = Number.POSITIVE_INFINITY;
    this.#cancel = undefined;
    const now = this.#clock.now();
    try {
      for (const group of this.#groups.values()) if (group.dueAt <= now) this.#run(group, now);
      this.#afterWake();
    } finally {
      // Whatever is thrown: who was not reached is due at once, and all others in their time.
      this.#arm();
    }
  }

  #run(group: Group, now: number): void {
    group.dueAt = Number.POSITIVE_INFINITY;
    try {
      for (const [scheduled, fixed] of group.entries) {
        for (let steps = fixed.take(now); steps > 0 && this.#groupOf.has(scheduled); steps--) {
          scheduled.step();
        }
      }
    } finally {
      for (const { dueAt } of group.entries.values()) group.dueAt = Math.min(group.dueAt, dueAt);
    }
  }

  /** Sets the timer for whoever is due first. */
  #arm(): void {
    let dueAt = Number.POSITIVE_INFINITY;
    for (const group of this.#groups.values()) dueAt = Math.min(dueAt, group.dueAt);
    if (dueAt === this.#armedFor) return;
    this.#cancel?.();
    this.#armedFor = dueAt;
    this.#cancel =
      dueAt === Number.POSITIVE_INFINITY ? undefined : this.#clock.at(dueAt, () => this.#wake());
  }
}
