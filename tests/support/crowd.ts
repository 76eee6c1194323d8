// A room's players as they come, steer, go away and leave: random commands of every type, as a room would
// queue them.

import type { AnyGame, Command, Simulation } from '../../packages/tickhouse/src/game/index.ts';
import { Bot } from '../../packages/tickhouse/src/testing/index.ts';
import { Dice } from './dice.ts';

export class Crowd {
  readonly #game: AnyGame;
  readonly #dice: Dice;
  readonly #bot: Bot<AnyGame>;
  readonly #seats = new Map<number, { away: boolean; number: number }>();

  constructor(game: AnyGame, seed: number) {
    this.#game = game;
    this.#dice = new Dice(seed);
    this.#bot = new Bot(game, seed);
  }

  /** Those of the next tick. */
  commands({ outlet }: Simulation): Command[] {
    const dice = this.#dice;
    const commands: Command[] = [];
    for (let seat = 0; seat < this.#game.seats; seat++) {
      const held = this.#seats.get(seat);
      if (held === undefined) {
        if (!dice.chance(0.1)) continue;
        this.#seats.set(seat, { away: false, number: 0 });
        commands.push({ type: 'join', seat, player: this.#bot.player() });
      } else if (dice.chance(0.01)) {
        this.#seats.delete(seat);
        commands.push({ type: 'leave', seat });
      } else if (dice.chance(0.02)) {
        held.away = !held.away;
        commands.push({ type: held.away ? 'away' : 'back', seat });
      } else if (!held.away && dice.chance(0.4)) {
        const { kind, data } = this.#bot.input() as { kind: string; data: Record<string, unknown> };
        commands.push({ type: 'input', seat, number: ++held.number, kind, data });
      }
    }
    for (const { kind, asked } of outlet.asks) {
      const gives = dice.chance(0.8) ? { heading: 'none' } : undefined;
      commands.push({ type: 'result', kind, asked, gives });
    }
    return commands;
  }
}
