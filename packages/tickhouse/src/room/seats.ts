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

const tokenBytes = 16;

export class Seat {
  readonly number: number;
  /** The connection that holds it; undefined while its player is away. */
  attachment: Attachment | undefined = undefined;
  /** The tick at which the connection was lost. */
  awaySince = 0;
  /** The last input's number that was queued. */
  lastNumber = 0;
  /** Inputs that wait for the next tick. */
  waiting = 0;
  /** A tick has applied its join. */
  joined = false;
  /** The hash of its token, then the token: an array costs ten times the bytes that one of them has. */
  readonly #secrets: Uint8Array = new Uint8Array(2 * tokenBytes);
  #hasToken = false;

  constructor(number: number, tokenHash: Uint8Array) {
    this.number = number;
    this.#secrets.set(tokenHash);
  }

  /** Undefined while nobody has shown it since the room was brought back. */
  get token(): Uint8Array | undefined {
    return this.#hasToken ? this.#secrets.slice(tokenBytes) : undefined;
  }

  get tokenHash(): Uint8Array {
    return this.#secrets.slice(0, tokenBytes);
  }

  shown(token: Uint8Array): void {
    this.#secrets.set(token, tokenBytes);
    this.#hasToken = true;
  }

  isOf(tokenHash: Uint8Array): boolean {
    let difference = 0;
    // All bytes are looked at, so that the time tells nothing about a guessed token.
    for (let i = 0; i < tokenBytes; i++) {
      difference |= (this.#secrets[i] as number) ^ (tokenHash[i] as number);
    }
    return difference === 0;
  }
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
      const seat = new Seat(number, holder.tokenHash);
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
    const held = this.#seats.find((seat) => seat?.isOf(hash));
    held?.shown(token);
    return held;
  }

  /** Takes the lowest free seat; undefined when there is none. */
  take(player: PlainValues): Seat | undefined {
    const number = this.#seats.indexOf(undefined);
    if (number < 0) return undefined;
    const token = this.#tokens.make();
    const seat = new Seat(number, this.#tokens.hash(token));
    seat.shown(token);
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
