// Lesson 3.6, processes. Forty bots hunt through a large maze, and at each tick they want new ways: far
// too much for a tick. Questions go into another process by one queue, answers come back by another,
// and the loop never waits.

import { Loop, processPool, type TextSocket } from 'tickhouse/server';
import { joinBroker } from './broker.ts';
import { answerTo, type Lesson, tellAll } from './classroom.ts';
import { killChild } from './kill-child.ts';
import { type Answer, openCell } from './maze.ts';

type Bot = { at: number; isWaiting: boolean };
const mazeSeed = 7;

export const processes: Lesson = {
  number: '3.6',
  title: 'Processes',
  idea: 'Heavy work in another process; then several servers behind a balancer.',
  file: 'processes.ts',
  buttons: [{ label: 'Kill the worker', text: 'kill' }],

  async open({ clock, periodMs, ...given }) {
    const players = new Set<TextSocket>();
    const newBot = (): Bot => ({ at: openCell(Math.random()), isWaiting: false });
    const bots = Array.from({ length: 40 }, newBot);
    const work = new URL('./find-way.js', import.meta.url);
    const pool = processPool<typeof import('./find-way.ts')>(work, { workers: 1 });
    given.closing.addEventListener('abort', () => void pool.close());
    const answers: { readonly bot: Bot; readonly answer: Answer }[] = [];
    let [asked, answered, workerPid] = [0, 0, 0];
    let isDoomed = false;

    /** Into the one queue; what comes of it goes into the other, whenever it comes. */
    function ask(bot: Bot, goal: number): void {
      bot.isWaiting = true;
      asked++;
      const hear = (answer: Answer): void => {
        workerPid = answer.pid;
        answers.push({ bot, answer });
      };
      pool.run('findWay', [mazeSeed, bot.at, goal]).then(hear, (error) => {
        bot.isWaiting = false;
        if (!given.closing.aborted) given.log(`no way was found: ${error.message}`);
      });
    }

    function step(tick: number): void {
      for (const { bot, answer } of answers.splice(0)) {
        answered++;
        bot.at = answer.way[0] ?? bot.at;
        bot.isWaiting = false;
      }
      const who = workerPid || 'not known yet';
      const counts = `asked ${asked}, answered ${answered}, worker process ${who}`;
      tellAll(players, `game loop says: tick ${tick}: ${counts}`);
      // What they hunt is somewhere else at each tick. Who has no answer yet stands still.
      const goal = openCell(Math.random());
      for (const bot of bots) if (!bot.isWaiting) ask(bot, goal);
      if (!isDoomed || workerPid === 0) return;
      // The pool starts another worker, which does again what this one had begun.
      const fate = killChild(workerPid) ? 'was killed at its work' : 'had died before';
      tellAll(players, `Process ${workerPid} ${fate}`);
      [isDoomed, workerPid] = [false, 0];
    }

    Loop.start({ clock, rateHz: 1000 / periodMs, step });
    const tell = await joinBroker(given, (text) => tellAll(players, text));

    return (player) => {
      players.add(player);
      player.send(`you play on the server with process ${process.pid}`);
      player.onText((text) => {
        isDoomed ||= text === 'kill';
        player.send(text === 'kill' ? 'The worker dies at the next tick' : answerTo(text));
        void tell(`a player of process ${process.pid} pressed ${text.slice(0, 5)}`);
      });
      player.onClose(() => players.delete(player));
    };
  },
};
