// No sort of frame is free: who says anything too often is closed, at a room and at an endpoint.

import { expect, test } from 'vitest';
import { counting } from '../../../../../tests/support/counting-game.ts';
import { frameBytes, opcodes } from '../../../../../tests/support/frames.ts';
import { say } from '../../../../../tests/support/raw-client.ts';
import { adopted } from '../../../../../tests/support/recorded-socket.ts';
import { createHouse } from '../../testing/index.ts';
import { closeCodes } from '../../wire/index.ts';
import { Gate } from './gate.ts';
import { defaultGateLimits } from './limits.ts';

const limits = { ...defaultGateLimits, messagesPerSecondMax: 20 };
const nothing = new Uint8Array(0);
const hello = frameBytes(say.hello());
const control = {
  ping: frameBytes(nothing, { opcode: opcodes.ping }),
  pong: frameBytes(nothing, { opcode: opcodes.pong }),
};

test.each([
  ['messages', '/play/counting/arena', [hello], frameBytes(say.ack(0))],
  ['pings', '/play/counting/arena', [hello], control.ping],
  ['pongs', '/play/counting/arena', [hello], control.pong],
  ['pongs before a hello', '/play/counting/arena', [], control.pong],
  ['texts', '/echo', [], frameBytes(nothing, { opcode: opcodes.text })],
  ['pings', '/echo', [], control.ping],
  ['pongs', '/echo', [], control.pong],
] as const)('%s to %s: as many in each second as the limit says', async (_, url, first, frame) => {
  const { host, clock, errors } = createHouse({ games: [counting] });
  const onError = (error: unknown): unknown => errors.push(error);
  const gate = new Gate({ host, limits, endpoints: { '/echo': () => {} }, onError });
  const socket = await adopted(gate, url, clock);
  // Copies: ws takes the masks off in place.
  await socket.hears(...first.map((one) => Buffer.from(one)));
  const closes = (): number[] =>
    socket
      .framesFrom(1)
      .flat()
      .filter(({ opcode }) => opcode === opcodes.close)
      .map(({ payload }) => payload.readUInt16BE(0));
  for (let second = 0; second < 3; second++) {
    clock.advance(1_000);
    const many = Array.from({ length: limits.messagesPerSecondMax }, () => Buffer.from(frame));
    await socket.hears(...many);
  }
  expect(closes()).toEqual([]);
  await socket.hears(Buffer.from(frame));
  expect(closes()).toEqual([closeCodes.tooManyMessages]);
  expect(errors).toEqual([]);
});
