// In which place of the table a row stands, by its rank: some screens have it in threes or fives
// beneath the field, some in pairs, and where not all are seen at once your own row comes first, and stays.

export interface Standing {
  /** From 0, the best first. */
  readonly rank: number;
  /** The same with your own row first. */
  readonly place: number;
  /** Among the rows that are not your own; -1 for that. */
  readonly other: number;
}

/** @param own rank of your row; undefined for a spectator */
export function standingOf(rank: number, own: number | undefined): Standing {
  if (own === undefined) return { rank, place: rank, other: rank };
  if (rank === own) return { rank, place: 0, other: -1 };
  const place = rank < own ? rank + 1 : rank;
  return { rank, place, other: place - 1 };
}

/** As what the styles calculate with. */
export function propertiesOf({ rank, place, other }: Standing): [name: string, value: number][] {
  return [
    ['--rank', rank],
    ['--trio', Math.floor(rank / 3)],
    ['--of-trio', rank % 3],
    ['--five', Math.floor(rank / 5)],
    ['--of-five', rank % 5],
    ['--place', place],
    ['--pair', Math.floor(other / 2)],
    ['--of-pair', Math.max(0, other) % 2],
  ];
}
