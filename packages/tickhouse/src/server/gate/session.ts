// One connection's life in a room: hello, then the room's messages, then the end.

import { TickhouseError } from '../../errors.ts';
import { type Attachment, type Host, Payload, type Receiver, type Room } from '../../host/index.ts';
import {
  type Address,
  type ClientMessage,
  type CloseName,
  closeCodes,
  closeReasons,
  type Hello,
  readClientMessage,
  type ServerMessages,
} from '../../wire/index.ts';
import type { GateLimits } from './limits.ts';
import type { Line } from './line.ts';
import { Rate } from './rate.ts';

type Phase =
  | { readonly name: 'opening' }
  | { readonly name: 'in'; readonly room: Room; readonly attachment: Attachment }
  | { readonly name: 'ended' };

const opening: Phase = { name: 'opening' };
const ended: Phase = { name: 'ended' };

export interface SessionParts {
  readonly line: Line;
  readonly address: Address;
  /** The game with its default options. */
  readonly blueprint: Parameters<typeof readClientMessage>[1];
  readonly messages: ServerMessages;
  readonly host: Host;
  readonly limits: GateLimits;
  readonly openedAt: number;
  readonly onError: (error: unknown) => void;
}

export class Session implements Receiver {
  readonly #parts: SessionParts;
  readonly #line: Line;
  #phase: Phase = opening;
  /** Pings that wait for the next write, of each sort the last: the room's, and the transport's. */
  #ping: { readonly nonce: number; readonly at: number } | undefined;
  #linePing: Uint8Array | undefined;
  readonly #rate: Rate;
  #heardAt: number;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#line = parts.line;
    this.#rate = new Rate(parts.limits.messagesPerSecondMax);
    this.#heardAt = parts.openedAt;
  }

  get buffered(): number {
    return this.#line.buffered;
  }

  send(payload: Payload): void {
    if (this.#owesPong) this.sendAll([payload]);
    else this.#line.send(payload);
  }

  get #owesPong(): boolean {
    return this.#ping !== undefined || this.#linePing !== undefined;
  }

  sendAll(payloads: readonly Payload[]): void {
    const { host, messages } = this.#parts;
    const all = [...payloads];
    if (this.#ping !== undefined) {
      const { nonce, at } = this.#ping;
      all.unshift(new Payload(messages.pong(nonce, host.clock.now() - at)));
    }
    this.#line.sendAll(all, this.#linePing);
    this.#ping = undefined;
    this.#linePing = undefined;
  }

  close(why: CloseName): void {
    this.#leave('lost');
    if (!this.#line.isOpen) return;
    this.#line.together(() => {
      if (this.#owesPong) this.sendAll([]);
      sayBye(this.#line, this.#parts.messages, why);
    });
  }

  /** Nothing will be heard or said any more. */
  get isOver(): boolean {
    return this.#phase.name === 'ended' && !this.#line.isOpen;
  }

  /** Called about every second. */
  sweep(now: number): void {
    const { limits, openedAt } = this.#parts;
    if (this.#rate.renew()) this.#heardAt = now;
    // A room that sends seldom, or waits for its journal, must not hold them for long.
    if (this.#owesPong) this.sendAll([]);
    if (this.#phase.name === 'opening' && now - openedAt > limits.helloMs) {
      this.close('helloTimeout');
    } else if (now - this.#heardAt > limits.silentMs) {
      this.close('silent');
      this.#line.terminate();
    }
  }

  /** The line's side: what the client said. */
  message(data: Uint8Array, isBinary: boolean): void {
    if (!this.#isAllowed()) return;
    if (!isBinary) {
      this.close('badMessage');
      return;
    }
    try {
      const refusal = this.#handle(readClientMessage(data, this.#parts.blueprint));
      if (refusal !== undefined) this.close(refusal);
    } catch (error) {
      const fromOutside = error instanceof TickhouseError && error.code.startsWith('CODEC_');
      if (!fromOutside) this.#parts.onError(error);
      this.close('badMessage');
    }
  }

  /** The line's side: a ping of the transport, which only asks whether anybody is there. */
  pinged(data: Uint8Array): void {
    if (!this.#isAllowed()) return;
    this.#linePing = data;
    this.#owe();
  }

  /** The line's side: a pong of the transport, which nobody asked for. */
  ponged(): void {
    this.#isAllowed();
  }

  #isAllowed(): boolean {
    if (this.#phase.name === 'ended') return false;
    if (this.#rate.allows()) return true;
    this.close('tooManyMessages');
    return false;
  }

  /** In a room the answer leaves with what the room sends next; else there is nothing to wait for. */
  #owe(): void {
    if (this.#phase.name !== 'in') this.sendAll([]);
  }

  /** Returns why the connection must end, where it must. */
  #handle(message: ClientMessage): CloseName | undefined {
    if (message.type === 'stranger') return message.why;
    if (message.type === 'ping') {
      this.#ping = { nonce: message.nonce, at: this.#parts.host.clock.now() };
      this.#owe();
      return undefined;
    }
    const phase = this.#phase;
    if (phase.name === 'opening') {
      return message.type === 'hello' ? this.#enter(message) : 'badMessage';
    }
    if (phase.name !== 'in') return undefined;
    const { room, attachment } = phase;
    switch (message.type) {
      case 'input':
        room.acknowledge(attachment, message.acknowledged);
        room.input(attachment, message.number, message.kind, message.data);
        return undefined;
      case 'ack':
        room.acknowledge(attachment, message.acknowledged);
        return undefined;
      case 'bye':
        this.#leave('left');
        return 'left';
      default:
        return 'badMessage';
    }
  }

  /** Takes the connection into the room that its address names. */
  #enter(hello: Hello): CloseName | undefined {
    const { host, address } = this.#parts;
    const { player, token } = hello;
    if (!address.watch && player === undefined) return 'badMessage';
    const room = host.place({ ...address, returns: token !== undefined });
    if (typeof room === 'string') return room;
    const attachment =
      address.watch || player === undefined ? room.watch(this) : room.join(this, player, token);
    if (typeof attachment === 'string') return attachment;
    this.#phase = { name: 'in', room, attachment };
    return undefined;
  }

  /** The line's side: the connection is over. */
  closed(): void {
    this.#leave('lost');
  }

  /** Tells the room, once. */
  #leave(how: 'left' | 'lost'): void {
    const phase = this.#phase;
    this.#phase = ended;
    if (phase.name === 'in') phase.room[how === 'left' ? 'leave' : 'lost'](phase.attachment);
  }
}

/** The last words on a line: why, as a message and as a close code. */
export function sayBye(line: Line, messages: ServerMessages, why: CloseName): void {
  line.send(new Payload(messages.bye(why)));
  line.close(closeCodes[why], closeReasons[why]);
}
