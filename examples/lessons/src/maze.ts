// A large maze, the same for the same seed wherever it is made: so it need not be sent.

/** Columns and rows; odd, so that cells and the walls between them alternate. */
export const side = 201;
const rooms = (side - 1) / 2;

/** What comes of a question for a way. */
export interface Answer {
  /** Cells from the first step to the goal. */
  readonly way: number[];
  /** The process that found it. */
  readonly pid: number;
}

/** A cell that is open in every maze. @param share from 0 up to but not 1 */
export function openCell(share: number): number {
  const room = Math.floor(share * rooms * rooms);
  return (1 + 2 * Math.floor(room / rooms)) * side + 1 + 2 * (room % rooms);
}

/** One byte for each cell, 1 where it is open. Ways are dug from room to room; some walls fall later. */
export function dig(seed: number): Uint8Array {
  const random = randomFrom(seed);
  const open = new Uint8Array(side * side);
  const steps = [-2 * side, 2, 2 * side, -2];
  const stack = [openCell(0)];
  open[openCell(0)] = 1;
  for (let at = stack.at(-1); at !== undefined; at = stack.at(-1)) {
    const from = at;
    const free = steps.filter((step) => isInside(from, step) && open[from + step] === 0);
    const step = free[Math.floor(random() * free.length)];
    if (step === undefined) stack.pop();
    else {
      open[from + step / 2] = 1;
      open[from + step] = 1;
      stack.push(from + step);
    }
  }
  for (let cell = side; cell < side * (side - 1); cell++) {
    const column = cell % side;
    if (column > 0 && column < side - 1 && random() < 0.03) open[cell] = 1;
  }
  return open;
}

function isInside(from: number, step: number): boolean {
  const column = (from % side) + (Math.abs(step) === 2 ? step : 0);
  const to = from + step;
  return column > 0 && column < side - 1 && to > side && to < side * (side - 1);
}

/** Numbers from 0 up to but not 1 (a linear congruential generator; Numerical Recipes, chapter 7). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}
