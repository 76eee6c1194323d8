// What the environment may say about a lesson, read once and checked.

import { LessonError } from './lesson-error.ts';

export interface Settings {
  /** PORT: where the lesson listens; 0 takes any free port. Default: 8080. */
  readonly port: number;
  /** HOST: the address to listen on. Default: 127.0.0.1, this machine only. */
  readonly host: string;
  /** PERIOD_MS: from one tick to the next. Default: 2,000. */
  readonly periodMs: number;
  /** MATCH_MS: how long a match of lesson 3.4 lasts. Default: 60,000. */
  readonly matchMs: number;
  /** SAY_PATH: the socket on which lesson 3.4 hears other processes. Default: data/lesson.sock. */
  readonly sayPath: string;
  /** DB_PATH: the database of lesson 3.5. Default: data/lesson.sqlite. */
  readonly dbPath: string;
  /** NATS_URL: the broker over which lessons 3.4 and 3.6 hear other servers. Default: none. */
  readonly natsUrl: string | undefined;
}

const hourMs = 3_600_000;

/** @throws LESSON_SETTING when a number is none, or out of its range */
export function settingsFrom(env: Readonly<Record<string, string | undefined>>): Settings {
  const pipe = process.platform === 'win32' ? '\\\\.\\pipe\\tickhouse-lesson' : 'data/lesson.sock';
  return {
    port: numberFrom(env, 'PORT', 8080, 0, 65_535),
    host: env.HOST || '127.0.0.1',
    periodMs: numberFrom(env, 'PERIOD_MS', 2_000, 1, hourMs),
    matchMs: numberFrom(env, 'MATCH_MS', 60_000, 1, hourMs),
    sayPath: env.SAY_PATH || pipe,
    dbPath: env.DB_PATH || 'data/lesson.sqlite',
    natsUrl: env.NATS_URL || undefined,
  };
}

function numberFrom(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  fallback: number,
  min: number,
  max: number,
): number {
  const text = env[name] || String(fallback);
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new LessonError('LESSON_SETTING', `${name}=${text}: a whole number from ${min} to ${max}`);
}
