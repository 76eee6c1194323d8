// The page: a lobby, then a room, then the lobby again; at `/watch/ID` first a recording.

import { join, type SnakeRoom } from './entry.ts';
import { GameScreen } from './game/game-screen.ts';
import { Lobby } from './lobby/lobby.ts';
import { rememberedName } from './memory.ts';
import { part } from './page.ts';

const lobby = new Lobby(enter);
let screen: Pick<GameScreen, 'close'> | undefined;

function enter(room: SnakeRoom, playNow: boolean): void {
  screen = new GameScreen(room, { left: toLobby, join: takeSeat });
  if (playNow) room.send('play');
}

/** From watching a room to playing in it. */
async function takeSeat(id: string): Promise<void> {
  const watching = screen;
  const room = await join(rememberedName(), id);
  // Who left while the seat was on its way does not want it any more.
  if (screen !== watching) return room.leave();
  screen?.close();
  enter(room, true);
}

function toLobby(problem?: string): void {
  screen = undefined;
  history.replaceState(null, '', '/');
  lobby.show(problem);
}

/** Loaded only where it is needed: most pages begin in the lobby. */
async function showRecording(id: string): Promise<void> {
  part('notice').hidden = false;
  const { Theatre } = await import('./recording/theatre.ts');
  const theatre = new Theatre(toLobby);
  screen = theatre;
  await theatre.open(id, new URLSearchParams(location.search).get('t'));
}

// A closed tab gives its seat up at once instead of after the grace time.
addEventListener('pagehide', () => screen?.close());
// The browser may keep the page as it was, and bring it back: its room was left, so it begins anew.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted && screen !== undefined) location.reload();
});

const [, recording] = /^\/watch\/([^/]+)$/.exec(location.pathname) ?? [];
if (recording === undefined) lobby.show();
else void showRecording(recording);
