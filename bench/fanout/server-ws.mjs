// Contender: `ws` by hand, nothing compressed: one encoded payload a room and tick, sent to all; as
// JSON in text frames or as bytes.

import { createServer } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { PlainGame } from './plain-game.mjs';
import { every } from './schedule.mjs';

export async function open({ kind, players }) {
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  const rooms = new Map();
  const isBinary = kind === 'binary';

  const payloadOf = (game) =>
    isBinary
      ? game.encodeChanges()
      : Buffer.from(JSON.stringify({ tick: game.tick, snakes: game.changes() }));

  function roomOf(name) {
    let room = rooms.get(name);
    if (room === undefined) {
      room = { game: new PlainGame(players), sockets: [] };
      rooms.set(name, room);
      const { game, sockets } = room;
      every(() => {
        game.step();
        const payload = payloadOf(game);
        for (const socket of sockets) {
          if (socket.readyState === WebSocket.OPEN) socket.send(payload, { binary: isBinary });
        }
      });
    }
    return room;
  }

  server.on('connection', (socket, { url }) => {
    const { game, sockets } = roomOf(url);
    const slot = sockets.push(socket) - 1;
    // Text among bytes, so that the load can tell it from a tick.
    socket.send(JSON.stringify({ all: game.all() }));
    socket.on('message', (data) => {
      game.turn(slot, (isBinary ? data[0] : JSON.parse(data).turn) & 3);
    });
  });
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  return http.address().port;
}
