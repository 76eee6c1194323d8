// The world that all contenders of the state bench share: sizes, seed, first placement and the one
// random sequence. The rules themselves stand in each contender, in its own idiom.

export const width = 200;
export const height = 200;
export const snakeCount = 50;
export const bodyLength = 8;
export const seed = 20_260_101;

/** What a step adds to a head's column and row, by heading: up, right, down, left. */
export const columnSteps = [0, 1, 0, -1];
export const rowSteps = [-1, 0, 1, 0];

/**
 * Two draws a snake and tick, in slot order, for everyone:
 *   1. bits 28–31 all zero (1/16): turn; bit 27 says right (1) or left (0)
 *   2. bits 26–31 all zero (1/64): score grows by 1 + (bits 16–25) mod 9
 *
 * Numerical Recipes' LCG. As a signed 32-bit number it never leaves V8's small integers.
 */
export function randomFrom(start) {
  let word = start | 0;
  return () => {
    word = (Math.imul(word, 1_664_525) + 1_013_904_223) | 0;
    return word;
  };
}

/** Where everyone starts: five rows of ten, bodies trailing straight behind, cells head first. */
export function placements() {
  return Array.from({ length: snakeCount }, (_, slot) => {
    const heading = slot % 4;
    const x = (slot % 10) * 20 + 10;
    const y = Math.floor(slot / 10) * 40 + 20;
    const cells = Array.from({ length: bodyLength }, (_, back) => {
      const column = x - back * columnSteps[heading];
      const row = y - back * rowSteps[heading];
      return row * width + column;
    });
    return { slot, heading, x, y, cells };
  });
}
