// The inverse of BitWriter over bytes from anywhere: whatever they are, a read gives a value or a
// coded error, and never looks beyond their end.

import { TickhouseError } from '../errors.ts';
import { double, doubleWords, float, floatWords } from './bit-writer.ts';

export class BitReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#end = bytes.length * 8;
  }

  /** Bits not read yet. */
  get left(): number {
    return this.#end - this.#at;
  }

  /** `count` is 1 to 32. @throws CODEC_TRUNCATED */
  bits(count: number): number {
    this.#need(count);
    let value = 0;
    let got = 0;
    while (got < count) {
      const over = this.#at & 7;
      const take = Math.min(8 - over, count - got);
      const piece = ((this.#bytes[this.#at >> 3] as number) >>> over) & ((1 << take) - 1);
      value |= piece << got;
      got += take;
      this.#at += take;
    }
    return value >>> 0;
  }

  bool(): boolean {
    return this.bits(1) === 1;
  }

  nibbles(): number {
    return this.bits(4 * (this.bits(3) + 1));
  }

  /** A signed 32-bit number. */
  zigzag(): number {
    const value = this.nibbles();
    return (value >>> 1) ^ -(value & 1);
  }

  /** @throws CODEC_VALUE where it is not finite, or −0, which no writer sends */
  f32(): number {
    floatWords[0] = this.bits(32);
    return canonical(float[0] as number);
  }

  /** @throws CODEC_VALUE */
  f64(): number {
    doubleWords[0] = this.bits(32);
    doubleWords[1] = this.bits(32);
    return canonical(double[0] as number);
  }

  bytes(count: number): Uint8Array {
    this.#need(count * 8);
    const bytes = new Uint8Array(count);
    for (let i = 0; i < count; i++) bytes[i] = this.bits(8);
    return bytes;
  }

  /** Whole words, `count` of them, into `target`. @throws CODEC_TRUNCATED */
  wordsTo(target: Int32Array, to: number, count: number): void {
    this.#need(count * 32);
    const bytes = this.#bytes;
    const over = this.#at & 7;
    let at = this.#at >> 3;
    for (let i = to; i < to + count; i++) {
      const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
      const high = (bytes[at + 2] as number) | ((bytes[at + 3] as number) << 8);
      const word = low | (high << 16);
      at += 4;
      // The byte behind them is there: the bits left were counted.
      target[i] = over === 0 ? word : (word >>> over) | ((bytes[at] as number) << (32 - over));
    }
    this.#at += count * 32;
  }

  #need(bits: number): void {
    if (bits <= this.left) return;
    throw new TickhouseError('CODEC_TRUNCATED', 'a message ends early');
  }

  /** Skips to the next whole byte. @throws CODEC_VALUE where the skipped bits are not 0 */
  align(): void {
    const over = this.#at & 7;
    if (over !== 0 && this.bits(8 - over) !== 0) throw badValue('padding');
  }

  /** @throws CODEC_VALUE where anything but the padding of the last byte is left */
  end(): void {
    this.align();
    if (this.left !== 0) throw badValue('end');
  }
}

/** @param where the field, or the part of a message, that cannot hold what came */
export function badValue(where: string): TickhouseError {
  return new TickhouseError('CODEC_VALUE', `a message holds no valid ${where}`);
}

/** `value`, where it is one that writers send. @throws CODEC_VALUE */
export function canonical(value: number): number {
  if (value - value !== 0 || Object.is(value, -0)) throw badValue('number');
  return value;
}
