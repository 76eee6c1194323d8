// One live room: it gathers commands, makes ticks when its host says so, and says what each tick
// gives to whom. It sees tick numbers, never time.

import { TickhouseError } from '../errors.ts';
import {
  type Command,
  canonical,
  type PlainValues,
  type Plan,
  type ResultCommand,
  Simulation,
  ticksPerSendMax,
} from '../game/index.ts';
import { type AskOfTick, type Checkpoint, SparseState, Tail } from '../journal/index.ts';
import type { CloseName, ServerMessages } from '../wire/index.ts';
import { Attachment } from './attachment.ts';
import { Audience } from './audience.ts';
import type { RoomLimits } from './limits.ts';
import type { Publication } from './publication.ts';
import type { Receiver } from './receiver.ts';
import { Seats, type Tokens } from './seats.ts';

export interface RoomOptions {
  readonly id: string;
  /** Tells this room from earlier ones with the same id. */
  readonly run: string;
  readonly plan: Plan;
  /** Absent from lists; found only by its id. */
  readonly isPrivate: boolean;
  /** Any 32-bit number. */
  readonly seed: number;
  /** Makes every tick twice and compares. */
  readonly twice: boolean;
  readonly limits: RoomLimits;
  /** What spectators are sent is kept. */
  readonly isRecorded: boolean;
  readonly tokens: Tokens;
  /** One for all rooms of a host: it holds nothing between two messages. */
  readonly messages: ServerMessages;
  /** The room is brought back as it was; default: it begins. */
  readonly from?: Checkpoint | undefined;
}

export class Room {
  readonly id: string;
  readonly plan: Plan;
  readonly isPrivate: boolean;
  /** Tells this room from earlier ones with the same id, and from another course of the same one. */
  run: string;
  readonly #limits: RoomLimits;
  readonly #simulation: Simulation;
  readonly #tail: Tail;
  readonly #seats: Seats;
  readonly #audience: Audience;
  /** Work that was asked for and whose result no tick has had. */
  #asks: AskOfTick[] = [];
  /** Results of work that wait for the next tick. */
  #results: ResultCommand[] = [];
  #emptyTicks = 0;
  #begins: Checkpoint | undefined;

