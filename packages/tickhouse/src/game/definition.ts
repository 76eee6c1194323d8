// What an author writes, as types. Everything is inferred from the schemas in one object; nothing is
// declared twice.

import type { FlatShape, Shape, Values, View } from '../state/index.ts';

/** Named flat shapes: the inputs, events or effects of a game. */
export interface Kinds {
  readonly [kind: string]: FlatShape;
}

/** Work that is done off the loop, by kind: what it is asked with, and what it gives. */
export interface WorkKinds {
  readonly [kind: string]: { readonly asks: FlatShape; readonly gives: FlatShape };
}

/** No kinds at all. */
type NoKinds = Record<never, never>;

type AsksOf<T> = T extends { readonly asks: infer A } ? A : never;
type GivesOf<T> = T extends { readonly gives: infer G } ? G : never;

/** What came of work that an earlier tick asked for, as a discriminated union over `kind`. */
export type WorkResultOf<W> = {
  [K in keyof W]: {
    readonly kind: K;
    readonly asked: Readonly<Values<AsksOf<W[K]>>>;
    /** Undefined where the work failed. */
    readonly gives: Readonly<Values<GivesOf<W[K]>>> | undefined;
  };
}[keyof W];

/** One of `I`'s inputs, as a discriminated union over `kind`. */
export type InputOf<I> = {
  [K in keyof I]: {
    readonly seat: number;
    readonly kind: K;
    readonly data: Readonly<Values<I[K]>>;
  };
}[keyof I];

/** `[]` where a kind has no fields, else its values. */
export type DataOf<T> = keyof T extends never ? [] : [data: Values<T>];

/** The room's own random numbers: the same seed and commands give the same ones, on every machine. */
export interface Random {
  /** A whole number from 0 to n − 1; n is 1 to 2³². @throws GAME_RANDOM */
  int(n: number): number;
  /** A number from 0 up to but not 1, with 53 random bits. */
  float(): number;
  /** True with probability p. */
  chance(p: number): boolean;
  /** One item of a list that is not empty. @throws GAME_RANDOM */
  pick<T>(items: readonly T[]): T;
}

/** What every function of a game is given. */
export interface Context<S, O, E, F> {
  readonly state: View<S>;
  readonly options: Readonly<Values<O>>;
  /** The number of the tick being made; the first is 1, and 0 is the state after `setup`. */
  readonly tick: number;
  readonly random: Random;
  /** Tells everyone in the room, with this tick. @throws STATE_VALUE, GAME_TOO_MANY_EVENTS */
  emit<K extends keyof E & string>(kind: K, ...data: DataOf<E[K]>): void;
  /** Asks the outside world for something, once this tick is durable. @throws STATE_VALUE */
  effect<K extends keyof F & string>(kind: K, ...data: DataOf<F[K]>): void;
}

/** One of `E`'s events, as a discriminated union over `kind`. */
export type EventOf<E> = {
  [K in keyof E]: { readonly kind: K; readonly data: Readonly<Values<E[K]>> };
}[keyof E];

/** Who takes or leaves a seat: the seat's number and what the player brought. */
export type PlayerOf<P> = { readonly seat: number } & Readonly<Values<P>>;

export interface PlayerContext<S, O, P, E, F> extends Context<S, O, E, F> {
  readonly player: PlayerOf<P>;
}

export interface StepContext<S, I, O, E, F, W = NoKinds> extends Context<S, O, E, F> {
  /** What players asked for since the last tick, in the order of arrival. */
  readonly inputs: Iterable<InputOf<I>>;
  /** What came since the last tick of work that earlier ticks asked for, in the order of arrival. */
  readonly results: Iterable<WorkResultOf<W>>;
  /**
   * Asks for heavy work to be done off the loop; what it gives comes in `results` of a later tick,
   * and is a command of that tick, so that a replay needs no worker. @throws GAME_KIND, STATE_VALUE
   */
  offload<K extends keyof W & string>(kind: K, ...asked: DataOf<AsksOf<W[K]>>): void;
}

/** What `migrate` is given. */
export interface MigrateContext<S, O> {
  /** The state as it was left: `before as View<typeof theSchemaThen>`. */
  readonly before: unknown;
  /** Of the rules that left it. */
  readonly rulesVersion: number;
  /** The state of today: to be completed. */
  readonly state: View<S>;
  readonly options: Readonly<Values<O>>;
}

