// A player over a real socket who keeps what it was shown and told: each tick's state, each input that
// was acknowledged. It comes back by itself, and sends again what was not acknowledged.

import { WebSocket } from 'ws';
import { BitWriter, Mirror } from '../../packages/tickhouse/src/codec/index.ts';
import {
  type AnyGame,
  type Blueprint,
  blueprintOf,
} from '../../packages/tickhouse/src/game/index.ts';
import { reader } from '../../packages/tickhouse/src/state/index.ts';
import {
  pathOf,
  readBye,
  readServerMessage,
  readWelcome,
  type Welcome,
  writeAck,
  writeHello,
  writeInput,
} from '../../packages/tickhouse/src/wire/index.ts';

export interface Said {
  readonly number: number;
  readonly kind: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What decides on the next input, when a tick was shown. */
export type Mind = (state: unknown, seat: number, tick: number) => Omit<Said, 'number'> | undefined;

interface WitnessOptions {
  /** `ws://127.0.0.1:8080`. */
  readonly url: string;
  readonly game: AnyGame;
  readonly room: string;
  readonly options: readonly (readonly [string, string])[];
  readonly player: Readonly<Record<string, unknown>>;
  readonly mind: Mind;
}

export class Witness {
  /** The visible bytes of each tick that was shown, in the order of showing. */
  readonly seen: { readonly tick: number; readonly bytes: Buffer }[] = [];
  /** Everything that was asked for, by number from 1. */
  readonly said: Said[] = [];
  /** The highest number that a state said was taken. */
  acknowledged = 0;
  /** How often it got in. */
  entries = 0;
  /** Why it was sent away, where it was. */
  readonly byes: number[] = [];
  readonly #options: WitnessOptions;
  #welcome: Welcome | undefined;
  #socket: WebSocket | undefined;
  #isOver = false;

  constructor(options: WitnessOptions) {
    this.#options = options;
    this.#enter();
  }

  get seat(): number {
    return this.#welcome?.seat ?? -1;
  }

  end(): void {
    this.#isOver = true;
    this.#socket?.terminate();
  }

  #enter(): void {
    const { url, game, room, options, player } = this.#options;
    const path = pathOf({ game: game.name, room, watch: false, options });
    const socket = new WebSocket(url + path, { perMessageDeflate: false });
    this.#socket = socket;
    let entered: { blueprint: Blueprint; mirror: Mirror; state: unknown } | undefined;
    socket.on('error', () => {});
    socket.on('open', () => {
      const token = this.#welcome?.token;
      const base = blueprintOf(game);
      socket.send(written((out) => writeHello(out, base, { gameHash: game.hash, token, player })));
    });
    socket.on('close', () => {
      if (!this.#isOver) setTimeout(() => this.#enter(), 20);
    });
    socket.on('message', (data) => {
      const bytes = new Uint8Array(data as Buffer);
      const bye = readBye(bytes);
      if (bye !== undefined) this.byes.push(bye.code);
      else if (entered === undefined) {
        const { welcome, blueprint } = readWelcome(bytes, game);
        this.#welcome = welcome;
        const mirror = new Mirror(blueprint.layout);
        entered = { blueprint, mirror, state: reader(blueprint.layout)(mirror.memory) };
        this.entries++;
      } else {
        const { blueprint, mirror, state } = entered;
        const message = readServerMessage(bytes, blueprint, mirror);
        if (message.type === 'pong') return;
        this.#shown(message.tick, mirror, state);
        if (message.type === 'snapshot') this.#sayAgain(socket, blueprint);
        this.#goOn(socket, blueprint, state, message.tick);
      }
    });
  }

  #shown(tick: number, mirror: Mirror, state: unknown): void {
    this.seen.push({ tick, bytes: Buffer.from(mirror.memory.u8) });
    const { $seats } = state as { $seats: { at(slot: number): { lastInput: number } | undefined } };
    const last = $seats.at(this.seat)?.lastInput ?? 0;
    if (last > this.acknowledged) this.acknowledged = last;
  }

  #sayAgain(socket: WebSocket, blueprint: Blueprint): void {
    for (const said of this.said.slice(this.acknowledged)) this.#say(socket, blueprint, said);
  }

  #goOn(socket: WebSocket, blueprint: Blueprint, state: unknown, tick: number): void {
    const intent = this.#options.mind(state, this.seat, tick);
    if (intent === undefined) socket.send(written((out) => writeAck(out, tick)));
    else {
      const said = { ...intent, number: this.said.length + 1 };
      this.said.push(said);
      this.#say(socket, blueprint, said);
    }
  }

  #say(socket: WebSocket, blueprint: Blueprint, { number, kind, data }: Said): void {
    const acknowledged = this.seen.at(-1)?.tick ?? 0;
    socket.send(written((out) => writeInput(out, blueprint, number, acknowledged, kind, data)));
  }
}

function written(write: (out: BitWriter) => void): Uint8Array {
  const out = new BitWriter();
  write(out);
  return out.finish();
}
