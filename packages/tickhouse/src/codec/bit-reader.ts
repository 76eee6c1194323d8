// The inverse of BitWriter over bytes from anywhere: whatever they are, a read gives a value or a
// coded error, and never looks beyond their end.

import { TickhouseError } from '../errors.ts';

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
    if (this.#at + count > this.#end) {
      throw new TickhouseError('CODEC_TRUNCATED', 'the message ends in the middle of a value');
    }
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
    const view = new DataView(new ArrayBuffer(4));
    view.setUint32(0, this.bits(32));
    return canonical(view.getFloat32(0));
  }

  /** @throws CODEC_VALUE */
  f64(): number {
    const view = new DataView(new ArrayBuffer(8));
    view.setUint32(4, this.bits(32));
    view.setUint32(0, this.bits(32));
    return canonical(view.getFloat64(0));
  }

  bytes(count: number): Uint8Array {
    if (count * 8 > this.left) {
      throw new TickhouseError('CODEC_TRUNCATED', 'the message ends in the middle of its bytes');
    }
    const bytes = new Uint8Array(count);
    for (let i = 0; i < count; i++) bytes[i] = this.bits(8);
    return bytes;
  }

  /** Whole words, `count` of them, into `target`. @throws CODEC_TRUNCATED */
  wordsTo(target: Int32Array, to: number, count: number): void {
    if (count * 32 > this.left) {
      throw new TickhouseError('CODEC_TRUNCATED', 'the message ends in the middle of its words');
    }
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

  /** Skips to the next whole byte. @throws CODEC_VALUE where the skipped bits are not 0 */
  align(): void {
    const over = this.#at & 7;
    if (over !== 0 && this.bits(8 - over) !== 0) throw badValue('padding that is not zero');
  }

  /** @throws CODEC_VALUE where anything but the padding of the last byte is left */
  end(): void {
    this.align();
    if (this.left !== 0) throw badValue(`${this.left / 8} bytes more than the message has`);
  }
}

export function badValue(what: string): TickhouseError {
  return new TickhouseError('CODEC_VALUE', `the message holds ${what}`);
}

/** `value`, where it is one that writers send. @throws CODEC_VALUE */
export function canonical(value: number): number {
  if (value - value !== 0 || Object.is(value, -0)) throw badValue('a number that is not finite');
  return value;
}
