// What a client of each contender says and hears, and no more: how it comes in, which messages are
// ticks, how it turns. A protocol is
//   pathOf(base, room) → the upgrade's path
//   opened(client)     the handshake is done
//   heard(client, bytes, from, to) → whether this message is a tick
//   turn(client, heading)
//   act(client, nowMs) what is due besides; absent where nothing is
// `client.socket` is a LeanSocket; the rest of `client` is the protocol's.

import { opcode } from '../../packages/tickhouse/dist/cli/load/client-frames.js';
import { readNibbles } from '../../packages/tickhouse/dist/cli/load/nibbles.js';
import { BitWriter } from '../../packages/tickhouse/dist/codec/index.js';
import { blueprintOf } from '../../packages/tickhouse/dist/game/index.js';
import {
  messageType,
  writeAck,
  writeHello,
  writeInput,
  writePing,
} from '../../packages/tickhouse/dist/wire/index.js';
import { gameOf } from './tickhouse-game.mjs';

/** As tickhouse's own client: acknowledges at least every second, pings every four. */
function tickhouse({ players }) {
  const blueprint = blueprintOf(gameOf(players));
  const { hash } = blueprint.game;
  const out = new BitWriter();
  const send = (client) => client.socket.send(out.view());
  return {
    pathOf: (_, room) => `/play/fanout/load-${room}`,
    opened(client) {
      writeHello(out.reset(), blueprint, { gameHash: hash, token: undefined, player: {} });
      send(client);
    },
    heard(client, bytes, from) {
      const type = bytes[from];
      if (type !== messageType.tick && type !== messageType.snapshot) return false;
      client.tick = readNibbles(bytes, from + 1);
      return type === messageType.tick;
    },
    turn(client, heading) {
      client.number = (client.number ?? 0) + 1;
      writeInput(out.reset(), blueprint, client.number, client.tick, 'turn', { heading });
      send(client);
      client.acknowledgeAtMs = performance.now() + 800;
    },
    act(client, nowMs) {
      client.acknowledgeAtMs ??= nowMs + 800;
      client.pingAtMs ??= nowMs + Math.random() * 4000;
      if (nowMs >= client.acknowledgeAtMs) {
        writeAck(out.reset(), client.tick);
        send(client);
        client.acknowledgeAtMs = nowMs + 800;
      }
      if (nowMs >= client.pingAtMs) {
        writePing(out.reset(), 1);
        send(client);
        client.pingAtMs = nowMs + 4000;
      }
    },
  };
}

/** @colyseus/shared-types, Protocol. */
const colyseusType = { joinRoom: 10, roomData: 13, roomStatePatch: 15 };

/** A seat by HTTP, then the socket; the server's JOIN_ROOM is answered with one. */
const colyseus = () => ({
  async pathOf(base, room) {
    const response = await fetch(new URL('/matchmake/joinOrCreate/snakes', base), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ room: `load-${room}` }),
    });
    const { processId, roomId, sessionId, error } = await response.json();
    if (roomId === undefined) throw new Error(`no seat: ${error}`);
    return `/${processId}/${roomId}?sessionId=${sessionId}`;
  },
  opened() {},
  heard(client, bytes, from) {
    const type = bytes[from];
    if (type === colyseusType.joinRoom) client.socket.send(Uint8Array.of(colyseusType.joinRoom));
    return type === colyseusType.roomStatePatch;
  },
  // ROOM_DATA · "turn" and the heading in msgpack.
  turn(client, heading) {
    const { roomData } = colyseusType;
    client.socket.send(Uint8Array.of(roomData, 0xa4, 0x74, 0x75, 0x72, 0x6e, heading));
  },
});

/** Engine.IO 4 (0 open, 2 ping, 3 pong, 4 message) and Socket.IO 5 (40 connect, 42 event). */
const socketIo = () => ({
  pathOf: (_, room) => `/socket.io/?EIO=4&transport=websocket&room=load-${room}`,
  opened() {},
  heard({ socket }, bytes, from) {
    const [packet, kind] = [bytes[from], bytes[from + 1]];
    if (packet === 0x30) socket.send(Buffer.from('40'), opcode.text);
    else if (packet === 0x32) socket.send(Buffer.from('3'), opcode.text);
    // `42["tick",…`, not `42["state",…`
    return packet === 0x34 && kind === 0x32 && bytes[from + 4] === 0x74;
  },
  turn: ({ socket }, heading) => socket.send(Buffer.from(`42["turn",${heading}]`), opcode.text),
});

const ws = ({ kind }) => ({
  pathOf: (_, room) => `/load-${room}`,
  opened() {},
  // All but the first message, `{"all":…`; as a tick's bytes that would be one after three days.
  heard: (_, bytes, from) => !(bytes[from] === 0x7b && bytes[from + 2] === 0x61),
  turn: ({ socket }, heading) => {
    if (kind === 'json') socket.send(Buffer.from(`{"turn":${heading}}`), opcode.text);
    else socket.send(Uint8Array.of(heading));
  },
});

export const protocols = { tickhouse, colyseus, 'socket-io': socketIo, ws, limit: ws };
