// Where a field lies in its picture.
import { expect, test } from 'vitest';
import { fitted } from './room-picture.ts';

test('a field of the same shape fills the picture', () => {
  expect(fitted(200, 100, 50, 25)).toEqual({ cell: 4, left: 0, top: 0 });
});

test('a higher field touches top and bottom and lies in the middle', () => {
  expect(fitted(280, 140, 120, 70)).toEqual({ cell: 2, left: 20, top: 0 });
});

test('a wider field touches left and right', () => {
  expect(fitted(100, 100, 50, 25)).toEqual({ cell: 2, left: 0, top: 25 });
});
