// How much a room bears of each player. All are options of serve().

export interface RoomLimits {
  /**
   * Inputs of one seat that wait for the same tick; more are refused, and as many of those are told.
   * Default: 16.
   */
  readonly inputsPerTickMax: number;
  /** Work that a room may have under way; more fails at once. Default: 64. */
  readonly workMax: number;
  /** How long a seat is kept for a lost connection, in ms. Default: 15,000. */
  readonly graceMs: number;
  /** How long a room that was brought back waits for its first player, in ms. Default: 5,000. */
  readonly returnMs: number;
  /** How long a room without seats and spectators stays, in ms. Default: 5,000. */
  readonly lingerMs: number;
  /** Spectators of one room. Default: 1,000. */
  readonly spectatorsMax: number;
  /** A receiver whose last acknowledged tick is older than this, in ms, is behind. Default: 4,000. */
  readonly behindMs: number;
  /** A receiver with more unsent bytes than this is behind. Default: 65,536. */
  readonly bufferedBytesMax: number;
  /** How long a receiver may stay behind, in ms, before it is closed. Default: 15,000. */
  readonly tooSlowMs: number;
  /**
   * How many ticks one delta can cover; whoever is further behind gets a snapshot. Fewer where what they
   * changed would take more than 1 MiB, and more than the room's state. Default: 64.
   */
  readonly historyTicks: number;
}

export const defaultRoomLimits: RoomLimits = {
  inputsPerTickMax: 16,
  workMax: 64,
  graceMs: 15_000,
  returnMs: 5_000,
  lingerMs: 5_000,
  spectatorsMax: 1_000,
  behindMs: 4_000,
  bufferedBytesMax: 65_536,
  tooSlowMs: 15_000,
  historyTicks: 64,
};
