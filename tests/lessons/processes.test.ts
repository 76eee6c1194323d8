// Lesson 3.6: heavy work in another process.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { killChild } from '../../examples/lessons/src/kill-child.ts';
import { LessonClient, type RunningLesson, startLesson } from '../support/lesson.ts';
import { startBroker } from '../support/nats.ts';
import { descendantsOf, isRunning } from '../support/processes.ts';

const tick = /^game loop says: tick (\d+): asked (\d+), answered (\d+), worker process (\d+)$/;

interface Tick {
  readonly tick: number;
  readonly asked: number;
  readonly answered: number;
  readonly pid: number;
}

/** The first tick, of those not yet awaited, of which this is true. */
async function tickOf(client: LessonClient, isTrue: (tick: Tick) => boolean): Promise<Tick> {
  for (;;) {
    const [, ...numbers] = tick.exec(await client.hears(tick)) ?? [];
    const [number = 0, asked = 0, answered = 0, pid = 0] = numbers.map(Number);
    const seen = { tick: number, asked, answered, pid };
    if (isTrue(seen)) return seen;
  }
}

/**
 * Expects that after `harm` each of the forty bots asks again in one tick: none waits for ever for what was
 * lost. A busy machine does not find forty ways in a short period, so longer ones are tried then.
 */
async function atSomePeriod(
  harm: (client: LessonClient, lesson: RunningLesson) => Promise<void>,
): Promise<void> {
  for (const periodMs of [1_500, 4_000, 16_000]) {
    const lesson = await startLesson('3.6', { PERIOD_MS: String(periodMs) });
    const client = await LessonClient.open(lesson);
    await harm(client, lesson);
    let before = await tickOf(client, () => true);
    for (let i = 0; i < 5; i++) {
      const next = await tickOf(client, () => true);
      if (next.asked - before.asked === 40) return;
      before = next;
    }
    await lesson.program.stop();
  }
  expect.fail('some bot asks no more');
}

test('the loop goes on while ways are sought, and every answer comes', async () => {
  const client = await LessonClient.open(await startLesson('3.6', { PERIOD_MS: '20' }));
  const first = await tickOf(client, ({ answered }) => answered > 0);
  const later = await tickOf(client, ({ answered }) => answered >= first.answered + 40);
  // Ticks without an answer lie between: nobody waited for one.
  expect(later.tick - first.tick).toBeGreaterThan(3);
  expect(later.asked).toBeGreaterThanOrEqual(later.answered);
});

test('a killed worker is replaced while 30 play, and its work is done again', async () => {
  const lesson = await startLesson('3.6');
  const clients = await Promise.all(Array.from({ length: 30 }, () => LessonClient.open(lesson)));
  const [ann] = clients as [LessonClient];
  const before = await tickOf(ann, ({ answered }) => answered > 5);
  process.kill(before.pid, 'SIGKILL');
  const after = await tickOf(ann, ({ pid }) => pid !== before.pid);
  // What was asked before the kill is answered after it: each of the bots gets its way.
  await tickOf(ann, ({ answered }) => answered >= after.asked);
  expect(isRunning(before.pid)).toBe(false);
  for (const client of clients) {
    client.send('65');
    await client.hears('Pressed key code: 65');
  }
  expect(lesson.program.output).not.toContain('no way was found');
});

describe('the button that kills the worker', () => {
  test('shows at the default period that another process does its work again, within a few ticks', async () => {
    const client = await LessonClient.open(await startLesson('3.6', { PERIOD_MS: '' }));
    const { pid } = await tickOf(client, ({ answered }) => answered > 0);
    client.send('kill');
    const told = await client.hears(/^Process \d+ was killed at its work$/);
    expect(told).toContain(` ${pid} `);
    const next = await tickOf(client, () => true);
    const after = await tickOf(client, (tick) => tick.pid > 0 && tick.pid !== pid);
    expect(after.tick - next.tick).toBeLessThanOrEqual(10);
    expect(isRunning(pid)).toBe(false);
  }, 60_000);

  test('loses no work: no bot waits for its way for ever', async () => {
    await atSomePeriod(async (client) => {
      await tickOf(client, ({ answered }) => answered > 0);
      client.send('kill');
      await client.hears(/^Process \d+ was killed/);
    });
  }, 180_000);

  test('can be pressed twice, before there is a worker, and when the worker died itself', async () => {
    const client = await LessonClient.open(await startLesson('3.6', { PERIOD_MS: '500' }));
    for (let press = 0; press < 2; press++) client.send('kill');
    const killed = await client.hears(/^Process \d+ was killed/);
    const { pid } = await tickOf(client, () => true);
    expect(killed).not.toContain(` ${pid} `);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => isRunning(pid)).toBe(false);
    for (let press = 0; press < 3; press++) client.send('kill');
    // The one that is dead, or the one after it: whichever the lesson knows by then.
    await client.hears(/^Process \d+ (?:had died before|was killed)/);
    await tickOf(client, (tick) => tick.pid !== pid);
    client.send('65');
    await client.hears('Pressed key code: 65');
  });

  test('kills no process but a child of its own', async () => {
    const [child, foreign] = [
      spawn('sleep', ['60']),
      spawn('sh', ['-c', 'sleep 60 & echo $!; wait']),
    ];
    const [line] = await once(foreign.stdout, 'data');
    const grandchild = Number(line);
    onTestFinished(() => {
      for (const pid of [grandchild, foreign.pid ?? 0]) process.kill(pid, 'SIGKILL');
    });
    expect(killChild(grandchild)).toBe(false);
    expect(isRunning(grandchild)).toBe(true);
    expect(killChild(child.pid ?? 0)).toBe(true);
    await once(child, 'exit');
    expect(killChild(child.pid ?? 0)).toBe(false);
    expect(killChild(0)).toBe(false);
  });
});

test('a way that is given up, as its workers die again and again, is asked for anew', async () => {
  await atSomePeriod(async (_client, { program }) => {
    await expect
      .poll(
        () => {
          for (const pid of descendantsOf(program.pid)) process.kill(pid, 'SIGKILL');
          return program.output;
        },
        { timeout: 60_000, interval: 20 },
      )
      .toContain('no way was found');
  });
}, 240_000);

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'no worker is left behind when the server ends by %s',
  async (signal) => {
    const lesson = await startLesson('3.6');
    const { pid } = await tickOf(await LessonClient.open(lesson), ({ answered }) => answered > 0);
    expect(descendantsOf(lesson.program.pid)).toContain(pid);
    await lesson.program.stop(signal);
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
  },
);

test('servers hear each other over a broker', async () => {
  const broker = await startBroker();
  const env = { NATS_URL: broker.url };
  const [here, there] = [await startLesson('3.6', env), await startLesson('3.6', env)];
  const [ann, bob] = [await LessonClient.open(here), await LessonClient.open(there)];
  ann.send('65');
  await ann.hears('Pressed key code: 65');
  await bob.hears(`a player of process ${here.program.pid} pressed 65`);
});
