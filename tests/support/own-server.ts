// An HTTP server of somebody's own that tickhouse is attached to, on loopback, closed with its test.

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Attached } from '../../packages/tickhouse/src/server/index.ts';

/** Resolves with its port when it listens. */
export async function listen(http: Server, attached: Attached): Promise<number> {
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await attached.close();
    http.closeAllConnections();
    http.close();
  });
  return (http.address() as AddressInfo).port;
}
