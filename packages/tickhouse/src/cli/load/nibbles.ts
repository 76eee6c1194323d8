// The number of a tick as it travels, read where it lies: the bit reader would want a message of its own.

/** `nibbles` at a whole byte: count − 1 in 3 bits, then as many times 4 bits, low first. */
export function readNibbles(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  const count = (first & 7) + 1;
  let value = first >>> 3;
  let bits = 5;
  for (let next = at + 1; bits < count * 4; next++) {
    value += (bytes[next] ?? 0) * 2 ** bits;
    bits += 8;
  }
  return value % 2 ** (count * 4);
}
