// Which schemas can be laid out. It stands apart from the layout, because a game is checked once, where
// it is defined, and laid out by every client.

import { type Field, type Shape, schemaError } from './field.ts';
import { type Layout, layoutOf } from './layout.ts';

// A leading $ is for the names that games' system columns have.
const namePattern = /^\$?[a-zA-Z][a-zA-Z0-9_]*$/;
const reservedNames = ['id', 'slot', 'constructor'];
// What views call their own parts (record-view.ts).
const viewNames =
  /^\$(memory|base|marks|block|bytes|dirty|dirtyAt|dirtyBit|place|slot|children|detach)$/;

/** Lays out a shape. @throws as `checkShape`, and when the state would be larger than 1 GiB */
export function checkedLayoutOf(shape: Shape): Layout {
  checkShape(shape);
  const layout = layoutOf(shape);
  if (layout.bytes > 2 ** 30) {
    throw schemaError(`the state takes ${layout.bytes} bytes, more than 1 GiB`);
  }
  return layout;
}

/** @throws STATE_SCHEMA when a name, a kind or a nesting is not allowed */
function checkShape(shape: Shape): void {
  checkFields(shape, '', false);
}

/** @throws STATE_SCHEMA when a field is no single value, or its name is not allowed */
export function checkFlatShape(shape: Shape): void {
  checkShape(shape);
  for (const [name, { kind }] of Object.entries(shape)) {
    if (!['number', 'bool', 'oneOf', 'text'].includes(kind)) {
      throw schemaError(`${name}: only single values can stand here`);
    }
  }
}

function checkFields(shape: Shape, prefix: string, inRow: boolean): void {
  for (const [name, field] of Object.entries(shape)) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (!namePattern.test(name) || reservedNames.includes(name) || viewNames.test(name)) {
      throw schemaError(
        `${path}: a field's name is letters, digits and _, beginning with a letter, and none of ${reservedNames.join(', ')}`,
      );
    }
    checkField(field, path, inRow);
  }
}

function checkField(field: Field, path: string, inRow: boolean): void {
  switch (field?.kind) {
    case 'hidden':
      checkField(field.field, path, inRow);
      break;
    case 'struct':
      checkFields(field.shape, path, inRow);
      break;
    case 'table':
      if (inRow) throw schemaError(`${path}: a table's row cannot hold a table`);
      checkFields(field.row, '', true);
      break;
    case 'number':
    case 'bool':
    case 'oneOf':
    case 'text':
    case 'grid':
    case 'list':
      break;
    default:
      throw schemaError(`${path}: not a field; use u8, text(n), list(…) and the other words`);
  }
}
