// The socket of a load's player against an independent server: whatever the size of its messages.

import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { LeanSocket } from './lean-socket.ts';

const digestOf = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');

test('messages of all sizes come whole and in order, and what is said is heard', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const sizes = [0, 1, 125, 126, 16_384, 65_535, 65_536, 3, 9_000_000, 20, 200_000, 1];
  const messages = sizes.map((size, i) => Buffer.alloc(size, `message ${i}`));
  const said: string[] = [];
  server.on('connection', (webSocket) => {
    webSocket.on('message', (data) => {
      said.push(String(data));
      for (const message of messages) webSocket.send(message);
      webSocket.close(4321);
    });
  });
  const heard: string[] = [];
  let socket: LeanSocket | undefined;
  const why = await new Promise<string>((resolve) => {
    socket = new LeanSocket(new URL(`http://127.0.0.1:${port}`), '/', {
      open: () => socket?.send(Buffer.from('begin')),
      message: (bytes, from, to) => heard.push(digestOf(bytes.subarray(from, to))),
      closed: resolve,
    });
  });
  onTestFinished(() => void server.close());
  expect(heard).toEqual(messages.map(digestOf));
  expect([said, why]).toEqual([['begin'], '4321']);
  // Frames' heads: 2 bytes, 4 from 126 on, 10 from 65,536 on; the close frame has 4 bytes in all.
  const heads = sizes.reduce((sum, size) => sum + (size < 126 ? 2 : size < 65_536 ? 4 : 10), 4);
  expect(socket?.bytesRead).toBe(sizes.reduce((a, b) => a + b) + heads);
});
