// Bits into bytes, least significant first, by whole 32-bit words. One writer is kept and reset; it
// grows to the largest message it ever held.
//
//   nibbles(v) = count − 1 (3 bits) · count × 4 bits of v, low first: 7 bits for v < 16, 35 at the most
//   zigzag(v)  = nibbles of 0, −1, 1, −2, 2 … as 0, 1, 2, 3, 4 …

export class BitWriter {
  // Signed words, and no # names: V8 then keeps every step in 32-bit integers and inlines it.
  // A room keeps several, and most never hold more than a few words.
  words: Int32Array = new Int32Array(16);
  at = 0;
  word = 0;
  used = 0;

  reset(): this {
    this.at = 0;
    this.word = 0;
    this.used = 0;
    return this;
  }

  /** Bits written so far. */
  get length(): number {
    return this.at * 32 + this.used;
  }

  /** The low `count` (1 to 32) bits of `value`; the others must be 0. */
  bits(value: number, count: number): void {
    const used = this.used;
    const word = this.word | (value << used);
    const end = used + count;
    if (end < 32) {
      this.word = word;
      this.used = end;
    } else this.spill(word, end, used === 0 ? 0 : value >>> (32 - used));
  }

  /** Stores a full word, and keeps what is over. */
  private spill(word: number, end: number, over: number): void {
    if (this.at === this.words.length) this.grow();
    this.words[this.at++] = word;
    this.word = over;
    this.used = end - 32;
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
    this.nibbles((value << 1) ^ (value >> 31));
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

  /** Zero bits up to the next whole byte. */
  align(): void {
    const over = this.used & 7;
    if (over !== 0) this.bits(0, 8 - over);
  }

  /** A copy of what was written, padded with zero bits to whole bytes. */
  finish(): Uint8Array {
    return this.view().slice();
  }

  /** As `finish`, but not a copy: valid until the next write. */
  view(): Uint8Array {
    if (this.at === this.words.length) this.grow();
    this.words[this.at] = this.word;
    return new Uint8Array(this.words.buffer, 0, this.at * 4 + ((this.used + 7) >> 3));
  }

  grow(): void {
    const larger = new Int32Array(this.words.length * 2);
    larger.set(this.words);
    this.words = larger;
  }
}

/** Whole words, `count` of them. What the writer holds stays in registers meanwhile. */
export function writeWords(out: BitWriter, source: Int32Array, from: number, count: number): void {
  while (out.at + count > out.words.length) out.grow();
  const { words, used } = out;
  const left = 32 - used;
  let at = out.at;
  let word = out.word;
  for (let i = from; i < from + count; i++) {
    const next = source[i] as number;
    words[at++] = word | (next << used);
    // Shifting by 32 would shift by nothing.
    word = used === 0 ? 0 : next >>> left;
  }
  out.at = at;
  out.word = word;
}

/** Any number of 0 bits. */
export function writeZeros(out: BitWriter, count: number): void {
  for (let left = count; left > 0; left -= 32) out.bits(0, Math.min(left, 32));
}

/** Everything that another writer holds. */
export function append(out: BitWriter, other: BitWriter): void {
  const bytes = other.view();
  const whole = other.length >> 3;
  out.bytes(bytes, 0, whole);
  const rest = other.length & 7;
  if (rest > 0) out.bits(bytes[whole] as number, rest);
}

// Scratch for the bits of a float; holds nothing between calls.
export const float: Float32Array = new Float32Array(1);
export const floatWords: Int32Array = new Int32Array(float.buffer);
export const double: Float64Array = new Float64Array(1);
export const doubleWords: Int32Array = new Int32Array(double.buffer);
