// What a connection to an endpoint of the server's own may cost, whatever its other end does.

import { expect, test } from 'vitest';
import { frameBytes, opcodes } from '../../../../../tests/support/frames.ts';
import { adopted } from '../../../../../tests/support/recorded-socket.ts';
import { createHouse } from '../../testing/index.ts';
import { closeCodes } from '../../wire/index.ts';
import { Gate } from './gate.ts';
import { defaultGateLimits } from './limits.ts';

test('who pings and reads nothing is closed: answers that pile up are bounded too', async () => {
  const { host, clock, errors } = createHouse({ games: [] });
  const limits = { ...defaultGateLimits, textBufferedBytesMax: 10_000 };
  const onError = (error: unknown): unknown => errors.push(error);
  const gate = new Gate({ host, limits, endpoints: { '/echo': () => {} }, onError });
  const socket = await adopted(gate, '/echo', clock);
  socket.fill();
  for (let second = 0; second < 10; second++) {
    for (let n = 0; n < limits.messagesPerSecondMax; n++) {
      await socket.hears(frameBytes(new Uint8Array(125), { opcode: opcodes.ping }));
    }
    clock.advance(1_000);
  }
  expect(socket.writableLength).toBeLessThan(limits.textBufferedBytesMax + 1_000);
  await socket.drain();
  const last = socket.framesFrom(1).flat().at(-1);
  expect(last?.opcode).toBe(opcodes.close);
  expect(last?.payload.readUInt16BE(0)).toBe(closeCodes.tooSlow);
  expect(errors).toEqual([]);
});
