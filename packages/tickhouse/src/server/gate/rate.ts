// How often the other end of a connection may be heard. Whatever makes the server act counts, so that no
// sort of frame is free: messages, pings, pongs.

export class Rate {
  readonly #most: number;
  #heard = 0;

  /** @param most times between two renewals */
  constructor(most: number) {
    this.#most = most;
  }

  /** It was heard once more; false where that is once too often. */
  allows(): boolean {
    return ++this.#heard <= this.#most;
  }

  /** Counts anew. Tells whether it was heard at all since the last time. */
  renew(): boolean {
    const was = this.#heard > 0;
    this.#heard = 0;
    return was;
  }
}
