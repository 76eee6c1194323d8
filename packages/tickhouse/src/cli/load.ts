// `tickhouse load`: plays a server with as many players as asked, and says what that cost it.

import { TickhouseError } from '../errors.ts';
import { type AnyGame, parseOptions } from '../game/index.ts';
import { readArguments } from './arguments.ts';
import { chooseGame } from './find-game.ts';
import type { LoadPlan } from './load/players.ts';
import { reportLines } from './load/report.ts';
import { type Progress, runLoad } from './load/run.ts';
import { UsageError } from './usage-error.ts';

export const loadUsage = `  tickhouse load URL --game MODULE      plays a server with many players and measures it
    --game MODULE     a JavaScript module that exports the game
    --name GAME       which one, where MODULE exports several
    --rooms 50        rooms, named load-1, load-2 …
    --players 10      players of each room
    --watchers 0      spectators of each room
    --inputs 2        random inputs of each player a second
    --ramp 5          seconds over which they come
    --duration 30     seconds that are measured, from when all have come
    --options a=b,c=d options of the rooms
    --json            prints the report as one JSON object`;

type Print = (line: string) => void;

export async function loadCommand(args: readonly string[], print: Print): Promise<number> {
  const { plan: planWith, module, name, json } = optionsOf(args);
  const plan = planWith(await chooseGame(module, name));
  const stop = new AbortController();
  const onInterrupt = (): void => {
    // Whoever asks twice does not want to wait for a report.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on('SIGINT', onInterrupt);
  const line = new LiveLine(process.stderr);
  try {
    const report = await runLoad(plan, {
      signal: stop.signal,
      onProgress: (progress) => line.show(progress),
    });
    line.end();
    if (json) print(JSON.stringify(report));
    else for (const words of reportLines(report)) print(words);
    return report.clients.seated === 0 && !report.interrupted ? 1 : 0;
  } finally {
    line.end();
    process.off('SIGINT', onInterrupt);
  }
}

/** How it goes: one line that is written over, or a line every few seconds where nobody sits before it. */
class LiveLine {
  readonly #out: NodeJS.WriteStream;
  #shownMs = Number.NEGATIVE_INFINITY;
  #isOpen = false;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  show(progress: Progress): void {
    const words = wordsOf(progress);
    if (this.#out.isTTY) {
      this.#out.write(`\r\u001b[K${words}`);
      this.#isOpen = true;
    } else if (performance.now() - this.#shownMs > 4_500) {
      this.#shownMs = performance.now();
      this.#out.write(`${words}\n`);
    }
  }

  end(): void {
    if (this.#isOpen) this.#out.write('\r\u001b[K');
    this.#isOpen = false;
  }
}

function wordsOf({ phase, passedMs, seated, asked, delivered, disconnects }: Progress): string {
  const seconds = `${(passedMs / 1000).toFixed(0)} s`;
  const lost = disconnects === 0 ? '' : `, ${disconnects} disconnected`;
  if (phase === 'joining') return `joining, ${seconds}: ${seated} of ${asked} seated${lost}`;
  const share = (delivered * 100).toFixed(1);
  return `measuring, ${seconds}: ${seated} seated, ${share} % of their ticks came${lost}`;
}

interface LoadOptions {
  readonly module: string;
  readonly name: string | undefined;
  readonly json: boolean;
  readonly plan: (game: AnyGame) => LoadPlan;
}

const text = { type: 'string' } as const;
const options = {
  game: text,
  name: text,
  rooms: { ...text, default: '50' },
  players: { ...text, default: '10' },
  watchers: { ...text, default: '0' },
  inputs: { ...text, default: '2' },
  ramp: { ...text, default: '5' },
  duration: { ...text, default: '30' },
  options: { ...text, default: '' },
  json: { type: 'boolean', default: false },
} as const;
type Values = ReturnType<typeof readArguments<typeof options>>['values'];

function optionsOf(args: readonly string[]): LoadOptions {
  const { subject: url, values } = readArguments(args, options, 'load needs one URL');
  if (values.game === undefined) throw new UsageError('load needs --game MODULE');
  const base = baseOf(url);
  const numbers = {
    rooms: numberOf(values, 'rooms', 1, 100_000, 'a whole number'),
    players: numberOf(values, 'players', 0, 255, 'a whole number'),
    watchers: numberOf(values, 'watchers', 0, 100_000, 'a whole number'),
    inputsHz: numberOf(values, 'inputs', 0, 1_000, 'a number'),
    rampMs: 1000 * numberOf(values, 'ramp', 0, 3_600, 'seconds'),
    durationMs: 1000 * numberOf(values, 'duration', 0.1, 86_400, 'seconds'),
  };
  if (numbers.players + numbers.watchers === 0) throw new UsageError('load needs --players');
  const texts = pairsOf(values.options);
  return {
    module: values.game,
    name: values.name,
    json: values.json,
    plan: (game) => {
      checkOptions(game, texts);
      return { base, game, options: texts, ...numbers };
    },
  };
}

/** `ws://` is as good as `http://`; what is behind the host is not looked at. */
function baseOf(url: string): URL {
  const text = url.replace(/^ws(s?):/, 'http$1:');
  if (URL.canParse(text) && /^https?:\/\//.test(text)) return new URL(new URL(text).origin);
  throw new UsageError(`${url}: a URL is such as http://localhost:8080`);
}

function numberOf(
  values: Values,
  name: 'rooms' | 'players' | 'watchers' | 'inputs' | 'ramp' | 'duration',
  least: number,
  most: number,
  what: 'a whole number' | 'a number' | 'seconds',
): number {
  const given = values[name];
  const number = Number(given);
  const isFit = /^\d+(\.\d+)?$/.test(given) && number >= least && number <= most;
  if (isFit && (what !== 'a whole number' || Number.isInteger(number))) return number;
  throw new UsageError(`--${name} ${given}: ${what} from ${least} to ${most}`);
}

/** `speed=fast,stones=true` */
function pairsOf(given: string): (readonly [string, string])[] {
  if (given === '') return [];
  return given.split(',').map((pair) => {
    const [name = '', value] = pair.split(/=(.*)/s);
    if (name === '' || value === undefined) {
      throw new UsageError(`--options ${given}: options are such as speed=fast,stones=true`);
    }
    return [name, value] as const;
  });
}

function checkOptions(game: AnyGame, texts: LoadPlan['options']): void {
  try {
    parseOptions(game, texts);
  } catch (error) {
    if (error instanceof TickhouseError) throw new UsageError(`--options: ${error.message}`);
    throw error;
  }
}
