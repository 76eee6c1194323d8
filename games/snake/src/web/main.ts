// The page: a lobby, then a room, then the lobby again.

import { join, type SnakeRoom } from './entry.ts';
import { GameScreen } from './game-screen.ts';
import { Lobby } from './lobby.ts';
import { rememberedName } from './memory.ts';

const lobby = new Lobby(enter);
let present: SnakeRoom | undefined;

function enter(room: SnakeRoom, playNow: boolean): void {
  present = room;
  new GameScreen(room, { left: toLobby, join: (id) => void takeSeat(id) });
  if (playNow) room.send('play');
}

/** From watching a room to playing in it. */
async function takeSeat(id: string): Promise<void> {
  try {
    enter(await join(rememberedName(), id), true);
  } catch (error) {
    toLobby(error instanceof Error ? error.message : String(error));
  }
}

function toLobby(problem?: string): void {
  present = undefined;
  if (problem === undefined) history.replaceState(null, '', '/');
  lobby.show(problem);
}

// A closed tab gives its seat up at once instead of after the grace time.
addEventListener('pagehide', () => void present?.leave());

lobby.show();
