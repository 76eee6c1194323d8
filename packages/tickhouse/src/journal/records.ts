// What one room did in one tick, as bytes: with the state before it, enough to make the tick again.
//
//   record  = tick nibbles · hashed (1 bit) · 64 bits of hash where hashed · count nibbles · commands
//   command = type (3 bits) · its fields
//   leave, away, back = seat (8 bits)
//   join              = seat (8 bits) · the player's join data
//   input             = seat (8 bits) · number nibbles · kind · values
//   result            = kind · what was asked · done (1 bit) · kind · what it gives, where done

import {
  type BitReader,
  type BitWriter,
  badValue,
  readValues,
  writeValues,
} from '../codec/index.ts';
import { type Command, type PlainValues, type Plan, readKind, writeKind } from '../game/index.ts';

/** The commands of one tick, and the hash of the state after it where that was taken. */
export interface TickCommands {
  readonly tick: number;
  readonly commands: readonly Command[];
  /** 16 hexadecimal digits. */
  readonly hash: string | undefined;
}

const types = ['leave', 'join', 'away', 'back', 'input', 'result'] as const;

export function writeTick(
  out: BitWriter,
  plan: Plan,
  { tick, commands, hash }: TickCommands,
): void {
  out.nibbles(tick);
  out.bool(hash !== undefined);
  if (hash !== undefined) {
    for (let i = 0; i < 16; i += 8) out.bits(Number.parseInt(hash.slice(i, i + 8), 16) | 0, 32);
  }
  out.nibbles(commands.length);
  for (const command of commands) writeCommand(out, plan, command);
}

/** @throws CODEC_TRUNCATED, CODEC_VALUE */
export function readTick(from: BitReader, plan: Plan): TickCommands {
  const tick = from.nibbles();
  const hash = from.bool() ? hexOf(from.bits(32)) + hexOf(from.bits(32)) : undefined;
  const commands: Command[] = [];
  for (let left = from.nibbles(); left > 0; left--) commands.push(readCommand(from, plan));
  return { tick, commands, hash };
}

function writeCommand(out: BitWriter, plan: Plan, command: Command): void {
  out.bits(types.indexOf(command.type), 3);
  if (command.type === 'result') {
    const { kind, asked, gives } = command;
    writeKind(out, plan.asks, kind, asked);
    out.bool(gives !== undefined);
    if (gives !== undefined) writeKind(out, plan.gives, kind, gives);
    return;
  }
  out.bits(command.seat, 8);
  if (command.type === 'join') writeValues(out, plan.player, command.player, 'player');
  else if (command.type === 'input') {
    out.nibbles(command.number);
    writeKind(out, plan.inputs, command.kind, command.data);
  }
}

function readCommand(from: BitReader, plan: Plan): Command {
  const type = types[from.bits(3)];
  if (type === undefined) throw badValue('command');
  if (type === 'result') return readResult(from, plan);
  const seat = from.bits(8);
  if (type === 'join') return { type, seat, player: readValues(from, plan.player) };
  if (type !== 'input') return { type, seat };
  return { type, seat, number: from.nibbles(), ...readKind(from, plan.inputs) };
}

function readResult(from: BitReader, plan: Plan): Command {
  const { kind, data: asked } = readKind(from, plan.asks);
  const gives: PlainValues | undefined = from.bool() ? readKind(from, plan.gives).data : undefined;
  return { type: 'result', kind, asked, gives };
}

function hexOf(word: number): string {
  return word.toString(16).padStart(8, '0');
}
