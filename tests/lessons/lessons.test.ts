// The lessons of the game loop as processes: each is started as a learner starts it, and spoken to by a
// WebSocket client that is none of ours.

import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { LessonClient, lessonProgram, type RunningLesson, startLesson } from '../support/lesson.ts';
import { startBroker } from '../support/nats.ts';

const numbers = ['3.1', '3.2', '3.3', '3.4', '3.5', '3.6'];
const quiet = { PERIOD_MS: '3600000' };

async function timersOf({ url }: RunningLesson): Promise<number> {
  return Number(await (await fetch(`${url}/timers`)).text());
}

describe.each(numbers)('every lesson, here %s', (number) => {
  test('answers keys, ticks meanwhile, and ends on SIGTERM', async () => {
    const lesson = await startLesson(number);
    const client = await LessonClient.open(lesson);
    await client.hears(/^game loop says: tick/);
    client.send('65');
    await client.hears('Pressed key code: 65');
    await client.hears(/^game loop says: tick/);
    expect(await lesson.program.stop()).toEqual({ code: 0, signal: null });
    expect((await client.closed).code).toBe(4016);
  });

  test('tells everyone, also after somebody left or was lost', async () => {
    const lesson = await startLesson(number);
    const [ann, bob, cid] = [
      await LessonClient.open(lesson),
      await LessonClient.open(lesson),
      await LessonClient.open(lesson),
    ];
    for (const client of [ann, bob, cid]) await client.hears(/^game loop says: tick/);
    await ann.leave();
    bob.socket.terminate();
    cid.heard.length = 0;
    for (let i = 0; i < 3; i++) await cid.hears(/^game loop says: tick/);
    expect(lesson.program.output).not.toMatch(/error/i);
  });

  test('answers or closes with a code what is no key, and lives on', async () => {
    const lesson = await startLesson(number, quiet);
    const client = await LessonClient.open(lesson);
    for (const text of ['', 'A', '-1', '6.5e9', '9'.repeat(300), '__proto__']) {
      client.send(text);
      const shown = JSON.stringify(text.slice(0, 20));
      await client.hears(`Not a key code: ${shown}. Send a whole number, such as 65.`);
    }
    const closed = async (send: (client: LessonClient) => void): Promise<number> => {
      const other = await LessonClient.open(lesson);
      send(other);
      return (await other.closed).code;
    };
    expect(await closed(({ socket }) => socket.send(Buffer.of(54, 53)))).toBe(1003);
    expect(await closed((other) => other.send('6'.repeat(20_000)))).toBe(1009);
    const flood = (other: LessonClient): void => {
      for (let i = 0; i < 1_000; i++) other.send('65');
    };
    expect(await closed(flood)).toBe(4002);
    client.send('007');
    await client.hears('Pressed key code: 7');
  });

  test('tells its page what it is', async () => {
    const { url } = await startLesson(number, quiet);
    const about = await (await fetch(`${url}/lesson`)).json();
    expect(about).toMatchObject({ number, title: expect.any(String), idea: expect.any(String) });
    const page = await fetch(url);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(await page.text()).not.toMatch(/<style|style=|<script>|onclick/);
  });
});

describe('3.2, a loop by request', () => {
  test('runs nothing before the first player and after the last', async () => {
    const lesson = await startLesson('3.2');
    const before = await timersOf(lesson);
    const client = await LessonClient.open(lesson);
    await lesson.program.printed(/loop of room a started\n/);
    expect(await timersOf(lesson)).toBe(before + 1);
    await client.leave();
    await lesson.program.printed(/loop of room a ended\n/);
    expect(await timersOf(lesson)).toBe(before);
  });

  test('has a loop for each room, which do not notice each other', async () => {
    const lesson = await startLesson('3.2');
    const [ann, bob] = [
      await LessonClient.open(lesson, '?room=a'),
      await LessonClient.open(lesson, '?room=b'),
    ];
    await ann.hears(/of room a$/);
    await bob.hears(/of room b$/);
    await ann.leave();
    await lesson.program.printed(/loop of room a ended\n/);
    await bob.hears(/of room b$/);
    expect(ann.heard.filter((text) => text.includes('room b'))).toEqual([]);
    expect(bob.heard.filter((text) => text.includes('room a'))).toEqual([]);
    const again = await LessonClient.open(lesson, '?room=a');
    await again.hears('game loop says: tick 0 of room a');
  });

  test('refuses with a code what is no name of a room', async () => {
    const lesson = await startLesson('3.2');
    for (const query of ['?room=', '?room=a%20b', `?room=${'x'.repeat(21)}`]) {
      expect((await (await LessonClient.open(lesson, query)).closed).code).toBe(4400);
    }
    expect(lesson.program.output).not.toContain('loop of room');
  });
});

