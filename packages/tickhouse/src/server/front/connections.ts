// How many sockets each address holds, so that one cannot take them all.

import type { Duplex } from 'node:stream';

export class Connections {
  readonly #perAddressMax: number;
  readonly #counts: Map<string, number> = new Map();

  constructor(perAddressMax: number) {
    this.#perAddressMax = perAddressMax;
  }

  /** Counts the socket until it closes; false where the address has too many already. */
  admit(address: string, socket: Duplex): boolean {
    // Behind a proxy on the same machine everybody comes from there (see `trustProxy`).
    if (isLoopback(address)) return true;
    const count = (this.#counts.get(address) ?? 0) + 1;
    if (count > this.#perAddressMax) return false;
    this.#counts.set(address, count);
    socket.once('close', () => {
      const left = (this.#counts.get(address) ?? 1) - 1;
      if (left === 0) this.#counts.delete(address);
      else this.#counts.set(address, left);
    });
    return true;
  }
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}
