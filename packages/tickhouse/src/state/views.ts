// From a layout to the objects that authors and clients hold. A class is made for each record of the
// schema, once per layout; rooms of the same layout share the classes. Readers and writers are
// separate, so that a client's bundle carries no writer and a mirror cannot be written by mistake.

import type { Shape } from './field.ts';
import { gridReaders, gridWriters, hiddenGridWriters } from './grid-view.ts';
import { code, type Layout, type Leaf, type Node, rootBlock, type TableLayout } from './layout.ts';
import { listReaders, listWriters } from './list-view.ts';
import type { Memory } from './memory.ts';
import { type Detachable, type Place, RecordView } from './record-view.ts';
import { defineScalar, setterOf } from './scalar-access.ts';
import { type RowClass, RowView, TableReader, TableWriter } from './table-view.ts';
import type { ReadView, View } from './view-types.ts';

type LeafClass = new (place: Place, leaf: Leaf) => Detachable;

interface Kit {
  readonly hidden: boolean;
  scalar(proto: object, name: string, leaf: Leaf): void;
  /** Classes by `Leaf.cell`. */
  readonly lists: readonly LeafClass[];
  readonly grids: readonly LeafClass[];
  readonly hiddenGrids: readonly LeafClass[];
  table(root: Place, table: TableLayout, Row: RowClass): TableReader;
}

/** Opens views for reading: nothing hidden, no setters. One opener serves any number of memories. */
export function reader<S extends Shape>(layout: Layout): (memory: Memory) => ReadView<S> {
  const noMarks = new Int32Array(0);
  const Root = recordClass(RecordView, layout.root.nodes, {
    hidden: false,
    scalar: (proto, name, leaf) => defineScalar(proto, name, leaf),
    lists: listReaders,
    grids: gridReaders,
    hiddenGrids: [],
    table: (root, table, Row) => new TableReader(root, table, Row),
  });
  return (memory) => new Root(rootPlace(memory, noMarks)) as unknown as ReadView<S>;
}

/**
 * Opens views for reading and writing; what they change is noted in `marks`
 * (`new Int32Array(layout.markWords)`, all of its buffer). One opener serves any number of memories.
 */
export function writer<S extends Shape>(
  layout: Layout,
): (memory: Memory, marks: Int32Array) => View<S> {
  const Root = recordClass(RecordView, layout.root.nodes, {
    hidden: true,
    scalar: (proto, name, leaf) => defineScalar(proto, name, leaf, setterOf(leaf)),
    lists: listWriters,
    grids: gridWriters,
    hiddenGrids: hiddenGridWriters,
    table: (root, table, Row) => new TableWriter(root, table, Row),
  });
  return (memory, marks) => new Root(rootPlace(memory, marks)) as unknown as View<S>;
}

function rootPlace(memory: Memory, marks: Int32Array): Place {
  return {
    memory,
    marks,
    base: 0,
    block: rootBlock,
    bytes: new Uint8ClampedArray(marks.buffer),
    dirtyAt: 0,
    table: undefined,
    slot: 0,
  };
}

type RecordClass = new (place: Place) => RecordView;
type ChildMaker = (place: Place) => Detachable;

function recordClass<B extends RecordClass>(Base: B, nodes: readonly Node[], kit: Kit): B {
  const children: [name: string, make: ChildMaker][] = [];
  // TypeScript wants a mixin's constructor to take any[]; the cast says what it is.
  const Super = Base as RecordClass;
  class Shaped extends Super {
    constructor(place: Place) {
      super(place);
      if (children.length === 0) return;
      // Mapped, not pushed: an array that grows has room for seventeen, and each row has one.
      this.$children = children.map(([name, make]) => {
        const value = make(place);
        // The object's own, not behind a getter: one load where rules say `snake.body`.
        Object.defineProperty(this, name, { value, enumerable: true });
        return value;
      });
    }
  }
  for (const node of nodes) {
    const hidden = node.kind === 'leaf' ? node.leaf.hidden : node.hidden;
    if (hidden && !kit.hidden) continue;
    const make = childMaker(node, kit);
    if (make !== undefined) children.push([node.name, make]);
    else kit.scalar(Shaped.prototype, node.name, (node as { leaf: Leaf }).leaf);
  }
  return Shaped as unknown as B;
}

/** How to make what a composite field's property holds; undefined for a scalar. */
function childMaker(node: Node, kit: Kit): ChildMaker | undefined {
  if (node.kind === 'struct') {
    const Struct = recordClass(RecordView as RecordClass, node.nodes, kit);
    return (place) => new Struct(place);
  }
  if (node.kind === 'table') {
    const Row = recordClass(RowView, node.table.row.nodes, kit);
    return (place) => kit.table(place, node.table, Row);
  }
  const { leaf } = node;
  if (leaf.code !== code.list && leaf.code !== code.grid) return undefined;
  const grids = leaf.hidden ? kit.hiddenGrids : kit.grids;
  const One = (leaf.code === code.list ? kit.lists : grids)[leaf.cell] as LeafClass;
  return (place) => new One(place, leaf);
}
