// `/connect`: the classic game's clients and bots, as they are, beside the people of the new page.

import type { Client } from 'tickhouse/client';
import type { Endpoint, TextSocket } from 'tickhouse/server';
import type { TopScores } from '../scores/top-scores.ts';
import { type Command, readMessage } from './messages.ts';
import { ClassicPlayer } from './player.ts';

/** RFC 6455 section 7.4.1: going away. */
const goingAway = 1001;

/** @param client makes one that reaches the rooms of this process */
export function classicEndpoint(client: () => Client, top: TopScores): Endpoint {
  return (socket) => {
    let player: ClassicPlayer | undefined;
    socket.onText((text) => {
      const message = readMessage(text);
      if (message.type === 'bad') return fail(socket, message.why);
      if (message.type === 'nothing') return;
      if (message.type === 'new_player') {
        if (player !== undefined) return fail(socket, 'You are here already');
        player = newPlayer(socket, client(), top, message.name);
      } else if (message.type === 'turn') player?.turn(message.heading);
      else if (player === undefined) fail(socket, 'Say ["new_player", your name] first');
      else player.play();
    });
    socket.onClose(() => player?.leave());
  };
}

function newPlayer(socket: TextSocket, client: Client, top: TopScores, name: string) {
  return new ClassicPlayer({
    client,
    top,
    name,
    send: (commands) => say(socket, commands),
    end: (why) => {
      fail(socket, why);
      socket.close(goingAway, 'the room is over');
    },
  });
}

function fail(socket: TextSocket, text: string): void {
  say(socket, [['error', text]]);
}

function say(socket: TextSocket, commands: readonly Command[]): void {
  socket.send(JSON.stringify(commands));
}
