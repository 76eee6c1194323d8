// Contender: Colyseus, as its documentation writes a room: a timestep and a patch rate, both of the
// tick; a message for turns. Nothing is logged, sent or kept beside.

import { createServer } from 'node:http';
import { Room, Server } from '@colyseus/core';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { createGame } from './colyseus-game.mjs';
import { firstTickMs, tickMs } from './world.mjs';

export async function open({ kind, players }) {
  let rooms = 0;

  class SnakeRoom extends Room {
    maxClients = players;
    // Its two timers begin at the room's own place in the period; from then on they are Node's.
    patchRate = null;
    #seats = new Map();

    onCreate() {
      const game = createGame(players, kind);
      this.state = game.state;
      this.onMessage('turn', (client, heading) => {
        const slot = this.#seats.get(client.sessionId);
        if (slot !== undefined) game.turn(slot, heading & 3);
      });
      const now = performance.now();
      setTimeout(() => {
        this.setTimestep(() => game.step(), tickMs);
        this.patchRate = tickMs;
      }, firstTickMs(rooms++, now) - now);
    }

    onJoin(client) {
      this.#seats.set(client.sessionId, this.#seats.size);
    }
  }

  const http = createServer();
  const server = new Server({
    greet: false,
    gracefullyShutdown: false,
    transport: new WebSocketTransport({ server: http }),
  });
  server.define('snakes', SnakeRoom).filterBy(['room']);
  await server.listen(0, '127.0.0.1');
  return http.address().port;
}
