// What a client says. docs/protocol.md draws every message, with test vectors.

import { BitReader, type BitWriter, badValue, readValues, writeValues } from '../codec/index.ts';
import { type Blueprint, type PlainValues, readKind, writeKind } from '../game/index.ts';
import {
  type Bye,
  messageType,
  protocolVersion,
  readByeBody,
  readHash,
  tokenBytes,
  writeHash,
} from './fields.ts';

export interface Hello {
  readonly type: 'hello';
  /** The game's hash, 16 hexadecimal digits. */
  readonly gameHash: string;
  /** 16 bytes from an earlier welcome: "give me my seat back"; undefined: a new seat. */
  readonly token: Uint8Array | undefined;
  /** What the player brings; undefined from a spectator. */
  readonly player: PlainValues | undefined;
}

export type ClientMessage =
  | Hello
  /** The protocol's version is not ours, or the schema is another: nothing else could be read. */
  | { readonly type: 'stranger'; readonly why: 'protocolVersion' | 'schemaMismatch' }
  | {
      readonly type: 'input';
      /** Counts a seat's inputs from 1. */
      readonly number: number;
      /** The last tick that the client has applied. */
      readonly acknowledged: number;
      readonly kind: string;
      readonly data: PlainValues;
    }
  | { readonly type: 'ack'; readonly acknowledged: number }
  | { readonly type: 'ping'; readonly nonce: number }
  | Bye;

/** @throws STATE_VALUE when the join data does not fit its schema */
export function writeHello(
  out: BitWriter,
  { player }: Pick<Blueprint, 'player'>,
  hello: Omit<Hello, 'type'>,
): void {
  out.bits(messageType.hello, 8);
  out.bits(protocolVersion, 8);
  writeHash(out, hello.gameHash);
  out.bool(hello.token !== undefined);
  if (hello.token !== undefined) out.bytes(hello.token, 0, tokenBytes);
  out.bool(hello.player !== undefined);
  if (hello.player !== undefined) writeValues(out, player, hello.player, 'player');
}

/** @throws GAME_KIND, STATE_VALUE when the input does not fit its schema */
export function writeInput(
  out: BitWriter,
  blueprint: Blueprint,
  number: number,
  acknowledged: number,
  kind: string,
  data: PlainValues | undefined,
): void {
  out.bits(messageType.input, 8);
  out.nibbles(number);
  out.nibbles(acknowledged);
  writeKind(out, blueprint.inputs, kind, data);
}

export function writeAck(out: BitWriter, acknowledged: number): void {
  out.bits(messageType.ack, 8);
  out.nibbles(acknowledged);
}

export function writePing(out: BitWriter, nonce: number): void {
  out.bits(messageType.ping, 8);
  out.bits(nonce, 32);
}

/**
 * Reads one message of a client of this game; what is no such message has a code.
 * @throws CODEC_VALUE, CODEC_TRUNCATED
 */
export function readClientMessage(bytes: Uint8Array, blueprint: Blueprint): ClientMessage {
  const from = new BitReader(bytes);
  const type = from.bits(8);
  const message = readBody(from, type, blueprint);
  if (message.type !== 'stranger') from.end();
  return message;
}

function readBody(from: BitReader, type: number, blueprint: Blueprint): ClientMessage {
  switch (type) {
    case messageType.hello:
      return readHello(from, blueprint);
    case messageType.input: {
      const number = from.nibbles();
      const acknowledged = from.nibbles();
      if (number === 0) throw badValue('input');
      return { type: 'input', number, acknowledged, ...readKind(from, blueprint.inputs) };
    }
    case messageType.ack:
      return { type: 'ack', acknowledged: from.nibbles() };
    case messageType.ping:
      return { type: 'ping', nonce: from.bits(32) };
    case messageType.bye:
      return readByeBody(from);
    default:
      throw badValue('type');
  }
}

function readHello(from: BitReader, blueprint: Blueprint): ClientMessage {
  if (from.bits(8) !== protocolVersion) return { type: 'stranger', why: 'protocolVersion' };
  const gameHash = readHash(from);
  if (gameHash !== blueprint.game.hash) return { type: 'stranger', why: 'schemaMismatch' };
  const token = from.bool() ? from.bytes(tokenBytes) : undefined;
  const player = from.bool() ? readValues(from, blueprint.player) : undefined;
  return { type: 'hello', gameHash, token, player };
}
