// The process of the load: plays one server with lean clients of its protocol. They read what comes and
// decode no state. It does what the bench asks, one request at a time: join, begin, end.

import { LeanSocket } from '../../packages/tickhouse/dist/cli/load/lean-socket.js';
import { protocols } from './protocols.mjs';
import { tickMs } from './world.mjs';

const inputsHz = 2;
const actMs = 10;
/** Clients that come in at once. */
const doors = 16;

const clients = [];
let protocol;
let ticks = 0;
let inputs = 0;
let begun;

function act() {
  const now = performance.now();
  for (const client of clients) {
    if (!client.isLive) continue;
    if (now >= client.turnAtMs) {
      client.turnAtMs = now + ((0.5 + Math.random()) * 1000) / inputsHz;
      protocol.turn(client, Math.floor(Math.random() * 4));
      inputs++;
    }
    protocol.act?.(client, now);
  }
}

/** Resolves when its first tick has come. */
async function enter(base, room) {
  const path = await protocol.pathOf(base, room);
  await new Promise((resolve, reject) => {
    const client = { isLive: false, isOver: false, turnAtMs: 0, socket: undefined };
    client.socket = new LeanSocket(base, path, {
      open: () => protocol.opened(client),
      message: (bytes, from, to) => {
        if (!protocol.heard(client, bytes, from, to)) return;
        ticks++;
        if (client.isLive) return;
        client.isLive = true;
        client.turnAtMs = performance.now() + (Math.random() * 1000) / inputsHz;
        resolve();
      },
      closed: (why) => {
        client.isLive = false;
        client.isOver = true;
        reject(new Error(`a client of room ${room} was closed: ${why}`));
      },
    });
    clients.push(client);
  });
}

const requests = {
  async join({ port, module, kind, rooms, players }) {
    protocol = protocols[module]({ kind, players });
    const base = new URL(`http://127.0.0.1:${port}`);
    let next = 0;
    setInterval(act, actMs);
    const door = async () => {
      while (next < rooms * players) await enter(base, Math.floor(next++ / players));
    };
    await Promise.all(Array.from({ length: doors }, door));
    return { clients: clients.length };
  },
  begin() {
    begun = {
      ticks,
      inputs,
      bytes: bytesRead(),
      cpu: process.cpuUsage(),
      atMs: performance.now(),
    };
    return {};
  },
  end() {
    const ms = performance.now() - begun.atMs;
    const { user, system } = process.cpuUsage(begun.cpu);
    return {
      ms,
      ticks: ticks - begun.ticks,
      nominal: (clients.length * ms) / tickMs,
      inputs: inputs - begun.inputs,
      bytes: bytesRead() - begun.bytes,
      lost: clients.filter(({ isOver }) => isOver).length,
      cpuShare: (user + system) / 1000 / ms,
    };
  },
};

function bytesRead() {
  return clients.reduce((sum, { socket }) => sum + socket.bytesRead, 0);
}

process.on('message', async ({ call, ...parts }) => {
  try {
    process.send({ value: await requests[call](parts) });
  } catch (error) {
    process.send({ error: error.message });
  }
});
process.on('disconnect', () => process.exit());
process.send({ value: {} });
