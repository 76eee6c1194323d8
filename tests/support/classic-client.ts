// A client of the classic game that is not ours: raw text frames of JSON, a field of characters, and
// nothing that our own code reads or writes.

import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

type Command = readonly [name: string, ...values: unknown[]];
export type Cell = readonly [char: string, colour: number];

export class ClassicClient {
  readonly socket: WebSocket;
  /** Every command that came, in order. */
  readonly commands: Command[] = [];
  /** How many commands each message carried. */
  readonly messages: number[] = [];
  /** The field as it was drawn last; empty before the world is here. */
  field: Cell[][] = [];
  /** Called after each message. */
  onMessage: (() => void) | undefined;
  readonly opened: Promise<void>;
  readonly closed: Promise<number>;
  readonly #heard = new Set<() => void>();

  constructor(url: string) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/connect`);
    this.socket.on('error', () => {});
    this.opened = new Promise((resolve) => this.socket.once('open', () => resolve()));
    this.closed = new Promise((resolve) => this.socket.once('close', (code) => resolve(code)));
    this.socket.on('message', (data, isBinary) => this.#take(String(data), isBinary));
    onTestFinished(() => this.socket.terminate());
  }

  get id(): number {
    return Number(this.last('handshake')?.[2]);
  }

  async enter(name: string): Promise<this> {
    await this.opened;
    this.say(['new_player', name]);
    await this.until(() => this.last('top_scores') !== undefined);
    return this;
  }

  /** Enters and gets a snake. */
  async play(name: string): Promise<this> {
    await this.enter(name);
    this.say(['join']);
    await this.until(() => this.all('p_joined').some(([, id]) => id === this.id));
    return this;
  }

  say(value: unknown): void {
    this.socket.send(JSON.stringify(value));
  }

  all(name: string): Command[] {
    return this.commands.filter(([first]) => first === name);
  }

  last(name: string): Command | undefined {
    return this.commands.findLast(([first]) => first === name);
  }

  /** Resolves when this is true; asked after every message. */
  until(isTrue: () => boolean): Promise<void> {
    if (isTrue()) return Promise.resolve();
    return new Promise((resolve) => {
      const hear = (): void => {
        if (!isTrue()) return;
        this.#heard.delete(hear);
        resolve();
      };
      this.#heard.add(hear);
    });
  }

  get text(): string {
    return this.field.map((row) => row.map(([char]) => char).join('')).join('\n');
  }

  #take(text: string, isBinary: boolean): void {
    if (isBinary) throw new Error('the classic wire has no binary frames');
    const commands = JSON.parse(text) as Command[];
    this.messages.push(commands.length);
    for (const command of commands) {
      this.commands.push(command);
      this.#draw(command);
    }
    this.onMessage?.();
    for (const hear of [...this.#heard]) hear();
  }

  #draw([name, ...values]: Command): void {
    if (name === 'world') {
      this.field = (values[0] as Cell[][]).map((row) =>
        row.map(([char, colour]) => [char, colour]),
      );
    } else if (name === 'reset_world') {
      this.field = this.field.map((row) => row.map(() => [' ', 0]));
    } else if (name === 'render') {
      const [x, y, char, colour] = values as [number, number, string, number];
      const row = this.field[y];
      if (row?.[x] === undefined) throw new Error(`drawn outside of the field: ${x}, ${y}`);
      row[x] = [char, colour];
    }
  }
}
