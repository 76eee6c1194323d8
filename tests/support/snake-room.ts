// A room of Snake as a spectator elsewhere sees it, for tests that act in a page and look at the room.

import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Heading, snake } from '../../games/snake/src/rules/index.ts';
import type { RoomOf } from '../../packages/tickhouse/src/client/index.ts';
import { until } from './honest.ts';
import { visitor } from './house.ts';

export type SnakeRoom = RoomOf<typeof snake>;

/** The room that the page is in. */
export async function roomOf(page: Page): Promise<SnakeRoom> {
  await page.locator('[data-testid=status][data-status=live]').waitFor();
  const { origin, searchParams } = new URL(page.url());
  return visitor(origin).watch(snake, { room: searchParams.get('room') ?? '' });
}

/** The turn of a seat's snake that leads towards the farther border. */
export function asideOf({ state }: SnakeRoom, seat: number): Heading {
  const { ground, snakes } = state;
  const own = snakes.at(seat);
  if (!own?.alive) throw new Error(`the snake of seat ${seat} is not alive`);
  const x = own.body.at(0) % ground.width;
  const y = Math.floor(own.body.at(0) / ground.width);
  if (own.heading === 'up' || own.heading === 'down')
    return x < ground.width / 2 ? 'right' : 'left';
  return y < ground.height / 2 ? 'down' : 'up';
}

/**
 * Turns the snake of seat 0 again and again, and waits each time until the room has it. It goes down a
 * stair towards the farther borders, so that it meets neither them nor itself.
 */
export async function steer(
  room: SnakeRoom,
  turns: readonly ((heading: Heading) => Promise<void>)[],
): Promise<void> {
  const own = () => room.state.snakes.at(0);
  let wanted: Heading | undefined;
  let before: Heading | undefined;
  for (const turn of turns) {
    const next: Heading = before ?? asideOf(room, 0);
    before = wanted;
    wanted = next;
    await turn(next);
    await until(room, () => !own()?.alive || own()?.heading === next);
    expect(own()).toMatchObject({ alive: true, heading: next });
  }
}
