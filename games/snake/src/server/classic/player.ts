// One classic client in a room: what the room shows becomes commands of the classic wire, and what the
// client says becomes inputs as any other player's.

import type { Client, RoomOf } from 'tickhouse/client';
import { cleanName, type Heading, snake } from '../../rules/index.ts';
import type { TopScores } from '../scores/top-scores.ts';
import type { Command } from './messages.ts';
import { Picture } from './picture.ts';
import { Players } from './players.ts';

type SnakeRoom = RoomOf<typeof snake>;

/** The one room of all classic clients; pages find it in the list of open rooms. */
const roomName = 'classic';
const options = { speed: 'classic', field: 'classic', stones: true, company: 0 } as const;
/** Whoever comes first makes a room, and may have made one of this name with other options. */
const namesMax = 5;

const full = 'Maximum players reached';
/** Who watches a full game has no id yet. */
const noId = 0;

export interface ClassicPlayerParts {
  readonly client: Client;
  readonly top: TopScores;
  readonly name: string;
  /** Sends one message of commands. */
  readonly send: (commands: readonly Command[]) => void;
  /** The room is over for this client. */
  readonly end: (why: string) => void;
}

export class ClassicPlayer {
  readonly #parts: ClassicPlayerParts;
  readonly #name: string;
  readonly #players = new Players();
  #room: SnakeRoom | undefined;
  #picture: Picture | undefined;
  #began = 0;
  /** It asked to play before it was let in. */
  #asked = false;
  #isEntering = true;
  #left = false;
  #stops: (() => void)[] = [];

  constructor(parts: ClassicPlayerParts) {
    this.#parts = parts;
    this.#name = cleanName(parts.name) || 'Anonymous';
    void this.#enter();
  }

  /** Wants a snake: at once, or as soon as it is let in. */
  play(): void {
    if (this.#isEntering) this.#asked = true;
    else if (this.#room?.seat === undefined) void this.#takeSeat();
    else this.#room.send('play');
  }

  turn(heading: Heading): void {
    this.#room?.send('turn', { heading });
  }

  /** The connection is lost: the snake dies with the next tick. */
  leave(): void {
    this.#left = true;
    this.#drop();
  }

  async #enter(): Promise<void> {
    const { top } = this.#parts;
    try {
      this.#attach(await this.#find());
      this.#isEntering = false;
      if (this.#left) return;
      this.#stops.push(top.onChange(() => this.#parts.send([this.#topScores()])));
      if (this.#asked) this.play();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** From watching a full game to a seat in it. */
  async #takeSeat(): Promise<void> {
    this.#isEntering = true;
    this.#asked = false;
    try {
      const watched = this.#room;
      const seated = await this.#join(watched?.id ?? roomName);
      this.#attach(seated);
      void watched?.leave();
      seated.send('play');
    } catch (error) {
      if (codeOf(error) !== 'ROOM_FULL') return this.#fail(error);
      this.#parts.send([['error', full]]);
    } finally {
      this.#isEntering = false;
    }
  }

  /** The first room that is as classic clients expect; watched, where its seats are taken. */
  async #find(): Promise<SnakeRoom> {
    for (let i = 1; i <= namesMax; i++) {
      const room = i === 1 ? roomName : `${roomName}-${i}`;
      const found = await this.#join(room).catch((error) => {
        if (codeOf(error) !== 'ROOM_FULL') throw error;
        return this.#parts.client.watch(snake, { room });
      });
      if (isClassic(found)) return found;
      void found.leave();
    }
    throw new Error('There is no room for classic players right now');
  }

  #join(room: string): Promise<SnakeRoom> {
    const player = { name: this.#name, bot: false };
    return this.#parts.client.join(snake, player, { room, options });
  }

  #attach(entered: SnakeRoom): void {
    if (this.#left) return void entered.leave();
    this.#room = entered;
    const { send } = this.#parts;
    const { state, seat } = entered;
    const own = seat === undefined ? undefined : state.snakes.at(seat);
    send([['handshake', own?.name ?? this.#name, own?.id ?? noId]]);
    if (this.#picture === undefined) this.#describe(entered);
    entered.onTick(() => this.#ticked(entered));
    entered.on('noPlace', (event) => {
      if (event.seat === seat) send([['error', 'There is no free place right now']]);
    });
    entered.onStatus((status, reason) => {
      if (status === 'closed' && entered === this.#room) {
        this.#drop();
        this.#parts.end(reason?.message ?? 'the room is over');
      }
    });
  }

  /** The picture so far: the world, the top scores, the players. */
  #describe({ state }: SnakeRoom): void {
    const { send } = this.#parts;
    this.#picture = new Picture(state);
    this.#picture.follow(state);
    this.#began = state.began;
    send([['world', this.#picture.rows]]);
    send([this.#topScores()]);
    const players = this.#players.follow(state);
    if (players.length > 0) send(players);
  }

  #ticked({ state }: SnakeRoom): void {
    const picture = this.#picture;
    if (picture === undefined) return;
    const commands: Command[] = [];
    if (state.began !== this.#began) {
      this.#began = state.began;
      picture.clear();
      commands.push(['reset_world']);
    }
    commands.push(...this.#players.follow(state), ...picture.follow(state));
    if (commands.length > 0) this.#parts.send(commands);
  }

  #topScores(): Command {
    const { list } = this.#parts.top;
    return ['top_scores', list.map(({ name, points, colour }) => [name, points, colour] as const)];
  }

  #fail(error: unknown): void {
    this.#drop();
    this.#parts.end(error instanceof Error ? error.message : String(error));
  }

  #drop(): void {
    const dropped = this.#room;
    this.#room = undefined;
    for (const stop of this.#stops.splice(0)) stop();
    void dropped?.leave();
  }
}

function isClassic(room: SnakeRoom): boolean {
  return room.options.speed === options.speed && room.options.field === options.field;
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code;
}
