// The house's law: which folder may import which, no cycles, and the style that a machine can see.
import { describe, expect, test } from 'vitest';
import { fileGraph, findCycles, folderGraph } from './architecture/cycles.ts';
import { allowedImports, judge } from './architecture/law.ts';
import { isTest, parseSource, readSourceFiles } from './architecture/source-files.ts';

const sources = 'packages/tickhouse/src/';
const files = readSourceFiles();
const product = files.filter(({ path }) => !isTest(path));
const linesMax = 400;

describe('imports', () => {
  test('the sources are found', () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toContain(`${sources}index.ts`);
    expect(paths).toContain('tests/architecture.test.ts');
  });

  test('keep to the table of the design', () => {
    expect(product.flatMap(judge)).toEqual([]);
  });

  test('form no cycle between files when the code runs', () => {
    expect(findCycles(fileGraph(product))).toEqual([]);
  });

  test('form no cycle between folders, types included', () => {
    expect(findCycles(folderGraph(product, sources))).toEqual([]);
  });

  test('could form no cycle between folders by the table itself', () => {
    const table = Object.entries(allowedImports).map(([folder, allowed]) => {
      const targets = allowed === 'any' ? Object.keys(allowedImports) : allowed;
      return [folder, new Set(targets.filter((target) => target !== folder))] as const;
    });
    expect(findCycles(new Map(table))).toEqual([]);
  });
});

describe('style', () => {
  test(`no file is longer than ${linesMax} lines, tests exempt`, () => {
    const long = product.filter(({ text }) => text.trimEnd().split('\n').length > linesMax);
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  test('nothing is exported as default, configurations exempt', () => {
    const wrong = files.filter((file) => file.hasDefaultExport && !isConfiguration(file.path));
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  test('file names are kebab-case and say what is in the file', () => {
    expect(files.map(({ path }) => path).filter((path) => !isGoodName(path))).toEqual([]);
  });

  test('each file opens with a comment that says what it is', () => {
    const silent = files.filter(({ text }) => !/^(?:#!.*\n)?\/[/*]/.test(text));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });
});

describe('the checker refuses', () => {
  const bad: readonly (readonly [why: string, path: string, text: string])[] = [
    [
      'a folder that the table does not allow',
      'state/a.ts',
      "import { b } from '../game/index.ts';",
    ],
    ['that for a type too', 'codec/a.ts', "import type { B } from '../wire/index.ts';"],
    ['that for the type of an import', 'codec/a.ts', "type B = import('../wire/index.ts').B;"],
    ['that when loaded late', 'time/a.ts', "await import('../state/index.ts');"],
    ['that for a re-export', 'room/a.ts', "export * from '../host/index.ts';"],
    ['an import from behind a face', 'codec/a.ts', "import { b } from '../state/layout.ts';"],
    ['the same between parts of server', 'server/a.ts', "export { b } from './gate/frames.ts';"],
    ['front in gate', 'server/gate/a.ts', "import { b } from '../front/index.ts';"],
    ['the composition in a part', 'server/gate/a.ts', "import { b } from '../index.ts';"],
    ['node in a pure folder', 'wire/a.ts', "import { Buffer } from 'node:buffer';"],
    ['a package in a pure folder', 'client/a.ts', "import WebSocket from 'ws';"],
    ['the package by its own name', 'host/a.ts', "import { defineGame } from 'tickhouse';"],
    ['what cannot be read', 'state/a.ts', 'await import(name);'],
    ['the same beside the one that may load', 'compute/pool.ts', 'await import(name);'],
    ['a folder that nobody planned', 'shed/a.ts', "import { b } from '../state/index.ts';"],
    ['a way out of the sources', 'cli/a.ts', "import { b } from '../../scripts/build.mjs';"],
    ['the face of authors in a folder', 'game/a.ts', "import { b } from '../index.ts';"],
    ['more than words in the face of authors', 'index.ts', "export * from './server/index.ts';"],
  ];

  test.each(bad)('%s', (_why, path, text) => {
    expect(judge(parseSource(sources + path, text))).toHaveLength(1);
  });

  const badInGame: readonly (readonly [why: string, path: string, text: string])[] = [
    ['node in rules', 'rules/a.ts', "import { readFileSync } from 'node:fs';"],
    ['the client in rules', 'rules/a.ts', "import { connect } from 'tickhouse/client';"],
    ['the page in rules', 'rules/a.ts', "import type { B } from '../web/b.ts';"],
    ['the server in the page', 'web/a.ts', "import { serve } from 'tickhouse/server';"],
    ['the game server in the page', 'web/a.ts', "import { b } from '../server/b.ts';"],
    ['the sources of the package', 'server/a.ts', "import { b } from '../../../../packages/b.ts';"],
  ];

  test.each(badInGame)('%s', (_why, path, text) => {
    expect(judge(parseSource(`games/snake/src/${path}`, text))).toHaveLength(1);
  });

  test.each([
    ['the sources of the package', "import { Loop } from '../../../packages/tickhouse/src/a.ts';"],
    ['what is built of it', "import { Loop } from '../../../packages/tickhouse/dist/a.js';"],
    ['a game', "import { snake } from '../../../games/snake/src/rules/index.ts';"],
    ['what cannot be read', 'await import(name);'],
  ])('in an example: %s', (_why, text) => {
    expect(judge(parseSource('examples/lessons/src/a.ts', text))).toHaveLength(1);
  });

  test('cycles, of any length', () => {
    const file = (path: string, text: string) => parseSource(`${sources}${path}`, text);
    const ring = [
      file('game/a.ts', "import { b } from './b.ts';"),
      file('game/b.ts', "export { c } from '../wire/c.ts';"),
      file('wire/c.ts', "import { a } from '../game/a.ts';"),
    ];
    expect(findCycles(fileGraph(ring))).toHaveLength(1);
    expect(findCycles(folderGraph(ring, sources))).toEqual(['game → wire → game']);
  });
});

describe('the checker allows', () => {
  const good: readonly (readonly [why: string, path: string, text: string])[] = [
    ['what the table allows', 'codec/a.ts', "import { b } from '../state/index.ts';"],
    ['errors in every folder', 'time/a.ts', "import { TickhouseError } from '../errors.ts';"],
    ['a user’s module in a worker', 'compute/worker-entry.ts', 'await import(name);'],
    ['a module in a kept thread', 'compute/kept-thread-entry.ts', 'await import(name);'],
    ['own files, nested or not', 'state/fields/a.ts', "import { b } from '../layout.ts';"],
    ['the face of a part in server', 'server/a.ts', "import { b } from './gate/index.ts';"],
    [
      'what only looks like an import',
      'state/a.ts',
      '// from "node:fs"\nconst a = "import \'ws\'";',
    ],
  ];

  test.each(good)('%s', (_why, path, text) => {
    expect(judge(parseSource(sources + path, text))).toEqual([]);
  });

  test('the package by its name in an example, and its own files', () => {
    const text = "import { Loop } from 'tickhouse/server';\nimport { b } from './b.ts';";
    expect(judge(parseSource('examples/lessons/src/a.ts', text))).toEqual([]);
  });
});

function isConfiguration(path: string): boolean {
  return /\.config\.(?:ts|mjs)$/.test(path);
}

function isGoodName(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/(?:^|[-.])(?:utils?|helpers?|managers?|common)(?:[-.]|$)/.test(name)) return false;
  return /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)+$/.test(name);
}
