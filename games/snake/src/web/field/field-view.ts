// The canvas: as large as its place allows, one pixel of it for each of the screen's, a frame for each
// refresh of the screen.

import { type Heading, nobody } from '../../rules/index.ts';
import type { SnakeRoom } from '../entry.ts';
import { type Death, hitBy } from '../game/deaths.ts';
import { part } from '../page.ts';
import { Aim } from './aim.ts';
import { Camera, type Target } from './camera.ts';
import type { Mark } from './draw-mark.ts';
import { Tags } from './draw-name.ts';
import { drawScene } from './draw-scene.ts';
import { GroundLayer } from './ground-layer.ts';
import { lookOf } from './look.ts';
import { Minimap } from './minimap.ts';
import { Motions } from './motion.ts';
import { type Palette, paletteFor, snakeColour } from './palette.ts';
import { Pops } from './pops.ts';
import { direction, headPoint, type Pose } from './pose.ts';
import { Rings } from './rings.ts';
import { Things } from './things.ts';
import { type View, viewOf } from './view.ts';

/** A view that moves looks so many cells ahead of your head. */
const lookAhead = 3;
/** For so long it stays where your snake died; then it follows the leader. */
const mournMs = 4_000;
/** Stages smaller than this, in CSS pixels, are seen from near, as those of touch screens are. */
const smallStage = 480;

export class FieldView {
  readonly #room: SnakeRoom;
  readonly #stage: HTMLElement;
  readonly #screen = part('game');
  readonly #canvas = part('canvas', 'canvas');
  readonly #brush = brushOf(this.#canvas);
  readonly #ground = new GroundLayer(brushOf(document.createElement('canvas')));
  readonly #minimap = new Minimap();
  readonly #camera = new Camera();
  readonly #motions = new Motions();
  readonly #aim = new Aim();
  readonly #tags = new Tags();
  readonly #things = new Things();
  readonly #rings = new Rings();
  readonly #pops = new Pops();
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #light = matchMedia('(prefers-color-scheme: light)');
  readonly #coarse = matchMedia('(pointer: coarse)');
  readonly #resized: ResizeObserver;
  #frame = 0;
  #lastMs = 0;
  #view: View;
  #leader: number | undefined;
  #mark: Mark | undefined;
  /** Your snake's cells while it lived: a dead one has none. */
  #body: number[] = [];
  #target: Target;
  #mapIsOld = true;

  constructor(room: SnakeRoom, stage: HTMLElement) {
    this.#room = room;
    this.#stage = stage;
    const { width, height } = room.state.ground;
    this.#target = { x: width / 2, y: height / 2 };
    this.#view = this.#fit();
    this.#resized = new ResizeObserver(() => this.#fit());
    this.#resized.observe(stage);
    this.#draw(performance.now());
  }

