// What enters a tick: everything that ever changes a room comes as one of these.

/** Join data, input data, options: plain values of a flat shape. */
export type PlainValues = Readonly<Record<string, unknown>>;

export interface InputCommand {
  readonly type: 'input';
  readonly seat: number;
  /** Counts the seat's inputs from 1; a number that a tick already took makes a repeat harmless. */
  readonly number: number;
  readonly kind: string;
  readonly data: PlainValues;
}

export interface ResultCommand {
  readonly type: 'result';
  readonly kind: string;
  readonly asked: PlainValues;
  /** Undefined where the work failed. */
  readonly gives: PlainValues | undefined;
}

/** What changes who has a seat, or who is there. */
export type SeatCommand =
  | { readonly type: 'leave'; readonly seat: number }
  | { readonly type: 'join'; readonly seat: number; readonly player: PlainValues }
  | { readonly type: 'away'; readonly seat: number }
  | { readonly type: 'back'; readonly seat: number };

/**
 * Within a tick commands are applied by type, in the order in which the types stand here, and within
 * a type in the order of arrival.
 */
export type Command = SeatCommand | InputCommand | ResultCommand;
