// What happened between two states that the page shows or sounds, and no event tells: who ate, who came
// and went, your countdown.

import type { SnakeRoom } from '../entry.ts';
import { countdownOf, stillTicksOf } from '../field/draw-start.ts';
import { named } from './deaths.ts';
import type { Sentence } from './sentence.ts';

type Room = Pick<SnakeRoom, 'seat' | 'tick' | 'tickRate'> & {
  readonly state: Pick<SnakeRoom['state'], 'snakes'>;
};
type Snake = NonNullable<ReturnType<SnakeRoom['state']['snakes']['at']>>;

export interface Meal {
  readonly snake: Snake;
  readonly points: number;
}

export interface Change {
  readonly meals: readonly Meal[];
  /** Who came and went. Bots come and go for people's sake, and are no news. */
  readonly news: readonly Sentence[];
  /** The number to which your countdown has just changed. */
  readonly countdown: number | undefined;
  /** Your snake moves from now on. */
  readonly starts: boolean;
}

interface Known {
  /** As it was when it came. */
  readonly who: Sentence[number];
  readonly bot: boolean;
  alive: boolean;
  score: number;
}

export class Changes {
  readonly #known = new Map<number, Known>();
  #isFirst = true;
  #countdown = 0;

  /** The next state is a beginning: nothing is told of what was between. */
  reset(): void {
    this.#isFirst = true;
    this.#known.clear();
  }

  /** Call it after each tick, once. */
  follow(room: Room): Change {
    const { snakes } = room.state;
    const news: Sentence[] = [];
    for (const [id, { who, bot }] of this.#known) {
      if (snakes.get(id) !== undefined) continue;
      this.#known.delete(id);
      if (!bot) news.push([who, ' left']);
    }
    const meals: Meal[] = [];
    for (const snake of snakes) {
      const { id, slot, bot, alive, score } = snake;
      const known = this.#known.get(id);
      if (known === undefined) {
        const who = named(snake, room.state);
        this.#known.set(id, { who, bot, alive, score });
        if (!this.#isFirst && !bot && slot !== room.seat) news.push([who, ' joined']);
        continue;
      }
      if (known.alive && alive && score > known.score) {
        meals.push({ snake, points: score - known.score });
      }
      known.alive = alive;
      known.score = score;
    }
    this.#isFirst = false;
    return { meals, news, ...this.#beginning(room) };
  }

  #beginning({ state, seat, tick, tickRate }: Room): Pick<Change, 'countdown' | 'starts'> {
    const own = seat === undefined ? undefined : state.snakes.at(seat);
    const before = this.#countdown;
    this.#countdown = own?.alive ? countdownOf(stillTicksOf(own, tick), tickRate) : 0;
    const starts = before > 0 && this.#countdown === 0 && own?.alive === true;
    const isNew = this.#countdown !== before && this.#countdown > 0;
    return { countdown: isNew ? this.#countdown : undefined, starts };
  }
}
