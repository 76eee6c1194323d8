// A schema in canonical words, for its hash: what differs here differs on the wire or in the buffer.

import type { Field, Shape } from './field.ts';

/** `{name:text(15),body:list(u16,1250)}`: equal texts mean equal schemas. */
export function describe(shape: Shape): string {
  const fields = Object.entries(shape).map(([name, field]) => `${name}:${describeField(field)}`);
  return `{${fields.join(',')}}`;
}

function describeField(field: Field): string {
  switch (field.kind) {
    case 'number':
      return field.type;
    case 'bool':
      return 'bool';
    case 'oneOf':
      return `oneOf(${field.values.map((value) => JSON.stringify(value)).join(',')})`;
    case 'text':
      return `text(${field.length})`;
    case 'struct':
      return describe(field.shape);
    case 'grid':
      return `grid(${describeField(field.cell)},${field.width},${field.height})`;
    case 'list':
      return `list(${describeField(field.item)},${field.capacity})`;
    case 'table':
      return `table(${field.capacity},${describe(field.row)})`;
    case 'hidden':
      return `hidden(${describeField(field.field)})`;
  }
}
