// A player's or spectator's end of a connection without a socket between: bytes go through the real
// messages both ways, and a test decides how slow it is.

import { BitWriter, Mirror } from '../codec/index.ts';
import {
  type AnyGame,
  type Blueprint,
  blueprintOf,
  type DataOf,
  type SystemShape,
} from '../game/index.ts';
import type { Attachment, Payload, Receiver, Room } from '../host/index.ts';
import { type ReadView, reader } from '../state/index.ts';
import {
  type CloseName,
  closeCodes,
  type Refusal,
  readClientMessage,
  readServerMessage,
  readWelcome,
  type Welcome,
  writeAck,
  writeBye,
  writeInput,
} from '../wire/index.ts';
import type { EventOf, SchemasOf } from './schemas.ts';

export class SimulatedClient<G extends AnyGame> {
  readonly room: Room;
  /** The transport that the room sees. */
  readonly receiver: Receiver;
  readonly attachment: Attachment;
  /** Every event and refused input that it heard of, in order. */
  readonly events: EventOf<G>[] = [];
  readonly refusals: Refusal[] = [];
  /** Called when a message has brought the state on. */
  onTick: ((client: this) => void) | undefined;
  /** Whether it says which ticks it has applied. */
  acknowledges = true;
  /** Messages and bytes that it has read, and the last message. */
  messages = 0;
  bytes = 0;
  lastPayload: Payload | undefined;
  readonly #game: G;
  readonly #out: BitWriter = new BitWriter();
  /** With the game's default options: enough to write and read inputs. */
  readonly #inputs: Blueprint;
  readonly #unread: Payload[] = [];
  #stalled = false;
  #connected = true;
  #closed: CloseName | undefined;
  #entered: Entered | undefined;
  #number = 0;

  /**
   * @param enter takes the receiver into the room
   * @throws what `enter` throws
   */
  constructor(game: G, room: Room, enter: (receiver: Receiver) => Attachment) {
    const unread = this.#unread;
    this.#game = game;
    this.#inputs = blueprintOf(game);
    this.room = room;
    this.receiver = {
      get buffered() {
        return unread.reduce((sum, { bytes }) => sum + bytes.length, 0);
      },
      send: (payload) => this.#sent(payload),
      sendAll: (payloads) => {
        for (const payload of payloads) this.#sent(payload);
      },
      close: (why) => this.#close(why),
    };
    this.attachment = enter(this.receiver);
  }

  /** Whether the connection stands. */
  get isConnected(): boolean {
    return this.#connected;
  }

  /** Why the server ended the connection; undefined while it has not. */
  get closed(): CloseName | undefined {
    return this.#closed;
  }

  /** @throws an Error before the welcome is here: let the room make a tick first */
  get welcome(): Welcome {
    return this.#whatCame().welcome;
  }

  get seat(): number | undefined {
    return this.welcome.seat;
  }

  get mirror(): Mirror {
    return this.#whatCame().mirror;
  }

  get blueprint(): Blueprint {
    return this.#whatCame().blueprint;
  }

  /** The visible state, as far as this client has read. */
  get state(): ReadView<SchemasOf<G>['state']> {
    return this.#whatCame().state as never;
  }

  /** The tick of `state`; 0 before the first snapshot. */
  get tick(): number {
    return this.#entered === undefined ? 0 : tickOf(this.#entered);
  }

  /** Reads nothing any more: what is sent piles up in `receiver.buffered`. */
  stall(): void {
    this.#stalled = true;
  }

  /** Reads what has piled up, and from now on everything at once. */
  resume(): void {
    this.#stalled = false;
    for (let next = this.#unread.shift(); next; next = this.#unread.shift()) this.#read(next);
  }

  /** Asks for an input. @throws GAME_KIND, STATE_VALUE when it does not fit its schema */
  send<K extends keyof SchemasOf<G>['inputs'] & string>(
    kind: K,
    ...data: DataOf<SchemasOf<G>['inputs'][K]>
  ): void {
    const values = data[0] as Readonly<Record<string, unknown>> | undefined;
    writeInput(this.#out.reset(), this.#inputs, ++this.#number, this.#applied(), kind, values);
    this.#say();
  }

  /** Says which tick it has applied. */
  acknowledge(): void {
    writeAck(this.#out.reset(), this.#applied());
    this.#say();
  }

  /** Gives the seat up. */
  leave(): void {
    writeBye(this.#out.reset(), closeCodes.left, '');
    this.#say();
    this.#connected = false;
  }

  /** Loses the connection: nobody says goodbye. */
  drop(): void {
    if (this.#connected) this.room.lost(this.attachment);
    this.#connected = false;
  }

  #applied(): number {
    return this.acknowledges ? this.tick : 0;
  }

  /** What a server does with a message of a client in a room. */
  #say(): void {
    if (!this.#connected) throw new Error('this client is not connected any more');
    const message = readClientMessage(this.#out.finish(), this.#inputs);
    const { room, attachment } = this;
    if (message.type === 'bye') room.leave(attachment);
    if (message.type === 'input' || message.type === 'ack') {
      room.acknowledge(attachment, message.acknowledged);
    }
    if (message.type === 'input') {
      room.input(attachment, message.number, message.kind, message.data);
    }
  }

  #sent(payload: Payload): void {
    if (!this.#connected) throw new Error('a room sent to a connection that was over');
    if (this.#stalled) this.#unread.push(payload);
    else this.#read(payload);
  }

  #read(payload: Payload): void {
    const { bytes } = payload;
    this.messages++;
    this.bytes += bytes.length;
    this.lastPayload = payload;
    if (this.#entered === undefined) {
      this.#entered = enteredBy(bytes, this.#game);
      return;
    }
    const { blueprint, mirror } = this.#entered;
    const message = readServerMessage(bytes, blueprint, mirror);
    // Who takes a seat back goes on where its inputs ended: lower numbers are repeats.
    if (message.type === 'snapshot')
      this.#number = Math.max(this.#number, lastInput(this.#entered));
    if (message.type === 'tick') {
      this.events.push(...(message.events as never[]));
      this.refusals.push(...message.refusals);
    }
    if (this.acknowledges && this.#connected) this.acknowledge();
    this.onTick?.(this);
  }

  #close(why: CloseName): void {
    this.#closed ??= why;
    this.drop();
  }

  #whatCame(): Entered {
    if (this.#entered === undefined) {
      throw new Error('the welcome has not come: let the room make a tick first');
    }
    return this.#entered;
  }
}

/** What a client has from its welcome on. */
interface Entered {
  readonly welcome: Welcome;
  readonly blueprint: Blueprint;
  readonly mirror: Mirror;
  readonly state: unknown;
}

function enteredBy(bytes: Uint8Array, game: AnyGame): Entered {
  const { welcome, blueprint } = readWelcome(bytes, game);
  const mirror = new Mirror(blueprint.layout);
  return { welcome, blueprint, mirror, state: reader(blueprint.layout)(mirror.memory) };
}

function lastInput({ welcome: { seat }, state }: Entered): number {
  const { $seats } = state as ReadView<SystemShape>;
  return seat === undefined ? 0 : ($seats.at(seat)?.lastInput ?? 0);
}

function tickOf({ blueprint, mirror }: Entered): number {
  return mirror.memory.u32[blueprint.tickWord] as number;
}
