// Something that happens again and again, and whoever waits for the next time: publish/subscribe
// without a list of sockets. It stands apart from events, whose listeners stay until removed: a
// waiter is gone once it was told or gave up.

interface Waiter<T> {
  readonly wake: (value: T) => void;
  readonly signal: AbortSignal | undefined;
  readonly giveUp: () => void;
}

/**
 * A condition to wait for. It remembers nothing: `wait` is for the next `notifyAll`, and who is not
 * waiting misses it. A subscriber that must see every value waits again before it awaits anything
 * else.
 */
export class Condition<T = void> {
  #waiters = new Set<Waiter<T>>();

  /** How many wait now. */
  get waiting(): number {
    return this.#waiters.size;
  }

  /**
   * Resolves with the value of the next `notifyAll`. When `signal` aborts first, it rejects with
   * the signal's reason; either way it leaves no listener on the signal.
   */
  wait({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<T> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const waiter: Waiter<T> = {
        wake: resolve,
        signal,
        giveUp: () => {
          this.#waiters.delete(waiter);
          reject(signal?.reason);
        },
      };
      signal?.addEventListener('abort', waiter.giveUp, { once: true });
      this.#waiters.add(waiter);
    });
  }

  /**
   * Wakes all who wait now, in the order they came, and returns how many. Their code runs after the
   * caller's, so of two calls in one go they see the first.
   */
  notifyAll(value: T): number {
    const woken = this.#waiters;
    this.#waiters = new Set();
    for (const waiter of woken) {
      waiter.signal?.removeEventListener('abort', waiter.giveUp);
      waiter.wake(value);
    }
    return woken.size;
  }
}
