// No two snakes of a room look the same.
import { expect, test } from 'vitest';
import { Stage } from '../../../tests/stage.ts';
import { lookOf } from './look.ts';

test('ten snakes have ten looks, without regard to hue', () => {
  const stage = new Stage().join(...Array.from({ length: 10 }, (_, seat) => `P${seat}`));
  const { snakes } = stage.state;
  const looks = [...snakes].map((snake) => {
    const { pattern, isTwin } = lookOf(snake, snakes);
    return `${pattern} ${isTwin}`;
  });
  expect(new Set(looks).size).toBe(10);
  expect(looks.slice(0, 6).every((look) => look.endsWith('false'))).toBe(true);
});

test('a colour that is not known has no pattern', () => {
  expect(lookOf({ slot: 0, colour: 99 }, [])).toMatchObject({ pattern: 'plain', isTwin: false });
});
