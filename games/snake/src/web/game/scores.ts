// The live table of scores: one row for each seat, the best first.

import { hasPlayed } from '../../rules/index.ts';
import type { SnakeRoom } from '../entry.ts';
import { drawSample } from '../field/draw-snake.ts';
import { type Look, lookOf } from '../field/look.ts';
import { type Palette, paletteFor, snakeColour } from '../field/palette.ts';
import { make, part, say } from '../page.ts';
import { propertiesOf, type Standing, standingOf } from './standing.ts';

type Snake = NonNullable<ReturnType<SnakeRoom['state']['snakes']['at']>>;

/** The sample of a snake, in CSS pixels, as in scores.css. */
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
    this.#list.style.setProperty('--trios', String(Math.ceil(snakes.length / 3)));
    const at = snakes.findIndex(({ slot }) => slot === seat);
    const own = at < 0 ? undefined : at;
    snakes.forEach((snake, i) => {
      const row = this.#rows.get(snake.id) ?? new Row(snake);
      this.#rows.set(snake.id, row);
      const leads = snake.slot === leader && snake.score > 0;
      row.show(snake, i === own, lifeOf(snake, state), standingOf(i, own));
      row.crown(leads);
      row.sample(lookOf(snake, state.snakes), palette);
      const there = this.#list.children[i];
      if (there !== row.element) this.#list.insertBefore(row.element, there ?? null);
    });
  }
}

/** How a snake stands in the game that is on. */
function lifeOf(snake: Snake, state: SnakeRoom['state']): 'alive' | 'dead' | 'waiting' {
  if (snake.alive) return 'alive';
  return hasPlayed(snake, state) ? 'dead' : 'waiting';
}

class Row {
  readonly element = make('li', '');
  readonly #swatch = make('canvas', 'swatch');
  readonly #who = make('span', 'who');
  readonly #name = make('span', 'name');
  readonly #you = make('span', 'note');
  readonly #life = make('span', 'unseen');
  readonly #crown = make('span', 'crown');
  readonly #points = make('span', 'points');
  #stood = '';
  /** Of what the sample shows. */
  #sampled = '';

  constructor({ slot, bot }: Snake) {
    const who = this.#who;
    who.append(this.#name);
    // Both stay as long as the row does: what came and went would push the name about.
    if (bot) who.append(make('span', 'tag', 'bot'));
    who.append(this.#you, this.#life);
    this.#crown.append(make('span', 'unseen', 'leads'));
    this.element.dataset.testid = 'score';
    this.element.dataset.seat = String(slot);
    this.#name.dataset.testid = 'score-name';
    this.#points.dataset.testid = 'score-points';
    this.element.append(this.#swatch, this.#crown, who, this.#points);
  }

  show(
    { name, alive, score, best }: Snake,
    isOwn: boolean,
    life: ReturnType<typeof lifeOf>,
    standing: Standing,
  ): void {
    this.element.dataset.alive = String(alive);
    this.element.dataset.life = life;
    this.element.classList.toggle('own', isOwn);
    this.#stand(standing);
    say(this.#name, name);
    say(this.#you, isOwn ? 'you' : '');
    say(this.#life, alive ? '' : life);
    say(this.#points, String(score));
    this.element.title = best > 0 ? `${name}, best in this room: ${best}` : name;
  }

  /** Written only when it differs, as it is told every tick. */
  #stand(standing: Standing): void {
    const stood = `${standing.rank} ${standing.place}`;
    if (stood === this.#stood) return;
    this.#stood = stood;
    this.#who.dataset.rank = `#${standing.rank + 1}`;
    for (const [property, value] of propertiesOf(standing)) {
      this.element.style.setProperty(property, String(value));
    }
  }

  crown(leads: boolean): void {
    this.#crown.classList.toggle('shown', leads);
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
