// Where everything lies: a schema turned into offsets, once. The same schema gives the same layout on
// every machine, and its hash names both.
//
//   buffer  = root record, then each table
//   record  = scalars, the largest first · zero up to a multiple of 4 · texts, lists and grids in the
//             author's order, each from a multiple of 4 to a multiple of 4 · the same of what is
//             hidden; struct fields stand among the others
//   table   = size u32 · adds u32 · bitmap of used slots u32[⌈capacity/32⌉] · rows
//   row     = id u32 (0: free) · its record
//   text    = byte length u16 · UTF-8 bytes[4n]
//   list    = length u32 · start u32 · items[capacity], a ring that begins at `start`
//   grid    = cells[width × height], row by row
//
// So the scalars that travel are one run of whole words, and what is hidden never shares a word with
// what travels: a snapshot copies words (codec/records.ts).

import type { CellField, Field, Shape } from './field.ts';
import { hashText } from './hash.ts';

/** What a leaf (or a cell of it) is, as a small number to switch on. */
export const code = {
  u8: 0,
  i8: 1,
  u16: 2,
  i16: 3,
  u32: 4,
  i32: 5,
  f32: 6,
  f64: 7,
  bool: 8,
  oneOf: 9,
  text: 10,
  list: 11,
  grid: 12,
} as const;
export type Code = (typeof code)[keyof typeof code];

const codeBytes: readonly number[] = [1, 1, 2, 2, 4, 4, 4, 8, 1, 1];

/** One field of a record that is no struct and no table. All leaves have the same shape. */
export interface Leaf {
  /** Dotted within its record: `ball.x`. */
  readonly path: string;
  readonly code: Code;
  /** What a list's item or a grid's cell is; otherwise `code`. */
  readonly cell: Code;
  /** The names of a oneOf (or of such cells). */
  readonly values: readonly string[];
  readonly hidden: boolean;
  /** Place among the record's visible leaves: its bit in the marks. −1: hidden. */
  readonly index: number;
  /** Bytes from the start of the record. */
  readonly offset: number;
  /** Bytes from the start of the record to a text's bytes, a list's items, a grid's cells. */
  readonly data: number;
  readonly bytes: number;
  /** log₂ of the bytes of one value, item or cell: from a byte offset to an index into `cellsOf`. */
  readonly shift: number;
  /** A text's code points, a list's capacity, a grid's cells; otherwise 1. */
  readonly limit: number;
  readonly width: number;
  readonly height: number;
  /** First word in the record's mark block: a list's counts, a grid's log. −1: none. */
  readonly mark: number;
  /** Word in the record's block of a kept tick: a list's operations, a grid's log. −1: none. */
  readonly kept: number;
  /** The most cells that a grid's log holds. */
  readonly logMax: number;
}

/** The author's nesting, for views. */
export type Node =
  | { readonly kind: 'leaf'; readonly name: string; readonly leaf: Leaf }
  | {
      readonly kind: 'struct';
      readonly name: string;
      readonly nodes: readonly Node[];
      readonly hidden: boolean;
    }
  | {
      readonly kind: 'table';
      readonly name: string;
      readonly table: TableLayout;
      readonly hidden: boolean;
    };

export interface RecordLayout {
  readonly nodes: readonly Node[];
  /** In the order in which they lie. */
  readonly leaves: readonly Leaf[];
  /** The leaves that travel, by `Leaf.index`. */
  readonly visible: readonly Leaf[];
  /** The visible leaves that are lists; those that are texts, lists or grids. */
  readonly lists: readonly Leaf[];
  readonly tails: readonly Leaf[];
  /** Byte offsets of the first leaf, and behind the last visible scalar. */
  readonly start: number;
  readonly scalarsEnd: number;
  readonly bytes: number;
  /** Words of a block that are leaf bits; they come first. */
  readonly maskWords: number;
  /** Words of the whole mark block, and of a kept tick's. */
  readonly markWords: number;
  readonly keptWords: number;
  /** Of those of a kept tick, leaf bits and lists' operations: what tells sorts of change apart. */
  readonly headWords: number;
}

export interface TableLayout {
  readonly path: string;
  readonly capacity: number;
  readonly hidden: boolean;
  readonly row: RecordLayout;
  /** Byte offset of the table's header. */
  readonly offset: number;
  /** Index of the bitmap's first word in the buffer seen as u32. */
  readonly bitmap: number;
  readonly bitmapWords: number;
  /** Byte offset of the first row, and bytes from one row to the next. */
  readonly rows: number;
  readonly stride: number;
  /** An id is generation × 2^slotBits + slot. */
  readonly slotBits: number;
  readonly marks: TableMarks;
  readonly kept: TableKept;
}

