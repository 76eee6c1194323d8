// Text in the buffer: UTF-8 without allocation on the way in, strict on the way out.

/** Why `measureText` refuses a text. */
export const notWellFormed: -1 = -1;
export const tooLong: -2 = -2;

/**
 * Bytes that `value` takes in UTF-8, or `notWellFormed` (a lone surrogate), or `tooLong` (more than
 * `codePointsMax` code points). Allocates nothing.
 */
export function measureText(value: string, codePointsMax: number): number {
  let bytes = 0;
  let points = 0;
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    if (unit < 0x80) bytes += 1;
    else if (unit < 0x800) bytes += 2;
    else if (unit < 0xd800 || unit > 0xdfff) bytes += 3;
    else {
      const next = value.charCodeAt(++i);
      if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return notWellFormed;
      bytes += 4;
    }
    if (++points > codePointsMax) return tooLong;
  }
  return bytes;
}

/** Writes well-formed `value` as UTF-8 from `at` on; tells whether any byte changed. */
export function writeText(target: Uint8Array, at: number, value: string): boolean {
  let p = at;
  let changed = 0;
  for (let i = 0; i < value.length; i++) {
    const point = value.codePointAt(i) as number;
    if (point < 0x80) {
      changed |= put(target, p++, point);
      continue;
    }
    if (point < 0x800) changed |= put(target, p++, 0xc0 | (point >> 6));
    else {
      if (point < 0x10000) changed |= put(target, p++, 0xe0 | (point >> 12));
      else {
        i++;
        changed |= put(target, p++, 0xf0 | (point >> 18));
        changed |= put(target, p++, 0x80 | ((point >> 12) & 63));
      }
      changed |= put(target, p++, 0x80 | ((point >> 6) & 63));
    }
    changed |= put(target, p++, 0x80 | (point & 63));
  }
  return changed !== 0;
}

function put(target: Uint8Array, at: number, byte: number): number {
  if (target[at] === byte) return 0;
  target[at] = byte;
  return 1;
}

/** The text in `source[from..to)`. @throws TypeError where it is no strict UTF-8 */
export function readText(source: Uint8Array, from: number, to: number): string {
  return from === to ? '' : strict.decode(source.subarray(from, to));
}

// Keeps nothing between calls, so one serves all.
const strict = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
