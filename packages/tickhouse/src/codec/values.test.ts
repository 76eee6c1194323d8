// Plain objects of scalars: inputs, events, options and join data, written and read back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf, errorOf } from '../../../../tests/support/coded-error.ts';
import { Dice } from '../../../../tests/support/dice.ts';
import { anySeed, cellFields } from '../../../../tests/support/random-shape.ts';
import { randomScalar } from '../../../../tests/support/random-values.ts';
import { stubbornValues, wrongValues } from '../../../../tests/support/wrong-values.ts';
import {
  bool,
  checkFlatShape,
  type FlatShape,
  f64,
  oneOf,
  type ScalarField,
  text,
  u8,
} from '../state/index.ts';
import { BitReader } from './bit-reader.ts';
import { BitWriter } from './bit-writer.ts';
import { type AnyValues, flatLayoutOf, readValues, writeValues } from './values.ts';

const anyScalar: fc.Arbitrary<ScalarField> = fc.oneof(
  fc.constantFrom(...cellFields),
  fc.integer({ min: 1, max: 30 }).map(text),
);
const anyFlatShape: fc.Arbitrary<FlatShape> = fc
  .array(anyScalar, { maxLength: 40 })
  .map((fields) => Object.fromEntries(fields.map((field, i) => [`f${i}`, field])));

const draw = (dice: Dice, shape: FlatShape): AnyValues =>
  Object.fromEntries(
    Object.entries(shape).map(([name, field]) => [name, randomScalar(dice, field)]),
  );

describe('values', () => {
  it('are read as they were written, for any flat shape', () => {
    fc.assert(
      fc.property(anyFlatShape, anySeed, (shape, seed) => {
        const layout = flatLayoutOf(shape);
        const values = draw(new Dice(seed), shape);
        const out = new BitWriter();
        writeValues(out, layout, values, 'it');
        const from = new BitReader(out.finish());
        expect(readValues(from, layout)).toEqual(values);
        from.end();
      }),
      { numRuns: 300 },
    );
  });

  it('of any bytes are values that could be written, or a coded error', () => {
    fc.assert(
      fc.property(anyFlatShape, fc.uint8Array({ maxLength: 200 }), (shape, bytes) => {
        const layout = flatLayoutOf(shape);
        let values: AnyValues = {};
        const code = codeOf(() => {
          values = readValues(new BitReader(bytes), layout);
        });
        if (code !== 'nothing') expect(['CODEC_TRUNCATED', 'CODEC_VALUE']).toContain(code);
        else writeValues(new BitWriter(), layout, values, 'it');
      }),
      { numRuns: 500 },
    );
  });

  it('cut short are refused, wherever the cut is', () => {
    fc.assert(
      fc.property(anyFlatShape, anySeed, (shape, seed) => {
        const layout = flatLayoutOf(shape);
        const out = new BitWriter();
        writeValues(out, layout, draw(new Dice(seed), shape), 'it');
        const bytes = out.finish();
        for (let end = 0; end < bytes.length; end += 1 + (bytes.length >> 4)) {
          const code = codeOf(() => readValues(new BitReader(bytes.subarray(0, end)), layout));
          expect(['CODEC_TRUNCATED', 'CODEC_VALUE']).toContain(code);
        }
      }),
    );
  });

  const shape = { turn: oneOf('left', 'right'), name: text(3), speed: u8, x: f64, boost: bool };
  const good = { turn: 'right', name: 'ann', speed: 9, x: 0.5, boost: true };

  it('with a field missing, unknown or unfit are refused by its path, STATE_VALUE', () => {
    const layout = flatLayoutOf(shape);
    const errorWith = (change: object) =>
      errorOf(() => writeValues(new BitWriter(), layout, { ...good, ...change }, 'turn'));
    expect(errorWith({})).toBe('nothing');
    expect(errorWith({ extra: 1 })).toMatch(/^STATE_VALUE: turn\.extra: /);
    for (const [name, field] of Object.entries(shape)) {
      expect(errorWith({ [name]: undefined })).toMatch(
        new RegExp(`^STATE_VALUE: turn\\.${name}: `),
      );
      for (const wrong of wrongValues(field)) {
        expect(errorWith({ [name]: wrong })).toMatch(new RegExp(`^STATE_VALUE: turn\\.${name}: `));
      }
    }
    expect(errorWith({ name: 'anna' })).toMatch(/^STATE_VALUE: turn\.name: /);
    expect(errorWith({ name: '🐍🐍🐍' })).toBe('nothing');
  });

  it('that are a bigint, a symbol or a bare object are refused by code too', () => {
    const layout = flatLayoutOf(shape);
    const codes = Object.keys(shape).map((name) =>
      stubbornValues.map((wrong) =>
        codeOf(() => writeValues(new BitWriter(), layout, { ...good, [name]: wrong }, 'turn')),
      ),
    );
    expect(codes).toEqual(codes.map(() => stubbornValues.map(() => 'STATE_VALUE')));
  });

  it('store −0 as 0', () => {
    const layout = flatLayoutOf({ x: f64 });
    const out = new BitWriter();
    writeValues(out, layout, { x: -0 }, 'it');
    expect(Object.is(readValues(new BitReader(out.finish()), layout).x, 0)).toBe(true);
  });

  it('take no bits where there is nothing to say', () => {
    const out = new BitWriter();
    writeValues(out, flatLayoutOf({ only: oneOf('this') }), { only: 'this' }, 'it');
    writeValues(out, flatLayoutOf({}), {}, 'it');
    expect(out.length).toBe(0);
  });

  it('of text with bytes that are no UTF-8, or too many code points, are refused', () => {
    const layout = flatLayoutOf({ name: text(2) });
    const read = (...bytes: number[]) => {
      const out = new BitWriter();
      out.nibbles(bytes.length);
      out.bytes(Uint8Array.from(bytes), 0, bytes.length);
      return codeOf(() => readValues(new BitReader(out.finish()), layout));
    };
    expect(read(0x61, 0x62)).toBe('nothing');
    const overlong = [0xc0, 0x80];
    const surrogate = [0xed, 0xa0, 0x80];
    for (const wrong of [[0x80], [0xff], [0xf0, 0x9f], overlong, surrogate, [0x61, 0x62, 0x63]]) {
      expect(read(...wrong)).toBe('CODEC_VALUE');
    }
    const endless = new BitWriter();
    endless.nibbles(0xffff_ffff);
    expect(codeOf(() => readValues(new BitReader(endless.finish()), layout))).toBe('CODEC_VALUE');
  });
});

describe('a flat shape', () => {
  it('is named by its hash', () => {
    expect(flatLayoutOf({ a: u8 }).hash).toBe(flatLayoutOf({ a: u8 }).hash);
    expect(flatLayoutOf({ a: u8 }).hash).not.toBe(flatLayoutOf({ a: bool }).hash);
    expect(codeOf(() => checkFlatShape({ id: u8 }))).toBe('STATE_SCHEMA');
  });
});
