// The first screen: a name, and the ways into a room.

import { TickhouseError } from 'tickhouse/client';
import { cleanName, nameLengthMax } from '../../rules/index.ts';
import { type Invited, invitedBy } from '../address.ts';
import { join, type SnakeRoom, sentenceOf, watch } from '../entry.ts';
import { rememberedName, rememberName } from '../memory.ts';
import { part, say } from '../page.ts';
import { standInLobby } from '../trail.ts';
import { usualChoices } from './choices.ts';
import { ChoicesForm } from './choices-form.ts';
import { Invitation, type Standing } from './invitation.ts';
import { RoomList } from './room-list.ts';

/** @param playNow whether the player asked for a snake at once */
export type Enter = (room: SnakeRoom, playNow: boolean) => void;

const notes = {
  alone: 'Alone? Two bots keep you company until others come.',
  empty: 'Whoever has the same link meets you here.',
  join: 'The others will see your name.',
  watch: 'Every seat is taken: you can play when somebody leaves.',
} as const;

/** What the large button does. */
type Way = 'quick' | 'join' | 'watch';
const ways: Readonly<Record<Way, string>> = {
  quick: 'Quick play',
  join: 'Join the room',
  watch: 'Watch',
};
/** The way that makes most of an invitation. */
const wayOf: Readonly<Record<Standing, Way>> = {
  open: 'join',
  empty: 'join',
  full: 'watch',
  closed: 'quick',
  nowhere: 'quick',
  unknown: 'join',
};

export class Lobby {
  readonly #enter: Enter;
  readonly #screen = part('lobby');
  readonly #name = part('name', 'input');
  readonly #quick = part('quick-play', 'button');
  readonly #other = part('watch', 'button');
  readonly #others = part('others', 'button');
  readonly #make = part('make');
  readonly #problem = part('problem');
  readonly #choices = new ChoicesForm();
  readonly #invitation = new Invitation((standing) => this.#stand(standing));
  readonly #touch = matchMedia('(pointer: coarse)');
  readonly #rooms = new RoomList({
    join: (room) => void this.#try(() => join(this.#named(), room), true),
    watch: (room) => void this.#try(() => this.#watch(room), false),
  });
  /** What the page's address invites to. */
  #invited: Invited | undefined;
  #way: Way = 'quick';
  #busy = false;

  constructor(enter: Enter) {
    this.#enter = enter;
    this.#name.value = rememberedName();
    this.#name.addEventListener('input', () => this.#shorten());
    part('entry', 'form').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#try(() => this.#go(), this.#way !== 'watch');
    });
    onClick('watch', () => this.#try(() => this.#watch(this.#invited?.room ?? 'quick'), false));
    onClick('public', () =>
      this.#try(() => join(this.#named(), 'quick', this.#choices.chosen), true),
    );
    onClick('private', () => this.#makePrivate());
    this.#others.addEventListener('click', () => {
      standInLobby('/');
      this.show();
    });
  }

  /** @param problem why the player is here again, if something went wrong */
  show(problem = ''): void {
    this.#screen.hidden = false;
    say(this.#problem, problem);
    this.#invited = invitedBy(location.search);
    const room = this.#invited?.room;
    this.#make.hidden = room !== undefined;
    this.#others.hidden = room === undefined;
    if (room === undefined) this.#offer('quick', 'Watch');
    this.#invitation.show(room);
    this.#rooms.start(room);
    // In a text field it would bring up the keyboard of a phone, which covers half of the page.
    (this.#touch.matches ? this.#quick : this.#name).focus({ preventScroll: true });
  }

  hide(): void {
    this.#screen.hidden = true;
    this.#invited = undefined;
    this.#invitation.show(undefined);
    this.#rooms.stop();
  }

  /** How it stands with the room that one is invited to. */
  #stand(standing: Standing): void {
    if (this.#invited === undefined) return;
    const isOpen = standing === 'open' || standing === 'unknown';
    this.#offer(wayOf[standing], standing === 'full' ? 'Join' : 'Watch', isOpen);
    if (standing === 'empty') say(part('note'), notes.empty);
  }

  /** @param other the way beside it, whose place stays where it leads nowhere */
  #offer(way: Way, other: string, isOpen = true): void {
    this.#way = way;
    say(this.#quick, ways[way]);
    say(part('note'), way === 'quick' ? notes.alone : notes[way]);
    say(this.#other, other);
    this.#other.disabled = !isOpen;
  }

  #go(): Promise<SnakeRoom> {
    const { room = 'quick', choices = usualChoices } = this.#invited ?? {};
    if (this.#way === 'watch') return this.#watch(room);
    return join(this.#named(), this.#way === 'quick' ? 'quick' : room, choices);
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
      this.hide();
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
