// The live table of scores: one row for each seat, the best first.

import type { SnakeRoom } from '../entry.ts';
import { drawSample } from '../field/draw-snake.ts';
import { type Look, lookOf } from '../field/look.ts';
import { type Palette, paletteFor, snakeColour } from '../field/palette.ts';
import { make, part, say } from '../page.ts';

type Snake = NonNullable<ReturnType<SnakeRoom['state']['snakes']['at']>>;

/** The sample of a snake, in CSS pixels, as in game.css. */
const sample = { width: 34, height: 16 } as const;

export class Scores {
  readonly #room: SnakeRoom;
  readonly #list = part('scores');
  readonly #rows = new Map<number, Row>();
  readonly #light = matchMedia('(prefers-color-scheme: light)');

  constructor(room: SnakeRoom) {
    this.#room = room;
    this.#list.replaceChildren();
  }

  /** @param leader the seat that leads */
  show(leader: number | undefined): void {
    const { state, seat } = this.#room;
    const palette = paletteFor(this.#light.matches);
    const snakes = [...state.snakes].sort(
      (a, b) => b.score - a.score || Number(b.alive) - Number(a.alive) || a.slot - b.slot,
    );
    const ids = new Set(snakes.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue;
      row.element.remove();
      this.#rows.delete(id);
    }
    this.#list.style.setProperty('--count', String(snakes.length));
    snakes.forEach((snake, i) => {
      const row = this.#rows.get(snake.id) ?? new Row(snake);
      this.#rows.set(snake.id, row);
      row.show(snake, snake.slot === seat, snake.slot === leader && snake.score > 0, i);
      row.sample(lookOf(snake, state.snakes), palette);
      const there = this.#list.children[i];
      if (there !== row.element) this.#list.insertBefore(row.element, there ?? null);
    });
  }
}

class Row {
  readonly element = make('li', '');
  readonly #swatch = make('canvas', 'swatch');
  readonly #name = make('span', 'name');
  readonly #tag = make('span', 'tag', 'bot');
  readonly #note = make('span', 'note');
  readonly #crown = make('span', 'crown');
  readonly #points = make('span', 'points');
  /** Of what the sample shows. */
  #sampled = '';

  constructor({ slot }: Snake) {
    const who = make('span', 'who');
    who.append(this.#name, this.#tag, this.#note);
    this.#crown.append(make('span', 'unseen', 'leads'));
    this.element.dataset.testid = 'score';
    this.element.dataset.seat = String(slot);
    this.#name.dataset.testid = 'score-name';
    this.#points.dataset.testid = 'score-points';
    this.element.append(this.#swatch, who, this.#crown, this.#points);
  }

  show(
    { name, bot, alive, score, best }: Snake,
    isOwn: boolean,
    leads: boolean,
    rank: number,
  ): void {
    this.element.dataset.alive = String(alive);
    this.element.classList.toggle('own', isOwn);
    this.element.style.setProperty('--rank', String(rank));
    this.#crown.classList.toggle('shown', leads);
    say(this.#name, name);
    this.#tag.hidden = !bot;
    const notes = [isOwn && 'you', !alive && 'dead'].filter(Boolean);
    say(this.#note, notes.join(' · '));
    say(this.#points, String(score));
    this.element.title = best > 0 ? `${name}, best in this room: ${best}` : name;
  }

  /** Drawn again only when it would differ. */
  sample(look: Look, palette: Palette): void {
    const scale = devicePixelRatio || 1;
    const colour = snakeColour(palette, look.colour);
    const sampled = `${colour} ${look.isTwin} ${scale}`;
    if (sampled === this.#sampled) return;
    this.#sampled = sampled;
    this.#swatch.style.setProperty('--swatch', colour);
    this.#swatch.width = Math.round(sample.width * scale);
    this.#swatch.height = Math.round(sample.height * scale);
    const brush = this.#swatch.getContext('2d');
    if (brush !== null) drawSample(brush, look, sample.height * scale, palette);
  }
}
