// BitWriter and BitReader are each other's inverse, at every offset within a byte and a word.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from '../../../../tests/support/coded-error.ts';
import { BitReader } from './bit-reader.ts';
import { append, BitWriter } from './bit-writer.ts';

interface Piece {
  readonly kind: string;
  readonly value: unknown;
  write(out: BitWriter): void;
  read(from: BitReader): unknown;
}

const finite = { noNaN: true, noDefaultInfinity: true } as const;
const anyBits: fc.Arbitrary<Piece> = fc.integer({ min: 1, max: 32 }).chain((count) =>
  fc.integer({ min: 0, max: 2 ** count - 1 }).map((value) => ({
    kind: `bits(${count})`,
    value,
    write: (out: BitWriter) => out.bits(value, count),
    read: (from: BitReader) => from.bits(count),
  })),
);

function pieceOf<T>(
  kind: string,
  values: fc.Arbitrary<T>,
  write: (out: BitWriter, value: T) => void,
  read: (from: BitReader) => T,
): fc.Arbitrary<Piece> {
  return values.map((value) => ({ kind, value, write: (out) => write(out, value), read }));
}

const anyPiece: fc.Arbitrary<Piece> = fc.oneof(
  anyBits,
  pieceOf(
    'bool',
    fc.boolean(),
    (out, v) => out.bool(v),
    (from) => from.bool(),
  ),
  pieceOf(
    'nibbles',
    fc.bigInt(0n, 0xffff_ffffn).map(Number),
    (out, v) => out.nibbles(v),
    (from) => from.nibbles(),
  ),
  pieceOf(
    'zigzag',
    fc.integer(),
    (out, v) => out.zigzag(v),
    (from) => from.zigzag(),
  ),
  pieceOf(
    'f32',
    fc.float(finite).map((v) => v + 0),
    (out, v) => out.f32(v),
    (from) => from.f32(),
  ),
  pieceOf(
    'f64',
    fc.double(finite).map((v) => v + 0),
    (out, v) => out.f64(v),
    (from) => from.f64(),
  ),
  pieceOf(
    'bytes',
    fc.uint8Array({ maxLength: 40 }).map((bytes) => [...bytes]),
    (out, v) => out.bytes(Uint8Array.of(9, ...v, 9), 1, 1 + v.length),
    () => [],
  ),
  pieceOf(
    'align',
    fc.constant(undefined),
    (out) => out.align(),
    (from) => from.align(),
  ),
);

const readPiece = (piece: Piece, from: BitReader): unknown =>
  piece.kind === 'bytes' ? [...from.bytes((piece.value as number[]).length)] : piece.read(from);

