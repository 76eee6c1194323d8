// The game's facts as schemas, and the types that follow from them. The rules beside this file give
// them life.

import {
  bool,
  type Context,
  grid,
  hidden,
  list,
  oneOf,
  type PlayerContext,
  type ReadView,
  type Row,
  type Shape,
  type StepContext,
  table,
  text,
  u8,
  u16,
  u32,
  type ValueOf,
} from 'tickhouse';
import { nameLengthMax } from './name.ts';

/** The most snakes of a room, alive or watching. */
export const seats = 10;
/** What `died.by` says when no living snake was hit: a border, a stone, the dead. */
export const nobody = 255;

export const heading = oneOf('up', 'right', 'down', 'left');
const phase = oneOf('waiting', 'playing', 'over');
/** Why a snake died: `left` where its player gave the seat up. */
const cause = oneOf('border', 'stone', 'dead', 'itself', 'snake', 'left');
const strength = oneOf('easy', 'normal', 'hard');
/** The turns of a snake that wait for their ticks; one more is dropped. */
const turnsMax = 3;

export const options = {
  speed: oneOf('normal', 'fast', 'classic'),
  field: oneOf('classic', 'large'),
  stones: bool,
  /** Bots fill the room up to so many players, and leave as people come, the last seat at the latest; 0: none. */
  company: u8,
  strength,
};
/** `bot` says that nobody is to be found behind the name: no score of its counts. */
export const player = { name: text(nameLengthMax), bot: bool };
export const inputs = { play: {}, turn: { heading } };
export const events = {
  /** `x`, `y`: where the head was; what it ran into is one cell on in its heading. */
  died: { seat: u8, by: u8, x: u8, y: u8 },
  /** The last living snake died. */
  gameOver: {},
  /** `play` found no free place: the player goes on watching. */
  noPlace: { seat: u8 },
};
export const effects = {
  /** A person's snake died with so many points. */
  score: { name: text(nameLengthMax), points: u32, colour: u8 },
  /** How many bots the room should have now. */
  bots: { wanted: u8, strength },
};

export const tickRates = { normal: 8, fast: 12, classic: 2.3 } as const;
/** Ticks for which a new snake lies still, so that its player finds it: about 1.2 s, or the classic none. */
export const stillTicks = { normal: 9, fast: 14, classic: 0 } as const;
const fieldSizes = { classic: [50, 25], large: [120, 70] } as const;

/** Cells are numbered y × width + x; a snake's row has the slot of its seat. */
export function state({ field }: { readonly field: ValueOf<typeof options.field> }) {
  const [width, height] = fieldSizes[field];
  return {
    phase,
    /** The tick in which the present game began, or the last one; 0 before the first. */
    began: u32,
    /** What lies on the field (see ground.ts): food, stones, the dead. Living bodies do not. */
    ground: grid(u8, width, height),
    snakes: table(seats, {
      name: text(nameLengthMax),
      colour: u8,
      bot: bool,
      alive: bool,
      score: u32,
      /** The best score in this room. */
      best: u32,
      /** The tick of its first move: until then it lies still. */
      movesAt: u32,
      heading,
      /** Cells, head first; empty while the player watches. */
      body: list(u16, width * height),
      /** What its player pressed ahead of the ticks, the next turn first. */
      turns: hidden(list(heading, turnsMax)),
      /** The tick in which its player came. */
      came: hidden(u32),
      /** A bot whose process ended: the next bot that comes goes on with its snake. */
      lost: hidden(bool),
      /** Why it dies in this tick (see move.ts); 0 between ticks. */
      fate: hidden(u8),
    }),
    /**
     * How a player's last snake ended, in the slot of its seat, until there is another snake: who was away
     * is told by this. No fields of a snake: a row that changes at each tick pays for each that it has.
     */
    ends: table(seats, {
      cause,
      /** The id of the snake that it ran into; 0: of none. */
      killer: u32,
      /** Its points: the snake's `score` goes with the game. */
      points: u32,
    }),
    /** The slot + 1 of the living snake in a cell, 0 for none. */
    occupied: hidden(grid(u8, width, height)),
  } satisfies Shape;
}

type StateShape = ReturnType<typeof state>;
export type Heading = ValueOf<typeof heading>;
export type Strength = ValueOf<typeof strength>;
export type Cause = ValueOf<typeof cause>;
/** What everyone may see of a room. */
export type VisibleState = ReadView<StateShape>;
export type Snake = Row<StateShape['snakes']['row']>;
/** What every rule is given. */
export type Rules = Context<StateShape, typeof options, typeof events, typeof effects>;
export type PlayerRules = PlayerContext<
  StateShape,
  typeof options,
  typeof player,
  typeof events,
  typeof effects
>;
export type StepRules = StepContext<
  StateShape,
  typeof inputs,
  typeof options,
  typeof events,
  typeof effects
>;
export type State = Rules['state'];

/** Whether the snake's player has had a snake in the present game, or in the last one. */
export function hasPlayed(
  { movesAt }: { readonly movesAt: number },
  { began }: { readonly began: number },
): boolean {
  return movesAt > began;
}
