// What every bench is built of: contenders in processes of their own, interleaved rounds, medians with
// their spread, ratios from paired rounds, and the printing. No bench asserts on time.

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/**
 * The options of every bench.
 *
 * @param secondsDefault a bench without it has no option `--seconds`
 */
export function readOptions(allContenders, roundsDefault = 15, secondsDefault = undefined) {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string', default: String(roundsDefault) },
      ...(secondsDefault && { seconds: { type: 'string', default: String(secondsDefault) } }),
    },
  });
  const contenders = values.only?.split(',') ?? allContenders;
  const unknown = contenders.filter((name) => !allContenders.includes(name));
  if (unknown.length > 0) {
    throw new Error(`--only ${unknown}: contenders are ${allContenders.join(', ')}`);
  }
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds: a number from 1');
  const seconds = Number(values.seconds ?? 1);
  if (!(seconds > 0)) throw new Error('--seconds: a number above 0');
  return { json: values.json, contenders, rounds, seconds };
}

/** One contender's process. It computes only while a request of ours is open. */
export class Contender {
  #child;
  cases = [];

  constructor(name, casesUrl) {
    this.name = name;
    this.#child = fork(fileURLToPath(new URL('child.mjs', import.meta.url)), [casesUrl.href, name]);
  }

  static async open(name, casesUrl) {
    const contender = new Contender(name, casesUrl);
    try {
      contender.cases = (await contender.#ask({ call: 'open' })).cases;
    } catch (error) {
      contender.close();
      throw error;
    }
    return contender;
  }

  async call(name, ...args) {
    return (await this.#ask({ call: name, args })).value;
  }

  /** Runs the case `times` times; µs for one of them. */
  async time(name, times) {
    return (await this.#ask({ call: name, args: [times] })).ns / times / 1000;
  }

  close() {
    if (this.#child.connected) this.#child.disconnect();
  }

  #ask(message) {
    return new Promise((resolve, reject) => {
      const child = this.#child;
      const settle = (act, value) => {
        child.off('message', onMessage);
        child.off('exit', onExit);
        act(value);
      };
      const onMessage = (reply) => {
        if (reply.error === undefined) settle(resolve, reply);
        else settle(reject, new Error(`${this.name}: ${reply.error}`));
      };
      const onExit = () => settle(reject, new Error(`${this.name}: its process ended`));
      child.on('message', onMessage);
      child.on('exit', onExit);
      child.send(message);
    });
  }
}

/** Opens contenders, hands them to `use`, and ends their processes whatever happens. */
export async function withContenders(names, casesUrl, use) {
  const contenders = [];
  try {
    for (const name of names) contenders.push(await Contender.open(name, casesUrl));
    return await use(contenders);
  } finally {
    for (const contender of contenders) contender.close();
  }
}

const warmUpRounds = 3;
/** How long a batch lasts whose number of repetitions is free. */
const batchMs = 20;

/**
 * Plays interleaved rounds: for each case all contenders in turn, the first one another each round.
 *
 * @param cases name → how often a batch repeats it: a number, the same for everyone (for what advances
 *   the world, so that the worlds stay in step), or undefined: as often as fills `batchMs`
 * @param afterRound called with the round's number, from 0, warm-up included
 * @returns samples: case → contender → µs of each round, warm-up left out
 */
export async function playRounds(contenders, cases, rounds, afterRound = async () => {}) {
  const samples = {};
  const times = {};
  for (const name of Object.keys(cases)) {
    samples[name] = {};
    times[name] = {};
    for (const contender of contenders) {
      if (!contender.cases.includes(name)) continue;
      samples[name][contender.name] = [];
      times[name][contender.name] = cases[name] ?? 100;
    }
  }
  for (let round = 0; round < warmUpRounds + rounds; round++) {
    for (const name of Object.keys(cases)) {
      for (let turn = 0; turn < contenders.length; turn++) {
        const contender = contenders[(turn + round) % contenders.length];
        if (times[name][contender.name] === undefined) continue;
        const us = await contender.time(name, times[name][contender.name]);
        if (round >= warmUpRounds) samples[name][contender.name].push(us);
        else if (cases[name] === undefined) {
          times[name][contender.name] = Math.ceil((batchMs * 1000) / us);
        }
      }
    }
    await afterRound(round);
  }
  return samples;
}

/** { median, low, high }: the quartiles, linearly interpolated. */
export function summary(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share) => {
    const place = (sorted.length - 1) * share;
    const below = Math.floor(place);
    const above = Math.ceil(place);
    return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
  };
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/** Summary of a ÷ b, round by round; undefined where either has no samples. */
export function pairedRatio(a, b) {
  if (a === undefined || b === undefined) return undefined;
  return summary(a.map((value, round) => value / b[round]));
}

/** A number with about three significant digits, none of them in exponents. */
export function short(value) {
  if (value >= 100) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1);
  return value.toFixed(value >= 1 ? 2 : 3);
}

/** `5.12 (5.01–5.33)`, or a dash where there is nothing. */
export function spread(values) {
  if (values === undefined) return '–';
  const { median, low, high } = summary(values);
  return `${short(median)} (${short(low)}–${short(high)})`;
}

/** Prints rows of text under a head; the first column to the left, the others to the right. */
export function printTable(head, rows) {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column].length)),
  );
  const line = (row) =>
    row
      .map((text, column) => {
        return column === 0 ? text.padEnd(widths[column]) : text.padStart(widths[column]);
      })
      .join('  ');
  console.log(line(head));
  console.log(widths.map((columnWidth) => '─'.repeat(columnWidth)).join('  '));
  for (const row of rows) console.log(line(row));
}

/**
 * Prints what was expected beside what came out. Nothing fails here: machines differ.
 *
 * @param lines { key, expected: most that is expected (with `atLeast`: least) or undefined, aim?,
 *   digits?: 2, ratio: summary or undefined }
 */
export function printExpectations(lines) {
  for (const { key, expected, atLeast = false, aim, digits = 2, ratio } of lines) {
    if (ratio === undefined) continue; // --only left one of the two out
    const [median, low, high] = [ratio.median, ratio.low, ratio.high].map((v) => v.toFixed(digits));
    const got = `${median} (${low}–${high})`;
    const isMet = atLeast ? ratio.median >= expected : ratio.median <= expected;
    const verdict = expected === undefined ? '' : isMet ? 'met' : 'MISSED';
    const bound =
      expected === undefined ? '' : `expected ${atLeast ? '≥' : '≤'} ${expected.toFixed(digits)}`;
    const hope = aim === undefined ? '' : ` (aim ${aim.toFixed(digits)})`;
    console.log(`${key.padEnd(30)} ${got.padEnd(20)} ${bound}${hope}  ${verdict}`.trimEnd());
  }
}

/** The last line of a bench with --json. */
export function printJson(bench, lines, versions) {
  const ratios = {};
  for (const { key, ratio } of lines) {
    if (ratio !== undefined) ratios[key] = Number(ratio.median.toFixed(4));
  }
  console.log(JSON.stringify({ bench, ratios, versions }));
}