describe('bits', () => {
  it('are read as they were written, whatever stands before them', () => {
    const out = new BitWriter();
    fc.assert(
      fc.property(fc.array(anyPiece, { maxLength: 60 }), (pieces) => {
        out.reset();
        for (const piece of pieces) piece.write(out);
        const { length } = out;
        const bytes = out.finish();
        expect(bytes.length).toBe(Math.ceil(length / 8));
        const from = new BitReader(bytes);
        for (const piece of pieces) expect(readPiece(piece, from)).toEqual(piece.value);
        from.end();
      }),
      { numRuns: 500 },
    );
  });

  it('are least significant first', () => {
    const out = new BitWriter();
    out.bits(1, 1);
    out.bits(0b10, 2);
    out.bits(0b10110, 5);
    out.bits(0x12345678, 32);
    expect([...out.finish()]).toEqual([0b10110_10_1, 0x78, 0x56, 0x34, 0x12]);
  });

  it('of every width hold their least and greatest, at every offset', () => {
    for (let offset = 0; offset < 32; offset++) {
      for (let count = 1; count <= 32; count++) {
        const out = new BitWriter();
        if (offset > 0) out.bits(0, offset);
        out.bits(2 ** count - 1, count);
        out.bits(0, count);
        out.bits(1, 1);
        const from = new BitReader(out.finish());
        if (offset > 0) from.bits(offset);
        expect([from.bits(count), from.bits(count), from.bits(1)]).toEqual([2 ** count - 1, 0, 1]);
      }
    }
  });

  it('grow to any length, and the writer serves again', () => {
    const out = new BitWriter();
    for (let round = 0; round < 3; round++) {
      out.reset();
      for (let i = 0; i < 20_000; i++) out.bits(i & 0x1fff, 13);
      const from = new BitReader(out.view());
      for (let i = 0; i < 20_000; i++) if (from.bits(13) !== (i & 0x1fff)) throw new Error(`${i}`);
      from.end();
    }
    expect(out.reset().finish()).toHaveLength(0);
  });

  it('of a finished message stay, those of a view are the writer’s own', () => {
    const out = new BitWriter();
    out.bits(0xab, 8);
    const finished = out.finish();
    out.reset().bits(0xcd, 8);
    expect([...finished]).toEqual([0xab]);
    expect([...out.view()]).toEqual([0xcd]);
  });

  it('of another writer are appended as if written here', () => {
    const pieces = fc.array(
      anyPiece.filter(({ kind }) => kind !== 'align'),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(pieces, pieces, (first, second) => {
        const [whole, a, b] = [new BitWriter(), new BitWriter(), new BitWriter()];
        for (const piece of first) piece.write(a);
        for (const piece of second) piece.write(b);
        for (const piece of [...first, ...second]) piece.write(whole);
        append(a, b);
        expect(a.length).toBe(whole.length);
        expect(a.finish()).toEqual(whole.finish());
      }),
    );
  });

  it('take what the drawing says: 7 for a small number, 35 at the most', () => {
    const bitsOf = (write: (out: BitWriter) => void): number => {
      const out = new BitWriter();
      write(out);
      return out.length;
    };
    const nibbles = [0, 1, 15, 16, 255, 256, 2 ** 28 - 1, 2 ** 28, 2 ** 32 - 1];
    expect(nibbles.map((v) => bitsOf((out) => out.nibbles(v)))).toEqual([
      7, 7, 7, 11, 11, 15, 31, 35, 35,
    ]);
    const near = [0, -1, 1, 7, -8, 8, -(2 ** 31), 2 ** 31 - 1];
    expect(near.map((v) => bitsOf((out) => out.zigzag(v)))).toEqual([7, 7, 7, 7, 7, 11, 35, 35]);
  });
});

describe('a reader of bits', () => {
  it('refuses to read beyond the end, CODEC_TRUNCATED', () => {
    for (const read of [
      (from: BitReader) => from.bits(1),
      (from: BitReader) => from.bool(),
      (from: BitReader) => from.nibbles(),
      (from: BitReader) => from.zigzag(),
      (from: BitReader) => from.f32(),
      (from: BitReader) => from.f64(),
      (from: BitReader) => from.bytes(1),
    ]) {
      expect(codeOf(() => read(new BitReader(new Uint8Array(0))))).toBe('CODEC_TRUNCATED');
    }
    const from = new BitReader(Uint8Array.of(0xff, 0xff));
    expect(codeOf(() => from.bits(17))).toBe('CODEC_TRUNCATED');
    expect(codeOf(() => from.bytes(3))).toBe('CODEC_TRUNCATED');
    expect(codeOf(() => from.bytes(2 ** 32))).toBe('CODEC_TRUNCATED');
    expect(from.left).toBe(16);
    expect(from.bits(16)).toBe(0xffff);
  });

  it('refuses numbers that are not finite, and −0, CODEC_VALUE', () => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0]) {
      const out = new BitWriter();
      out.f32(wrong);
      expect(codeOf(() => new BitReader(out.finish()).f32())).toBe('CODEC_VALUE');
      out.reset().f64(wrong);
      expect(codeOf(() => new BitReader(out.finish()).f64())).toBe('CODEC_VALUE');
    }
  });

  it('refuses padding that is not zero, and whatever follows the end, CODEC_VALUE', () => {
    const end = (...bytes: number[]) => {
      const from = new BitReader(Uint8Array.from(bytes));
      from.bits(3);
      return codeOf(() => from.end());
    };
    expect(end(0b0000_0111)).toBe('nothing');
    expect(end(0b0000_1111)).toBe('CODEC_VALUE');
    expect(end(0b1000_0000)).toBe('CODEC_VALUE');
    expect(end(0, 0)).toBe('CODEC_VALUE');
  });

  it('gives a value or a coded error for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.array(anyPiece), (bytes, pieces) => {
        const from = new BitReader(bytes);
        for (const piece of pieces) {
          const { left } = from;
          const code = codeOf(() => readPiece(piece, from));
          expect(['nothing', 'CODEC_TRUNCATED', 'CODEC_VALUE']).toContain(code);
          expect(from.left).toBeGreaterThanOrEqual(0);
          expect(from.left).toBeLessThanOrEqual(left);
        }
      }),
    );
  });
});
