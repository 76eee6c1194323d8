// The bench of state and codec: a room of 50 snakes of length 8 on 200 × 200, the same rules for all.
// What one step, its delta, a snapshot and a copy cost, and how many bytes travel.

import {
  pairedRatio,
  playRounds,
  printExpectations,
  printJson,
  printTable,
  readOptions,
  short,
  spread,
  withContenders,
} from './harness.mjs';

const casesUrl = new URL('state/cases.mjs', import.meta.url);
const checkTicks = 1000;
/** Ticks in a batch: the same for all, so that a round finds every contender in the same world. */
const batchTicks = 4000;
const cases = { step: batchTicks, stepDelta: batchTicks, snapshot: undefined, copy: undefined };

const { json, contenders, rounds } = readOptions([
  'tickhouse',
  'objects-msgpackr',
  'colyseus-head',
  'colyseus-head-tuned',
  'colyseus-full',
  'colyseus-full-tuned',
]);

// Checked in processes of their own: a decoder would leave its traces in the encoder's inline caches.
const checks = await withContenders(contenders, casesUrl, async (opened) => {
  const results = {};
  for (const contender of opened)
    results[contender.name] = await contender.call('check', checkTicks);
  return results;
});
for (const part of ['heads', 'scores', 'bodies']) {
  assertSame(part, new Map(contenders.map((name) => [name, checks[name].world[part]])));
}
console.log(
  `checked: ${checkTicks} ticks, one world for all, every client follows from its bytes\n`,
);

const versions = { node: process.versions.node };
const samples = await withContenders(contenders, casesUrl, async (opened) => {
  for (const contender of opened) {
    versions[contender.name] = (await contender.call('about')).version;
  }
  return playRounds(opened, cases, rounds, async (round) => {
    const worlds = new Map();
    for (const contender of opened) worlds.set(contender.name, await contender.call('heads'));
    assertSame(`heads, in round ${round}`, worlds);
  });
});

printTable(
  ['µs, median (p25–p75)', 'step', 'step + delta', 'snapshot', 'copy', 'B/delta', 'B/snapshot'],
  contenders.map((name) => [
    `${name} ${versions[name]}`,
    ...Object.keys(cases).map((key) => spread(samples[key][name])),
    short(checks[name].bytesPerDelta),
    short(checks[name].bytesPerSnapshot),
  ]),
);

const timeRatio = (key, peer) => pairedRatio(samples[key].tickhouse, samples[key][peer]);
const byteRatio = (peer) =>
  checks.tickhouse && checks[peer]
    ? pairedRatio([checks.tickhouse.bytesPerDelta], [checks[peer].bytesPerDelta])
    : undefined;
// What is expected is expected of the documented idioms; the tuned ones stand beside them, unhidden.
const peers = contenders.filter((name) => name !== 'tickhouse');
const expectations = {
  'stepDelta/colyseus-head': { expected: 0.2, aim: 0.15 },
  'snapshot/colyseus-head': { expected: 0.1 },
  'bytes/colyseus-full': { expected: 0.45 },
  'bytes/colyseus-head': { expected: 0.7 },
};
const lines = ['stepDelta', 'snapshot', 'bytes'].flatMap((what) =>
  peers.map((peer) => {
    const key = `${what}/${peer}`;
    const ratio = what === 'bytes' ? byteRatio(peer) : timeRatio(what, peer);
    return { key, ratio, ...expectations[key] };
  }),
);
console.log(`\n${rounds} rounds on Node ${versions.node}`);
if (lines.some((line) => line.ratio)) {
  console.log('tickhouse ÷ peer, median of paired rounds (p25–p75); bytes are exact:');
  printExpectations(lines);
}
if (json) printJson('state', lines, versions);

function assertSame(what, byContender) {
  const [[first, expected], ...others] = byContender;
  for (const [name, value] of others) {
    if (value.join() !== expected.join()) throw new Error(`${name} and ${first} differ in ${what}`);
  }
}
