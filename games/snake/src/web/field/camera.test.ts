// What is seen of the field, and how the view moves.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Camera, centred } from './camera.ts';
import { viewOf } from './view.ts';

const classic = { width: 50, height: 25 };
const large = { width: 120, height: 70 };
const frameMs = 1000 / 60;

describe('the view', () => {
  test('shows the whole field where its cells can be read', () => {
    const view = viewOf({ width: 960, height: 660 }, classic, 1, false);
    expect(view).toMatchObject({ moves: false, width: 950, height: 475, cell: 19 });
  });

  test('moves on a phone held upright, with cells that can be read', () => {
    const view = viewOf({ width: 374, height: 500 }, classic, 3, true);
    expect(view).toMatchObject({ moves: true, cell: 60, width: 1122, height: 1500 });
  });

  test('moves on a desktop when the field is the large one, and shows it all on a larger screen', () => {
    expect(viewOf({ width: 960, height: 660 }, large, 1, false).moves).toBe(true);
    expect(viewOf({ width: 1600, height: 940 }, large, 1, false).moves).toBe(false);
  });

  test('is never larger than its place, nor than the field', () => {
    const side = fc.integer({ min: 1, max: 3_000 });
    const scale = fc.constantFrom(1, 1.25, 1.5, 2, 2.625, 3);
    fc.assert(
      fc.property(
        fc.record({ width: side, height: side }),
        fc.constantFrom(classic, large),
        scale,
        fc.boolean(),
        (place, field, density, isSmall) => {
          const view = viewOf(place, field, density, isSmall);
          expect(view.width).toBeLessThanOrEqual(Math.max(1, place.width * density));
          expect(view.height).toBeLessThanOrEqual(Math.max(1, place.height * density + 1));
          expect(view.width).toBeLessThanOrEqual(field.width * view.cell + 1e-6);
          expect(Number.isInteger(view.cell)).toBe(true);
          expect(view.cell / density).toBeGreaterThan(10);
        },
      ),
    );
  });
});

describe('the camera', () => {
  test('has the target in the middle, and stops at the borders', () => {
    expect(centred(25, 20, 50)).toBe(15);
    expect(centred(3, 20, 50)).toBe(0);
    expect(centred(48, 20, 50)).toBe(30);
    expect(centred(5, 60, 50)).toBe(0);
  });

  test('is at the target at once, then goes after it evenly', () => {
    const camera = new Camera();
    const seen = { width: 20, height: 25 };
    camera.follow({ x: 20, y: 5 }, seen, classic, 0, false);
    expect(camera).toMatchObject({ x: 10, y: 0 });
    let before = camera.x;
    for (let x = 20; x < 30; x += 8 / 60) {
      camera.follow({ x, y: 5 }, seen, classic, frameMs, false);
      expect(camera.x - before).toBeGreaterThanOrEqual(0);
      expect(camera.x - before).toBeLessThan(8 / 60 + 1e-9);
      before = camera.x;
    }
    expect(before).toBeGreaterThan(16);
  });

  test('goes to a far target at once', () => {
    const camera = new Camera();
    const seen = { width: 20, height: 20 };
    camera.follow({ x: 10, y: 10 }, seen, large, 0, false);
    camera.follow({ x: 100, y: 10 }, seen, large, frameMs, false);
    expect(camera.x).toBe(90);
  });

  test('in calm it stands until the target nears its edge, then is set anew', () => {
    const camera = new Camera();
    const seen = { width: 20, height: 20 };
    const corners = new Set<number>();
    for (let x = 30; x < 60; x++) {
      camera.follow({ x, y: 30 }, seen, large, frameMs, true);
      corners.add(camera.x);
      expect(x - camera.x).toBeLessThanOrEqual(15);
    }
    expect(corners.size).toBeLessThan(7);
  });
});
