// What a client has of a room, from the payloads that came: it throws where one does not follow from
// those before it.

import { Mirror } from '../../packages/tickhouse/src/codec/index.ts';
import type { AnyGame, Blueprint } from '../../packages/tickhouse/src/game/index.ts';
import {
  messageType,
  type Refusal,
  readBye,
  readServerMessage,
  readWelcome,
  type Welcome,
} from '../../packages/tickhouse/src/wire/index.ts';

type Heard = 'welcome' | 'snapshot' | 'tick' | 'pong' | 'bye';

export class Replica {
  readonly #game: AnyGame;
  #entered: { readonly welcome: Welcome; blueprint: Blueprint; mirror: Mirror } | undefined;
  /** What came, in order. */
  readonly heard: Heard[] = [];
  /** The tick of each state that it had, in order. */
  readonly ticks: number[] = [];
  readonly nonces: number[] = [];
  readonly events: unknown[] = [];
  readonly refusals: Refusal[] = [];
  /** The code of the server's bye. */
  bye: number | undefined;

  constructor(game: AnyGame) {
    this.#game = game;
  }

  get welcome(): Welcome | undefined {
    return this.#entered?.welcome;
  }

  /** The tick of its state; 0 before the first snapshot. */
  get tick(): number {
    return this.ticks.at(-1) ?? 0;
  }

  /** A copy of the visible state. */
  get state(): Buffer {
    const { mirror } = this.#known();
    return Buffer.from(mirror.memory.u8);
  }

  take(payload: Uint8Array): Heard {
    if (this.bye !== undefined) throw new Error('something came after the bye');
    const heard = this.#take(payload);
    this.heard.push(heard);
    return heard;
  }

  #take(payload: Uint8Array): Heard {
    const bye = readBye(payload);
    if (bye !== undefined) {
      this.bye = bye.code;
      return 'bye';
    }
    if (payload[0] === messageType.welcome) {
      if (this.#entered !== undefined) throw new Error('a second welcome came');
      const { welcome, blueprint } = readWelcome(payload, this.#game);
      this.#entered = { welcome, blueprint, mirror: new Mirror(blueprint.layout) };
      return 'welcome';
    }
    if (payload[0] === messageType.pong) {
      // It may come before the welcome, without which nothing else can be read.
      this.nonces.push(Buffer.from(payload).readUInt32LE(1));
      return 'pong';
    }
    const { blueprint, mirror } = this.#known();
    const message = readServerMessage(payload, blueprint, mirror);
    if (message.type === 'pong') throw new Error('this pong begins with another type');
    this.ticks.push(message.tick);
    if (message.type === 'tick') {
      this.events.push(...message.events);
      this.refusals.push(...message.refusals);
    }
    return message.type;
  }

  #known(): { readonly blueprint: Blueprint; readonly mirror: Mirror } {
    if (this.#entered === undefined) throw new Error('the welcome has not come');
    return this.#entered;
  }
}