  /** The state has moved on. @param leader the seat that a spectator's view follows */
  ticked(leader: number | undefined): void {
    const { state, seat } = this.#room;
    this.#leader = leader;
    const own = seat === undefined ? undefined : state.snakes.at(seat);
    // What was hit is there until you play again, or the field is cleaned.
    if (this.#mark?.began !== state.began) this.#mark = undefined;
    if (own?.alive) {
      this.#mark = undefined;
      if (this.#motions.of(own.slot) === undefined) this.#born(own);
      this.#body.length = own.body.length;
      for (let i = 0; i < own.body.length; i++) this.#body[i] = own.body.at(i);
    }
    this.#motions.follow(state);
    this.#things.follow(state);
    this.#ground.spoil();
    this.#mapIsOld = true;
  }

  /** The next state is no continuation: the view does not glide to it. */
  jumped(): void {
    this.#camera.reset();
  }

  #born({ body, colour }: Pose['snake']): void {
    this.#aim.reset();
    const { width } = this.#room.state.ground;
    this.#ring(body.at(0) % width, Math.floor(body.at(0) / width), colour);
  }

  died(death: Death): void {
    const { state, seat } = this.#room;
    const colour = state.snakes.at(death.seat)?.colour ?? 0;
    this.#ring(death.x, death.y, colour);
    if (death.seat === seat) {
      const [hitX, hitY] = hitBy(death, state);
      const { began, ground } = state;
      const head = death.y * ground.width + death.x;
      // After several ticks in one message only the head's place is known.
      const body = this.#body[0] === head ? [...this.#body] : [head];
      this.#mark = { ...death, hitX, hitY, began, atMs: performance.now(), colour, body };
    } else if (this.#mark?.by === death.seat) this.#mark = { ...this.#mark, by: nobody };
  }

  /** A snake ate so many points. */
  ate({ colour, body }: Pose['snake'], points: number): void {
    if (this.#calm.matches) return;
    const { width } = this.#room.state.ground;
    this.#pops.add(body.at(0) % width, Math.floor(body.at(0) / width), points, colour);
  }

  /** Your player pressed a turn. */
  turned(heading: Heading): void {
    this.#aim.turned(heading);
  }

  #ring(x: number, y: number, colour: number): void {
    if (!this.#calm.matches) this.#rings.add(x, y, snakeColour(this.#palette, colour));
  }

  get #palette(): Palette {
    return paletteFor(this.#light.matches);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#resized.disconnect();
  }

  #fit(): View {
    const { ground } = this.#room.state;
    // The stage takes the field's form where all of it is seen, and all the room where it is not.
    this.#screen.style.setProperty('--columns', String(ground.width));
    this.#screen.style.setProperty('--rows', String(ground.height));
    const place = { width: this.#stage.clientWidth, height: this.#stage.clientHeight };
    const isSmall = this.#coarse.matches || Math.min(place.width, place.height) < smallStage;
    const scale = devicePixelRatio || 1;
    const view = viewOf(place, ground, scale, isSmall);
    this.#screen.classList.toggle('roaming', view.moves);
    const canvas = this.#canvas;
    canvas.width = view.width;
    canvas.height = view.height;
    canvas.style.width = `${view.width / scale}px`;
    canvas.style.height = `${view.height / scale}px`;
    // On whole device pixels, or everything would be blurred.
    canvas.style.left = `${Math.floor((place.width * scale - view.width) / 2) / scale}px`;
    canvas.style.top = `${Math.floor((place.height * scale - view.height) / 2) / scale}px`;
    this.#camera.reset();
    this.#mapIsOld = true;
    this.#view = view;
    return view;
  }

  #draw(nowMs: number): void {
    this.#frame = requestAnimationFrame((ms) => this.#draw(ms));
    const { ground } = this.#room.state;
    // A move to a screen of another density does not resize the stage; a new room may be of another size.
    const isOld = devicePixelRatio !== this.#view.scale;
    const view = isOld || !fits(this.#view, ground) ? this.#fit() : this.#view;
    const { cell } = view;
    const poses = this.#poses(nowMs);
    this.#follow(poses, view, nowMs);
    const left = view.moves ? Math.round(this.#camera.x * cell) : 0;
    const top = view.moves ? Math.round(this.#camera.y * cell) : 0;
    const palette = this.#palette;
    const brush = this.#brush;
    this.#ground.draw(brush, ground, view, left, top, palette);
    brush.setTransform(1, 0, 0, 1, -left, -top);
    // Below all that moves: a head at the border and the mark of a death there are seen whole.
    brush.strokeStyle = palette.border;
    brush.lineWidth = (view.moves ? 6 : 3) * view.scale;
    brush.strokeRect(0, 0, ground.width * cell, ground.height * cell);
    drawScene(brush, {
      room: this.#room,
      poses,
      frame: { left, top, right: left + view.width, bottom: top + view.height },
      view,
      nowMs,
      isCalm: this.#calm.matches,
      palette,
      leader: this.#leader,
      mark: this.#mark,
      aim: this.#aim,
      tags: this.#tags,
      things: this.#things,
      rings: this.#rings,
      pops: this.#pops,
    });
    brush.setTransform(1, 0, 0, 1, 0, 0);
    if (view.moves) this.#drawMap(view, left, top, palette);
  }

  #drawMap(view: View, left: number, top: number, palette: Palette): void {
    const { state, seat } = this.#room;
    if (this.#mapIsOld) this.#minimap.picture(state, seat, view, palette);
    this.#mapIsOld = false;
    const { cell } = view;
    this.#minimap.draw(this.#brush, view, left / cell, top / cell, palette);
  }

  #follow(poses: readonly Pose[], view: View, nowMs: number): void {
    const elapsedMs = nowMs - this.#lastMs;
    this.#lastMs = nowMs;
    if (!view.moves) return;
    this.#target = this.#targetOf(poses, nowMs) ?? this.#target;
    const seen = { width: view.width / view.cell, height: view.height / view.cell };
    this.#camera.follow(this.#target, seen, this.#room.state.ground, elapsedMs, this.#calm.matches);
  }

  /** Your head; where it died, for a while; then the leader's. */
  #targetOf(poses: readonly Pose[], nowMs: number): Target | undefined {
    const { seat } = this.#room;
    const own = poses.find(({ snake }) => snake.slot === seat);
    const mark = this.#mark;
    if (own === undefined && mark !== undefined && nowMs - mark.atMs < mournMs) {
      return { x: mark.x + 0.5, y: mark.y + 0.5 };
    }
    const pose = own ?? poses.find(({ snake }) => snake.slot === this.#leader);
    if (pose === undefined) return undefined;
    const [x, y] = headPoint(pose);
    const [dx, dy] = this.#calm.matches ? [0, 0] : direction(pose);
    return { x: x / pose.cell + dx * lookAhead, y: y / pose.cell + dy * lookAhead };
  }

  #poses(nowMs: number): Pose[] {
    const { state, seat } = this.#room;
    const behind = this.#calm.matches ? 0 : this.#room.tick - this.#room.moment(nowMs);
    const poses: Pose[] = [];
    for (const snake of state.snakes) {
      if (!snake.alive) continue;
      const motion = this.#motions.of(snake.slot);
      const look = lookOf(snake, state.snakes);
      const { cell } = this.#view;
      const pose = { snake, look, motion, behind, columns: state.ground.width, cell };
      // Your own snake is drawn last, above the others.
      if (snake.slot === seat) poses.push(pose);
      else poses.unshift(pose);
    }
    return poses;
  }
}

/** Whether the view is of a field of this size. */
function fits({ moves, width, cell }: View, ground: { readonly width: number }): boolean {
  return moves ? width <= ground.width * cell : width === ground.width * cell;
}

function brushOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const brush = canvas.getContext('2d', { alpha: false });
  if (brush === null) throw new Error('this browser has no 2D canvas');
  return brush;
}
