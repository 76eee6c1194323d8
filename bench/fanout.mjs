// The bench of sending: rooms of players over real sockets at 20 Hz, each server on one core, the load on
// another. What a client and tick cost in CPU and bytes, what a client costs in memory, how many of the
// ticks that should come do.

import { readFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { checkGames } from './fanout/check.mjs';
import { measure } from './fanout/measure.mjs';
import { compileLimit, pinned, withFolder } from './fanout/processes.mjs';
import {
  pairedRatio,
  printExpectations,
  printJson,
  printTable,
  readOptions,
  spread,
  summary,
} from './harness.mjs';

const contenders = {
  tickhouse: { module: 'tickhouse', kind: 'memory' },
  'tickhouse-process': { module: 'tickhouse', kind: 'process' },
  'colyseus-full': { module: 'colyseus', kind: 'full' },
  'colyseus-head': { module: 'colyseus', kind: 'head' },
  'socket.io': { module: 'socket-io', kind: '' },
  'ws-json': { module: 'ws', kind: 'json' },
  'ws-binary': { module: 'ws', kind: 'binary' },
  limit: { module: 'limit', kind: '' },
};
/** The ratios are those of the first, which gets all rounds; the others get half as many. */
const cases = [
  { rooms: 50, players: 10 },
  { rooms: 10, players: 50 },
  { rooms: 100, players: 10 },
];
/** A load that computes for longer may be what is measured. */
const loadCpuShareMax = 0.8;

const chosen = readOptions(Object.keys(contenders), 5, 3);
const { json, rounds, seconds } = chosen;
console.log(`checked: ${checkGames()} ticks, one game for all\n`);
if (!pinned) console.log('There is no taskset or one core only: server and load share cores.\n');

const samples = await withFolder(async (folder) => {
  const program = chosen.contenders.includes('limit') ? compileLimit(folder) : undefined;
  const names = chosen.contenders.filter((name) => name !== 'limit' || program !== undefined);
  return playCases(names, program);
});
for (const [index, { rooms, players }] of cases.entries()) {
  printCase(`${rooms} rooms × ${players} players`, samples[index]);
}
printRatios();

/** @returns for each case: contender → what was measured in each round */
async function playCases(names, program) {
  const all = cases.map(() => Object.fromEntries(names.map((name) => [name, []])));
  for (let round = 0; round < rounds; round++) {
    for (const [index, one] of cases.entries()) {
      if (index > 0 && round >= Math.max(1, Math.floor(rounds / 2))) continue;
      // The limit writes as many bytes as tickhouse did last; without it about as many.
      let payloadBytes = 8 + 3 * one.players;
      for (let turn = 0; turn < names.length; turn++) {
        const name = names[(turn + round) % names.length];
        const last = all[index].tickhouse?.at(-1);
        if (last !== undefined) payloadBytes = Math.round(last.bytes) - 2;
        note(`round ${round + 1}: ${one.rooms} × ${one.players}, ${name}`);
        all[index][name].push(await measured(name, one, { program, payloadBytes }));
      }
    }
  }
  note('');
  return all;
}

async function measured(name, one, limit) {
  try {
    return await measure(contenders[name], one, seconds, limit);
  } catch (error) {
    throw new Error(`${name}: ${error.message}`, { cause: error });
  }
}

function note(words) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${words}`);
}

function printCase(title, byName) {
  const of = (name, what) => byName[name].map((sample) => sample[what]);
  printTable(
    [title, 'CPU-µs', 'bytes', 'kB a client', 'delivered', 'load CPU'],
    Object.keys(byName).map((name) => [
      `${name} ${versionOf(name)}`.trim(),
      spread(of(name, 'cpuUs')),
      spread(of(name, 'bytes')),
      spread(of(name, 'memoryBytes').map((bytes) => bytes / 1000)),
      summary(of(name, 'delivered')).median.toFixed(4),
      summary(of(name, 'loadCpuShare')).median.toFixed(2),
    ]),
  );
  for (const name of Object.keys(byName)) {
    const { median } = summary(of(name, 'loadCpuShare'));
    if (median > loadCpuShareMax) console.log(`the load of ${name} took most of its core`);
  }
  console.log();
}

function printRatios() {
  const [first, , large] = samples;
  const of = (name, what) => first[name]?.map((sample) => sample[what]);
  const ratio = (what, peer) => pairedRatio(of('tickhouse', what), of(peer, what));
  const delivered = large.tickhouse?.map((sample) => sample.delivered);
  const lines = [
    { key: 'cpu/colyseus-full', expected: 0.52, aim: 0.42, ratio: ratio('cpuUs', 'colyseus-full') },
    { key: 'cpu/colyseus-head', expected: 0.52, aim: 0.42, ratio: ratio('cpuUs', 'colyseus-head') },
    { key: 'cpu/socket.io', expected: 0.64, aim: 0.52, ratio: ratio('cpuUs', 'socket.io') },
    { key: 'cpu/ws-json', ratio: ratio('cpuUs', 'ws-json') },
    { key: 'cpu/ws-binary', expected: 0.93, aim: 0.78, ratio: ratio('cpuUs', 'ws-binary') },
    { key: 'cpu/limit', expected: 2.4, aim: 1.6, ratio: ratio('cpuUs', 'limit') },
    { key: 'cpu/tickhouse-process', ratio: ratio('cpuUs', 'tickhouse-process') },
    {
      key: 'bytes/colyseus-full',
      expected: 0.45,
      aim: 0.35,
      ratio: ratio('bytes', 'colyseus-full'),
    },
    {
      key: 'memory/colyseus',
      expected: 0.45,
      aim: 0.35,
      ratio: ratio('memoryBytes', 'colyseus-full'),
    },
    {
      key: 'delivered',
      expected: 0.985,
      atLeast: true,
      aim: 0.999,
      digits: 3,
      ratio: delivered && summary(delivered),
    },
  ];
  const [{ model }] = cpus();
  console.log(
    `${rounds} rounds of ${seconds} s on Node ${process.versions.node}, Linux ${release().split('-')[0]}, ${model}`,
  );
  console.log(
    'tickhouse ÷ peer at 50 × 10, median of paired rounds (p25–p75); delivered at 100 × 10:',
  );
  printExpectations(lines);
  const versions = Object.fromEntries(Object.keys(first).map((name) => [name, versionOf(name)]));
  if (json) printJson('fanout', lines, { node: process.versions.node, ...versions });
}

function versionOf(name) {
  const folders = {
    tickhouse: '../packages/tickhouse',
    colyseus: 'node_modules/@colyseus/core',
    'socket-io': 'node_modules/socket.io',
    ws: 'node_modules/ws',
  };
  const folder = folders[contenders[name].module];
  if (folder === undefined) return '';
  return JSON.parse(readFileSync(new URL(`${folder}/package.json`, import.meta.url), 'utf8'))
    .version;
}
