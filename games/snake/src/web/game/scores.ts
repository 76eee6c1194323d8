// The live table of scores: one row for each seat, the best first.

import type { SnakeRoom } from '../entry.ts';
import { snakeColour } from '../field/palette.ts';
import { make, part, say } from '../page.ts';

type Snake = NonNullable<ReturnType<SnakeRoom['state']['snakes']['at']>>;

export class Scores {
  readonly #room: SnakeRoom;
  readonly #list = part('scores');
  readonly #rows = new Map<number, Row>();

  constructor(room: SnakeRoom) {
    this.#room = room;
    this.#list.replaceChildren();
  }

  show(): void {
    const { state, seat } = this.#room;
    const snakes = [...state.snakes].sort(
      (a, b) => b.score - a.score || Number(b.alive) - Number(a.alive) || a.slot - b.slot,
    );
    const ids = new Set(snakes.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue;
      row.element.remove();
      this.#rows.delete(id);
    }
    snakes.forEach((snake, i) => {
      const row = this.#rows.get(snake.id) ?? new Row(snake);
      this.#rows.set(snake.id, row);
      row.show(snake, snake.slot === seat, i);
      const there = this.#list.children[i];
      if (there !== row.element) this.#list.insertBefore(row.element, there ?? null);
    });
  }
}

class Row {
  readonly element = make('li', '');
  readonly #name = make('span', 'name');
  readonly #note = make('span', 'note');
  readonly #points = make('span', 'points');

  constructor({ slot, colour }: Snake) {
    const swatch = make('span', 'swatch');
    swatch.style.setProperty('--swatch', snakeColour(colour));
    const who = make('span', 'who');
    who.append(this.#name, this.#note);
    this.element.dataset.testid = 'score';
    this.element.dataset.seat = String(slot);
    this.#name.dataset.testid = 'score-name';
    this.#points.dataset.testid = 'score-points';
    this.element.append(swatch, who, this.#points);
  }

  show({ name, alive, score, best }: Snake, isOwn: boolean, rank: number): void {
    this.element.dataset.alive = String(alive);
    this.element.classList.toggle('own', isOwn);
    this.element.style.setProperty('--rank', String(rank));
    say(this.#name, name);
    say(this.#note, isOwn ? 'you' : alive ? '' : 'dead');
    say(this.#points, String(score));
    this.element.title = best > 0 ? `Best in this room: ${best}` : '';
  }
}
