// `tickhouse replay`: makes a room again from its replay file, holds every hash against what was
// recorded, and prints what happened.

import { readFileSync, statSync } from 'node:fs';
import { TickhouseError } from '../errors.ts';
import { roomShape } from '../game/index.ts';
import { firstDifference, Replay, readHead } from '../journal/index.ts';
import { readArguments } from './arguments.ts';
import { findGame } from './find-game.ts';
import { keptRoom } from './kept-room.ts';
import { plainState } from './plain-state.ts';
import { commandWords, happeningWords } from './tick-words.ts';
import { UsageError } from './usage-error.ts';

export const replayUsage = `  tickhouse replay FILE --game MODULE   verifies a replay file and prints what happened
    --game MODULE   a JavaScript module that exports the game
    --room ID       where FILE is a server's data folder: the room in its journal
    --from TICK     prints from this tick on
    --to TICK       prints up to this tick
    --at TICK       prints the whole state at this tick as JSON, hidden fields too, and nothing else
    --diff FILE2    prints the first tick and field in which the two files part`;

type Print = (line: string) => void;

/** Returns the exit code: 0 where everything is as it was recorded. */
export async function replayCommand(args: readonly string[], print: Print): Promise<number> {
  const { file, game: module, room, from, to, at, diff } = optionsOf(args);
  const bytes = isFolder(file) ? await keptRoom(file, room, module) : read(file);
  const game = await findGame(module, readHead(bytes).game);
  const replay = new Replay(bytes, game);
  if (diff !== undefined) return printDifference(replay, new Replay(read(diff), game), print);
  if (at === undefined) return printStory(replay, { from, to }, print);
  replay.seek(at);
  const shape = roomShape(game, replay.head.options);
  print(JSON.stringify(plainState(shape, replay.state), undefined, 2));
  return 0;
}

function printStory(
  replay: Replay,
  { from = 0, to = Number.POSITIVE_INFINITY }: { from: number | undefined; to: number | undefined },
  print: Print,
): number {
  const { head, ending, firstTick, lastTick, tickRate, tornBytes } = replay;
  const options = Object.entries(head.options).map(([name, value]) => `${name} ${value}`);
  print([`${head.game}/${head.room}, rules ${head.rulesVersion}`, ...options].join(' · '));
  const seconds = ((lastTick - firstTick) / tickRate).toFixed(1);
  print(`ticks ${firstTick} to ${lastTick}: ${seconds} s at ${tickRate} a second`);
  if (tornBytes > 0) print(`the last ${tornBytes} bytes were not written whole, and are left out`);
  let hashes = 0;
  for (;;) {
    try {
      const made = replay.step();
      if (made === undefined) break;
      if (made.hash !== undefined) hashes++;
      if (made.tick < from || made.tick > to) continue;
      const words = [...made.commands.flatMap(commandWords), ...happeningWords(replay.simulation)];
      for (const one of words) print(`  ${made.tick}  ${one}`);
    } catch (error) {
      return printFailure(error, replay, print);
    }
  }
  print(`verified: ${lastTick - firstTick} ticks, ${hashes} hashes, all as recorded`);
  if (ending === undefined) return 0;
  print(`but the room stopped at tick ${ending.tick} (${ending.error}), and here it did not`);
  return 1;
}

/** A failure that was recorded, at the tick at which it was, is what a replay should do. */
function printFailure(error: unknown, { ending, tick }: Replay, print: Print): number {
  if (error instanceof TickhouseError && error.code === 'REPLAY_DIFFERS') throw error;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  print(`tick ${tick} throws:\n${stack.replace(/^/gm, '  ')}`);
  if (ending?.tick === tick && ending.error === String(error)) {
    print('verified: the room stopped at this tick, with this error');
    return 0;
  }
  const was = ending ? `at tick ${ending.tick}: ${ending.error}` : 'at no tick';
  print(`the room stopped ${was}`);
  return 1;
}

function printDifference(one: Replay, other: Replay, print: Print): number {
  const difference = firstDifference(one, other);
  if (difference === undefined) {
    print('no difference in the ticks that both have');
    return 0;
  }
  print(`tick ${difference.tick}: ${difference.path} differs`);
  return 1;
}

interface ReplayOptions {
  readonly file: string;
  readonly game: string;
  readonly room: string | undefined;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly at: number | undefined;
  readonly diff: string | undefined;
}

function optionsOf(args: readonly string[]): ReplayOptions {
  const text = { type: 'string' } as const;
  const options = { game: text, room: text, from: text, to: text, at: text, diff: text };
  const { subject: file, values } = readArguments(args, options, 'replay needs one FILE');
  if (values.game === undefined) throw new UsageError('replay needs --game MODULE');
  const tick = (name: 'from' | 'to' | 'at'): number | undefined => {
    const given = values[name];
    if (given === undefined) return undefined;
    if (/^\d+$/.test(given)) return Number(given);
    throw new UsageError(`--${name} ${given}: a tick is a whole number`);
  };
  const { game, room, diff } = values;
  return { file, game, room, diff, from: tick('from'), to: tick('to'), at: tick('at') };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new TickhouseError('REPLAY_FORMAT', `${path} cannot be read: ${String(cause)}`, {
      cause,
    });
  }
}
