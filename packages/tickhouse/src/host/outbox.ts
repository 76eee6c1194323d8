// Payloads that wait for their tick to be durable. One append is under way at a time and carries what
// gathered meanwhile; nothing that a tick said goes out before the append of its record resolved.

import type { Lane } from '../journal/index.ts';
import { type Publication, release } from '../room/index.ts';

export class Outbox {
  readonly #lane: Lane;
  readonly #afterRelease: (publication: Publication) => void;
  readonly #onError: (error: unknown) => void;
  #gathered: (Publication | (() => void))[] = [];
  #underWay = false;

  /**
   * @param afterRelease called for each publication that has gone out
   * @param onError an append failed: nothing is released any more
   */
  constructor(
    lane: Lane,
    afterRelease: (publication: Publication) => void,
    onError: (error: unknown) => void,
  ) {
    this.#lane = lane;
    this.#afterRelease = afterRelease;
    this.#onError = onError;
  }

  add(publication: Publication): void {
    this.#gathered.push(publication);
  }

  /** Calls it when all that was added before has gone out. */
  afterAll(then: () => void): void {
    this.#gathered.push(then);
  }

  /** Appends what has gathered, unless an append is under way: then it goes with the next. */
  flush(): void {
    if (this.#underWay || this.#gathered.length === 0) return;
    const publications = this.#gathered;
    this.#gathered = [];
    const durable = this.#append(publications);
    if (durable === undefined) {
      this.#release(publications);
      return;
    }
    this.#underWay = true;
    durable.then(
      () => {
        this.#underWay = false;
        this.#release(publications);
        this.flush();
      },
      (error) => this.#onError(error),
    );
  }

  /** A lane that throws has failed as one that rejects. */
  #append(gathered: readonly (Publication | (() => void))[]): Promise<void> | undefined {
    try {
      const records = gathered.flatMap((one) => (typeof one === 'function' ? [] : [one.record]));
      return this.#lane.append(records);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #release(gathered: readonly (Publication | (() => void))[]): void {
    for (const publication of gathered) {
      if (typeof publication === 'function') {
        publication();
        continue;
      }
      release(publication);
      this.#afterRelease(publication);
    }
  }
}