describe('3.3, tasks', () => {
  test('the last to leave cancels the loop; the next starts a fresh one', async () => {
    const lesson = await startLesson('3.3');
    const [ann, bob] = [await LessonClient.open(lesson), await LessonClient.open(lesson)];
    await ann.hears('game loop started; it is the first');
    await ann.leave();
    bob.heard.length = 0;
    await bob.hears('game loop says: tick');
    await bob.leave();
    await lesson.program.printed(/game loop was cancelled: the last player left\n/);
    const next = await LessonClient.open(lesson);
    await next.hears('game loop started; the one before was cancelled: the last player left');
    await next.hears('game loop says: tick');
    expect(lesson.program.output).not.toContain('failed');
  });

  test('a failure surfaces with its cause, and the next who connects starts it again', async () => {
    const lesson = await startLesson('3.3');
    const [ann, bob] = [await LessonClient.open(lesson), await LessonClient.open(lesson)];
    ann.send('fail');
    for (const client of [ann, bob]) {
      await client.hears(/^game loop failed: tick \d+ went wrong; whoever connects next starts/);
    }
    await lesson.program.printed(/\[cause\]: Error: a player asked for it\n/);
    ann.send('fail');
    await ann.hears('No loop runs that could fail: whoever connects next starts it again');
    ann.send('65');
    await ann.hears('Pressed key code: 65');
    expect(ann.heard).toEqual([]);
    const cid = await LessonClient.open(lesson);
    await cid.hears(/^game loop started; the one before failed: tick \d+ went wrong$/);
    for (const client of [ann, bob, cid]) await client.hears('game loop says: tick');
    expect(lesson.program.output).not.toContain('cancelled');
  });

  test('a failed loop whose players all leave is not cancelled, and starts again', async () => {
    const lesson = await startLesson('3.3');
    for (let round = 0; round < 3; round++) {
      const client = await LessonClient.open(lesson);
      await client.hears('game loop says: tick');
      client.send('fail');
      await client.hears(/^game loop failed/);
      await client.leave();
    }
    expect(lesson.program.output).not.toContain('cancelled');
  });
});

describe('3.4, several events', () => {
  test('a match ends after its time, and can be played again', async () => {
    const lesson = await startLesson('3.4', { MATCH_MS: '100' });
    for (let round = 0; round < 2; round++) {
      const client = await LessonClient.open(lesson);
      expect(await client.closed).toEqual({ code: 1000, reason: 'the match is over' });
    }
  });

  test('a process of its own says a line to everyone', async () => {
    const lesson = await startLesson('3.4');
    const [ann, bob] = [await LessonClient.open(lesson), await LessonClient.open(lesson)];
    const say = lessonProgram('say', ['good', 'morning'], { SAY_PATH: lesson.sayPath });
    expect((await say.ended()).code).toBe(0);
    for (const client of [ann, bob]) await client.hears('another process says: good morning');
  });

  test('no line and no key is lost or out of order, however many come at once', async () => {
    const lesson = await startLesson('3.4', { PERIOD_MS: '1' });
    const client = await LessonClient.open(lesson);
    const lines = Array.from({ length: 1_000 }, (_, i) => `line ${i}`);
    const socket = connect(lesson.sayPath);
    await once(socket, 'connect');
    socket.end(`${lines.join('\n')}\n`);
    for (let code = 1; code <= 150; code++) client.send(String(code));
    for (const line of lines)
      expect(await client.hears(/process says/)).toMatch(RegExp(`${line}$`));
    const keys = await LessonClient.open(lesson);
    for (let code = 1; code <= 150; code++) keys.send(String(code));
    for (let code = 1; code <= 150; code++) {
      expect(await keys.hears(/^Pressed/)).toBe(`Pressed key code: ${code}`);
    }
  });

  test('who says too much without an end is cut off, and the lesson lives', async () => {
    const lesson = await startLesson('3.4');
    const client = await LessonClient.open(lesson);
    const socket = connect(lesson.sayPath);
    socket.on('error', () => {});
    const cutOff = new Promise((resolve) => socket.once('close', resolve));
    socket.write('x'.repeat(200_000));
    await cutOff;
    await client.hears(/^game loop says/);
  });

  test('two servers greet each other over a broker, and not themselves', async () => {
    const broker = await startBroker();
    const env = { NATS_URL: broker.url, ...quiet };
    const [here, there] = [await startLesson('3.4', env), await startLesson('3.4', env)];
    const [ann, bob] = [await LessonClient.open(here), await LessonClient.open(there)];
    ann.send('greet');
    await ann.hears('The other servers were told');
    await bob.hears(`another server says: hello from process ${here.program.pid}`);
    bob.send('greet');
    await ann.hears(`another server says: hello from process ${there.program.pid}`);
    await bob.hears('The other servers were told');
    expect([...ann.heard, ...bob.heard]).toEqual([]);
  });

  test('a broker that goes away harms nothing, and is found again', async () => {
    const broker = await startBroker();
    const env = { NATS_URL: broker.url, ...quiet };
    const [here, there] = [await startLesson('3.4', env), await startLesson('3.4', env)];
    const [ann, bob] = [await LessonClient.open(here), await LessonClient.open(there)];
    await broker.program.stop();
    for (const { program } of [here, there]) await program.printed(/the broker was lost\n/);
    ann.send('greet');
    await ann.hears('The broker does not answer');
    ann.send('65');
    await ann.hears('Pressed key code: 65');
    await startBroker(broker.port);
    for (const { program } of [here, there]) await program.printed(/broker is there again\n/);
    ann.send('greet');
    await bob.hears(/^another server says: hello/);
  });

  test('a broker that stands still holds up no match, however often it is greeted over', async () => {
    const broker = await startBroker();
    const lesson = await startLesson('3.4', { NATS_URL: broker.url, MATCH_MS: '1500' });
    const client = await LessonClient.open(lesson);
    process.kill(broker.program.pid, 'SIGSTOP');
    onTestFinished(() => void process.kill(broker.program.pid, 'SIGCONT'));
    for (let press = 0; press < 8; press++) client.send('greet');
    client.send('65');
    await client.hears('Pressed key code: 65');
    expect(await client.closed).toEqual({ code: 1000, reason: 'the match is over' });
    // Each takes a second: had the match waited for all eight, it had been told so eight times.
    const answers = client.heard.filter((text) => text === 'The broker does not answer');
    expect(answers.length).toBeLessThanOrEqual(1);
  });

  test('says without a broker that there is none', async () => {
    const client = await LessonClient.open(await startLesson('3.4'));
    client.send('greet');
    await client.hears('There is no broker: start one and set NATS_URL');
  });
});
