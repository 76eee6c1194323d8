// Where recordings come from: this server, by the match's run and a tick, or the recording's id.

import { TickhouseError } from 'tickhouse/client';
import { loadPlayback, type Playback } from 'tickhouse/playback';
import { snake } from '../../rules/index.ts';
import type { SnakeRoom } from '../entry.ts';

export type SnakePlayback = Playback<SnakeRoom>;

/** Why a recording cannot be shown, in words. */
export interface Trouble {
  readonly title: string;
  readonly text: string;
  /** The room where the match can be watched live. */
  readonly room?: string | undefined;
}

const notFound: Trouble = {
  title: 'This match is gone',
  text: 'Recordings are kept for a while, then they make room for newer ones. Or a part of the link is missing.',
};
const troubles: Readonly<Record<string, Trouble>> = {
  RECORDING_NOT_FOUND: notFound,
  RECORDING_GAME: {
    title: 'Another version of Snake',
    text: 'This match was recorded by another version of the game, which this page cannot show.',
  },
  RECORDING_FORMAT: {
    title: 'Another version of Snake',
    text: 'This match was recorded by another version of the game, which this page cannot show.',
  },
  RECORDING_DAMAGED: {
    title: 'This recording is damaged',
    text: 'Some of it is not what was recorded, so nothing of it is shown.',
  },
};
const unreachable: Trouble = {
  title: 'The server cannot be reached',
  text: 'Try it again in a while: the recording is still there.',
};

/** @param tick as text, or null: it chooses among the recordings of a match */
export async function openRecording(
  id: string,
  tick: string | null,
): Promise<SnakePlayback | Trouble> {
  try {
    const response = await fetch(`/recordings/${id}${tick === null ? '' : `?t=${tick}`}`);
    if (!response.ok) return refused(await response.json());
    return await loadPlayback(snake, new Uint8Array(await response.arrayBuffer()));
  } catch (error) {
    return (error instanceof TickhouseError && troubles[error.code]) || unreachable;
  }
}

function refused({ code, room }: { readonly code?: string; readonly room?: string }): Trouble {
  if (code !== 'RECORDING_OPEN') return notFound;
  const where = room === undefined ? ', in a private room' : '';
  return {
    title: 'This match is still on',
    text: `It is being played right now${where}. Its recording is here when it is over.`,
    room,
  };
}
