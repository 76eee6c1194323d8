// The face of `state`: a room's shape, its layout in one buffer, and typed views over it.

export { carry } from './carry.ts';
export type { Cells } from './cell.ts';
export { cellsOf, fits, numberOf, rawOf, valueError } from './cell.ts';
export { checkedLayoutOf, checkFlatShape } from './check-shape.ts';
export type {
  BoolField,
  CellField,
  Field,
  FlatShape,
  GridField,
  HiddenField,
  ListField,
  NumberField,
  NumberType,
  OneOfField,
  ScalarField,
  Shape,
  StructField,
  TableField,
  TextField,
} from './field.ts';
export {
  bool,
  f32,
  f64,
  grid,
  hidden,
  i8,
  i16,
  i32,
  list,
  oneOf,
  struct,
  table,
  text,
  u8,
  u16,
  u32,
} from './field.ts';
export { hashText, hashWords } from './hash.ts';
export type { Layout, Leaf, RecordLayout, TableLayout } from './layout.ts';
export { code, layoutOf, rootBlock } from './layout.ts';
export { wholeList } from './list-view.ts';
export { pathAt } from './locate.ts';
export { Memory } from './memory.ts';
export { measureText, readText } from './utf8.ts';
export type {
  Grid,
  List,
  ReadGrid,
  ReadList,
  ReadRow,
  ReadTable,
  ReadView,
  Row,
  RowKey,
  Table,
  ValueOf,
  Values,
  View,
} from './view-types.ts';
export { reader, writer } from './views.ts';
