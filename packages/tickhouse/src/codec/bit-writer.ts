// Bits into bytes, least significant first, by whole 32-bit words. One writer is kept and reset; it
// grows to the largest message it ever held.
//
//   nibbles(v) = count − 1 (3 bits) · count × 4 bits of v, low first: 7 bits for v < 16, 35 at the most
//   zigzag(v)  = nibbles of 0, −1, 1, −2, 2 … as 0, 1, 2, 3, 4 …

export class BitWriter {
  #words: Uint32Array = new Uint32Array(256);
  #bytes: Uint8Array = new Uint8Array(this.#words.buffer);
  #at = 0;
  #word = 0;
  #used = 0;

  reset(): this {
    this.#at = 0;
    this.#word = 0;
    this.#used = 0;
    return this;
  }

  /** Bits written so far. */
  get length(): number {
    return this.#at * 32 + this.#used;
  }

  /** The low `count` (1 to 32) bits of `value`; the others must be 0. */
  bits(value: number, count: number): void {
    const used = this.#used;
    this.#word |= value << used;
    if (used + count < 32) {
      this.#used = used + count;
      return;
    }
    if (this.#at === this.#words.length) this.#grow();
    this.#words[this.#at++] = this.#word;
    this.#used = used + count - 32;
    this.#word = used === 0 ? 0 : value >>> (32 - used);
  }

  bool(value: boolean): void {
    this.bits(value ? 1 : 0, 1);
  }

  /** An unsigned number below 2³², short where it is small. */
  nibbles(value: number): void {
    const count = value === 0 ? 0 : (31 - Math.clz32(value)) >> 2;
    if (count < 7) this.bits((value << 3) | count, 7 + 4 * count);
    else {
      this.bits(7, 3);
      this.bits(value, 32);
    }
  }

  /** A signed 32-bit number, short where it is near 0. */
  zigzag(value: number): void {
    this.nibbles(((value << 1) ^ (value >> 31)) >>> 0);
  }

  f32(value: number): void {
    float[0] = value;
    this.bits(floatWords[0] as number, 32);
  }

  f64(value: number): void {
    double[0] = value;
    this.bits(doubleWords[0] as number, 32);
    this.bits(doubleWords[1] as number, 32);
  }

  bytes(source: Uint8Array, from: number, to: number): void {
    for (let i = from; i < to; i++) this.bits(source[i] as number, 8);
  }

  /** Everything that another writer holds. */
  append(other: BitWriter): void {
    for (let i = 0; i < other.#at; i++) this.bits(other.#words[i] as number, 32);
    if (other.#used > 0) this.bits(other.#word >>> 0, other.#used);
  }

  /** Zero bits up to the next whole byte. */
  align(): void {
    const over = this.#used & 7;
    if (over !== 0) this.bits(0, 8 - over);
  }

  /** A copy of what was written, padded with zero bits to whole bytes. */
  finish(): Uint8Array {
    return this.view().slice();
  }

  /** As `finish`, but not a copy: valid until the next write. */
  view(): Uint8Array {
    if (this.#at === this.#words.length) this.#grow();
    this.#words[this.#at] = this.#word;
    return this.#bytes.subarray(0, this.#at * 4 + ((this.#used + 7) >> 3));
  }

  #grow(): void {
    const larger = new Uint32Array(this.#words.length * 2);
    larger.set(this.#words);
    this.#words = larger;
    this.#bytes = new Uint8Array(larger.buffer);
  }
}

// Scratch for the bits of a float; holds nothing between calls.
const float = new Float32Array(1);
const floatWords = new Uint32Array(float.buffer);
const double = new Float64Array(1);
const doubleWords = new Uint32Array(double.buffer);
