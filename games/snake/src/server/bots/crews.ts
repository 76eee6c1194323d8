// The bots of each room: as many as its rules last asked for.

import type { Client } from 'tickhouse/client';
import type { Strength } from '../../rules/index.ts';
import { Bot } from './bot.ts';

const names = [
  'Pretzel',
  'Ziggy',
  'Noodle',
  'Mamba',
  'Biscuit',
  'Slinky',
  'Domino',
  'Sprout',
  'Cobalt',
  'Pixel',
] as const;

/** Bots of all rooms together: each thinks in every tick of its room. */
const botsMax = 200;

export interface BotsWanted {
  readonly wanted: number;
  readonly strength: Strength;
}

export class Crews {
  readonly #client: () => Client;
  readonly #crews = new Map<string, Set<Bot>>();

  /** @param client makes one that reaches the rooms of this process */
  constructor(client: () => Client) {
    this.#client = client;
  }

  /** What the effect `bots` does: asking for the same number again changes nothing. */
  want(room: string, { wanted, strength }: BotsWanted): void {
    const crew = this.#crews.get(room) ?? new Set();
    this.#crews.set(room, crew);
    while (crew.size < wanted && this.#count < botsMax) this.#add(crew, room, strength);
    // Those without a living snake go first, then the newest.
    const leaving = [...crew].reverse().sort((a, b) => Number(a.isAlive) - Number(b.isAlive));
    for (const bot of leaving.slice(0, crew.size - wanted)) {
      crew.delete(bot);
      bot.leave();
    }
    this.#forget(room, crew);
  }

  get #count(): number {
    let count = 0;
    for (const crew of this.#crews.values()) count += crew.size;
    return count;
  }

  #add(crew: Set<Bot>, room: string, strength: Strength): void {
    const taken = new Set([...crew].map(({ name }) => name));
    const free = names.filter((name) => !taken.has(name));
    const name = free[Math.floor(Math.random() * free.length)] ?? 'Bot';
    const bot = new Bot(this.#client(), { room, name, strength });
    crew.add(bot);
    void bot.ended.then(() => {
      crew.delete(bot);
      this.#forget(room, crew);
    });
  }

  #forget(room: string, crew: Set<Bot>): void {
    if (crew.size === 0 && this.#crews.get(room) === crew) this.#crews.delete(room);
  }
}
