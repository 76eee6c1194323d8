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
  #phase: Phase = opening;
  #messages = 0;
  #heardAt: number;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#heardAt = parts.openedAt;
  }

  get buffered(): number {
    return this.#parts.line.buffered;
  }

  send(payload: Payload): void {
    this.#parts.line.send(payload);
  }

  close(why: CloseName): void {
    const { line, messages } = this.#parts;
    this.#leave('lost');
    if (line.isOpen) sayBye(line, messages, why);
  }

  /** Nothing will be heard or said any more. */
  get isOver(): boolean {
    return this.#phase.name === 'ended' && !this.#parts.line.isOpen;
  }

  /** Called about every second. */
  sweep(now: number): void {
    const { limits, openedAt } = this.#parts;
    if (this.#messages > 0) this.#heardAt = now;
    this.#messages = 0;
    if (this.#phase.name === 'opening' && now - openedAt > limits.helloMs) {
      this.close('helloTimeout');
    } else if (now - this.#heardAt > limits.silentMs) {
      this.close('silent');
      this.#parts.line.terminate();
    }
  }

  /** The line's side: what the client said. */
  message(data: Uint8Array, isBinary: boolean): void {
    if (this.#phase.name === 'ended') return;
    const { limits } = this.#parts;
    if (++this.#messages > limits.messagesPerSecondMax) {
      this.close('tooManyMessages');
      return;
    }
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

  /** Returns why the connection must end, where it must. */
  #handle(message: ClientMessage): CloseName | undefined {
    if (message.type === 'stranger') return message.why;
    if (message.type === 'ping') {
      this.#pong(message.nonce);
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

  #pong(nonce: number): void {
    this.send(new Payload(this.#parts.messages.pong(nonce)));
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
