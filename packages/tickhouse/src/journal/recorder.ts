// One room's recording while it is made: what went out gathers in memory for some seconds, then it is
// appended to a file. Nothing of it happens within a tick, and no failure of the disk reaches the room.

import { appendFile, rename } from 'node:fs/promises';
import { promisify } from 'node:util';
import { deflateRaw } from 'node:zlib';
import { TickhouseError } from '../errors.ts';
import { type Plan, watchHashOf } from '../game/index.ts';
import {
  packMessages,
  recordingBegin,
  recordingEnd,
  recordingStretch,
} from '../recording/index.ts';

/** A tick's whole visible state, and how a spectator who comes with it is welcomed. */
export interface Keyframe {
  readonly plan: Plan;
  readonly isPrivate: boolean;
  readonly welcome: Uint8Array;
  readonly snapshot: Uint8Array;
}

/** What a recording takes of a tick that has gone out. */
export interface Released {
  readonly record: {
    readonly game: string;
    readonly room: string;
    readonly run: string;
    readonly tick: number;
  };
  /** The tick's message, as a spectator would get it who hears of every tick. */
  readonly recorded: { readonly bytes: Uint8Array } | undefined;
  readonly keyframe: Keyframe | undefined;
}

export interface RecorderParts {
  /** Where the recording of this run that begins at this tick is written. */
  readonly pathOf: (run: string, first: number) => string;
  /** What the path of a file that is not whole ends with. */
  readonly partEnding: string;
  readonly now: () => number;
  /** A recording is whole, and lies at its path. */
  readonly kept: (run: string, first: number) => void;
  readonly failed: (error: TickhouseError) => void;
}

/** A recording ends and the next one begins after so long, or so many bytes of messages. */
const pieceS = 30 * 60;
const pieceBytesMax = 16 * 1024 * 1024;
/** A disk that is further behind is too slow. */
const stretchesWaitingMax = 4;

const deflate = promisify(deflateRaw);

/** A file that is being written. */
interface Piece {
  readonly first: number;
  readonly path: string;
  readonly rate: number;
  bytes: number;
  hasFailed: boolean;
}

export class Recorder {
  readonly #parts: RecorderParts;
  readonly #run: string;
  #piece: Piece | undefined;
  /** The stretch that gathers. */
  #messages: Uint8Array[] = [];
  #first = 0;
  #last = 0;
  /** The file's beginning, until it is written with the first stretch. */
  #begin: Uint8Array | undefined;
  /** Stretches whose writing has not begun. */
  #waiting = 0;
  #writes: Promise<void> = Promise.resolve();
  /** After a failure nothing begins before this tick. */
  #notBefore = 0;

  constructor(run: string, parts: RecorderParts) {
    this.#run = run;
    this.#parts = parts;
  }

  /** The tick at which the recording begins that is being made; undefined where none is. */
  get first(): number | undefined {
    return this.#piece?.first;
  }

  add({ record, recorded, keyframe }: Released): void {
    const { tick } = record;
    const isNext = tick === this.#last + 1 && recorded !== undefined;
    if (this.#piece !== undefined && !isNext) this.#finish();
    if (this.#piece !== undefined && recorded !== undefined) {
      this.#messages.push(recorded.bytes);
      this.#piece.bytes += recorded.bytes.length;
      this.#last = tick;
    }
    if (keyframe === undefined) return;
    const piece = this.#piece;
    if (piece !== undefined) {
      const isLong = tick - piece.first >= pieceS * piece.rate || piece.bytes >= pieceBytesMax;
      if (isLong) this.#finish();
      else this.#write(piece);
    }
    if (this.#piece === undefined) this.#beginPiece(tick, keyframe);
    else this.#beginStretch(tick, keyframe.snapshot);
  }

  /** Resolves when what has been appended so far is written, or has failed. */
  settled(): Promise<void> {
    return this.#writes;
  }

  /** The room is over, or nothing more can come. Resolves when all is written. */
  async end(): Promise<void> {
    if (this.#piece !== undefined) this.#finish();
    await this.#writes;
  }

  #beginPiece(tick: number, { plan, welcome, snapshot }: Keyframe): void {
    if (tick < this.#notBefore) return;
    const { game, layout, options, tickRateHz } = plan;
    const run = this.#run;
    const path = this.#parts.pathOf(run, tick);
    this.#piece = { first: tick, path, rate: tickRateHz, bytes: 0, hasFailed: false };
    const head = {
      game: game.name,
      run,
      tickRate: tickRateHz,
      options,
      rulesVersion: game.rulesVersion,
      watchHash: watchHashOf(game),
      layoutHash: layout.hash,
      beganAt: this.#parts.now(),
    };
    this.#begin = recordingBegin(head, welcome);
    this.#beginStretch(tick, snapshot);
  }

  #beginStretch(tick: number, snapshot: Uint8Array): void {
    if (this.#piece !== undefined) this.#piece.bytes += snapshot.length;
    this.#messages = [snapshot];
    this.#first = tick;
    this.#last = tick;
  }

  /** Appends the stretch that has gathered. */
  #write(piece: Piece): void {
    const packed = packMessages(this.#messages);
    const stretch = { first: this.#first, last: this.#last, bytes: packed.length };
    const begin = this.#begin ?? new Uint8Array(0);
    this.#begin = undefined;
    this.#messages = [];
    if (this.#waiting >= stretchesWaitingMax) {
      this.#fail(piece, new Error('the disk is too slow'));
      return;
    }
    this.#waiting++;
    this.#do(piece, async () => {
      this.#waiting--;
      if (piece.hasFailed) return;
      const deflated = await deflate(packed);
      const chunk = recordingStretch({ ...stretch, deflated });
      await appendFile(piece.path + this.#parts.partEnding, Buffer.concat([begin, chunk]));
    });
  }

  #finish(): void {
    const piece = this.#piece;
    if (piece === undefined) return;
    this.#write(piece);
    if (this.#piece !== piece) return;
    this.#piece = undefined;
    this.#do(piece, async () => {
      if (piece.hasFailed) return;
      await appendFile(piece.path + this.#parts.partEnding, recordingEnd());
      await rename(piece.path + this.#parts.partEnding, piece.path);
      this.#parts.kept(this.#run, piece.first);
    });
  }

  /** One after the other; what follows a failure within a file is not done. */
  #do(piece: Piece, write: () => Promise<void>): void {
    this.#writes = this.#writes.then(async () => {
      try {
        await write();
      } catch (cause) {
        this.#fail(piece, cause);
      }
    });
  }

  #fail(piece: Piece, cause: unknown): void {
    if (piece.hasFailed) return;
    piece.hasFailed = true;
    this.#notBefore = piece.first + pieceS * piece.rate;
    if (this.#piece === piece) {
      this.#piece = undefined;
      this.#messages = [];
    }
    this.#parts.failed(
      new TickhouseError('RECORDING_FAILED', `${piece.path} could not be written`, { cause }),
    );
  }
}
