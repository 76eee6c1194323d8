// The face of `tickhouse`: the words of a game's definition. Nothing here knows Node or a browser.

export { type ErrorCode, errorTable, TickhouseError } from './errors.ts';
export type {
  AnyGame,
  Context,
  Game,
  GameDefinition,
  InputOf,
  PlayerContext,
  PlayerOf,
  Random,
  StepContext,
} from './game/index.ts';
export { defineGame } from './game/index.ts';
export type {
  CellField,
  Field,
  FlatShape,
  Grid,
  List,
  ReadGrid,
  ReadList,
  ReadRow,
  ReadTable,
  ReadView,
  Row,
  RowKey,
  ScalarField,
  Shape,
  Table,
  ValueOf,
  Values,
  View,
} from './state/index.ts';
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
} from './state/index.ts';
