// A network between a client and its server that keeps bytes and their order, and nothing else: what
// was written at once arrives in pieces, and what was written apart arrives together.

import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** For how long bytes may wait for more, in ms: several ticks of a fast room. */
const holdMs = 70;

/** How many bytes go on next, of those at hand; 0: they wait, and go on with what came meanwhile. */
export type Pieces = (atHand: number) => number;

/** Opens a port that leads to another one; gives the port. */
export async function openProxy(to: number, up: Pieces, down: Pieces): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
    }
    carry(near, far, up);
    carry(far, near, down);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function carry(from: Socket, to: Socket, pieces: Pieces): void {
  let bytes = Buffer.alloc(0);
  let isCarrying = false;
  let isOver = false;
  const carryOn = async (): Promise<void> => {
    if (isCarrying) return;
    isCarrying = true;
    while (bytes.length > 0) {
      let size = pieces(bytes.length);
      if (size === 0) {
        await new Promise((resolve) => setTimeout(resolve, holdMs));
        size = bytes.length;
      }
      const piece = bytes.subarray(0, size);
      bytes = bytes.subarray(size);
      await writePiece(to, piece);
    }
    isCarrying = false;
    if (isOver) to.end();
  };
  from.on('data', (data) => {
    bytes = Buffer.concat([bytes, data as Buffer]);
    void carryOn();
  });
  from.on('close', () => {
    isOver = true;
    void carryOn();
  });
}

/** Writes a piece that does not travel together with the next one. */
export async function writePiece(to: Socket, piece: Uint8Array): Promise<void> {
  await new Promise<void>((resolve) => to.write(piece, () => resolve()));
  await new Promise(setImmediate);
}