/** A game: schemas, and pure functions that advance them. */
export interface GameDefinition<S, I, O, P, E, F, N extends string = string, W = NoKinds> {
  /** 1 to 32 of a–z, 0–9 and -, beginning with a letter: it stands in addresses. */
  readonly name: N;
  /** A whole number from 0; raise it when rules change so that a room's past would play differently. */
  readonly rulesVersion: number;
  /** Ticks a second, above 0 and at most 240; fractions are allowed. */
  readonly tickRate: number | ((room: { readonly options: Readonly<Values<O>> }) => number);
  /**
   * How often a second the room sends, at most `tickRate` and at least a 64th of it; what the ticks
   * between changed goes out as one message, with their events in order. Default: after every tick.
   */
  readonly sendRate?: number | ((room: { readonly options: Readonly<Values<O>> }) => number);
  /** The most players at once, 1 to 255. */
  readonly seats: number;
  /** What whoever makes a room may choose. */
  readonly options?: O;
  /** The options of a room that nobody chose them for; default: each field's zero. */
  readonly defaults?: Values<O>;
  /** What a joining player brings. */
  readonly player?: P;
  /** What a seated player may ask for. */
  readonly inputs: I;
  readonly events?: E;
  readonly effects?: F;
  /** What a step may have done off the loop: see `offload`. */
  readonly work?: W;
  /** The state's schema, or how it follows from the options. */
  readonly state: S | ((options: Readonly<Values<O>>) => S);
  /** Makes tick 0 from an all-zero state. */
  setup?(context: Context<S, O, E, F>): void;
  /** A player took a seat. */
  join?(context: PlayerContext<S, O, P, E, F>): void;
  /** A player's seat is given up: left, or away for longer than the grace time. */
  leave?(context: PlayerContext<S, O, P, E, F>): void;
  /** A seated player's connection was lost. */
  away?(context: PlayerContext<S, O, P, E, F>): void;
  /** An away player is back in the same seat. */
  back?(context: PlayerContext<S, O, P, E, F>): void;
  /** Makes the next tick. */
  step(context: StepContext<S, I, O, E, F, W>): void;
  /**
   * Brings a room over that other rules left with another schema, when its server starts again. What
   * both schemas have under one name is copied already. Without it such a room is closed
   * (ROOM_RULES_CHANGED).
   */
  migrate?(context: MigrateContext<S, O>): void;
  /**
   * An event in words, for logs and replays, when the state is that of its tick: `Ann hit a stone`.
   * Default: its kind and values.
   */
  describe?(event: EventOf<E>, state: View<S>): string;
}

/** A game whose schemas nobody needs to know: what servers, rooms and tools handle. */
export interface AnyGame {
  readonly name: string;
  readonly rulesVersion: number;
  readonly seats: number;
  /** The schema hash of the game: 16 hexadecimal digits. Client and server must agree on it. */
  readonly hash: string;
  /** The definition without its types. */
  readonly definition: ErasedDefinition;
}

/** A defined game. Its type carries name and schemas to `connect().join` and to effects' handlers. */
export interface Game<S, I, O, P, E, F, N extends string = string, W = NoKinds> extends AnyGame {
  readonly name: N;
  /** Never set: carries the types only. */
  readonly types?: { state: S; inputs: I; options: O; player: P; events: E; effects: F; work: W };
}

/** The values of each kind of effect that a game asks for. */
export type EffectData<G> =
  G extends Game<infer _S, infer _I, infer _O, infer _P, infer _E, infer F>
    ? { readonly [K in keyof F]: Values<F[K]> }
    : never;

/** By kind of a game's work: what it is asked with, and what it gives. */
export type WorkData<G> =
  G extends Game<infer _S, infer _I, infer _O, infer _P, infer _E, infer _F, infer _N, infer W>
    ? {
        readonly [K in keyof W]: {
          readonly asked: Readonly<Values<AsksOf<W[K]>>>;
          readonly gives: Values<GivesOf<W[K]>>;
        };
      }
    : never;

type Handler = (context: never) => void;

export interface ErasedDefinition {
  readonly tickRate: number | ((room: never) => number);
  /** Undefined: as `tickRate`. */
  readonly sendRate: number | ((room: never) => number) | undefined;
  readonly options: FlatShape;
  readonly defaults: Readonly<Record<string, unknown>> | undefined;
  readonly player: FlatShape;
  readonly inputs: Kinds;
  readonly events: Kinds;
  readonly effects: Kinds;
  readonly work: WorkKinds;
  readonly state: Shape | ((options: never) => Shape);
  readonly setup: Handler | undefined;
  readonly join: Handler | undefined;
  readonly leave: Handler | undefined;
  readonly away: Handler | undefined;
  readonly back: Handler | undefined;
  readonly step: Handler;
  readonly migrate: Handler | undefined;
  readonly describe: ((event: never, state: never) => string) | undefined;
}
