// Lesson 3.6, processes. Forty bots want ways through a large maze: far too much for a tick. Questions
// go into another process by one queue, answers come back by another, and the loop never waits.

import { Loop, processPool, type TextSocket } from 'tickhouse/server';
import { joinBroker } from './broker.ts';
import { answerTo, type Lesson, tellAll } from './classroom.ts';
import { type Answer, openCell } from './maze.ts';

interface Bot {
  at: number;
  way: number[];
  isWaiting: boolean;
}

const mazeSeed = 7;
const botCount = 40;

export const processes: Lesson = {
  number: '3.6',
  title: 'Processes',
  idea: 'Heavy work in another process; with -- --servers 3, three servers behind a balancer.',
  file: 'processes.ts',
  buttons: [{ label: 'Kill the worker', text: 'kill' }],

  async open({ clock, periodMs, ...given }) {
    const { closing, log } = given;
    const players = new Set<TextSocket>();
    const bots = Array.from({ length: botCount }, (): Bot => {
      return { at: openCell(Math.random()), way: [], isWaiting: false };
    });
    const worker = new URL('./find-way.js', import.meta.url);
    const pool = processPool<typeof import('./find-way.ts')>(worker, { workers: 1, attempts: 5 });
    closing.addEventListener('abort', () => void pool.close());
    const answers: { readonly bot: Bot; readonly answer: Answer }[] = [];
    let asked = 0;
    let answered = 0;
    let workerPid: number | undefined;

    /** Into the one queue; what comes of it goes into the other, whenever it comes. */
    function ask(bot: Bot): void {
      bot.isWaiting = true;
      asked++;
      pool.run('findWay', [mazeSeed, bot.at, openCell(Math.random())]).then(
        (answer) => answers.push({ bot, answer }),
        (error) => closing.aborted || log(`no way was found: ${error.message}`),
      );
    }

    function step(tick: number): void {
      for (const { bot, answer } of answers.splice(0)) {
        answered++;
        bot.way = answer.way;
        bot.isWaiting = false;
        if (answer.pid !== workerPid) log(`ways are found in process ${answer.pid}`);
        workerPid = answer.pid;
      }
      for (const bot of bots) {
        bot.at = bot.way.shift() ?? bot.at;
        if (bot.way.length === 0 && !bot.isWaiting) ask(bot);
      }
      const counts = `asked ${asked}, answered ${answered} by process ${workerPid ?? 'none yet'}`;
      tellAll(players, `game loop says: tick ${tick}: ${counts}`);
    }

    Loop.start({ clock, rateHz: 1000 / periodMs, step });
    const tell = await joinBroker(given, (text) => tellAll(players, text));

    return (player) => {
      players.add(player);
      player.send(`you play on the server with process ${process.pid}`);
      player.onText((text) => {
        if (text === 'kill' && workerPid !== undefined) process.kill(workerPid, 'SIGKILL');
        else player.send(answerTo(text));
        void tell(`a player of process ${process.pid} pressed ${text.slice(0, 5)}`);
      });
      player.onClose(() => players.delete(player));
    };
  },
};
