// The game on plain objects, for the contenders that bring no state of their own; and what of it
// travels. Bodies have a fixed length, so a new head says all of a move.

import { ahead, height, pointsOf, randomFrom, seed, snakesOf, width } from './world.mjs';

export class PlainGame {
  tick = 0;
  #random = randomFrom(seed);
  #occupied = new Uint8Array(width * height);

  constructor(count) {
    this.snakes = snakesOf(count).map(({ slot, heading, cells }) => {
      for (const cell of cells) this.#occupied[cell] = slot + 1;
      return { slot, heading, score: 0, scored: false, body: [...cells] };
    });
  }

  turn(slot, heading) {
    this.snakes[slot].heading = heading;
  }

  step() {
    this.tick++;
    for (const snake of this.snakes) {
      const head = ahead(snake.body[0], snake.heading);
      snake.body.unshift(head);
      this.#occupied[snake.body.pop()] = 0;
      this.#occupied[head] = snake.slot + 1;
      const points = pointsOf(this.#random());
      snake.scored = points > 0;
      snake.score += points;
    }
  }

  /** [slot, heading, head], and the score behind it where it has changed. */
  changes() {
    return this.snakes.map(({ slot, heading, body, score, scored }) =>
      scored ? [slot, heading, body[0], score] : [slot, heading, body[0]],
    );
  }

  /** tick u32 · for each snake: slot u8 · heading (bits 0–1), scored (bit 7) · head u16 · [score u32] */
  encodeChanges() {
    let size = 4;
    for (const snake of this.snakes) size += snake.scored ? 8 : 4;
    const bytes = Buffer.allocUnsafe(size);
    bytes.writeUInt32LE(this.tick, 0);
    let at = 4;
    for (const { slot, heading, body, score, scored } of this.snakes) {
      bytes[at] = slot;
      bytes[at + 1] = heading | (scored ? 128 : 0);
      bytes.writeUInt16LE(body[0], at + 2);
      at += 4;
      if (!scored) continue;
      bytes.writeUInt32LE(score, at);
      at += 4;
    }
    return bytes;
  }

  all() {
    return this.snakes.map(({ slot, heading, score, body }) => [slot, heading, score, body]);
  }

  heads() {
    return this.snakes.map(({ body }) => body[0]);
  }

  scores() {
    return this.snakes.map(({ score }) => score);
  }
}