/** Where a table stands in the marks. */
export interface TableMarks {
  /** First word of a byte for each slot, 1 where its row was touched; 8 words for 32 slots. */
  readonly touched: number;
  /** Bitmap of new rows. */
  readonly fresh: number;
  /** A block for each row. */
  readonly blocks: number;
}

/** Where a table stands in what is kept of a tick. */
export interface TableKept {
  /** Bitmaps of changed rows and of new rows, then a block for each row. */
  readonly dirty: number;
  readonly fresh: number;
  readonly blocks: number;
}

export interface Layout {
  /** Size of a room's state; a multiple of 8. */
  readonly bytes: number;
  /** 16 hexadecimal digits: equal hashes mean equal schemas and equal layouts. */
  readonly hash: string;
  readonly root: RecordLayout;
  readonly tables: readonly TableLayout[];
  /** Size of the marks in words: 0 says that the root was touched, 1 begins its block. */
  readonly markWords: number;
  /** Size in words of what is kept of a tick; it begins as the marks do. */
  readonly keptWords: number;
}

/** Words at the end of the marks that nobody reads: what hidden lists note goes there. */
export const spareWords = 2;

/** Where the root's block begins, in the marks and in what is kept. */
export const rootBlock = 1;
/** Bytes before a row's first leaf. */
export const rowHeader = 4;

/** Lays out a shape that `checkShape` lets pass. */
export function layoutOf(shape: Shape): Layout {
  const tables: TableDraft[] = [];
  const root = layRecord(shape, 0, false, tables);
  let at = align(root.bytes, 8);
  let mark = rootBlock + root.markWords;
  let kept = rootBlock + root.keptWords;
  for (const draft of tables) {
    const { capacity, row } = draft;
    const words = (capacity + 31) >> 5;
    draft.offset = at;
    draft.bitmap = (at + 8) >> 2;
    draft.bitmapWords = words;
    draft.rows = align(at + 8 + words * 4, 8);
    draft.stride = align(row.bytes, 8);
    at = draft.rows + capacity * draft.stride;
    draft.marks = { touched: mark, fresh: mark + 8 * words, blocks: mark + 9 * words };
    mark += 9 * words + capacity * row.markWords;
    draft.kept = { dirty: kept, fresh: kept + words, blocks: kept + 2 * words };
    kept += 2 * words + capacity * row.keptWords;
  }
  return {
    bytes: at,
    // Fields are plain data in the author's order: their JSON names the schema, 2 this way of laying it out.
    hash: hashText(`2${JSON.stringify(shape)}`),
    root,
    tables,
    markWords: mark + spareWords,
    keptWords: kept,
  };
}

type Draft<T> = { -readonly [K in keyof T]: T[K] };
type TableDraft = Draft<TableLayout>;

type LeafDraft = Draft<Leaf>;

interface RecordDraft {
  readonly leaves: LeafDraft[];
  readonly tables: TableDraft[] | undefined;
}

function layRecord(
  shape: Shape,
  start: number,
  hidden: boolean,
  tables: TableDraft[] | undefined,
): RecordLayout {
  const draft: RecordDraft = { leaves: [], tables };
  const nodes = layNodes(draft, shape, '', hidden);
  // Sorting is stable: what has the same place keeps the author's order.
  const leaves = draft.leaves.sort((a, b) => placeOf(a) - placeOf(b));
  const visible = leaves.filter((leaf) => !leaf.hidden);
  const lists = visible.filter((leaf) => leaf.code === code.list);
  const maskWords = (visible.length + 31) >> 5;
  let at = start;
  let scalarsEnd = start;
  for (const leaf of leaves) {
    if (leaf === leaves[visible.length]) at = align(at, 4);
    at = place(leaf, at);
    if (!leaf.hidden && isScalar(leaf)) scalarsEnd = at;
  }
  visible.forEach((leaf, index) => {
    leaf.index = index;
  });
  let markWords = maskWords;
  let keptWords = maskWords;
  for (const leaf of [...lists, ...visible.filter((one) => one.code === code.grid)]) {
    leaf.mark = markWords;
    leaf.kept = keptWords;
    markWords += 1 + leaf.logMax;
    keptWords += 1 + leaf.logMax;
  }
  return {
    nodes,
    leaves,
    visible,
    lists,
    tails: visible.filter((leaf) => !isScalar(leaf)),
    start,
    scalarsEnd,
    bytes: at,
    maskWords,
    markWords,
    keptWords,
    headWords: maskWords + lists.length,
  };
}

