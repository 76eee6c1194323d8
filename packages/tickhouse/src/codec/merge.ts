// What is kept of several ticks as that of one, for a delta that covers them all. It works backwards
// from the present, so that a list's length is known before each step.

import {
  code,
  type Layout,
  type Leaf,
  type Memory,
  type RecordLayout,
  rootBlock,
  wholeList,
} from '../state/index.ts';
import { rowBase } from './rows.ts';

/** Adds to `marks`, which lead to the present state, the marks of the tick before them. */
export function mergeMarks(
  layout: Layout,
  memory: Memory,
  marks: Int32Array,
  older: Int32Array,
): void {
  if (older[0] !== 0) {
    if (marks[0] !== 0) mergeRecord(layout.root, memory, 0, marks, older, rootBlock);
    else copyBlock(layout.root, marks, older, rootBlock);
    marks[0] = 1;
  }
  for (const table of layout.tables) {
    if (table.hidden) continue;
    for (let word = 0; word < table.bitmapWords; word++) {
      const dirty = older[table.kept.dirty + word] as number;
      const known = marks[table.kept.dirty + word] as number;
      for (let bits = dirty; bits !== 0; bits &= bits - 1) {
        const bit = bits & (0 - bits);
        const slot = word * 32 + 31 - Math.clz32(bit);
        const block = table.kept.blocks + slot * table.row.keptWords;
        if ((known & bit) === 0) copyBlock(table.row, marks, older, block);
        else mergeRecord(table.row, memory, rowBase(table, slot), marks, older, block);
      }
      const fresh = older[table.kept.fresh + word] as number;
      marks[table.kept.dirty + word] = known | dirty;
      marks[table.kept.fresh + word] = (marks[table.kept.fresh + word] as number) | fresh;
    }
  }
}

/** What a row's block holds that was not dirty says nothing. */
function copyBlock(
  record: RecordLayout,
  marks: Int32Array,
  older: Int32Array,
  block: number,
): void {
  marks.set(older.subarray(block, block + record.keptWords), block);
}

function mergeRecord(
  record: RecordLayout,
  memory: Memory,
  base: number,
  marks: Int32Array,
  older: Int32Array,
  block: number,
): void {
  for (let word = 0; word < record.maskWords; word++) {
    const bits = older[block + word] as number;
    const known = marks[block + word] as number;
    marks[block + word] = known | bits;
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
      const bit = rest & (0 - rest);
      const leaf = record.visible[word * 32 + 31 - Math.clz32(bit)] as Leaf;
      const mark = block + leaf.kept;
      if (leaf.code === code.grid) {
        // A log without its bit is that of another tick.
        if ((known & bit) === 0) marks[mark] = 0;
        mergeLogs(leaf, marks, older, mark);
      }
      if (leaf.code === code.list) {
        const length = memory.i32[(base + leaf.offset) >> 2] as number;
        marks[mark] = mergeListOps(older[mark] as number, marks[mark] as number, length);
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

function mergeLogs(leaf: Leaf, marks: Int32Array, older: Int32Array, log: number): void {
  const count = marks[log] as number;
  const more = older[log] as number;
  if (count + more > leaf.logMax) {
    marks[log] = leaf.logMax + 1;
    return;
  }
  for (let i = 1; i <= more; i++) marks[log + count + i] = older[log + i] as number;
  marks[log] = count + more;
}
