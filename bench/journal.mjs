// The bench of the journal: what keeping every tick costs a server with 500 Snake players, in each mode,
// beside the same server that keeps nothing; and how quickly a room is made again.

import { execFile, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  pairedRatio,
  printExpectations,
  printJson,
  printTable,
  readOptions,
  short,
  spread,
  summary,
} from './harness.mjs';

const rooms = 50;
const players = 10;
const tickRateHz = 20;
const seconds = 10;
const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const command = path('../packages/tickhouse/dist/cli/main.js');
const game = path('journal/game.mjs');

const { json, contenders, rounds } = readOptions(['memory', 'process', 'disk'], 5);
const samples = {};
for (const name of contenders) {
  samples[name] = { cpuUs: [], heldP50Ms: [], journalBytes: [], recordingBytes: [] };
}
for (let round = -1; round < rounds; round++) {
  for (let turn = 0; turn < contenders.length; turn++) {
    const name = contenders[(turn + round + 1) % contenders.length];
    const found = await play(name);
    // The first round warms the machine's caches, no more.
    if (round < 0) continue;
    for (const [key, value] of Object.entries(found)) samples[name][key].push(value);
  }
}

printTable(
  ['median (p25–p75)', 'CPU-µs a client-tick', 'held, p50 ms', 'journal bytes a room-hour'],
  contenders.map((name) => [
    name,
    spread(samples[name].cpuUs),
    spread(samples[name].heldP50Ms),
    name === 'memory' ? '–' : spread(samples[name].journalBytes),
  ]),
);
console.log(
  `\n${rounds} rounds of ${seconds} s, ${rooms} rooms × ${players} players at ${tickRateHz} Hz, Node ${process.versions.node}`,
);
const { recordingBytes } = await play('memory', 'recorded');
console.log(`recording: ${Math.round(recordingBytes)} bytes a room and hour`);
const lines = [
  {
    key: 'cpu/process',
    expected: 1.05,
    ratio: pairedRatio(samples.process?.cpuUs, samples.memory?.cpuUs),
  },
  {
    key: 'cpu/disk',
    expected: 1.1,
    ratio: pairedRatio(samples.disk?.cpuUs, samples.memory?.cpuUs),
  },
  {
    key: 'latencyP50Ms',
    expected: 3,
    ratio: samples.disk && summary(samples.disk.heldP50Ms),
  },
];
printExpectations(lines);
const replaySpeed = await replayed();
const verdict = replaySpeed.median >= 1_000 ? 'met' : 'MISSED';
console.log(`replay: ${short(replaySpeed.median)} × real time, expected ≥ 1000  ${verdict}`);
if (json) {
  printJson('journal', [...lines, { key: 'replaySpeed', ratio: replaySpeed }], {
    node: process.versions.node,
  });
}

/** One server in one mode on one core, its players on another. */
async function play(durability, recorded = '') {
  const server = fork(path('journal/server.mjs'), [durability, recorded]);
  try {
    const { url } = await answer(server);
    pin(server.pid, 0);
    const { stdout } = await promisify(execFile)(
      ...pinned(1, [
        process.execPath,
        command,
        'load',
        url,
        ...['--game', game, '--rooms', rooms, '--players', players].map(String),
        ...['--ramp', '3', '--duration', String(seconds), '--json'],
      ]),
    );
    const report = JSON.parse(stdout);
    if (Object.keys(report.disconnects).length > 0) throw new Error(stdout);
    const { held } = await (await fetch(`${url}/healthz`)).json();
    const { journalBytes, recordingBytes, aliveMs } = await ask(server, 'end');
    const perRoomHour = 3_600_000 / aliveMs / rooms;
    return {
      cpuUs: report.server.cpuUsPerClientTick,
      heldP50Ms: held.p50Ms,
      journalBytes: journalBytes * perRoomHour,
      recordingBytes: recordingBytes * perRoomHour,
    };
  } finally {
    if (server.exitCode === null) server.kill();
  }
}

function ask(child, message) {
  const answered = answer(child);
  child.send(message);
  return answered;
}

function answer(child) {
  return new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}

/** A command line that runs on one core, where the system can say so. */
function pinned(core, [file, ...args]) {
  if (process.platform !== 'linux' || availableParallelism() < 2) return [file, args];
  return ['taskset', ['-c', String(core), file, ...args]];
}

function pin(pid, core) {
  if (process.platform === 'linux' && availableParallelism() > 1) {
    execFile('taskset', ['-a', '-c', '-p', String(core), String(pid)], () => {});
  }
}

/** How much faster than it was played a room is made again: the figure of the bench of replays. */
async function replayed() {
  const { stdout } = await promisify(execFile)(process.execPath, [
    path('replay.mjs'),
    '--json',
    '--only',
    'replay',
  ]);
  const { ratios } = JSON.parse(stdout.trim().split('\n').at(-1));
  return { median: ratios.replaySpeed, low: ratios.replaySpeed, high: ratios.replaySpeed };
}
