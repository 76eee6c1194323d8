// Lesson 3.5, threads. A step of this game blocks: it writes to a database that has no promises, then
// sleeps where it stands. On the main thread nobody would be answered meanwhile; in a thread of its own
// it may block as long as it likes, and the main thread tells the players.

import { monitorEventLoopDelay } from 'node:perf_hooks';
import { inspect } from 'node:util';
import { threadId } from 'node:worker_threads';
import { Task, type TextSocket, threadPool } from 'tickhouse/server';
import { answerTo, type Lesson, tellAll } from './classroom.ts';

export const threads: Lesson = {
  number: '3.5',
  title: 'Threads',
  idea: 'A step that blocks runs in a thread; the main thread answers meanwhile.',
  file: 'threads.ts',

  open({ periodMs, dbPath, closing, log }) {
    const players = new Set<TextSocket>();
    const blocking = new URL('./blocking-step.js', import.meta.url);
    const pool = threadPool<typeof import('./blocking-step.ts')>(blocking, { workers: 1 });
    closing.addEventListener('abort', () => void pool.close());

    // How late the main thread's event loop comes to what is due: its own clock looks every 10 ms.
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    log(`Main thread id ${threadId}`);

    async function runLoop(): Promise<never> {
      for (;;) {
        delay.reset();
        const step = await pool.run('blockingStep', [dbPath, periodMs]);
        log(`Game loop thread id ${step.threadId}`);
        notify(step);
      }
    }

    const startLoop = (): Task<never> =>
      Task.start(runLoop, {
        onFailure: (error) => {
          if (closing.aborted) return;
          log(`game loop failed: ${inspect(error)}`);
          tellAll(players, `game loop failed: ${error}; whoever connects next starts it again`);
        },
      });
    let loop = startLoop();

    function notify({ tick, blockedMs }: { tick: number; blockedMs: number }): void {
      log(`Notify thread id ${threadId}`);
      // The longest of the period: the mean, or any other share, would hide one long standstill.
      const late = `${(delay.max / 1e6).toFixed(1)} ms`;
      tellAll(
        players,
        `game loop says: tick ${tick} is in the database; its thread was blocked for ` +
          `${Math.round(blockedMs)} ms, the event loop's delay was at most ${late}`,
      );
    }

    return (player) => {
      players.add(player);
      // What failed is over; who comes next finds a fresh one, as in lesson 3.3.
      if (loop.state.status === 'failed') loop = startLoop();
      player.onText((text) => player.send(answerTo(text)));
      player.onClose(() => players.delete(player));
    };
  },
};
