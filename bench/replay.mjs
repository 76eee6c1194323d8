// The bench of replays: how much faster than it was played a room of ten Snake players is made again,
// what the tail costs that every live room keeps, and how large a replay file is.

import {
  pairedRatio,
  playRounds,
  printExpectations,
  printJson,
  printTable,
  readOptions,
  short,
  spread,
  summary,
  withContenders,
} from './harness.mjs';

const casesUrl = new URL('replay/cases.mjs', import.meta.url);
const { json, contenders, rounds } = readOptions(['live', 'tail', 'replay']);

let about;
const samples = await withContenders(contenders, casesUrl, async (opened) => {
  const hashes = new Set();
  for (const contender of opened) {
    about = await contender.call('about');
    hashes.add(await contender.call('hash'));
  }
  if (hashes.size !== 1) throw new Error('the games do not end in the same state');
  return (await playRounds(opened, { game: undefined }, rounds)).game;
});

const { ticks, tickRateHz, fileBytes, inputs } = about;
const playedUs = (ticks / tickRateHz) * 1e6;
console.log(`checked: ${ticks} ticks with ${inputs} commands, all end in the same state\n`);
printTable(
  ['µs a tick, median (p25–p75)', 'tick'],
  contenders.map((name) => [name, spread(samples[name].map((us) => us / ticks))]),
);
const speed = samples.replay && summary(samples.replay.map((us) => playedUs / us));
const bytesPerHour = Math.round((fileBytes / ticks) * tickRateHz * 3600);
console.log(`\n${rounds} rounds on Node ${process.versions.node}`);
if (speed !== undefined) {
  const verdict = speed.median >= 1_000 ? 'met' : 'MISSED';
  console.log(`replay: ${short(speed.median)} × real time, expected ≥ 1000  ${verdict}`);
}
console.log(`a room's hour in a replay file: ${bytesPerHour} bytes`);
const lines = [{ key: 'cpu/tail', ratio: pairedRatio(samples.tail, samples.live) }];
printExpectations(lines);
if (json) {
  const all = [...lines, { key: 'replaySpeed', ratio: speed }];
  printJson('replay', all, { node: process.versions.node });
}
