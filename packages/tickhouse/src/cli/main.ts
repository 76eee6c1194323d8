// `tickhouse`: the command line. Each command is a file beside this one.

import { TickhouseError } from '../errors.ts';
import { loadCommand, loadUsage } from './load.ts';
import { replayCommand, replayUsage } from './replay.ts';
import { startCommand, startUsage } from './start.ts';
import { UsageError } from './usage-error.ts';

const usage = `tickhouse: tools for games made with tickhouse

${startUsage}

${replayUsage}

${loadUsage}`;

async function main([command, ...args]: readonly string[]): Promise<number> {
  if (command === undefined || command === 'help' || command === '--help') {
    console.log(usage);
    return 0;
  }
  if (command === 'start') return startCommand(args, (line) => console.log(line));
  if (command === 'replay') return replayCommand(args, (line) => console.log(line));
  if (command === 'load') return loadCommand(args, (line) => console.log(line));
  throw new UsageError(`there is no command "${command}"`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`tickhouse: ${error.message}\n\n${usage}`);
    process.exitCode = 2;
  } else if (error instanceof TickhouseError) {
    console.error(`tickhouse: ${error.message} (${error.code})`);
    process.exitCode = 1;
  } else throw error;
}
