// What a cell of the ground holds, as numbers: 1 to 9 are food and worth what they say.

export const empty = 0;
export const foodMax = 9;
export const stone = 10;
export const deadHead = 11;
export const deadBody = 12;
export const deadTail = 13;

/** Whether running into this kills. */
export function isObstacle(ground: number): boolean {
  return ground > foodMax;
}
