// The words with which an author describes a room's state. A field is a frozen, plain description:
// it holds no data, so one schema can serve any number of rooms.

import { TickhouseError } from '../errors.ts';

/** The machine type of a number: its range is what the name says, out-of-range writes are refused. */
export type NumberType = 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'f32' | 'f64';

export interface NumberField<T extends NumberType = NumberType> {
  readonly kind: 'number';
  readonly type: T;
}
export interface BoolField {
  readonly kind: 'bool';
}
export interface OneOfField<V extends string = string> {
  readonly kind: 'oneOf';
  readonly values: readonly V[];
}
export interface TextField {
  readonly kind: 'text';
  /** The most code points that fit. */
  readonly length: number;
}
export interface StructField<S extends Shape = Shape> {
  readonly kind: 'struct';
  readonly shape: S;
}
export interface GridField<C extends CellField = CellField> {
  readonly kind: 'grid';
  readonly cell: C;
  readonly width: number;
  readonly height: number;
}
export interface ListField<C extends CellField = CellField> {
  readonly kind: 'list';
  readonly item: C;
  readonly capacity: number;
}
export interface TableField<S extends Shape = Shape> {
  readonly kind: 'table';
  readonly row: S;
  readonly capacity: number;
}
export interface HiddenField<F extends OpenField = OpenField> {
  readonly kind: 'hidden';
  readonly field: F;
}

/** What a list holds or a grid's cell is. */
export type CellField = NumberField | BoolField | OneOfField;
/** A single value: all that inputs, events, effects, options and join data are made of. */
export type ScalarField = CellField | TextField;
/** Every kind but `hidden`. */
export type OpenField = ScalarField | StructField | GridField | ListField | TableField;
export type Field = OpenField | HiddenField;

/** A named set of fields. Order matters: it fixes the layout and the schema hash. */
export interface Shape {
  readonly [name: string]: Field;
}
/** A shape of scalars only. */
export interface FlatShape {
  readonly [name: string]: ScalarField;
}

const number = <T extends NumberType>(type: T): NumberField<T> =>
  Object.freeze({ kind: 'number', type });

/** An integer, 0 to 255. */
export const u8: NumberField<'u8'> = /* @__PURE__ */ number('u8');
/** An integer, −128 to 127. */
export const i8: NumberField<'i8'> = /* @__PURE__ */ number('i8');
/** An integer, 0 to 65,535. */
export const u16: NumberField<'u16'> = /* @__PURE__ */ number('u16');
/** An integer, −32,768 to 32,767. */
export const i16: NumberField<'i16'> = /* @__PURE__ */ number('i16');
/** An integer, 0 to 4,294,967,295. */
export const u32: NumberField<'u32'> = /* @__PURE__ */ number('u32');
/** An integer, −2,147,483,648 to 2,147,483,647. */
export const i32: NumberField<'i32'> = /* @__PURE__ */ number('i32');
/** A finite number, rounded to single precision when written. −0 is stored as 0. */
export const f32: NumberField<'f32'> = /* @__PURE__ */ number('f32');
/** A finite number of double precision. −0 is stored as 0. */
export const f64: NumberField<'f64'> = /* @__PURE__ */ number('f64');
/** `true` or `false`; `false` at first. */
export const bool: BoolField = /* @__PURE__ */ Object.freeze({ kind: 'bool' });

/**
 * One of 1 to 256 names; the first is the value at first.
 * @throws STATE_SCHEMA when there are none, too many, or two alike.
 */
export function oneOf<const V extends string>(...values: V[]): OneOfField<V> {
  if (values.length < 1 || values.length > 256 || new Set(values).size !== values.length) {
    throw schemaError(`oneOf takes 1 to 256 different names, it was given ${values.length}`);
  }
  return Object.freeze({ kind: 'oneOf', values: Object.freeze(values) });
}

/**
 * Text of at most `length` code points (1 to 16,383), stored as UTF-8 in 4 × length bytes; '' at first.
 * @throws STATE_SCHEMA
 */
export function text(length: number): TextField {
  return Object.freeze({ kind: 'text', length: size('text length', length, 16_383) });
}

/** Named fields that belong together: `state.ball.x`. */
export function struct<const S extends Shape>(shape: S): StructField<S> {
  return Object.freeze({ kind: 'struct', shape });
}

/**
 * `width` × `height` cells, each at first the cell's zero (0, false, the first name).
 * @throws STATE_SCHEMA when a side is not a whole number from 1, or there are more than 2²⁴ cells.
 */
export function grid<const C extends CellField>(
  cell: C,
  width: number,
  height: number,
): GridField<C> {
  const columns = size('grid width', width, 2 ** 24);
  const rows = size('grid height', height, 2 ** 24);
  size('number of cells of a grid', columns * rows, 2 ** 24);
  return Object.freeze({ kind: 'grid', cell, width: columns, height: rows });
}

/**
 * A deque of at most `capacity` items (1 to 2²⁴): push and pop at both ends, read anywhere.
 * @throws STATE_SCHEMA
 */
export function list<const C extends CellField>(item: C, capacity: number): ListField<C> {
  return Object.freeze({ kind: 'list', item, capacity: size('list capacity', capacity, 2 ** 24) });
}

/**
 * At most `capacity` rows (1 to 65,536), each with an id that is never given out again soon.
 * Rows cannot hold tables.
 * @throws STATE_SCHEMA
 */
export function table<const S extends Shape>(capacity: number, row: S): TableField<S> {
  return Object.freeze({ kind: 'table', row, capacity: size('table capacity', capacity, 65_536) });
}

/** A field that never leaves the server; clients do not see that it is there. */
export function hidden<const F extends OpenField>(field: F): HiddenField<F> {
  return Object.freeze({ kind: 'hidden', field });
}

export function schemaError(message: string): TickhouseError {
  return new TickhouseError('STATE_SCHEMA', message);
}

function size(what: string, value: number, max: number): number {
  if (!Number.isInteger(value) || value < 1 || value > max) {
    throw schemaError(`${what} must be a whole number from 1 to ${max}, it is ${value}`);
  }
  return value | 0;
}
