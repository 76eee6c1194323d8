// The seats of one room: who holds which, by token, and the commands that wait for the next tick.
// The queue never holds two commands of a seat that contradict each other, because a tick applies
// commands by type, not by arrival.

import type { InputCommand, PlainValues, SeatCommand, SeatFacts } from '../game/index.ts';
import type { SeatHolder } from '../journal/index.ts';
import type { Attachment } from './attachment.ts';

/** Session tokens: made for newcomers, and known again by their hash. */
export interface Tokens {
  /** 16 bytes that nobody can guess. */
  make(): Uint8Array;
  /** 16 bytes from which nobody finds the token. */
  hash(token: Uint8Array): Uint8Array;
}

export interface Seat {
  readonly number: number;
  /** Undefined while nobody has shown it since the room was brought back. */
  token: Uint8Array | undefined;
  readonly tokenHash: Uint8Array;
  /** The connection that holds it; undefined while its player is away. */
  attachment: Attachment | undefined;
  /** The tick at which the connection was lost. */
  awaySince: number;
  /** The last input's number that was queued. */
  lastNumber: number;
  /** Inputs that wait for the next tick. */
  waiting: number;
  /** A tick has applied its join. */
  joined: boolean;
}

type Command = SeatCommand | InputCommand;

const none: readonly Command[] = Object.freeze([]);
const nobody: readonly SeatHolder[] = Object.freeze([]);

export class Seats {
  readonly #count: number;
  readonly #inputsMax: number;
  readonly #tokens: Tokens;
  readonly #seats: (Seat | undefined)[];
  #taken = 0;
  /** Of those, how many players have lost their connection. */
  #away = 0;
  #queue: Command[] = [];

  constructor(count: number, inputsMax: number, tokens: Tokens) {
    this.#count = count;
    this.#inputsMax = inputsMax;
    this.#tokens = tokens;
    this.#seats = new Array(count).fill(undefined);
  }

  /**
   * Takes the seats of a room that was brought back at this tick: their players are away, until they show
   * their tokens. A seat that nobody can come back to is given up.
   * @param taken as the room's state has them
   */
  restore(taken: readonly SeatFacts[], holders: readonly SeatHolder[], tick: number): void {
    for (const { seat: number, isHere, lastInput } of taken) {
      const holder = holders.find(({ seat }) => seat === number);
      if (holder === undefined) {
        this.#queue.push({ type: 'leave', seat: number });
        continue;
      }
      const { tokenHash } = holder;
      const seat = newSeat(number, undefined, tokenHash);
      seat.lastNumber = lastInput;
      seat.joined = true;
      this.#seats[number] = seat;
      this.#taken++;
      this.#away++;
      seat.awaySince = tick;
      if (isHere) this.#queue.push({ type: 'away', seat: number });
    }
  }

  /** The seats that a tick knows as taken. */
  holders(): SeatHolder[] {
    return this.#seats.flatMap((seat) =>
      seat?.joined ? [{ seat: seat.number, tokenHash: seat.tokenHash }] : [],
    );
  }

  /** Of those whose joins are among these commands, who they are. */
  seatedBy(
    commands: readonly { readonly type: string; readonly seat?: number }[],
  ): readonly SeatHolder[] {
    let seated: SeatHolder[] | undefined;
    for (const { type, seat: number } of commands) {
      const seat = type === 'join' && number !== undefined ? this.#seats[number] : undefined;
      if (seat === undefined) continue;
      seated ??= [];
      seated.push({ seat: seat.number, tokenHash: seat.tokenHash });
    }
    return seated ?? nobody;
  }

  get taken(): number {
    return this.#taken;
  }

  get free(): number {
    return this.#count - this.#taken;
  }

  byToken(token: Uint8Array): Seat | undefined {
    const hash = this.#tokens.hash(token);
    const held = this.#seats.find((seat) => seat !== undefined && sameBytes(seat.tokenHash, hash));
    if (held !== undefined) held.token = token;
    return held;
  }

  /** Takes the lowest free seat; undefined when there is none. */
  take(player: PlainValues): Seat | undefined {
    const number = this.#seats.indexOf(undefined);
    if (number < 0) return undefined;
    const token = this.#tokens.make();
    const seat = newSeat(number, token, this.#tokens.hash(token));
    this.#seats[number] = seat;
    this.#taken++;
    this.#queue.push({ type: 'join', seat: number, player });
    return seat;
  }

  /** Gives a seat up; what it had queued goes with it, but not that another left it before. */
  giveUp(seat: Seat): void {
    this.#seats[seat.number] = undefined;
    this.#taken--;
    if (seat.attachment === undefined) this.#away--;
    seat.attachment = undefined;
    this.#queue = this.#queue.filter(
      (command) => command.seat !== seat.number || command.type === 'leave',
    );
    if (seat.joined) this.#queue.push({ type: 'leave', seat: seat.number });
  }

  /** The seat's connection is lost, at this tick. */
  away(seat: Seat, tick: number): void {
    seat.attachment = undefined;
    this.#away++;
    seat.awaySince = tick;
    if (!this.#withdraw('back', seat)) this.#queue.push({ type: 'away', seat: seat.number });
  }

  back(seat: Seat, attachment: Attachment): void {
    seat.attachment = attachment;
    this.#away--;
    if (!this.#withdraw('away', seat)) this.#queue.push({ type: 'back', seat: seat.number });
  }

  /** Queues an input for the next tick; false when the seat has too many waiting. Repeats are dropped. */
  input(seat: Seat, number: number, kind: string, data: PlainValues): boolean {
    if (number <= seat.lastNumber) return true;
    if (seat.waiting >= this.#inputsMax) return false;
    seat.lastNumber = number;
    seat.waiting++;
    this.#queue.push({ type: 'input', seat: seat.number, number, kind, data });
    return true;
  }

  /** Gives up the seats whose players have been away since before `tick`. */
  expire(tick: number): void {
    if (this.#away === 0) return;
    for (const seat of this.#seats) {
      if (seat !== undefined && seat.attachment === undefined && seat.awaySince <= tick) {
        this.giveUp(seat);
      }
    }
  }

  /** The commands of the tick that is about to be made. */
  takeQueue(): readonly Command[] {
    const queue = this.#queue;
    // Not the queue itself: a tick's record keeps its commands, and the queue goes on.
    if (queue.length === 0) return none;
    this.#queue = [];
    for (const { seat: number } of queue) {
      const seat = this.#seats[number];
      if (seat === undefined) continue;
      seat.waiting = 0;
      seat.joined = true;
    }
    return queue;
  }

  /** Removes a waiting command that the opposite one makes void. */
  #withdraw(type: 'away' | 'back', seat: Seat): boolean {
    const at = this.#queue.findIndex(
      (command) => command.type === type && command.seat === seat.number,
    );
    if (at >= 0) this.#queue.splice(at, 1);
    return at >= 0;
  }
}

function newSeat(number: number, token: Uint8Array | undefined, tokenHash: Uint8Array): Seat {
  return {
    number,
    token,
    tokenHash,
    attachment: undefined,
    awaySince: 0,
    lastNumber: 0,
    waiting: 0,
    joined: false,
  };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length;
  // All bytes are looked at, so that the time tells nothing about a guessed token.
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
  return difference === 0;
}
