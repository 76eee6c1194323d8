// The first screen: a name, and the ways into a room.

import { TickhouseError } from 'tickhouse/client';
import { cleanName, nameLengthMax } from '../../rules/index.ts';
import { join, type SnakeRoom, sentenceOf, watch } from '../entry.ts';
import { rememberedName, rememberName } from '../memory.ts';
import { part, say } from '../page.ts';
import { usualChoices } from './choices.ts';
import { ChoicesForm } from './choices-form.ts';
import { Invitation } from './invitation.ts';
import { RoomList } from './room-list.ts';

/** @param playNow whether the player asked for a snake at once */
export type Enter = (room: SnakeRoom, playNow: boolean) => void;

const notes = {
  alone: 'Alone? Two bots keep you company until others come.',
  invited: 'The others will see your name.',
} as const;

export class Lobby {
  readonly #enter: Enter;
  readonly #screen = part('lobby');
  readonly #name = part('name', 'input');
  readonly #quick = part('quick-play', 'button');
  readonly #others = part('others', 'button');
  readonly #make = part('make');
  readonly #problem = part('problem');
  readonly #choices = new ChoicesForm();
  readonly #invitation = new Invitation();
  readonly #touch = matchMedia('(pointer: coarse)');
  readonly #rooms = new RoomList({
    join: (room) => void this.#try(() => join(this.#named(), room), true),
    watch: (room) => void this.#try(() => this.#watch(room), false),
  });
  /** The room that the page's address invites to. */
  #invited: string | undefined;
  #busy = false;

  constructor(enter: Enter) {
    this.#enter = enter;
    this.#name.value = rememberedName();
    this.#name.addEventListener('input', () => this.#shorten());
    part('entry', 'form').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#try(() => this.#play(), true);
    });
    onClick('watch', () => this.#try(() => this.#watch(this.#invited ?? 'quick'), false));
    onClick('public', () =>
      this.#try(() => join(this.#named(), 'quick', this.#choices.chosen), true),
    );
    onClick('private', () => this.#makePrivate());
    this.#others.addEventListener('click', () => {
      history.replaceState(null, '', '/');
      this.show();
    });
  }

  /** @param problem why the player is here again, if something went wrong */
  show(problem = ''): void {
    this.#screen.hidden = false;
    say(this.#problem, problem);
    this.#invited = new URLSearchParams(location.search).get('room') || undefined;
    const isInvited = this.#invited !== undefined;
    this.#make.hidden = isInvited;
    this.#others.hidden = !isInvited;
    say(part('note'), isInvited ? notes.invited : notes.alone);
    say(this.#quick, isInvited ? 'Join the room' : 'Quick play');
    this.#invitation.show(this.#invited);
    this.#rooms.start();
    // In a text field it would bring up the keyboard of a phone, which covers half of the page.
    (this.#touch.matches ? this.#quick : this.#name).focus({ preventScroll: true });
  }

  #hide(): void {
    this.#screen.hidden = true;
    this.#invitation.show(undefined);
    this.#rooms.stop();
  }

  #play(): Promise<SnakeRoom> {
    if (this.#invited !== undefined) return join(this.#named(), this.#invited);
    return join(this.#named(), 'quick', usualChoices);
  }

  /** The name is remembered here too: a spectator may take a seat later. */
  async #watch(room: string): Promise<SnakeRoom> {
    this.#named();
    try {
      return await watch(room);
    } catch (error) {
      if (room !== 'quick' || !isNotFound(error)) throw error;
      throw new Error('nobody is playing right now: quick play opens the first room');
    }
  }

  /** Who makes a private room wants others in it: the invitation opens by itself. */
  async #makePrivate(): Promise<void> {
    const make = () => join(this.#named(), 'private', this.#choices.chosen);
    if (await this.#try(make, false)) part('invite', 'button').click();
  }

  /** @returns whether the player is in a room now */
  async #try(enter: () => Promise<SnakeRoom>, playNow: boolean): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    say(this.#problem, '');
    try {
      const room = await enter();
      this.#hide();
      this.#enter(room, playNow);
      return true;
    } catch (error) {
      say(this.#problem, sentenceOf(error));
      return false;
    } finally {
      this.#busy = false;
    }
  }

  /** Shows while typing that a name ends there; an attribute would count halves of emoji. */
  #shorten(): void {
    const letters = [...this.#name.value];
    if (letters.length <= nameLengthMax) return;
    this.#name.value = letters.slice(0, nameLengthMax).join('');
  }

  #named(): string {
    const name = cleanName(this.#name.value);
    this.#name.value = name;
    rememberName(name);
    return name;
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof TickhouseError && error.code === 'ROOM_NOT_FOUND';
}

function onClick(id: string, act: () => Promise<unknown>): void {
  part(id, 'button').addEventListener('click', () => void act());
}
