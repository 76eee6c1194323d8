// Those who listen to one thing. A listener that throws stops neither the others nor the connection.

import type { Unsubscribe } from './client-room.ts';

export class Listeners<A extends unknown[]> {
  #listeners: readonly ((...args: A) => void)[] = [];

  add(listener: (...args: A) => void): Unsubscribe {
    const own = (...args: A): void => listener(...args);
    this.#listeners = [...this.#listeners, own];
    return () => {
      this.#listeners = this.#listeners.filter((one) => one !== own);
    };
  }

  call(...args: A): void {
    for (const listener of this.#listeners) {
      try {
        listener(...args);
      } catch (error) {
        // Reported as any error that nobody caught.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
