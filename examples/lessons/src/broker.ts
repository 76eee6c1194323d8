// What a lesson says to other servers and hears of them, over a NATS broker. Where there is none,
// the lesson works without.

import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { Given } from './classroom.ts';
import { LessonError } from './lesson-error.ts';

const subject = 'tickhouse.lessons';
const textCharsMax = 200;
const answerMs = 1_000;
/** What the broker has yet to confirm, at most: while it is away, nothing piles up. */
const unconfirmedMax = 100;
const noAnswer = 'The broker does not answer';

/**
 * Hears what other servers say, until this one closes.
 * @returns what tells them a text; it resolves with what became of it, within a second, or rejects when its
 * signal aborts
 * @throws LESSON_BROKER when no broker answers
 */
export async function joinBroker(
  { natsUrl, closing, log }: Pick<Given, 'natsUrl' | 'closing' | 'log'>,
  hear: (text: string) => void,
): Promise<(text: string, signal?: AbortSignal) => Promise<string>> {
  if (natsUrl === undefined) return async () => 'There is no broker: start one and set NATS_URL';
  // Without echo: a server need not hear itself. A broker that was lost is looked for for ever.
  const options = { servers: natsUrl, noEcho: true, maxReconnectAttempts: -1 };
  const connection = await connect(options).catch((cause) => {
    const advice = 'start one (nats-server), or correct the variable';
    throw new LessonError('LESSON_BROKER', `no broker answers at NATS_URL: ${advice}`, { cause });
  });
  connection.subscribe(subject, {
    callback: (error, message) => {
      if (error === null) hear(message.string().slice(0, textCharsMax));
    },
  });
  await connection.flush();
  void watch(connection, log);
  closing.addEventListener('abort', () => void connection.close(), { once: true });
  let unconfirmed = 0;
  const confirmed = async (text: string): Promise<string> => {
    if (unconfirmed >= unconfirmedMax) return noAnswer;
    unconfirmed++;
    try {
      connection.publish(subject, text);
      await connection.flush();
      return 'The other servers were told';
    } catch {
      // Its connection was lost, or this server is about to go.
      return noAnswer;
    } finally {
      unconfirmed--;
    }
  };
  return (text, signal) =>
    Promise.race([confirmed(text), sleep(answerMs, noAnswer, { ref: false, signal })]);
}

async function watch(connection: NatsConnection, log: (text: string) => void): Promise<void> {
  for await (const { type } of connection.status()) {
    if (type === 'disconnect') log('the broker was lost');
    if (type === 'reconnect') log('the broker is there again');
  }
}
