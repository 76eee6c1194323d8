// The first turn of a snake that still lies.
import { expect, test } from 'vitest';
import type { Heading } from '../../rules/index.ts';
import { Aim } from './aim.ts';

test.each<[wanted: Heading, presses: Heading[]]>([
  ['right', []],
  ['right', ['left', 'right']],
  ['up', ['up']],
  ['up', ['left', 'up']],
  ['down', ['up', 'down']],
  ['up', ['up', 'left', 'down']],
])('to the %s after %j', (wanted, presses) => {
  const aim = new Aim();
  aim.turned('down');
  aim.reset();
  for (const press of presses) aim.turned(press);
  expect(aim.of('right')).toBe(wanted);
});
