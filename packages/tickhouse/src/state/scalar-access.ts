// Properties of one scalar field on a view class. Each machine type is written out: the accessors are
// closures over one leaf, and V8 inlines them only while each text reads one kind of typed array.

import { TickhouseError } from '../errors.ts';
import { valueError } from './cell.ts';
import type { Leaf } from './layout.ts';
import { code } from './layout.ts';
import type { RecordView } from './record-view.ts';
import { pathOf } from './record-view.ts';
import { measureText, readText, tooLong, writeText } from './utf8.ts';

type Getter = (this: RecordView) => unknown;
type Setter = (this: RecordView, value: never) => void;

/** Defines a property that reads the leaf, and writes it where `setter` is given. */
export function defineScalar(proto: object, name: string, leaf: Leaf, setter?: Setter): void {
  const property: PropertyDescriptor = {
    get: getterOf(leaf),
    enumerable: true,
  };
  if (setter !== undefined) property.set = setter as (value: unknown) => void;
  Object.defineProperty(proto, name, property);
}

function getterOf(leaf: Leaf): Getter {
  const { offset, values } = leaf;
  switch (leaf.code) {
    case code.u8:
      return function () {
        return this.$memory.u8[this.$base + offset];
      };
    case code.i8:
      return function () {
        return this.$memory.i8[this.$base + offset];
      };
    case code.u16:
      return function () {
        return this.$memory.u16[(this.$base + offset) >> 1];
      };
    case code.i16:
      return function () {
        return this.$memory.i16[(this.$base + offset) >> 1];
      };
    case code.u32:
      return function () {
        return this.$memory.u32[(this.$base + offset) >> 2];
      };
    case code.i32:
      return function () {
        return this.$memory.i32[(this.$base + offset) >> 2];
      };
    case code.f32:
      return function () {
        return this.$memory.f32[(this.$base + offset) >> 2];
      };
    case code.f64:
      return function () {
        return this.$memory.f64[(this.$base + offset) >> 3];
      };
    case code.bool:
      return function () {
        return this.$memory.u8[this.$base + offset] !== 0;
      };
    case code.oneOf:
      return function () {
        return values[this.$memory.u8[this.$base + offset] as number];
      };
    default: {
      const from = leaf.data;
      return function () {
        const at = this.$base + from;
        const length = this.$memory.u16[(this.$base + offset) >> 1] as number;
        return readText(this.$memory.u8, at, at + length);
      };
    }
  }
}

/** Raises the leaf's bit and its record's flag; hidden leaves (bit 0) have none. */
function mark(view: RecordView, word: number, bit: number): void {
  if (bit === 0) return;
  const marks = view.$marks;
  marks[view.$block + word] = (marks[view.$block + word] as number) | bit;
  view.$bytes[view.$dirtyAt] = 1;
}

