// A real NATS broker as a process of its own, on this machine only.

import { ensureNatsServer } from '../../scripts/nats-server.mjs';
import { Program } from './program.ts';

export interface Broker {
  readonly program: Program;
  readonly url: string;
  readonly port: number;
}

/** Starts a broker and resolves when it listens. @param port default: any free one */
export async function startBroker(port = -1): Promise<Broker> {
  const address = ['--addr', '127.0.0.1', '--port', String(port)];
  const program = new Program(ensureNatsServer(), address);
  const [, chosen] = await program.printed(/client connections on 127\.0\.0\.1:(\d+)\n/);
  await program.printed(/Server is ready\n/);
  return { program, url: `nats://127.0.0.1:${chosen}`, port: Number(chosen) };
}
