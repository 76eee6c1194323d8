// Words that several parts of the page need.

export function pointsOf(score: number): string {
  return score === 1 ? '1 point' : `${score} points`;
}