/** What writes the leaf: checked, compared, marked. */
export function setterOf(leaf: Leaf): Setter {
  const { offset, index, values } = leaf;
  const word = index >> 5;
  const bit = index < 0 ? 0 : 1 << (index & 31);
  switch (leaf.code) {
    case code.u8:
      return function (value: unknown) {
        if (typeof value !== 'number' || (value & 0xff) !== value) return refuse(this, leaf, value);
        const at = this.$base + offset;
        const cells = this.$memory.u8;
        if (cells[at] === value) return;
        cells[at] = value;
        mark(this, word, bit);
      };
    case code.i8:
      return function (value: unknown) {
        if (typeof value !== 'number' || (value << 24) >> 24 !== value)
          return refuse(this, leaf, value);
        const at = this.$base + offset;
        const cells = this.$memory.i8;
        if (cells[at] === value) return;
        cells[at] = value;
        mark(this, word, bit);
      };
    case code.u16:
      return function (value: unknown) {
        if (typeof value !== 'number' || (value & 0xffff) !== value)
          return refuse(this, leaf, value);
        const at = (this.$base + offset) >> 1;
        const cells = this.$memory.u16;
        if (cells[at] === value) return;
        cells[at] = value;
        mark(this, word, bit);
      };
    case code.i16:
      return function (value: unknown) {
        if (typeof value !== 'number' || (value << 16) >> 16 !== value)
          return refuse(this, leaf, value);
        const at = (this.$base + offset) >> 1;
        const cells = this.$memory.i16;
        if (cells[at] === value) return;
        cells[at] = value;
        mark(this, word, bit);
      };
    case code.u32:
      return function (value: unknown) {
        if (typeof value !== 'number' || value >>> 0 !== value) return refuse(this, leaf, value);
        const at = (this.$base + offset) >> 2;
        const cells = this.$memory.u32;
        if (cells[at] === value) return;
        cells[at] = value;
        mark(this, word, bit);
      };
    case code.i32:
      return function (value: unknown) {
        if (typeof value !== 'number' || (value | 0) !== value) return refuse(this, leaf, value);
        const at = (this.$base + offset) >> 2;
        const cells = this.$memory.i32;
        if (cells[at] === value) return;
        cells[at] = value;
        mark(this, word, bit);
      };
    case code.f32:
      return function (value: unknown) {
        // Adding 0 turns −0, also one that rounding makes, into 0.
        const rounded = typeof value === 'number' ? Math.fround(value) + 0 : Number.NaN;
        if (rounded - rounded !== 0) return refuse(this, leaf, value);
        const at = (this.$base + offset) >> 2;
        const cells = this.$memory.f32;
        if (cells[at] === rounded) return;
        cells[at] = rounded;
        mark(this, word, bit);
      };
    case code.f64:
      return function (value: unknown) {
        if (typeof value !== 'number' || value - value !== 0) return refuse(this, leaf, value);
        const at = (this.$base + offset) >> 3;
        const cells = this.$memory.f64;
        if (cells[at] === value) return;
        cells[at] = value + 0;
        mark(this, word, bit);
      };
    case code.bool:
      return function (value: unknown) {
        const raw = value === true ? 1 : 0;
        if (raw === 0 && value !== false) refuse(this, leaf, value);
        const at = this.$base + offset;
        const cells = this.$memory.u8;
        if (cells[at] === raw) return;
        cells[at] = raw;
        mark(this, word, bit);
      };
    case code.oneOf:
      return function (value: string) {
        let raw = 0;
        while (values[raw] !== value) if (++raw >= values.length) refuse(this, leaf, value);
        const at = this.$base + offset;
        const cells = this.$memory.u8;
        if (cells[at] === raw) return;
        cells[at] = raw;
        mark(this, word, bit);
      };
    default:
      return function (value: string) {
        if (setText(this, leaf, value)) mark(this, word, bit);
      };
  }
}

/** Tells whether the stored text changed. The tail behind it is zero again. */
function setText(view: RecordView, leaf: Leaf, value: string): boolean {
  if (typeof value !== 'string') refuse(view, leaf, value);
  const length = measureText(value, leaf.limit);
  if (length === tooLong) {
    throw new TickhouseError(
      'STATE_TEXT_TOO_LONG',
      `${pathOf(view.$place, leaf)}: text is longer than ${leaf.limit} code points: ${JSON.stringify(value.slice(0, 40))}`,
    );
  }
  if (length < 0) refuse(view, leaf, value);
  const memory = view.$memory;
  const header = (view.$base + leaf.offset) >> 1;
  const from = view.$base + leaf.data;
  const before = memory.u16[header] as number;
  const changed = writeText(memory.u8, from, value);
  if (before > length) memory.u8.fill(0, from + length, from + before);
  memory.u16[header] = length;
  return changed || before !== length;
}

function refuse(view: RecordView, leaf: Leaf, value: unknown): never {
  throw valueError(pathOf(view.$place, leaf), leaf, value);
}
