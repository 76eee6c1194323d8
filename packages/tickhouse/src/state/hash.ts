// A 64-bit hash of bytes: two murmur3 (32-bit) lanes with different seeds, over whole words. Not
// cryptographic: it tells states and schemas apart, it keeps no one out.

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

function finish(hash: number, length: number): number {
  let h = hash ^ length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * The hash of `words`, as 16 hexadecimal digits.
 * Source: Austin Appleby's MurmurHash3_x86_32, run twice.
 */
export function hashWords(words: Uint32Array): string {
  let a = 0x9747b28c;
  let b = 0x3c6ef372;
  for (let i = 0; i < words.length; i++) {
    const word = Math.imul(rotate(Math.imul(words[i] as number, 0xcc9e2d51), 15), 0x1b873593);
    a = (Math.imul(rotate(a ^ word, 13), 5) + 0xe6546b64) | 0;
    b = (Math.imul(rotate(b ^ word, 13), 5) + 0x38495ab5) | 0;
  }
  return hex(finish(a, words.length)) + hex(finish(b, words.length));
}

/** The hash of a text, by its UTF-16 code units, as 16 hexadecimal digits. */
export function hashText(text: string): string {
  const words = new Uint32Array(text.length);
  for (let i = 0; i < text.length; i++) words[i] = text.charCodeAt(i);
  return hashWords(words);
}

const hex = (value: number): string => value.toString(16).padStart(8, '0');
