// Frames made here, read by others: the parser of `ws`, and one by hand.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { opcodes, RawSocket, upgradeRequest } from '../../../../../tests/support/raw-socket.ts';
import { Payload } from '../../host/index.ts';
import { frameOf } from './frame.ts';

const lengths = [0, 1, 125, 126, 127, 65_535, 65_536, 70_000];

function bytesOf(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + length) & 255);
}

describe('a frame', () => {
  const heads: readonly (readonly [length: number, head: readonly number[]])[] = [
    [0, [0x82, 0]],
    [125, [0x82, 125]],
    [126, [0x82, 126, 0, 126]],
    [65_535, [0x82, 126, 255, 255]],
    [65_536, [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
  ];
  test.each(heads)('of %i bytes begins as RFC 6455 draws it', (length, head) => {
    const frame = frameOf(new Payload(bytesOf(length)));
    expect([...frame.subarray(0, head.length)]).toEqual(head);
    expect(Buffer.compare(frame.subarray(head.length), bytesOf(length))).toBe(0);
  });

  test('is made once for all who get it', () => {
    const payload = new Payload(bytesOf(5));
    expect(frameOf(payload)).toBe(frameOf(payload));
  });
});

/** A server that says what `speak` says, by frames of ours and by `ws`, to whoever comes. */
async function openServer(
  speak: (webSocket: WebSocket, sendFrame: (length: number) => void) => void,
): Promise<number> {
  const http = createServer();
  const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  http.on('upgrade', (request, socket, head) => {
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      speak(webSocket, (length) => socket.write(frameOf(new Payload(bytesOf(length)))));
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const webSocket of webSockets.clients) webSocket.terminate();
    http.close();
  });
  return (http.address() as AddressInfo).port;
}

describe('frames of ours and of ws on one socket', () => {
  function speak(webSocket: WebSocket, sendFrame: (length: number) => void): void {
    for (const length of lengths) {
      sendFrame(length);
      webSocket.ping(`${length}`);
      webSocket.send(bytesOf(3));
    }
    sendFrame(7);
    webSocket.close(4000, 'enough');
  }

  test('arrive whole and in order at a client of ws', async () => {
    const port = await openServer(speak);
    const client = new WebSocket(`ws://127.0.0.1:${port}`);
    const heard: string[] = [];
    client.on('message', (data: RawData, isBinary) => {
      const bytes = data as Buffer;
      expect(isBinary).toBe(true);
      expect(Buffer.compare(bytes, bytesOf(bytes.length))).toBe(0);
      heard.push(`message ${bytes.length}`);
    });
    client.on('ping', (data) => heard.push(`ping ${data}`));
    const [code, reason] = await new Promise<[number, string]>((resolve) => {
      client.on('close', (...end) => resolve([end[0], String(end[1])]));
    });
    expect([code, reason]).toEqual([4000, 'enough']);
    const wanted = lengths.flatMap((n) => [`message ${n}`, `ping ${n}`, 'message 3']);
    expect(heard).toEqual([...wanted, 'message 7']);
  });

  test('arrive whole and in order at a reader that shares no code with them', async () => {
    const port = await openServer(speak);
    const client = new RawSocket(port);
    client.socket.write(upgradeRequest('/'));
    await client.until(() => client.closeCode !== undefined);
    const { binary, ping, close } = opcodes;
    const wanted = lengths.flatMap((n) => [
      [binary, n],
      [ping, `${n}`.length],
      [binary, 3],
    ]);
    expect(client.frames.map(({ opcode, payload }) => [opcode, payload.length])).toEqual([
      ...wanted,
      [binary, 7],
      [close, 2 + 'enough'.length],
    ]);
    expect(client.frames.every(({ final, masked }) => final && !masked)).toBe(true);
  });
});

test('whatever its length, a payload comes out of ws as it went in', async () => {
  const port = await openServer((webSocket, sendFrame) => {
    webSocket.on('message', (data) => sendFrame(Number(String(data))));
  });
  const client = new WebSocket(`ws://127.0.0.1:${port}`);
  onTestFinished(() => client.terminate());
  await new Promise((resolve) => client.once('open', resolve));
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 140_000 }), async (length) => {
      client.send(`${length}`);
      const data = await new Promise<Buffer>((resolve) => client.once('message', resolve));
      expect(Buffer.compare(data, bytesOf(length))).toBe(0);
    }),
    { numRuns: 30 },
  );
});
