// Contender: socket.io, WebSocket only, nothing compressed: a room of its own, one emit to it a tick.

import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { PlainGame } from './plain-game.mjs';
import { every } from './schedule.mjs';

export async function open({ players }) {
  const http = createServer();
  const io = new Server(http, {
    transports: ['websocket'],
    perMessageDeflate: false,
    httpCompression: false,
    serveClient: false,
  });
  const rooms = new Map();

  function roomOf(name) {
    let room = rooms.get(name);
    if (room === undefined) {
      const game = new PlainGame(players);
      room = { game, seats: 0 };
      rooms.set(name, room);
      every(() => {
        game.step();
        io.to(name).emit('tick', game.tick, game.changes());
      });
    }
    return room;
  }

  io.on('connection', (socket) => {
    const name = socket.handshake.query.room;
    const room = roomOf(name);
    const slot = room.seats++;
    socket.join(name);
    socket.emit('state', room.game.tick, room.game.all());
    socket.on('turn', (heading) => room.game.turn(slot, heading & 3));
  });
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  return http.address().port;
}
