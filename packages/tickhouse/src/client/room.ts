// A room as a client holds it: the mirror and its views, listeners, inputs on their way.

import { BitWriter, Mirror } from '../codec/index.ts';
import type { Blueprint, Options, PlainValues, SystemShape } from '../game/index.ts';
import { type ReadView, reader } from '../state/index.ts';
import {
  closeCodes,
  type Refusal,
  readServerMessage,
  type Welcome,
  writeAck,
  writeBye,
  writeInput,
  writePing,
} from '../wire/index.ts';
import type { Status, StatusReason, Unsubscribe } from './client-room.ts';
import { Listeners } from './listeners.ts';
import { Smoothing } from './smoothing.ts';
import { Traffic } from './traffic.ts';

interface Link {
  send(bytes: Uint8Array): boolean;
  leave(): void;
}

type System = ReadView<SystemShape>;

/** A tick is acknowledged at least so often, an input does it too; pings go out at every fourth beat. */
const beatMs = 1_000;

export class Room {
  readonly #link: Link;
  readonly #out: BitWriter = new BitWriter();
  readonly #ticks: Listeners<[{ state: unknown; tick: number }]> = new Listeners();
  readonly #events: Map<string, Listeners<[PlainValues]>> = new Map();
  readonly #statuses: Listeners<[Status, StatusReason | undefined]> = new Listeners();
  readonly #refusals: Listeners<[Refusal]> = new Listeners();
  readonly #traffic: Traffic = new Traffic();
  // All of these are set with each welcome, the first by the constructor.
  #blueprint!: Blueprint;
  #welcome!: Welcome;
  #mirror!: Mirror;
  #state!: System;
  #smoothing!: Smoothing;
  #status: Status = 'reconnecting';
  /** Inputs that no tick has taken yet, for sending again after a lost connection. */
  #waiting: { readonly number: number; readonly kind: string; readonly data: PlainValues }[] = [];
  #inputs = 0;
  #acknowledgedAt = 0;
  #beats = 0;
  #ping: { readonly nonce: number; readonly sentAt: number } | undefined;
  #roundTripMs: number | undefined;

  constructor(blueprint: Blueprint, welcome: Welcome, link: Link) {
    this.#link = link;
    this.welcomed(blueprint, welcome);
  }

  get state(): unknown {
    return this.#state;
  }

  get tick(): number {
    return this.#state.$tick;
  }

  get tickRate(): number {
    return this.#blueprint.tickRateHz;
  }

  get id(): string {
    return this.#welcome.room;
  }

  get seat(): number | undefined {
    return this.#welcome.seat;
  }

  get token(): Uint8Array | undefined {
    return this.#welcome.token;
  }

  get options(): Options {
    return this.#blueprint.options;
  }

  get status(): Status {
    return this.#status;
  }

  get roundTripMs(): number | undefined {
    return this.#roundTripMs;
  }

  get bytesPerSecond(): number {
    return this.#traffic.perSecond(performance.now());
  }

  onTick(listener: (room: { state: unknown; tick: number }) => void): Unsubscribe {
    return this.#ticks.add(listener);
  }

  on(kind: string, listener: (data: PlainValues) => void): Unsubscribe {
    let listeners = this.#events.get(kind);
    if (listeners === undefined) {
      listeners = new Listeners();
      this.#events.set(kind, listeners);
    }
    return listeners.add(listener);
  }

  onStatus(listener: (status: Status, reason: StatusReason | undefined) => void): Unsubscribe {
    return this.#statuses.add(listener);
  }

  onRefused(listener: (refusal: Refusal) => void): Unsubscribe {
    return this.#refusals.add(listener);
  }

