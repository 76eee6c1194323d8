// What a state of one schema has in common with another: copied column by column, by name.

import type { Layout, Leaf, Node, TableLayout } from './layout.ts';
import { code } from './layout.ts';
import type { Memory } from './memory.ts';
import type { Grid, List, Row, Table } from './view-types.ts';
import { writer } from './views.ts';

/** A view whose fields are looked up by name. */
type AnyView = Record<string, unknown>;

/** A state and how it lies. */
export interface Laid {
  readonly layout: Layout;
  readonly memory: Memory;
}

/**
 * Copies into a state that is all zero every column that both have: fields of the same name and kind,
 * rows into the same slots with the same ids. Values and rows that do not fit are left out, lists are cut
 * at their capacity, grids of another size are left zero.
 */
export function carry(from: Laid, to: Laid): void {
  carryNodes(from, from.layout.root.nodes, viewOf(from), to, to.layout.root.nodes, viewOf(to));
}

function viewOf({ layout, memory }: Laid): AnyView {
  return writer(layout)(memory, new Int32Array(layout.markWords)) as AnyView;
}

function carryNodes(
  from: Laid,
  nodes: readonly Node[],
  source: AnyView,
  to: Laid,
  wanted: readonly Node[],
  target: AnyView,
): void {
  for (const node of wanted) {
    const had = nodes.find(({ name }) => name === node.name);
    if (had === undefined) continue;
    const { name } = node;
    if (node.kind === 'struct' && had.kind === 'struct') {
      const [inner, into] = [source[name] as AnyView, target[name] as AnyView];
      carryNodes(from, had.nodes, inner, to, node.nodes, into);
    } else if (node.kind === 'table' && had.kind === 'table') {
      const [rows, into] = [source[name] as Table<never>, target[name] as Table<never>];
      carryTable(from, had.table, rows, to, node.table, into);
    } else if (node.kind === 'leaf' && had.kind === 'leaf') {
      carryLeaf(had.leaf, source, node.leaf, target, name);
    }
  }
}

function carryTable(
  from: Laid,
  had: TableLayout,
  source: Table<never>,
  to: Laid,
  table: TableLayout,
  target: Table<never>,
): void {
  const [words, into] = [from.memory.u32, to.memory.u32];
  for (const row of source as Iterable<Row<never>>) {
    const { slot } = row;
    if (slot >= table.capacity) continue;
    const made = target.addAt(slot);
    carryNodes(from, had.row.nodes, row as AnyView, to, table.row.nodes, made as AnyView);
    if (had.slotBits !== table.slotBits) continue;
    into[(table.rows + slot * table.stride) >> 2] = words[
      (had.rows + slot * had.stride) >> 2
    ] as number;
  }
  // Ids that were given out are not given out again.
  if (had.slotBits === table.slotBits)
    into[(table.offset >> 2) + 1] = words[(had.offset >> 2) + 1] as number;
}

function carryLeaf(had: Leaf, source: AnyView, leaf: Leaf, target: AnyView, name: string): void {
  if (leaf.code === code.list && had.code === code.list) {
    const [items, into] = [source[name] as List<unknown>, target[name] as List<unknown>];
    const count = Math.min(items.length, into.capacity);
    for (let i = 0; i < count; i++) fitting(() => into.push(items.at(i)));
  } else if (leaf.code === code.grid && had.code === code.grid) {
    if (leaf.width !== had.width || leaf.height !== had.height) return;
    const [cells, into] = [source[name] as Grid<unknown>, target[name] as Grid<unknown>];
    for (let i = 0; i < cells.length; i++) fitting(() => into.setAt(i, cells.at(i)));
  } else if (isScalar(leaf) && isScalar(had)) {
    fitting(() => {
      target[name] = source[name];
    });
  }
}

function isScalar(leaf: Leaf): boolean {
  return leaf.code !== code.list && leaf.code !== code.grid;
}

/** A value that its field cannot hold is left out. */
function fitting(set: () => void): void {
  try {
    set();
  } catch {
    // The field stays as it is: zero.
  }
}
