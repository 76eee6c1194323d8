// What the environment asks for, checked before anything starts.

import type { Durability } from 'tickhouse/server';
import { SnakeError } from './snake-error.ts';

export interface Settings {
  readonly port: number;
  readonly host: string;
  /** The folder of everything that outlives the process. */
  readonly dataDir: string;
  /** What rooms survive. */
  readonly durability: Durability;
}

const durabilities: readonly Durability[] = ['memory', 'process', 'disk'];

/** PORT, HOST, DATA_DIR and DURABILITY, each with its default. @throws SNAKE_PORT, SNAKE_DURABILITY */
export function settingsFrom(environment: Readonly<Record<string, string | undefined>>): Settings {
  return {
    port: portFrom(environment.PORT),
    host: environment.HOST || '127.0.0.1',
    dataDir: environment.DATA_DIR || 'data',
    durability: durabilityFrom(environment.DURABILITY || 'process'),
  };
}

function durabilityFrom(text: string): Durability {
  const known = durabilities.find((one) => one === text);
  if (known !== undefined) return known;
  throw new SnakeError(
    'SNAKE_DURABILITY',
    `DURABILITY is "${text}", but rooms survive nothing (memory), the end of the process (process) or loss of power (disk)`,
  );
}

function portFrom(text: string | undefined): number {
  if (text === undefined || text.trim() === '') return 8080;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new SnakeError(
    'SNAKE_PORT',
    `PORT is "${text}", but a port is a whole number from 0 to 65535 (0 takes any free one)`,
  );
}
