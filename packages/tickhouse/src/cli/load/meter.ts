// What all players of a load have seen since the measuring began.

import { Histogram } from './histogram.ts';

export class Meter {
  /** Tick messages that came. */
  ticks = 0;
  /** Inputs that were sent. */
  inputs = 0;
  /** Between one tick message and the next of the same player, in ms. */
  readonly intervals: Histogram = new Histogram();
  readonly roundTrips: Histogram = new Histogram();

  reset(): void {
    this.ticks = 0;
    this.inputs = 0;
    this.intervals.reset();
    this.roundTrips.reset();
  }
}
