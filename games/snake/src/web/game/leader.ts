// Who leads: the living snake with the most points.

interface Row {
  readonly slot: number;
  readonly alive: boolean;
  readonly score: number;
}

/**
 * The leader's seat; undefined when nobody lives. Among equals the one who led before goes on leading,
 * so that a view which follows the leader does not jump to and fro.
 *
 * @param before the seat that led until now
 */
export function leaderOf(snakes: Iterable<Row>, before: number | undefined): number | undefined {
  let leader: Row | undefined;
  for (const snake of snakes) {
    if (!snake.alive) continue;
    const isBetter = leader === undefined || snake.score > leader.score;
    if (isBetter || (snake.score === leader?.score && snake.slot === before)) leader = snake;
  }
  return leader?.slot;
}
