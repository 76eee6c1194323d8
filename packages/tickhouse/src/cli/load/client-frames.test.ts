// Frames of a client of a load: read as they come, in any pieces; written as a server reads them.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BitWriter } from '../../codec/index.ts';
import { clientFrame, opcode, readFrames } from './client-frames.ts';
import { Histogram } from './histogram.ts';
import { readNibbles } from './nibbles.ts';

/** A server's frame: whole and unmasked. */
function frame(message: Uint8Array): Buffer {
  const { length } = message;
  const head =
    length < 126
      ? [length]
      : length < 65_536
        ? [126, length >> 8, length & 255]
        : [127, 0, 0, 0, 0, 0, length >> 16, (length >> 8) & 255, length & 255];
  return Buffer.from([0x82, ...head, ...message]);
}

const message = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.constantFrom(125, 126, 65_535, 65_536).map((length) => new Uint8Array(length).fill(7)),
);

test('messages are the same however their bytes were cut', () => {
  fc.assert(
    fc.property(fc.array(message, { maxLength: 6 }), fc.array(fc.nat(400)), (messages, cuts) => {
      const stream = Buffer.concat(messages.map(frame));
      const found: Uint8Array[] = [];
      let rest = Buffer.alloc(0);
      let at = 0;
      for (const size of [...cuts, stream.length]) {
        const piece = Buffer.concat([rest, stream.subarray(at, at + size)]);
        at += size;
        const next = readFrames(piece, 0, piece.length, (_, bytes, from, to) =>
          found.push(Uint8Array.from(bytes.subarray(from, to))),
        );
        rest = piece.subarray(next);
      }
      expect(rest).toHaveLength(0);
      expect(found.map((one) => one.length)).toEqual(messages.map((one) => one.length));
      expect(Buffer.compare(Buffer.concat(found), Buffer.concat(messages))).toBe(0);
    }),
    { numRuns: 50 },
  );
});

test('a fragment, and a frame with a mask, are no frames of a server', () => {
  for (const bytes of [
    [0x02, 1, 0],
    [0x80, 1, 0],
    [0x82, 0x81, 1, 2, 3, 4, 5],
  ]) {
    expect(readFrames(Buffer.from(bytes), 0, bytes.length, () => {})).toBe(-1);
  }
});

test.each([0, 1, 125, 126, 65_535])('a frame of %i bytes has them under its mask', (length) => {
  const bytes = Uint8Array.from({ length }, (_, i) => i & 255);
  const framed = clientFrame(opcode.binary, bytes);
  const head = length < 126 ? 2 : 4;
  const [first = 0, second = 0] = framed;
  expect([first, second >> 7]).toEqual([0x82, 1]);
  const mask = framed.subarray(head, head + 4);
  const unmasked = framed.subarray(head + 4).map((byte, i) => byte ^ (mask[i & 3] as number));
  expect(Buffer.compare(unmasked, bytes)).toBe(0);
});

test('the number of a tick is read as it was written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (tick) => {
      const out = new BitWriter();
      out.bits(18, 8);
      out.nibbles(tick);
      expect(readNibbles(out.finish(), 1)).toBe(tick);
    }),
  );
});

test('quantiles are true to a tenth of a ms', () => {
  const histogram = new Histogram();
  expect(histogram.read()).toBeUndefined();
  for (let i = 1; i <= 1000; i++) histogram.record(i / 10);
  const { p50, p99, max } = histogram.read() ?? { p50: 0, p99: 0, max: 0 };
  expect(Math.abs(p50 - 50)).toBeLessThanOrEqual(0.1);
  expect(Math.abs(p99 - 99)).toBeLessThanOrEqual(0.1);
  expect(max).toBe(100);
  histogram.record(5000);
  expect(histogram.read()?.max).toBe(5000);
});

test('and above a second to a hundredth', () => {
  const histogram = new Histogram();
  for (let i = 0; i < 98; i++) histogram.record(1_500);
  for (const ms of [30_000, 60_000]) histogram.record(ms);
  const { p50, p99, max } = histogram.read() ?? { p50: 0, p99: 0, max: 0 };
  expect(Math.abs(p50 / 1_500 - 1)).toBeLessThanOrEqual(0.01);
  expect(Math.abs(p99 / 30_000 - 1)).toBeLessThanOrEqual(0.01);
  expect(max).toBe(60_000);
  histogram.record(1e9);
  expect(histogram.read()?.max).toBe(1e9);
});
