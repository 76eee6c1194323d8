// One adopted socket's life: hello, then messages of a room, then the end. `ws` parses and closes;
// what we send are our own frames, written to the socket beside it.

import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
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
import { frameOf } from './frame.ts';
import type { GateLimits } from './limits.ts';

type Phase =
  | { readonly name: 'opening' }
  | { readonly name: 'in'; readonly room: Room; readonly attachment: Attachment }
  | { readonly name: 'ended' };

const opening: Phase = { name: 'opening' };
const ended: Phase = { name: 'ended' };

export interface SessionParts {
  readonly webSocket: WebSocket;
  readonly socket: Duplex;
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
    const { webSocket } = parts;
    webSocket.on('message', (data, isBinary) => this.#message(data as Buffer, isBinary));
    webSocket.on('close', () => this.#closed());
    // A protocol violation: ws closes with the standard's own code, and `close` follows.
    webSocket.on('error', () => {});
  }

  get buffered(): number {
    return this.#parts.socket.writableLength;
  }

  send(payload: Payload): void {
    const { webSocket, socket } = this.#parts;
    if (webSocket.readyState === webSocket.OPEN) socket.write(frameOf(payload));
  }

  close(why: CloseName): void {
    const { webSocket, messages } = this.#parts;
    this.#leave('lost');
    if (webSocket.readyState !== webSocket.OPEN) return;
    this.send(new Payload(messages.bye(why)));
    webSocket.close(closeCodes[why], closeReasons[why]);
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
      this.#parts.webSocket.terminate();
    }
  }

  #message(data: Buffer, isBinary: boolean): void {
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
    const room = host.place(address);
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

  #closed(): void {
    this.#leave('lost');
  }

  /** Tells the room, once. */
  #leave(how: 'left' | 'lost'): void {
    const phase = this.#phase;
    this.#phase = ended;
    if (phase.name === 'in') phase.room[how === 'left' ? 'leave' : 'lost'](phase.attachment);
  }
}
