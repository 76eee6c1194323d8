// One bot: a player within the process, whose every move is the pure policy's.

import type { Client, RoomOf } from 'tickhouse/client';
import { botIntent, type Strength, snake } from '../../rules/index.ts';

export interface BotWish {
  /** The id of the room. */
  readonly room: string;
  readonly name: string;
  readonly strength: Strength;
}

export class Bot {
  readonly name: string;
  /** Resolves when the bot is in no room any more, or got into none. */
  readonly ended: Promise<void>;
  #room: RoomOf<typeof snake> | undefined;
  #leaves = false;

  constructor(client: Client, wish: BotWish) {
    this.name = wish.name;
    this.ended = this.#play(client, wish);
  }

  /** Whether it has a living snake. */
  get isAlive(): boolean {
    const room = this.#room;
    return room?.seat !== undefined && room.state.snakes.at(room.seat)?.alive === true;
  }

  leave(): void {
    this.#leaves = true;
    void this.#room?.leave();
  }

  async #play(client: Client, { room: id, name, strength }: BotWish): Promise<void> {
    const room = await client.join(snake, { name, bot: true }, { room: id }).catch(() => undefined);
    // The room is full or gone: nobody misses this bot there.
    if (room === undefined) return;
    this.#room = room;
    if (this.#leaves) return room.leave();
    room.onTick(({ state, tick }) => {
      const intent = botIntent(state, room.seat ?? 0, tick, strength);
      if (intent?.kind === 'play') room.send('play');
      else if (intent?.kind === 'turn') room.send('turn', { heading: intent.heading });
    });
    await new Promise<void>((resolve) => {
      room.onStatus((status) => {
        if (status === 'closed') resolve();
      });
    });
  }
}
