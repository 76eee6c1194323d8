// The page: a lobby, then a room, then the lobby again; at `/watch/ID` first a recording.

import { invitedBy } from './address.ts';
import { join, type SnakeRoom, sentenceOf, watch } from './entry.ts';
import type { Seen } from './game/absence.ts';
import { GameScreen } from './game/game-screen.ts';
import { keepSeat, takeKeptSeat } from './kept-seat.ts';
import { Lobby } from './lobby/lobby.ts';
import { rememberedName } from './memory.ts';
import { part, say } from './page.ts';
import { placeNow, standIn, standInLobby, stepBack } from './trail.ts';

const lobby = new Lobby(enter);
let screen: { readonly room?: SnakeRoom; close(): void } | undefined;
/** Why the player is about to be in the lobby again. */
let problem = '';
/** Counts where the page went: what was on its way to somewhere else is too late. */
let moves = 0;

function enter(room: SnakeRoom, playNow: boolean, seen?: Seen): void {
  moves++;
  // Where a player asked for two rooms at once, the later one is meant.
  screen?.close();
  part('notice').hidden = true;
  standIn(room);
  screen = new GameScreen(room, { left, join: takeSeat }, seen);
  if (playNow) room.send('play');
}

/** From watching a room to playing in it. */
async function takeSeat(id: string): Promise<void> {
  const watching = screen;
  const room = await join(rememberedName(), id);
  // Who left while the seat was on its way does not want it any more.
  if (screen !== watching) return room.leave();
  enter(room, true);
}

/** The game was left, or is over: then with why. */
function left(why = ''): void {
  screen = undefined;
  problem = why;
  stepBack();
}

/**
 * The page is where the browser's history says.
 * @param isLoaded it has just begun there
 */
function arrive(isLoaded = false): void {
  moves++;
  screen?.close();
  screen = undefined;
  part('game').hidden = true;
  part('notice').hidden = true;
  const why = problem;
  problem = '';
  if (placeNow() === undefined) lobby.show(why);
  else void comeBack(isLoaded);
}

/** Into the room of this entry again: after a reload in the seat that was kept, else as anybody. */
async function comeBack(isLoaded: boolean): Promise<void> {
  const place = placeNow();
  const invited = invitedBy(location.search);
  const kept = place && takeKeptSeat(place.room);
  // A tab that was found again after a while takes no seat that nobody asked for.
  const isStale = isLoaded && kept === undefined && place?.isWatched === false;
  if (place === undefined || invited === undefined || isStale) return stay();
  const move = ++moves;
  lobby.hide();
  say(part('notice-text'), 'The room is on its way.');
  part('notice').hidden = false;
  try {
    const room = place.isWatched
      ? await watch(place.room)
      : await join(rememberedName(), place.room, invited.choices, kept?.token);
    if (move !== moves) return room.leave();
    enter(room, false, kept?.seen);
  } catch (error) {
    if (move === moves) stay(sentenceOf(error));
  }
}

/** In the lobby, although this entry was a room's. */
function stay(why = ''): void {
  part('notice').hidden = true;
  standInLobby();
  lobby.show(why);
}

/** Loaded only where it is needed: most pages begin in the lobby. */
async function showRecording(id: string): Promise<void> {
  part('notice').hidden = false;
  const { Theatre } = await import('./recording/theatre.ts');
  const theatre = new Theatre(() => {
    screen = undefined;
    standInLobby('/');
    lobby.show();
  });
  screen = theatre;
  await theatre.open(id, new URLSearchParams(location.search).get('t'));
}

addEventListener('popstate', () => arrive());
// A page that is loaded again has its seat again. Who closes the tab gives it up after the grace time.
addEventListener('pagehide', () => {
  if (screen?.room !== undefined) keepSeat(screen.room);
});
// The browser may keep the page as it was, and bring it back, but not its connection: it begins anew.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted && screen !== undefined) location.reload();
});

const [, recording] = /^\/watch\/([^/]+)$/.exec(location.pathname) ?? [];
if (recording !== undefined) void showRecording(recording);
else arrive(true);
