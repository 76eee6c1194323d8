// Random edits of a room through its views: what rules could do in a tick, and more of it. The edits
// of visible fields depend on the dice and on visible fields alone.

import type {
  CellField,
  Field,
  Grid,
  GridField,
  List,
  ListField,
  Row,
  Shape,
  Table,
  TableField,
} from '../../packages/tickhouse/src/state/index.ts';
import type { Dice } from './dice.ts';
import { randomCell, randomScalar } from './random-values.ts';

/** A record's view, to code that does not know its shape. */
export type AnyView = Record<string, unknown>;
type AnyRow = Row<Shape>;

/** Which fields an edit may touch. */
export type Reach = 'visible' | 'hidden' | 'all';

/** Edits one random place in a record. */
export function edit(dice: Dice, shape: Shape, view: AnyView, reach: Reach): void {
  const [name, field] = dice.pick(Object.entries(shape));
  editField(dice, name, field, view, reach);
}

function editField(dice: Dice, name: string, field: Field, view: AnyView, reach: Reach): void {
  switch (field.kind) {
    case 'hidden':
      if (reach !== 'visible') editField(dice, name, field.field, view, 'all');
      return;
    case 'struct':
      edit(dice, field.shape, view[name] as AnyView, reach);
      return;
    case 'table':
      editTable(dice, field, view[name] as Table<AnyRow>, reach);
      return;
    default:
      if (reach === 'hidden') return;
  }
  if (field.kind === 'list') editList(dice, field, view[name] as List<unknown>);
  else if (field.kind === 'grid') editGrid(dice, field, view[name] as Grid<unknown>);
  else view[name] = randomScalar(dice, field);
}

function editTable(dice: Dice, field: TableField, rows: Table<AnyRow>, reach: Reach): void {
  const turn = reach === 'hidden' ? 99 : dice.below(100);
  if (turn < 25 && rows.size < rows.capacity) {
    rows.add();
    return;
  }
  const slot = dice.below(rows.capacity);
  if (turn < 35 && rows.at(slot) === undefined) rows.addAt(slot);
  else if (turn < 45 && rows.size < rows.capacity) {
    for (let i = 0; i < 10 && rows.size < rows.capacity; i++) rows.add();
  }
  if (rows.size === 0) return;
  const row = dice.pick([...rows]);
  if (turn >= 45 && turn < 56) rows.remove(row);
  else if (turn === 56) rows.clear();
  else if (turn === 57) replaceRow(rows, row);
  else if (turn > 85 && reach !== 'hidden') editHerd(dice, field, rows, reach);
  else edit(dice, field.row, row as AnyView, reach);
}

function replaceRow(rows: Table<AnyRow>, row: AnyRow): void {
  const { slot } = row;
  rows.remove(row);
  rows.addAt(slot);
}

/** The same field of every row, as when all snakes move. */
function editHerd(dice: Dice, field: TableField, rows: Table<AnyRow>, reach: Reach): void {
  const [name, one] = dice.pick(Object.entries(field.row));
  for (const row of rows) {
    if (one.kind === 'list') move(dice, one.item, row[name] as List<unknown>);
    else editField(dice, name, one, row as AnyView, reach);
  }
}

function move(dice: Dice, item: CellField, list: List<unknown>): void {
  if (list.length > 0) list.pop();
  list.unshift(randomCell(dice, item));
}

function editList(dice: Dice, field: ListField, list: List<unknown>): void {
  // More than 254 at one end do not fit into a mark.
  const burst = dice.chance(0.03) ? 250 + dice.below(100) : 1 + dice.below(4);
  const way = dice.below(4);
  for (let i = 0; i < burst; i++) {
    editEnd(dice, field.item, list, burst > 4 || dice.chance(0.5) ? way : dice.below(9));
  }
}

function editEnd(dice: Dice, item: CellField, list: List<unknown>, way: number): void {
  const value = randomCell(dice, item);
  if (way === 0 || way === 4) {
    if (list.length < list.capacity) list.push(value);
  } else if (way === 1 || way === 5) {
    if (list.length < list.capacity) list.unshift(value);
  } else if (list.length === 0) {
    if (way === 8) list.clear();
  } else if (way === 2) list.pop();
  else if (way === 3) list.shift();
  else if (way === 6) {
    list.set(dice.below(list.length), value);
  } else if (way === 7) list.set(-1, value);
  else if (dice.chance(0.2)) list.clear();
}

function editGrid(dice: Dice, field: GridField, cells: Grid<unknown>): void {
  const turn = dice.below(20);
  if (turn === 0) {
    cells.fill(randomCell(dice, field.cell));
    return;
  }
  // A log holds at most 256 cells, at least 16: some ticks write more.
  const count = turn === 1 ? 300 : turn === 2 ? 20 : 1 + dice.below(3);
  for (let i = 0; i < count; i++) {
    cells.set(dice.below(cells.width), dice.below(cells.height), randomCell(dice, field.cell));
  }
}
