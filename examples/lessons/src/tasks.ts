// Lesson 3.3, tasks. The loop is an async function, and what is kept of it is a Task: it can be
// cancelled, and asked how it ended. A loop that fails is not a loop that was cancelled.

import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { Task, type TaskState, type TextSocket } from 'tickhouse/server';
import { answerTo, type Lesson, tellAll } from './classroom.ts';

export const tasks: Lesson = {
  number: '3.3',
  title: 'Tasks',
  idea: 'The loop is a task: cancelled, failed, started again.',
  file: 'tasks.ts',
  buttons: [{ label: 'Make the loop fail', text: 'fail' }],

  open({ periodMs, log }) {
    const players = new Set<TextSocket>();
    let loop: Task<never> | undefined;
    let mistake: Error | undefined;

    async function runLoop(signal: AbortSignal): Promise<never> {
      mistake = undefined;
      for (let tick = 0; ; tick++) {
        // The signal makes it cancellable: on `cancel` this throws, and the function ends here.
        await sleep(periodMs, undefined, { signal });
        if (mistake) throw new Error(`tick ${tick} went wrong`, { cause: mistake });
        tellAll(players, 'game loop says: tick');
      }
    }

    function startLoop(): void {
      const before = loop ? `the one before ${endOf(loop.state)}` : 'it is the first';
      loop = Task.start(runLoop);
      void follow(loop);
      log(`game loop started; ${before}`);
      tellAll(players, `game loop started; ${before}`);
    }

    /** A task that is kept can fail unseen; who joins it has taken over to look at its end. */
    async function follow(task: Task<never>): Promise<void> {
      const outcome = await task.join();
      log(`game loop ${endOf(outcome)}`);
      if (outcome.status !== 'failed') return;
      log(inspect(outcome.error));
      tellAll(players, `game loop ${endOf(outcome)}; whoever connects next starts it again`);
    }

    return (player) => {
      players.add(player);
      // Who comes first starts afresh: the loop before was cancelled, even if it has yet to end.
      if (players.size === 1 || loop?.state.status !== 'running') startLoop();
      player.onText((text) => {
        if (text !== 'fail') player.send(answerTo(text));
        else if (loop?.state.status === 'running') mistake = new Error('a player asked for it');
        else player.send('No loop runs that could fail: whoever connects next starts it again');
      });
      player.onClose(() => {
        players.delete(player);
        if (players.size === 0) loop?.cancel('the last player left');
      });
    };
  },
};

function endOf(state: TaskState<never>): string {
  if (state.status === 'cancelled') return `was cancelled: ${state.reason}`;
  if (state.status === 'failed') return `failed: ${(state.error as Error).message}`;
  return `is ${state.status}`;
}
