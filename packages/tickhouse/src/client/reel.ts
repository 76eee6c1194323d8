// A recording opened: its messages by tick, and the state at any tick as one message.

import { damagedAt, Mirror } from '../codec/index.ts';
import { TickhouseError } from '../errors.ts';
import { type AnyGame, type Blueprint, type Occurrence, watchHashOf } from '../game/index.ts';
import {
  type RecordingHead,
  readRecording,
  recordingKind,
  type Stretch,
  unpackMessages,
} from '../recording/index.ts';
import { readServerMessage, readWelcome, ServerMessages, type Welcome } from '../wire/index.ts';

/** What happened at a tick. */
export interface OccurrenceAt extends Occurrence {
  readonly tick: number;
}

interface Opened extends Stretch {
  /** The snapshot at its first tick, then the message of each tick. */
  readonly messages: readonly Uint8Array[];
}

export class Reel {
  readonly head: RecordingHead;
  readonly blueprint: Blueprint;
  readonly welcome: Welcome;
  readonly firstTick: number;
  readonly lastTick: number;
  readonly #stretches: readonly Opened[];
  readonly #messages: ServerMessages = new ServerMessages();
  readonly #mirror: Mirror;

  /**
   * @throws RECORDING_FORMAT, RECORDING_DAMAGED; RECORDING_GAME where the game is another, or has other
   * schemas of its state, options or events
   */
  static async open(game: AnyGame, bytes: Uint8Array): Promise<Reel> {
    const { head, welcome, stretches } = readRecording(bytes);
    if (head.game !== game.name || head.watchHash !== watchHashOf(game))
      throw otherGame(head, game);
    const read = welcomed(game, head, welcome);
    const opened: Opened[] = [];
    for (const stretch of stretches) {
      opened.push({ ...stretch, messages: unpackMessages(await inflate(stretch), stretch) });
    }
    return new Reel(head, read, opened);
  }

  private constructor(
    head: RecordingHead,
    { blueprint, welcome }: ReturnType<typeof readWelcome>,
    stretches: readonly Opened[],
  ) {
    this.head = head;
    // The rules of today may tick at another rate.
    const { tickRate } = head;
    this.blueprint = { ...blueprint, tickRateHz: tickRate, sendRateHz: tickRate };
    this.welcome = welcome;
    this.#stretches = stretches;
    this.firstTick = (stretches[0] as Opened).first;
    this.lastTick = (stretches.at(-1) as Opened).last;
    this.#mirror = new Mirror(blueprint.layout);
  }

  /** The message that leads from the tick before to this one, as every spectator got it. */
  message(tick: number): Uint8Array {
    const stretch = this.#stretchAt(tick - 1);
    return stretch.messages[tick - stretch.first] as Uint8Array;
  }

  /** The state at a tick, as a spectator gets it who comes then. @throws CODEC_VALUE, CODEC_TRUNCATED */
  snapshot(tick: number): Uint8Array {
    const { first, messages } = this.#stretchAt(Math.min(tick, this.lastTick - 1));
    const { blueprint } = this;
    for (let i = 0; i <= tick - first; i++) {
      readServerMessage(messages[i] as Uint8Array, blueprint, this.#mirror);
    }
    return this.#messages.snapshot({ blueprint, memory: this.#mirror.memory, tick });
  }

  /** Everything of one kind that happened. Other work goes on between its stretches. */
  async eventsOf(kind: string): Promise<readonly OccurrenceAt[]> {
    const found: OccurrenceAt[] = [];
    const mirror = new Mirror(this.blueprint.layout);
    for (const { messages } of this.#stretches) {
      for (const bytes of messages) {
        const message = readServerMessage(bytes, this.blueprint, mirror);
        if (message.type !== 'tick') continue;
        for (const event of message.events) {
          if (event.kind === kind) found.push({ ...event, tick: message.tick });
        }
      }
      await new Promise((resolve) => setTimeout(resolve));
    }
    return found;
  }

  /** The last one that begins at this tick or before. */
  #stretchAt(tick: number): Opened {
    let low = 0;
    let high = this.#stretches.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#stretches[middle] as Opened).first <= tick) low = middle;
      else high = middle - 1;
    }
    return this.#stretches[low] as Opened;
  }
}

function welcomed(game: AnyGame, head: RecordingHead, bytes: Uint8Array) {
  try {
    const read = readWelcome(bytes, game);
    if (read.blueprint.layout.hash === head.layoutHash) return read;
  } catch (cause) {
    const isOlder = cause instanceof TickhouseError && cause.code === 'PROTOCOL_VERSION';
    if (!isOlder) throw otherGame(head, game, cause);
    throw new TickhouseError(
      'RECORDING_FORMAT',
      'the recording was made by another version of tickhouse, with another protocol',
      { cause },
    );
  }
  throw otherGame(head, game);
}

function otherGame(head: RecordingHead, game: AnyGame, cause?: unknown): TickhouseError {
  return new TickhouseError(
    'RECORDING_GAME',
    head.game === game.name
      ? `the recording was made by another version of ${game.name}: its schemas were others`
      : `the recording is of ${head.game}, the game given is ${game.name}`,
    cause === undefined ? undefined : { cause },
  );
}

/** @throws RECORDING_DAMAGED */
async function inflate({ deflated, bytes, offset }: Stretch): Promise<Uint8Array> {
  const inflated = new Uint8Array(bytes);
  let at = 0;
  let cause: unknown;
  try {
    const stream = new Blob([deflated as BlobPart]).stream();
    const reader = stream.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      // Throws where there is more than was said.
      inflated.set(read.value, at);
      at += read.value.length;
    }
    if (at === bytes) return inflated;
  } catch (error) {
    cause = error;
  }
  throw damagedAt(recordingKind, offset, cause);
}
