// The page at `/watch/ID`: it fetches a recording and shows it, or says why it cannot.

import { part, say } from '../page.ts';
import { RecordingScreen } from './recording-screen.ts';
import { openRecording, type SnakePlayback, type Trouble } from './source.ts';

export class Theatre {
  readonly #left: () => void;
  #screen: RecordingScreen | undefined;

  /** @param left the viewer wants to leave */
  constructor(left: () => void) {
    this.#left = left;
  }

  /**
   * @param id of a recording, or a match's run
   * @param tick as text, or null
   */
  async open(id: string, tick: string | null): Promise<void> {
    const opened = await openRecording(id, tick);
    if ('room' in opened && 'play' in opened) this.#play(opened, Number(tick ?? 0));
    else this.#say(opened);
  }

  #play(playback: SnakePlayback, tick: number): void {
    part('notice').hidden = true;
    this.#screen = new RecordingScreen(playback, tick, {
      left: this.#left,
      ended: () => void this.#goOn(playback),
    });
  }

  /** A long match is kept in several recordings: the next begins where this one ends. */
  async #goOn({ run, lastTick }: SnakePlayback): Promise<void> {
    const screen = this.#screen;
    const next = await openRecording(run, String(lastTick));
    if (!('play' in next) || next.firstTick !== lastTick || this.#screen !== screen) return;
    screen?.close();
    this.#play(next, lastTick);
  }

  #say({ title, text, room }: Trouble): void {
    say(part('notice-title'), title);
    say(part('notice-text'), text);
    const live = part('notice-live', 'a');
    live.hidden = room === undefined;
    part('notice-lobby').classList.toggle('primary', room === undefined);
    if (room !== undefined) live.href = `/?room=${encodeURIComponent(room)}`;
    part('notice').hidden = false;
    part('notice-ways').hidden = false;
  }

  close(): void {
    this.#screen?.close();
    this.#screen = undefined;
  }
}
