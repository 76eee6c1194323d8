// The best scores: one for each name, the best names only.

/** The names that a list has at most. */
export const topNamesMax = 15;

export interface TopScore {
  readonly name: string;
  readonly points: number;
  /** The colour of the snake, 1 to 6. */
  readonly colour: number;
  /** The run of the room and the tick that it was made in; scores of earlier versions have none. */
  readonly run?: string;
  readonly tick?: number;
}

export class TopScores {
  readonly #namesMax: number;
  readonly #listeners = new Set<() => void>();
  #list: readonly TopScore[];

  /**
   * @param list kept from earlier
   * @param namesMax default: 15
   */
  constructor(list: readonly TopScore[] = [], namesMax = topNamesMax) {
    this.#namesMax = namesMax;
    this.#list = list.slice(0, namesMax);
  }

  /** Best first; of equal ones the earlier. */
  get list(): readonly TopScore[] {
    return this.#list;
  }

  /** Called after each change of the list, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Adding the same score again changes nothing. Tells whether the list changed. */
  add({ name, points, colour, run, tick }: TopScore): boolean {
    const before = this.#list.find((one) => one.name === name);
    if (points === 0 || (before !== undefined && before.points >= points)) return false;
    const match = run === undefined || tick === undefined ? {} : { run, tick };
    const added: TopScore = { name, points, colour, ...match };
    const list = [...this.#list.filter((one) => one !== before), added]
      .sort((a, b) => b.points - a.points)
      .slice(0, this.#namesMax);
    if (!list.includes(added)) return false;
    this.#list = list;
    for (const listener of this.#listeners) listener();
    return true;
  }
}
