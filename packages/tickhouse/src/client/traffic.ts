// Bytes per second, as a mean that forgets: what arrived some seconds ago hardly counts any more.

/** How long the mean remembers. */
const memoryMs = 2_000;

export class Traffic {
  /** Bytes that are remembered, at `#atMs`. */
  #bytes = 0;
  #atMs = 0;

  add(nowMs: number, bytes: number): void {
    this.#forget(nowMs);
    this.#bytes += bytes;
  }

  perSecond(nowMs: number): number {
    this.#forget(nowMs);
    return this.#bytes / (memoryMs / 1000);
  }

  #forget(nowMs: number): void {
    this.#bytes *= Math.exp((this.#atMs - nowMs) / memoryMs);
    this.#atMs = nowMs;
  }
}
