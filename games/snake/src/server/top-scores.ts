// The best scores since the server started: one for each name, the best names only.

export interface TopScore {
  readonly name: string;
  readonly points: number;
}

export class TopScores {
  readonly #namesMax: number;
  #list: readonly TopScore[] = [];

  /** @param namesMax default: 15 */
  constructor(namesMax = 15) {
    this.#namesMax = namesMax;
  }

  /** Best first; of equal ones the earlier. */
  get list(): readonly TopScore[] {
    return this.#list;
  }

  /** Adding the same score again changes nothing. Tells whether the list changed. */
  add({ name, points }: TopScore): boolean {
    const before = this.#list.find((one) => one.name === name);
    if (points === 0 || (before !== undefined && before.points >= points)) return false;
    const list = [...this.#list.filter((one) => one !== before), { name, points }]
      .sort((a, b) => b.points - a.points)
      .slice(0, this.#namesMax);
    const changed = list.some((one) => one.name === name);
    if (changed) this.#list = list;
    return changed;
  }
}
