// What is kept of several ticks as that of one, for a delta that covers them all. It works backwards
// from the present, so that a list's length is known before each step.

import { code, type Leaf, type Memory, type RecordLayout, wholeList } from '../state/index.ts';

/**
 * Adds to the block of a record in `marks`, which lead to the present state, that of a tick before them.
 * @param isKnown whether there is something in `marks` already; else what stands there says nothing
 */
export function mergeRecord(
  record: RecordLayout,
  memory: Memory,
  base: number,
  marks: Int32Array,
  block: number,
  older: Int32Array,
  olderBlock: number,
  isKnown: boolean,
): void {
  if (!isKnown) {
    for (let word = 0; word < record.keptWords; word++) {
      marks[block + word] = older[olderBlock + word] as number;
    }
    return;
  }
  for (let word = 0; word < record.maskWords; word++) {
    const bits = older[olderBlock + word] as number;
    const known = marks[block + word] as number;
    marks[block + word] = known | bits;
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
      const bit = rest & (0 - rest);
      const leaf = record.visible[word * 32 + 31 - Math.clz32(bit)] as Leaf;
      const mark = block + leaf.kept;
      if (leaf.code === code.grid) {
        // A log without its bit is that of another tick.
        if ((known & bit) === 0) marks[mark] = 0;
        mergeLogs(leaf, marks, mark, older, olderBlock + leaf.kept);
      }
      if (leaf.code === code.list) {
        const length = memory.i32[(base + leaf.offset) >> 2] as number;
        const earlier = older[olderBlock + leaf.kept] as number;
        marks[mark] = mergeListOps(earlier, marks[mark] as number, length);
      }
    }
  }
}

/**
 * The operations of two ticks as one: pops of the later take what the earlier pushed, then what lay
 * there before. `length` is the list's after both.
 */
export function mergeListOps(earlier: number, later: number, length: number): number {
  if (earlier === wholeList || later === wholeList) return wholeList;
  const front = mergeEnd(
    earlier & 0xff,
    (earlier >>> 8) & 0xff,
    later & 0xff,
    (later >>> 8) & 0xff,
  );
  const back = mergeEnd(
    (earlier >>> 16) & 0xff,
    earlier >>> 24,
    (later >>> 16) & 0xff,
    later >>> 24,
  );
  // Below 0: pops went through everything that was there at first, into the other end's pushes.
  const core = length - (front >> 16) - (back >> 16);
  if (front < 0 || back < 0 || core < 0) return wholeList;
  return (front & 0xff) | ((front >> 16) << 8) | ((back & 0xff) << 16) | ((back >> 16) << 24);
}

/** Popped | pushed << 16, or −1 where a count is too large for a mark. */
function mergeEnd(popped: number, pushed: number, thenPopped: number, thenPushed: number): number {
  const taken = Math.min(pushed, thenPopped);
  const allPopped = popped + thenPopped - taken;
  const allPushed = pushed - taken + thenPushed;
  return allPopped > 254 || allPushed > 254 ? -1 : allPopped | (allPushed << 16);
}

function mergeLogs(
  leaf: Leaf,
  marks: Int32Array,
  log: number,
  older: Int32Array,
  olderLog: number,
): void {
  const count = marks[log] as number;
  const more = older[olderLog] as number;
  if (count + more > leaf.logMax) {
    marks[log] = leaf.logMax + 1;
    return;
  }
  for (let i = 1; i <= more; i++) marks[log + count + i] = older[olderLog + i] as number;
  marks[log] = count + more;
}
