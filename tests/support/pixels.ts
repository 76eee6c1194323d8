// What is to be seen on a canvas of a page.

import type { Page } from 'playwright-core';
import { expect } from 'vitest';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where the pixels of just this colour, `#rrggbb`, have their middle, as a share of the canvas; undefined: none. */
export function middleOf(page: Page, canvas: string, colour: string): Promise<Point | undefined> {
  return page.evaluate(
    ([selector, hex]) => {
      const seen = document.querySelector<HTMLCanvasElement>(selector);
      const context = seen?.getContext('2d');
      if (!seen || !context) return undefined;
      const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
      const { data, width, height } = context.getImageData(0, 0, seen.width, seen.height);
      let [x, y, count] = [0, 0, 0];
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] !== red || data[i + 1] !== green || data[i + 2] !== blue) continue;
        x += (i / 4) % width;
        y += Math.floor(i / 4 / width);
        count++;
      }
      return count < 20 ? undefined : { x: x / count / width, y: y / count / height };
    },
    [canvas, colour] as const,
  );
}

/** Waits until something is seen, and seen to have moved. */
export async function seeMove(where: () => Promise<Point | undefined>): Promise<void> {
  let first: Point | undefined;
  await expect
    .poll(
      async () => {
        const now = await where();
        first ??= now;
        return first && now ? Math.hypot(now.x - first.x, now.y - first.y) : 0;
      },
      { timeout: 10_000, interval: 60 },
    )
    .toBeGreaterThan(0.02);
}