  /** @throws what the game's `setup` throws */
  constructor(options: RoomOptions) {
    const { plan, limits } = options;
    this.id = options.id;
    this.run = options.run;
    this.plan = plan;
    this.isPrivate = options.isPrivate;
    this.#limits = limits;
    this.#simulation = new Simulation(plan, {
      seed: options.seed,
      twice: options.twice,
      historyTicks: ticksPerSendMax(plan),
    });
    const { from } = options;
    this.#seats = new Seats(plan.game.seats, limits.inputsPerTickMax, options.tokens);
    if (from !== undefined) {
      this.#simulation.load(from.state);
      this.#seats.restore(this.#simulation.seats(), from.holders, from.tick);
      this.#asks = [...from.asks];
    }
    // Rooms that were made together do not take their snapshots together.
    this.#tail = new Tail(plan, this.#simulation, options.seed >>> 1);
    if (from === undefined) this.#begins = this.#checkpointOf(this.#tail.state);
    this.#audience = new Audience({
      id: this.id,
      simulation: this.#simulation,
      limits,
      messages: options.messages,
      recorded: options.isRecorded ? { plan, isPrivate: options.isPrivate } : undefined,
    });
  }

  get tick(): number {
    return this.#simulation.tick;
  }

  /** Seats that are free for a newcomer. */
  get free(): number {
    return this.#seats.free;
  }

  get seated(): number {
    return this.#seats.taken;
  }

  /** Work that was asked for and has not come back. */
  get asks(): readonly AskOfTick[] {
    return this.#asks;
  }

  get watching(): number {
    return this.#audience.spectators;
  }

  /** Nobody has been here for longer than the linger time. */
  get isOver(): boolean {
    return this.#emptyTicks > this.#ticks(this.#limits.lingerMs);
  }

  /**
   * Seats a player, from the next tick on; a token from an earlier welcome gives its seat back.
   * Returns why not where every seat is taken.
   */
  join(receiver: Receiver, player: PlainValues, token?: Uint8Array): Attachment | CloseName {
    const held = token && this.#seats.byToken(token);
    if (held) return this.#rejoin(receiver, held);
    const seat = this.#seats.take(player);
    if (seat === undefined) return 'roomFull';
    const attachment = new Attachment(receiver, seat);
    seat.attachment = attachment;
    this.#audience.add(attachment);
    return attachment;
  }

  #rejoin(receiver: Receiver, seat: NonNullable<Attachment['seat']>): Attachment {
    const attachment = new Attachment(receiver, seat);
    const before = seat.attachment;
    if (before === undefined) this.#seats.back(seat, attachment);
    else {
      seat.attachment = attachment;
      this.#audience.remove(before);
      before.receiver.close('replaced');
    }
    this.#audience.add(attachment);
    return attachment;
  }

  watch(receiver: Receiver): Attachment | CloseName {
    if (this.watching >= this.#limits.spectatorsMax) return 'roomFull';
    const attachment = new Attachment(receiver, undefined);
    this.#audience.add(attachment);
    return attachment;
  }

  /** An input of the attachment's seat; one too many is refused in the seat's slot. */
  input(attachment: Attachment, number: number, kind: string, data: PlainValues): void {
    const { seat } = attachment;
    if (seat === undefined || seat.attachment !== attachment) return;
    if (!this.#seats.input(seat, number, kind, data)) {
      const refusalsMax = this.#limits.inputsPerTickMax * ticksPerSendMax(this.plan);
      if (attachment.refusals.length < refusalsMax) {
        this.#audience.refuse(attachment, { number, why: 'tooManyInputs' });
      }
    }
  }

  /**
   * What came of work that an earlier tick asked for: a command of the next one.
   * @throws STATE_VALUE when it does not fit its schema
   */
  result(kind: string, asked: PlainValues, gives: PlainValues | undefined): void {
    const fits = gives && canonical(this.plan.gives, kind, gives);
    this.#results.push({ type: 'result', kind, asked, gives: fits });
  }

  /** The receiver has applied this tick. A tick that is still to come says nothing. */
  acknowledge(attachment: Attachment, tick: number): void {
    if (tick > attachment.acknowledged && tick <= this.tick) attachment.acknowledged = tick;
  }

  /** The player gives the seat up, or the spectator goes. */
  leave(attachment: Attachment): void {
    const { seat } = attachment;
    if (seat !== undefined && seat.attachment === attachment) this.#seats.giveUp(seat);
    this.#audience.remove(attachment);
  }

  /** The connection is lost: the seat is kept for the grace time. */
  lost(attachment: Attachment): void {
    const { seat } = attachment;
    if (seat !== undefined && seat.attachment === attachment) this.#seats.away(seat, this.tick);
    this.#audience.remove(attachment);
  }

  /** The file by which the room's last seconds can be made again, up to the tick in which it failed. */
  replay(failure: unknown): Uint8Array {
    return this.#tail.replay(this.id, { tick: this.tick, error: String(failure) });
  }

  /** The room as it is. */
  checkpoint(): Checkpoint {
    return this.#checkpointOf(new SparseState(this.#simulation.memory.i32));
  }

  /** @param state of the present tick: it is made whole when a journal asks, and never without one */
  #checkpointOf(state: SparseState): Checkpoint {
    return {
      tick: this.tick,
      get state() {
        return state.whole();
      },
      holders: this.#seats.holders(),
      asks: [...this.#asks],
    };
  }

  /** Ends every connection. */
  closeAll(why: CloseName): void {
    this.#audience.closeAll(why);
  }

  /** Makes the next tick. @throws ROOM_FAILED when the game's code throws: the room is over then */
  advance(): Publication {
    this.#seats.expire(this.tick - this.#ticks(this.#limits.graceMs));
    const commands = this.#takeCommands();
    this.#tail.making(commands);
    try {
      this.#simulation.advance(commands);
    } catch (cause) {
      const { doing } = this.#simulation;
      const given = doing === 'in step' ? givenWords(commands) : '';
      const where = `tick ${this.tick}, ${doing}${given}`;
      throw new TickhouseError(
        'ROOM_FAILED',
        `${this.plan.game.name}/${this.id} stopped at ${where}: ${String(cause)}`,
        { cause },
      );
    }
    const { hash, state } = this.#tail.made();
    for (const ask of this.#simulation.outlet.asks) this.#asks.push({ ...ask, tick: this.tick });
    const isEmpty = this.#audience.isEmpty && this.seated === 0;
    this.#emptyTicks = isEmpty ? this.#emptyTicks + 1 : 0;
    const { name } = this.plan.game;
    const begins = this.#begins;
    this.#begins = undefined;
    return this.#audience.publish({
      game: name,
      room: this.id,
      run: this.run,
      tick: this.tick,
      commands,
      hash,
      seated: this.#seats.seatedBy(commands),
      begins,
      checkpoint: state && this.#checkpointOf(state),
    });
  }

  #takeCommands(): readonly Command[] {
    const queue = this.#seats.takeQueue();
    if (this.#results.length === 0) return queue;
    const results = this.#results;
    this.#results = [];
    const back = new Set(results.map(({ asked }) => asked));
    this.#asks = this.#asks.filter(({ asked }) => !back.has(asked));
    return [...queue, ...results];
  }

  #ticks(ms: number): number {
    return Math.ceil((ms / 1000) * this.plan.tickRateHz);
  }
}

const wordsMax = 5;

/** What a step was given, for people: ` with input turn by seat 2, result of path`. */
function givenWords(commands: readonly Command[]): string {
  const words = commands.flatMap((command) => {
    if (command.type === 'input') return [`input ${command.kind} by seat ${command.seat}`];
    return command.type === 'result' ? [`result of ${command.kind}`] : [];
  });
  if (words.length === 0) return '';
  const more = words.length > wordsMax ? ` and ${words.length - wordsMax} more` : '';
  return ` with ${words.slice(0, wordsMax).join(', ')}${more}`;
}
