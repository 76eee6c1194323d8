// One player, or spectator, of a load: a real join over a real socket, then as little as a server may
// expect. It reads the type and the number of each tick and never the state.

import type { BitWriter } from '../../codec/index.ts';
import type { TickhouseError } from '../../errors.ts';
import type { AnyGame, Blueprint, PlainValues } from '../../game/index.ts';
import type { Bot } from '../../testing/index.ts';
import {
  type Address,
  closeCodes,
  heldPerMs,
  messageType,
  pathOf,
  readBye,
  readWelcome,
  writeAck,
  writeBye,
  writeHello,
  writeInput,
  writePing,
} from '../../wire/index.ts';
import { LeanSocket } from './lean-socket.ts';
import type { Meter } from './meter.ts';
import { readNibbles } from './nibbles.ts';

/** An acknowledgement is due at least every second (docs/protocol.md, Timing). */
const acknowledgeMs = 800;
/** As our client does it. */
const pingMs = 4_000;

/** A ping's nonce is the time, in hundredths of a ms. */
const noncesPerMs = 100;

export interface PlayerParts {
  readonly base: URL;
  readonly address: Address;
  /** The game with its default options. */
  readonly blueprint: Blueprint;
  readonly bot: Bot<AnyGame>;
  /** Inputs a second; 0 for none. */
  readonly inputsHz: number;
  readonly meter: Meter;
  /** The scratch in which messages are written; one serves all players. */
  readonly out: BitWriter;
  /** Called once where it ends, with its code. */
  readonly onEnd: (why: string) => void;
}

export class Player {
  readonly #parts: PlayerParts;
  readonly #socket: LeanSocket;
  #sendRateHz: number | undefined;
  #tick: number | undefined;
  #arrivedMs = 0;
  #inputNumber = 0;
  #inputAtMs = 0;
  #acknowledgeAtMs = 0;
  #pingAtMs = 0;
  #bye: number | undefined;
  /** Why it can go no further, where that is not the server's word. */
  #failure: string | undefined;
  #isOver = false;

  constructor(parts: PlayerParts) {
    this.#parts = parts;
    this.#socket = new LeanSocket(parts.base, pathOf(parts.address), {
      open: () => this.#hello(),
      message: (bytes, from, to) => this.#hear(bytes, from, to),
      closed: (why) => this.#closed(why),
    });
  }

  /** Has a first state, and its connection stands. */
  get isSeated(): boolean {
    return this.#tick !== undefined && !this.#isOver;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Of its room; 0 before the welcome. */
  get sendRateHz(): number {
    return this.#sendRateHz ?? 0;
  }

  get bytesRead(): number {
    return this.#socket.bytesRead;
  }

  /** Says what is due. Called every few ms. */
  act(nowMs: number): void {
    if (this.#tick === undefined || this.#isOver) return;
    const { out } = this.#parts;
    if (nowMs >= this.#inputAtMs) this.#input(nowMs);
    if (nowMs >= this.#acknowledgeAtMs) {
      writeAck(out.reset(), this.#tick);
      this.#send();
      this.#acknowledgeAtMs = nowMs + acknowledgeMs;
    }
    if (nowMs >= this.#pingAtMs) {
      writePing(out.reset(), nonceOf(nowMs));
      this.#send();
      this.#pingAtMs = nowMs + pingMs;
    }
  }

  /** Has its next ping sent within so many ms at the latest. */
  pingWithin(ms: number): void {
    this.#pingAtMs = Math.min(this.#pingAtMs, performance.now() + Math.random() * ms);
  }

  /** Gives the seat up. */
  leave(): void {
    if (!this.#socket.isOpen) {
      this.destroy();
      return;
    }
    writeBye(this.#parts.out.reset(), closeCodes.left, '');
    this.#send();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #send(): void {
    this.#socket.send(this.#parts.out.view());
  }

  #hello(): void {
    const { blueprint, bot, address, out } = this.#parts;
    const player = address.watch ? undefined : (bot.player() as PlainValues);
    const { hash } = blueprint.game;
    writeHello(out.reset(), blueprint, { gameHash: hash, token: undefined, player });
    this.#send();
  }

  #input(nowMs: number): void {
    const { inputsHz, blueprint, bot, meter, out } = this.#parts;
    if (inputsHz === 0) {
      this.#inputAtMs = Number.POSITIVE_INFINITY;
      return;
    }
    // Between half and one and a half periods, so that players do not fall into step.
    this.#inputAtMs = nowMs + ((0.5 + Math.random()) * 1000) / inputsHz;
    const { kind, data } = bot.input() as { kind: string; data: PlainValues };
    writeInput(out.reset(), blueprint, ++this.#inputNumber, this.#tick ?? 0, kind, data);
    this.#send();
    meter.inputs++;
    this.#acknowledgeAtMs = nowMs + acknowledgeMs;
  }

  /** What is no message of a tickhouse ends this player, and no other. */
  #hear(bytes: Buffer, from: number, to: number): void {
    try {
      this.#message(bytes, from, to);
    } catch (error) {
      this.#failure = (error as Partial<TickhouseError>).code ?? 'MESSAGE_INVALID';
      this.#socket.destroy();
    }
  }

  #message(bytes: Buffer, from: number, to: number): void {
    switch (bytes[from]) {
      case messageType.tick:
        this.#ticked(readNibbles(bytes, from + 1));
        break;
      case messageType.pong: {
        const passed = (nonceOf(performance.now()) - bytes.readInt32LE(from + 1)) >>> 0;
        const heldMs = bytes.readUInt16LE(from + 5) / heldPerMs;
        this.#parts.meter.roundTrips.record(Math.max(0, passed / noncesPerMs - heldMs));
        break;
      }
      case messageType.snapshot:
        this.#begin(readNibbles(bytes, from + 1));
        break;
      case messageType.bye:
        this.#bye = readBye(bytes.subarray(from, to))?.code;
        break;
      default:
        this.#welcome(bytes.subarray(from, to));
    }
  }

  #ticked(tick: number): void {
    const now = performance.now();
    const { meter } = this.#parts;
    meter.ticks++;
    if (this.#arrivedMs > 0) meter.intervals.record(now - this.#arrivedMs);
    this.#arrivedMs = now;
    this.#tick = tick;
  }

  #begin(tick: number): void {
    if (this.#tick === undefined) {
      const now = performance.now();
      const { inputsHz } = this.#parts;
      this.#inputAtMs = now + (inputsHz === 0 ? 0 : (Math.random() * 1000) / inputsHz);
      this.#acknowledgeAtMs = now + Math.random() * acknowledgeMs;
      this.#pingAtMs = now + Math.random() * pingMs;
    }
    this.#tick = tick;
  }

  #welcome(bytes: Uint8Array): void {
    const { blueprint } = readWelcome(bytes, this.#parts.blueprint.game);
    this.#sendRateHz = blueprint.sendRateHz;
  }

  #closed(why: string): void {
    this.#isOver = true;
    this.#parts.onEnd(this.#failure ?? (this.#bye === undefined ? why : String(this.#bye)));
  }
}

function nonceOf(nowMs: number): number {
  return Math.floor(nowMs * noncesPerMs) | 0;
}