  send(kind: string, data: PlainValues = {}): boolean {
    const number = this.#inputs + 1;
    writeInput(this.#out.reset(), this.#blueprint, number, this.tick, kind, data);
    if (this.seat === undefined || this.#status !== 'live') return false;
    if (!this.#link.send(this.#out.finish())) return false;
    this.#inputs = number;
    this.#acknowledgedAt = performance.now();
    this.#waiting.push({ number, kind, data });
    return true;
  }

  leave(): Promise<void> {
    if (this.#status === 'closed') return Promise.resolve();
    return new Promise((resolve) => {
      this.onStatus((status) => {
        if (status === 'closed') resolve();
      });
      writeBye(this.#out.reset(), closeCodes.left, '');
      this.#link.send(this.#out.finish());
      this.#link.leave();
    });
  }

  moment(nowMs: number = performance.now()): number {
    return this.#smoothing.moment(nowMs);
  }

  /** The connection's side: a message after the welcome. @throws CODEC_VALUE, CODEC_TRUNCATED */
  receive(bytes: Uint8Array): void {
    const nowMs = performance.now();
    this.#traffic.add(nowMs, bytes.length);
    const message = readServerMessage(bytes, this.#blueprint, this.#mirror);
    if (message.type === 'pong') {
      this.#pong(message.nonce, nowMs - message.heldMs);
      return;
    }
    this.#smoothing.arrived(nowMs, message.tick);
    this.#dropTaken();
    if (message.type === 'snapshot') this.#arrived();
    else {
      for (const { kind, data } of message.events) this.#events.get(kind)?.call(data);
      for (const refusal of message.refusals) this.#refused(refusal);
    }
    this.#ticks.call({ state: this.#state, tick: message.tick });
    // Timers of pages in the background are slowed down; messages are not.
    this.#acknowledge(nowMs);
  }

  /** The connection's side: the first socket; or another, for the same membership or a new one. */
  welcomed(blueprint: Blueprint, welcome: Welcome): void {
    if (String(welcome.token) !== String(this.#welcome?.token)) {
      this.#waiting = [];
      this.#inputs = 0;
    }
    if (blueprint.layout.hash !== this.#blueprint?.layout.hash) {
      this.#mirror = new Mirror(blueprint.layout);
      this.#state = reader<SystemShape>(blueprint.layout)(this.#mirror.memory);
    }
    this.#smoothing = new Smoothing(blueprint);
    this.#blueprint = blueprint;
    this.#welcome = welcome;
  }

  /** The connection's side. */
  setStatus(status: Status, reason?: StatusReason): void {
    if (status === this.#status && status !== 'reconnecting') return;
    this.#status = status;
    this.#statuses.call(status, reason);
  }

  /** The state is here: what was under way when the connection was lost goes out again. */
  #arrived(): void {
    // A seat that another page of its player had goes on counting where that one stopped.
    this.#inputs = Math.max(this.#inputs, this.#taken);
    for (const { number, kind, data } of this.#waiting) {
      writeInput(this.#out.reset(), this.#blueprint, number, this.tick, kind, data);
      this.#link.send(this.#out.finish());
    }
    this.setStatus('live');
  }

  /** Forgets the inputs that a tick has taken. */
  #dropTaken(): void {
    if (this.#waiting.length === 0) return;
    const taken = this.#taken;
    this.#waiting = this.#waiting.filter(({ number }) => number > taken);
  }

  /** The last of this seat's inputs that a tick has taken. */
  get #taken(): number {
    return this.#state.$seats.at(this.seat ?? 0)?.lastInput ?? 0;
  }

  #refused(refusal: Refusal): void {
    this.#waiting = this.#waiting.filter(({ number }) => number !== refusal.number);
    this.#refusals.call(refusal);
  }

  /** The connection's side: called about every second while ticks arrive. */
  beat(nowMs: number): void {
    this.#acknowledge(nowMs);
    if (this.#beats++ % 4 !== 0) return;
    this.#ping = { nonce: this.#beats, sentAt: nowMs };
    writePing(this.#out.reset(), this.#beats);
    this.#link.send(this.#out.finish());
  }

  #acknowledge(nowMs: number): void {
    if (nowMs - this.#acknowledgedAt < beatMs) return;
    this.#acknowledgedAt = nowMs;
    writeAck(this.#out.reset(), this.tick);
    this.#link.send(this.#out.finish());
  }

  #pong(nonce: number, nowMs: number): void {
    if (this.#ping?.nonce !== nonce) return;
    const ms = nowMs - this.#ping.sentAt;
    const before = this.#roundTripMs ?? ms;
    this.#roundTripMs = before + (ms - before) / 4;
  }
}
