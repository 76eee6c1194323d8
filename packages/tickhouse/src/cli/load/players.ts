// All players of a load: they come one after the other, speak when it is their time, and leave together.

import { BitWriter } from '../../codec/index.ts';
import { type AnyGame, type Blueprint, blueprintOf } from '../../game/index.ts';
import { Bot } from '../../testing/index.ts';
import { Meter } from './meter.ts';
import { Player } from './player.ts';

export interface LoadPlan {
  /** `http://host:port`, `https://…` */
  readonly base: URL;
  readonly game: AnyGame;
  /** Rooms by name: `load-1`, `load-2` … */
  readonly rooms: number;
  /** Of each room. */
  readonly players: number;
  /** Spectators of each room. */
  readonly watchers: number;
  /** Of each player, a second. */
  readonly inputsHz: number;
  readonly rampMs: number;
  readonly durationMs: number;
  /** Options of the rooms, as names and text. */
  readonly options: readonly (readonly [string, string])[];
}

/** How often players look whether something is due. */
const actMs = 10;
/** How long the last ones may take for their first state. */
const seatingMs = 10_000;
/** How long the server may take to answer their leaving. */
const leavingMs = 2_000;

export class Players {
  readonly meter: Meter = new Meter();
  /** How many ended before they were asked to, by code. */
  readonly disconnects: Map<string, number> = new Map();
  readonly #plan: LoadPlan;
  readonly #blueprint: Blueprint;
  readonly #out: BitWriter = new BitWriter();
  readonly #players: Player[] = [];
  readonly #allGone: AbortController = new AbortController();
  #isLeaving = false;
  #timer: ReturnType<typeof setInterval> | undefined;
  #look: (() => void) | undefined;

  constructor(plan: LoadPlan) {
    this.#plan = plan;
    this.#blueprint = blueprintOf(plan.game);
  }

  /** How many are asked for. */
  get asked(): number {
    const { rooms, players, watchers } = this.#plan;
    return rooms * (players + watchers);
  }

  get seated(): number {
    return this.#players.reduce((sum, player) => sum + (player.isSeated ? 1 : 0), 0);
  }

  /** Bytes off all sockets, from their handshakes on. */
  get bytesRead(): number {
    return this.#players.reduce((sum, player) => sum + player.bytesRead, 0);
  }

  /** Ticks that all who are seated should get in a second. */
  get nominalHz(): number {
    return this.#players.reduce((sum, one) => sum + (one.isSeated ? one.sendRateHz : 0), 0);
  }

  /** Aborts when everybody has come and nobody is left. */
  get allGone(): AbortSignal {
    return this.#allGone.signal;
  }

  /** Of the rooms; undefined while nobody was welcomed. */
  get sendRateHz(): number | undefined {
    return this.#players.find((player) => player.sendRateHz > 0)?.sendRateHz;
  }

  /** Lets them come, spread over the ramp; resolves when each has a state or has ended. */
  join(signal: AbortSignal): Promise<void> {
    const beganMs = performance.now();
    const { rampMs } = this.#plan;
    return new Promise((resolve) => {
      this.#look = () => {
        const passedMs = performance.now() - beganMs;
        const due = Math.min(this.asked, Math.ceil((this.asked * (passedMs + 1)) / (rampMs + 1)));
        while (this.#players.length < due && !signal.aborted) this.#add(this.#players.length);
        const isFull =
          this.#players.length === this.asked &&
          this.#players.every((player) => player.isSeated || player.isOver);
        if (!isFull && passedMs < rampMs + seatingMs && !signal.aborted) return;
        this.#look = undefined;
        resolve();
      };
      this.#timer = setInterval(() => this.#act(), actMs);
    });
  }

  /** What is seen counts from here; each player measures a round trip in the first half of the time. */
  measure(): void {
    this.meter.reset();
    for (const player of this.#players) player.pingWithin(this.#plan.durationMs / 2);
  }

  /** Gives all seats up; resolves when everybody is gone. */
  async leave(): Promise<void> {
    this.#isLeaving = true;
    clearInterval(this.#timer);
    const endMs = performance.now() + leavingMs;
    for (const player of this.#players) if (!player.isOver) player.leave();
    await new Promise<void>((resolve) => {
      const wait = setInterval(() => {
        const isEmpty = this.#players.every((player) => player.isOver);
        if (!isEmpty && performance.now() < endMs) return;
        clearInterval(wait);
        resolve();
      }, actMs);
    });
    for (const player of this.#players) player.destroy();
  }

  #act(): void {
    const now = performance.now();
    for (const player of this.#players) player.act(now);
    this.#look?.();
  }

  /** Room after room, its players first. */
  #add(index: number): void {
    const { base, game, players, watchers, inputsHz, options } = this.#plan;
    const ofRoom = players + watchers;
    const watch = index % ofRoom >= players;
    const room = `load-${Math.floor(index / ofRoom) + 1}`;
    this.#players.push(
      new Player({
        base,
        address: { game: game.name, room, watch, options },
        blueprint: this.#blueprint,
        bot: new Bot(game, index + 1),
        inputsHz: watch || this.#blueprint.inputs.length === 0 ? 0 : inputsHz,
        meter: this.meter,
        out: this.#out,
        onEnd: (why) => {
          if (this.#isLeaving) return;
          this.disconnects.set(why, (this.disconnects.get(why) ?? 0) + 1);
          const isFull = this.#players.length === this.asked;
          if (isFull && this.#players.every((player) => player.isOver)) this.#allGone.abort();
        },
      }),
    );
  }
}
