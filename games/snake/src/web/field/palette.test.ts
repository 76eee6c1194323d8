// Contrast of what is drawn, by WCAG 2.2's measure: text 4.5, shapes 3.
import { describe, expect, test } from 'vitest';
import { paletteFor } from './palette.ts';

describe.each([
  ['dark', paletteFor(false)],
  ['light', paletteFor(true)],
])('on the %s field', (_name, palette) => {
  const { field, fieldAlternate, inks, snakes, outline, pattern } = palette;

  test('text is read, by itself and around its letters', () => {
    for (const ground of [field, fieldAlternate, palette.textHalo]) {
      for (const ink of [...inks, palette.text]) {
        expect(contrast(ink, ground)).toBeGreaterThan(4.5);
      }
    }
    expect(contrast(palette.food, palette.foodGround)).toBeGreaterThan(4.5);
    expect(contrast(palette.dangerInk, palette.danger)).toBeGreaterThan(4.5);
  });

  test('a body stands out from the field, or its outline does', () => {
    for (const body of [...snakes, palette.dead, palette.stone, palette.danger]) {
      const most = Math.max(contrast(body, field), contrast(outline, field));
      expect(most).toBeGreaterThan(3);
    }
    for (const thing of [palette.dead, palette.stone]) {
      expect(contrast(thing, field)).toBeGreaterThan(3);
    }
  });

  test('a pattern stands out from every colour, and each colour from a twin', () => {
    for (const body of snakes.slice(1)) {
      expect(contrast(mixed(pattern, body), body)).toBeGreaterThan(2.9);
      expect(contrast(palette.twin, body)).toBeGreaterThan(3);
    }
  });
});

type Rgb = readonly [red: number, green: number, blue: number];

function rgbOf(colour: string): Rgb {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return [red ?? 0, green ?? 0, blue ?? 0];
}

/** A colour written as rgb(r g b / alpha), over another. */
function mixed(over: string, under: string): string {
  const [, r, g, b, alpha] = /(\d+) (\d+) (\d+) \/ ([\d.]+)/.exec(over) ?? [];
  const share = Number(alpha);
  const parts = rgbOf(under).map((value, i) =>
    Math.round(Number([r, g, b][i]) * share + value * (1 - share)),
  );
  return `#${parts.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function luminance(colour: string): number {
  const [red, green, blue] = rgbOf(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [most, least] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (most + 0.05) / (least + 0.05);
}
