// Lesson 3.2, a loop by request. While nobody is there, nothing runs. The first player of a room
// starts its loop, the last one to leave ends it; rooms do not notice each other.

import { Loop, type TextSocket } from 'tickhouse/server';
import { answerTo, type Lesson, tellAll } from './classroom.ts';

/** A room is there as long as somebody is in it; so it has no flag that says whether it runs. */
interface Room {
  readonly players: Set<TextSocket>;
  readonly loop: Loop;
}

export const loopByRequest: Lesson = {
  number: '3.2',
  title: 'Loop by request',
  idea: 'A loop for each room, from its first player to its last.',
  file: 'loop-by-request.ts',
  rooms: true,

  open({ clock, periodMs, log }) {
    const rooms = new Map<string, Room>();

    const openRoom = (name: string): Room => {
      const players = new Set<TextSocket>();
      const loop = Loop.start({
        clock,
        rateHz: 1000 / periodMs,
        step: (tick) => tellAll(players, `game loop says: tick ${tick} of room ${name}`),
      });
      loop.done.then(() => log(`loop of room ${name} ended`));
      log(`loop of room ${name} started`);
      const room = { players, loop };
      rooms.set(name, room);
      return room;
    };

    return (player) => {
      const name = roomNameOf(player);
      if (name === undefined) {
        player.close(badName, 'a room is named with 1 to 20 letters, digits or dashes');
        return;
      }
      const { players, loop } = rooms.get(name) ?? openRoom(name);
      players.add(player);
      player.onText((text) => player.send(answerTo(text)));
      player.onClose(() => {
        players.delete(player);
        if (players.size > 0) return;
        loop.stop();
        rooms.delete(name);
      });
    };
  },
};

/** A close code that is free for applications (RFC 6455 section 7.4.2). */
const badName = 4400;

/** `/connect?room=a` leads to room a, and so does `/connect`. */
function roomNameOf({ url }: TextSocket): string | undefined {
  const name = new URL(url, 'http://lesson').searchParams.get('room') ?? 'a';
  return /^[\p{L}\p{N}-]{1,20}$/u.test(name) ? name : undefined;
}
