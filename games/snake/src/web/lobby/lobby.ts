// The first screen: a name, and the ways into a room.

import { type Choices, join, type SnakeRoom, sentenceOf, shortened, watch } from '../entry.ts';
import { rememberedName, rememberName } from '../memory.ts';
import { part, say } from '../page.ts';
import { RoomList } from './room-list.ts';

/** @param playNow whether the player asked for a snake at once */
export type Enter = (room: SnakeRoom, playNow: boolean) => void;

export class Lobby {
  readonly #enter: Enter;
  readonly #screen = part('lobby');
  readonly #form = part('entry', 'form');
  readonly #name = part('name', 'input');
  readonly #quick = part('quick-play', 'button');
  readonly #private = part('private', 'button');
  readonly #choices = part('choices', 'fieldset');
  readonly #invitation = part('invitation');
  readonly #problem = part('problem');
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
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#try(() => this.#play(), true);
    });
    part('watch', 'button').addEventListener('click', () => {
      void this.#try(() => this.#watch(this.#invited ?? 'quick'), false);
    });
    this.#private.addEventListener('click', () => {
      if (this.#invited !== undefined) this.#declineInvitation();
      else void this.#try(() => join(this.#named(), 'private', this.#chosen()), false);
    });
  }

  /** @param problem why the player is here again, if something went wrong */
  show(problem = ''): void {
    this.#screen.hidden = false;
    say(this.#problem, problem);
    this.#invited = new URLSearchParams(location.search).get('room') || undefined;
    this.#showInvitation();
    this.#rooms.start();
    this.#name.focus();
  }

  #hide(): void {
    this.#screen.hidden = true;
    this.#rooms.stop();
  }

  #showInvitation(): void {
    const room = this.#invited;
    const invited = room !== undefined;
    this.#invitation.hidden = !invited;
    this.#choices.hidden = invited;
    say(this.#invitation, invited ? `You are invited to the room ${room}` : '');
    say(this.#quick, invited ? 'Join the room' : 'Quick play');
    say(this.#private, invited ? 'Other rooms' : 'Private room');
  }

  #declineInvitation(): void {
    history.replaceState(null, '', '/');
    this.show();
  }

  #play(): Promise<SnakeRoom> {
    if (this.#invited !== undefined) return join(this.#named(), this.#invited);
    return join(this.#named(), 'quick', this.#chosen());
  }

  /** The name is remembered here too: a spectator may take a seat later. */
  #watch(room: string): Promise<SnakeRoom> {
    this.#named();
    return watch(room);
  }

  async #try(enter: () => Promise<SnakeRoom>, playNow: boolean): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    say(this.#problem, '');
    try {
      const room = await enter();
      this.#hide();
      this.#enter(room, playNow);
    } catch (error) {
      say(this.#problem, sentenceOf(error));
    } finally {
      this.#busy = false;
    }
  }

  #named(): string {
    const name = shortened(this.#name.value);
    this.#name.value = name;
    rememberName(name);
    return name;
  }

  #chosen(): Choices {
    return {
      speed: part('speed', 'select').value as Choices['speed'],
      field: part('field', 'select').value as Choices['field'],
      stones: part('stones', 'input').checked,
      company: 3,
      strength: 'normal',
    };
  }
}
