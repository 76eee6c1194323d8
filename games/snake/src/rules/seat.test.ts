// Seats: names and colours.
import { expect, test } from 'vitest';
import { Stage } from '../../tests/stage.ts';

test('names are trimmed; an empty one is Anonymous', () => {
  const stage = new Stage().join('  Ann ', '   ', '');
  const names = [...stage.state.snakes].map(({ name }) => name);
  expect(names).toEqual(['Ann', 'Anonymous', 'Anonymous']);
});

test('colours are 1 to 6, unique until used up, then as even as can be', () => {
  const stage = new Stage().join(...'abcdefghij');
  const colours = [...stage.state.snakes].map(({ colour }) => colour);
  expect(colours).toEqual([1, 2, 3, 4, 5, 6, 1, 2, 3, 4]);
});

test('the colour of who left goes to the next who comes', () => {
  const stage = new Stage().join('Ann', 'Bea', 'Cid');
  stage.tick({ type: 'leave', seat: 1 }, stage.joins(4, 'Dan'));
  expect(stage.snake(4).colour).toBe(2);
});
