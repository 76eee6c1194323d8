// One run of one contender: a server of its own, a load of its own, both ended.

import { setTimeout as passed } from 'node:timers/promises';
import { core, Process, withFolder } from './processes.mjs';
import { tickMs } from './world.mjs';

/** From when all have come until measuring begins: V8 compiles, buffers grow. */
const warmUpMs = 6_000;

/** Of a contender without a process of ours to ask: what the system says. */
const residentBytes = async (server) => server.residentBytes();
const collectedBytes = async (server) => (await server.ask({})).rss;

/**
 * @param contender { module, kind }
 * @param room { rooms, players }
 * @param limit { program, payloadBytes } for the module `limit`
 * @returns { cpuUs, bytes, memoryBytes, delivered, loadCpuShare, inputsHz }: the first two per client and
 *   tick, memory and inputs per client
 */
export function measure(contender, { rooms, players }, seconds, limit) {
  const { module, kind } = contender;
  return withFolder(async (dataDir) => {
    const settings = JSON.stringify({ kind, players, dataDir });
    const opening =
      module === 'limit'
        ? Process.program(core.server, limit.program, limit.payloadBytes, tickMs)
        : Process.node(core.server, 'server.mjs', module, settings);
    const { process: server, first } = await opening;
    const memoryOf = module === 'limit' ? residentBytes : collectedBytes;
    try {
      const port = module === 'limit' ? Number(first) : first.port;
      const emptyBytes = await memoryOf(server);
      const { process: load } = await Process.node(core.load, 'load.mjs');
      try {
        await load.ask({ call: 'join', port, module, kind, rooms, players });
        await passed(warmUpMs);
        await load.ask({ call: 'begin' });
        const before = server.cpuUs();
        await passed(seconds * 1000);
        const cpuUs = server.cpuUs() - before;
        const { value } = await load.ask({ call: 'end' });
        if (value.lost > 0) throw new Error(`${value.lost} clients were disconnected`);
        const clients = rooms * players;
        return {
          cpuUs: cpuUs / value.ticks,
          bytes: value.bytes / value.ticks,
          memoryBytes: ((await memoryOf(server)) - emptyBytes) / clients,
          delivered: value.ticks / value.nominal,
          loadCpuShare: value.cpuShare,
          inputsHz: (value.inputs * 1000) / value.ms / clients,
        };
      } finally {
        await load.end();
      }
    } finally {
      await server.end();
    }
  });
}
