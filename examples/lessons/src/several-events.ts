// Lesson 3.4, several events. A player's match is one async function that waits for whatever comes
// next: a key, a tick, the end of its time, a word of another process or of another server.

import { EventEmitter, on } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Condition, Loop, Task, type TextSocket } from 'tickhouse/server';
import { joinBroker } from './broker.ts';
import { answerTo, type Lesson } from './classroom.ts';
import { listenForLines } from './line-socket.ts';

/** What all matches share. */
export interface World {
  readonly tick: Condition<number>;
  /** Emits `news` with a text. No condition: two may come in one go, and both count. */
  readonly news: EventEmitter;
  readonly matchMs: number;
  /** Greets the other servers; resolves with what became of it. */
  readonly greet: (signal: AbortSignal) => Promise<string>;
}

type Happening = { readonly kind: 'key' | 'tick' | 'news' | 'end'; readonly text: string };

export const severalEvents: Lesson = {
  number: '3.4',
  title: 'Several events',
  idea: 'Keys, ticks, a timer, other processes and servers: whatever comes next.',
  file: 'several-events.ts',
  buttons: [{ label: 'Greet the other servers', text: 'greet' }],

  async open({ clock, periodMs, matchMs, ...given }) {
    const tick = new Condition<number>();
    // Each match listens, however many there are: more than ten are no leak.
    const news = new EventEmitter().setMaxListeners(0);
    const hear = (who: string) => (text: string) =>
      news.emit('news', `another ${who} says: ${text}`);
    await listenForLines(given, hear('process'));
    const tell = await joinBroker(given, hear('server'));
    const greet = (signal: AbortSignal) => tell(`hello from process ${process.pid}`, signal);
    // One step at a time: of two in one go, who waits for the condition would see the first.
    Loop.start({ clock, rateHz: 1000 / periodMs, catchUpMax: 1, step: (n) => tick.notifyAll(n) });
    return (player) => void playMatch(player, { tick, news, matchMs, greet });
  },
};

/** A match of one player, until its time is up or the player leaves. */
export async function playMatch(player: TextSocket, world: World): Promise<void> {
  const { tick, news, matchMs, greet } = world;
  const inbox = new EventEmitter();
  const put = (kind: Happening['kind'], text: string) => inbox.emit('happening', { kind, text });
  const putNews = (text: string): boolean => put('news', text);
  // Node's own queue: it keeps in order what comes while the body below is busy.
  const happenings = on(inbox, 'happening', { close: ['left'] }) as AsyncIterable<[Happening]>;

  player.onText((text) => put('key', text));
  player.onClose(() => inbox.emit('left'));
  news.on('news', putNews);
  const ticks = Task.start(async (signal) => {
    // A condition remembers nothing: between two waits nothing else may be awaited.
    for (;;) put('tick', `tick ${await tick.wait({ signal })}`);
  });
  const limit = Task.start(async (signal) =>
    put('end', await sleep(matchMs, 'the match is over', { signal })),
  );
  let greeting: Task<boolean> | undefined;

  try {
    for await (const [{ kind, text }] of happenings) {
      if (kind === 'end') return player.close(1000, text);
      if (kind === 'tick') player.send(`game loop says: ${text}`);
      else if (kind === 'news') player.send(text);
      else if (text !== 'greet') player.send(answerTo(text));
      else if (greeting?.state.status === 'running') player.send('You are greeting already');
      // Not awaited here: the match goes on, and the answer comes as one more event.
      else greeting = Task.start(async (signal) => putNews(await greet(signal)));
    }
  } finally {
    news.off('news', putNews);
    for (const task of [ticks, limit, greeting]) task?.cancel();
  }
}
