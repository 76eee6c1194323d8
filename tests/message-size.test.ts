// The budget for bytes: about three for each moving snake and tick, everything included. Births and
// deaths are counted apart: a death lays a whole body on the ground.

import { expect, test } from 'vitest';
import { snake } from '../games/snake/src/rules/index.ts';
import {
  blueprintOf,
  type Command,
  defaultOptions,
  planOf,
  Simulation,
} from '../packages/tickhouse/src/game/index.ts';
import type {
  ReadGrid,
  ReadList,
  ReadTable,
  RowKey,
} from '../packages/tickhouse/src/state/index.ts';
import { ServerMessages } from '../packages/tickhouse/src/wire/index.ts';
import { Dice } from './support/dice.ts';

/** RFC 6455: an unmasked frame of less than 126 bytes has a header of two. */
const frameHeaderBytes = 2;

interface Field {
  readonly ground: ReadGrid<number>;
  readonly occupied: ReadGrid<number>;
  readonly snakes: ReadTable<
    RowKey & { readonly alive: boolean; readonly heading: string; readonly body: ReadList<number> }
  >;
}

const headings = ['up', 'right', 'down', 'left'] as const;
const steps = { up: [0, -1], right: [1, 0], down: [0, 1], left: [-1, 0] } as const;

/** Whether the snake of this seat survives a step in this heading, as far as the field tells now. */
function isFree(field: Field, cell: number, heading: keyof typeof steps): boolean {
  const { ground, occupied } = field;
  const x = (cell % ground.width) + steps[heading][0];
  const y = Math.floor(cell / ground.width) + steps[heading][1];
  if (x < 0 || y < 0 || x >= ground.width || y >= ground.height) return false;
  return ground.get(x, y) < 10 && occupied.get(x, y) === 0;
}

test('a tick of ten snakes that move, turn and eat takes at most three bytes for each, header included', () => {
  // At the classic speed none lies still at first: all that live move.
  const options = { ...defaultOptions(snake), speed: 'classic' };
  const simulation = new Simulation(planOf(blueprintOf(snake, options)), { seed: 20_260 });
  const field = simulation.state as Field;
  const messages = new ServerMessages();
  const dice = new Dice(7);
  const numbers = new Uint32Array(snake.seats);
  const say = (seat: number, kind: string, data: Record<string, unknown>): Command => {
    const number = (numbers[seat] as number) + 1;
    numbers[seat] = number;
    return { type: 'input', seat, number, kind, data };
  };
  const seats = Array.from({ length: snake.seats }, (_, seat) => seat);
  simulation.advance(
    seats.map((seat) => ({ type: 'join', seat, player: { name: `P${seat}`, bot: false } })),
  );

  /** The slots of the living snakes, a letter each. */
  const living = (): string =>
    [...field.snakes]
      .map(({ alive, slot }) => (alive ? String.fromCharCode(97 + slot) : ''))
      .join('');

  let bytes = 0;
  let moving = 0;
  for (let tick = 0; tick < 240; tick++) {
    const commands: Command[] = [];
    for (const { slot, alive, heading, body } of field.snakes) {
      if (!alive) {
        // A person needs a moment to press the key.
        if (dice.chance(0.2)) commands.push(say(slot, 'play', {}));
        continue;
      }
      const blocked = !isFree(field, body.at(0), heading as keyof typeof steps);
      if (!blocked && !dice.chance(0.1)) continue;
      const free = headings.filter((one) => isFree(field, body.at(0), one));
      if (free.length > 0) commands.push(say(slot, 'turn', { heading: dice.pick(free) }));
    }
    const before = living();
    simulation.advance(commands);
    if (living() !== before) continue;
    moving += before.length;
    bytes += messages.tick(simulation, 1).length + frameHeaderBytes;
  }

  expect(moving).toBeGreaterThan(1_000);
  expect(bytes / moving).toBeLessThanOrEqual(3);
});
