// A line between client and server that a test can cut, and hold up in either direction.

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Line {
  readonly url: string;
  /** Connections that were made through the line, so far. */
  readonly count: number;
  /** Where it leads from now on. */
  leadTo(port: number): void;
  /** What the client says does not arrive any more, until the line is cut. */
  holdClient(): void;
  /** What the server says does not arrive any more, until the line is cut. */
  holdServer(): void;
  /** Ends every connection without a word; new ones are possible. */
  cut(): void;
  /** New connections fail, until told otherwise. */
  refuse(isRefusing: boolean): void;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

export async function openLine(port: number): Promise<Line> {
  const pairs = new Set<Pair>();
  let target = port;
  let isRefusing = false;
  let count = 0;
  const cut = (): void => {
    for (const { near, far } of pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
  };
  const server = createServer((near) => {
    count++;
    if (isRefusing) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(target, '127.0.0.1');
    const pair = { near, far };
    pairs.add(pair);
    near.on('data', (data) => far.write(data));
    far.on('data', (data) => near.write(data));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => {});
      one.on('end', () => other.end());
      one.on('close', () => {
        other.destroy();
        pairs.delete(pair);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    cut();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get count() {
      return count;
    },
    leadTo: (other) => {
      target = other;
    },
    holdClient: () => {
      for (const { near } of pairs) near.pause();
    },
    holdServer: () => {
      for (const { far } of pairs) far.pause();
    },
    cut,
    refuse: (refusing) => {
      isRefusing = refusing;
    },
  };
}
