// The test vectors that stand in docs/protocol.md, read and written back.

import { readFileSync, writeFileSync } from 'node:fs';
import { root } from '../committed-files.ts';

/** One fenced block of the document. */
export interface Vector {
  readonly name: string;
  readonly what: string;
  readonly game: string;
  /** The vector that a receiver has read before this one. */
  readonly after: string | undefined;
  readonly values: unknown;
  readonly bytes: Uint8Array;
}

const path = `${root}docs/protocol.md`;
const block = /^```vector\n([\s\S]*?)^```$/gm;
const line =
  /^(name|what|game|after|values|bytes): ?([\s\S]*?)(?=^(?:name|what|game|after|values|bytes):|(?![\s\S]))/gm;

/** @throws where a block lacks a part that every vector has */
export function readVectors(): Vector[] {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(block)].map(([, body = '']) => parse(body));
}

/** Puts values and bytes anew into each block that `change` gives them for; the rest stays as it is. */
export function rewriteVectors(change: (vector: Vector) => Pick<Vector, 'values' | 'bytes'>): void {
  const text = readFileSync(path, 'utf8');
  const renewed = text.replace(block, (_all, body: string) => {
    const vector = parse(body);
    return `\`\`\`vector\n${format({ ...vector, ...change(vector) })}\`\`\``;
  });
  writeFileSync(path, renewed);
}

function parse(body: string): Vector {
  const parts = new Map([...body.matchAll(line)].map(([, key, value = '']) => [key, value.trim()]));
  const part = (key: string): string => {
    const found = parts.get(key);
    if (found === undefined) throw new Error(`a vector lacks "${key}:"\n${body}`);
    return found;
  };
  return {
    name: part('name'),
    what: part('what'),
    game: part('game'),
    after: parts.get('after'),
    values: JSON.parse(part('values')),
    bytes: Uint8Array.from(part('bytes').split(/\s+/), (byte) => Number.parseInt(byte, 16)),
  };
}

function format({ name, what, game, after, values, bytes }: Vector): string {
  const lines = [`name: ${name}`, `what: ${what}`, `game: ${game}`];
  if (after !== undefined) lines.push(`after: ${after}`);
  lines.push(`values: ${spread(values)}`, `bytes: ${hexOf(bytes)}`);
  return `${lines.join('\n')}\n`;
}

/** JSON with a line for each of an object's outermost keys. */
function spread(values: unknown): string {
  if (values === null || typeof values !== 'object' || Array.isArray(values)) {
    return JSON.stringify(values);
  }
  const pairs = Object.entries(values).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return pairs.length === 0 ? '{}' : `{\n${pairs.join(',\n')}\n}`;
}

/** Two digits a byte, sixteen bytes a line. */
export function hexOf(bytes: Uint8Array): string {
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
  const rows = Array.from({ length: Math.ceil(digits.length / 16) }, (_, row) =>
    digits.slice(16 * row, 16 * row + 16).join(' '),
  );
  return rows.join('\n       ');
}