function isScalar(leaf: Leaf): boolean {
  return leaf.code < code.text;
}

/** Visible before hidden, scalars before the others, large scalars before small ones. */
function placeOf(leaf: Leaf): number {
  return (leaf.hidden ? 100 : 0) + (isScalar(leaf) ? 3 - leaf.shift : 10);
}

/** Lays a leaf at `from` or soon behind it; returns where the next may begin. */
function place(leaf: LeafDraft, from: number): number {
  const cellBytes = 1 << leaf.shift;
  if (isScalar(leaf)) {
    leaf.offset = align(from, cellBytes);
    leaf.data = leaf.offset;
    leaf.bytes = cellBytes;
    return leaf.offset + cellBytes;
  }
  const header = leaf.code === code.list ? 8 : leaf.code === code.text ? 2 : 0;
  leaf.offset = align(from, Math.max(cellBytes, 4));
  leaf.data = align(leaf.offset + header, cellBytes);
  const bytes = leaf.code === code.text ? 4 * leaf.limit : cellBytes * leaf.limit;
  leaf.bytes = leaf.data - leaf.offset + bytes;
  return align(leaf.offset + leaf.bytes, 4);
}

function layNodes(draft: RecordDraft, shape: Shape, prefix: string, hidden: boolean): Node[] {
  return Object.entries(shape).map(([name, field]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    return layNode(draft, name, path, field, hidden);
  });
}

function layNode(
  draft: RecordDraft,
  name: string,
  path: string,
  field: Field,
  hidden: boolean,
): Node {
  switch (field.kind) {
    case 'hidden':
      return layNode(draft, name, path, field.field, true);
    case 'struct': {
      const nodes = layNodes(draft, field.shape, path, hidden);
      return { kind: 'struct', name, nodes, hidden };
    }
    case 'table': {
      const row = layRecord(field.row, rowHeader, hidden, undefined);
      const slotBits = Math.max(1, 32 - Math.clz32(field.capacity - 1));
      // Offsets follow when the root's size is known.
      const table = { path, capacity: field.capacity, hidden, row, slotBits } as TableDraft;
      draft.tables?.push(table);
      return { kind: 'table', name, table, hidden };
    }
    default:
      return { kind: 'leaf', name, leaf: layLeaf(draft, path, field, hidden) };
  }
}

type LeafField = Exclude<Field, { kind: 'hidden' | 'struct' | 'table' }>;

/** A leaf without its place in the record. */
function layLeaf(draft: RecordDraft, path: string, field: LeafField, hidden: boolean): Leaf {
  const cellField = field.kind === 'grid' ? field.cell : field.kind === 'list' ? field.item : field;
  const cell = field.kind === 'text' ? code.text : cellCode(cellField as CellField);
  const isGrid = field.kind === 'grid';
  const limit = isGrid
    ? field.width * field.height
    : field.kind === 'list'
      ? field.capacity
      : field.kind === 'text'
        ? field.length
        : 1;
  const logMax = isGrid && !hidden ? Math.min(limit, Math.max(16, Math.min(256, limit >> 3))) : 0;
  const leaf: LeafDraft = {
    path,
    code: isGrid || field.kind === 'list' ? code[field.kind] : cell,
    cell,
    values: cellField.kind === 'oneOf' ? cellField.values : [],
    hidden,
    index: -1,
    offset: 0,
    data: 0,
    bytes: 0,
    shift: 31 - Math.clz32(codeBytes[cell] ?? 1),
    limit,
    width: isGrid ? field.width : 0,
    height: isGrid ? field.height : 0,
    mark: -1,
    kept: -1,
    logMax,
  };
  draft.leaves.push(leaf);
  return leaf;
}

function cellCode(field: CellField): Code {
  return field.kind === 'number' ? code[field.type] : code[field.kind];
}

/** Every number of a layout is made by integer operations: V8 keeps what `/` or `**` make as a double. */
function align(at: number, to: number): number {
  return at % to === 0 ? at : at + to - (at % to);
}
