// A client that speaks WebSocket by `ws` and says whatever a test wants.

import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { BitWriter } from '../../packages/tickhouse/src/codec/index.ts';
import {
  type AnyGame,
  blueprintOf,
  type PlainValues,
} from '../../packages/tickhouse/src/game/index.ts';
import {
  closeCodes,
  closeNameOf,
  type Hello,
  readBye,
  writeAck,
  writeBye,
  writeHello,
  writeInput,
  writePing,
} from '../../packages/tickhouse/src/wire/index.ts';
import { counting } from './counting-game.ts';

const blueprint = blueprintOf(counting);

/** The bytes of what honest clients say. */
export const say = {
  hello: (fields: Partial<Omit<Hello, 'type'>> = {}) =>
    bytesOf((out) =>
      writeHello(out, blueprint, {
        gameHash: counting.hash,
        token: undefined,
        player: { name: 'Mallory' },
        ...fields,
      }),
    ),
  input: (number: number, kind: string, data: PlainValues = {}, acknowledged = 0) =>
    bytesOf((out) => writeInput(out, blueprint, number, acknowledged, kind, data)),
  ack: (tick: number) => bytesOf((out) => writeAck(out, tick)),
  ping: (nonce: number) => bytesOf((out) => writePing(out, nonce)),
  bye: () => bytesOf((out) => writeBye(out, closeCodes.left, '')),
};

/** The hello of a newcomer to any game. */
export function helloFor(game: AnyGame, player: PlainValues): Uint8Array {
  const fields = { gameHash: game.hash, token: undefined, player };
  return bytesOf((out) => writeHello(out, blueprintOf(game), fields));
}

function bytesOf(write: (out: BitWriter) => void): Uint8Array {
  const out = new BitWriter();
  write(out);
  return out.finish();
}

export interface Ending {
  readonly code: number;
  /** Of our codes the name, else ''. */
  readonly name: string;
  readonly reason: string;
  /** The code that a bye gave before the close. */
  readonly bye: number | undefined;
}

export class RawClient {
  readonly socket: WebSocket;
  /** Every message that came, in order. */
  readonly messages: Buffer[] = [];
  readonly opened: Promise<void>;
  readonly ended: Promise<Ending>;

  constructor(url: string, path: string) {
    this.socket = new WebSocket(url.replace('http', 'ws') + path, { perMessageDeflate: false });
    this.socket.on('error', () => {});
    this.socket.on('message', (data) => this.messages.push(data as Buffer));
    this.opened = new Promise((resolve) => this.socket.once('open', resolve));
    this.ended = new Promise((resolve) => {
      this.socket.once('close', (code, reason) => {
        const bye = this.messages.at(-1);
        resolve({
          code,
          name: closeNameOf(code) ?? '',
          reason: String(reason),
          bye: bye && readBye(bye)?.code,
        });
      });
    });
    onTestFinished(() => this.socket.terminate());
  }

  send(...messages: readonly (Uint8Array | string)[]): void {
    for (const message of messages) this.socket.send(message);
  }

  /** Resolves with the next message of this type (its first byte). */
  next(type: number): Promise<Buffer> {
    return new Promise((resolve) => {
      const hear = (data: unknown): void => {
        if ((data as Buffer)[0] !== type) return;
        this.socket.off('message', hear);
        resolve(data as Buffer);
      };
      this.socket.on('message', hear);
    });
  }
}
