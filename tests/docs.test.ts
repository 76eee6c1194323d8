// Documents are held to the code: codes, links and commands that they name exist. And no committed
// file tells of the machine that it was written on.
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorTable } from '../packages/tickhouse/src/errors.ts';
import { type CommittedFile, readCommittedFiles, root } from './committed-files.ts';

const files = readCommittedFiles();
const documents = files.filter(({ path }) => /^(?:README\.md|docs\/.+\.md)$/.test(path));

describe('documents', () => {
  test('docs/errors.md lists exactly the codes of the table', () => {
    const rows = document('docs/errors.md').matchAll(/^\| `([A-Z][A-Z0-9_]*)` \|/gm);
    const listed = [...rows].map(([, code]) => code);
    expect(listed.sort()).toEqual(Object.keys(errorTable).sort());
  });

  test('every relative link leads to a file', () => {
    expect(documents.flatMap(brokenLinks)).toEqual([]);
  });

  test('every `npm run` names a script that exists', () => {
    expect(documents.flatMap(unknownScripts)).toEqual([]);
  });

  test('the checks find what is wrong', () => {
    const text =
      'See [a](no-such.md#b), [c]: gone.md\n\n[c]: ./gone.md\n\n`npm run no-such-script`';
    const file = { path: 'docs/a.md', text };
    expect(brokenLinks(file)).toEqual(['docs/a.md → no-such.md#b', 'docs/a.md → ./gone.md']);
    expect(unknownScripts(file)).toEqual(['docs/a.md: npm run no-such-script']);
  });
});

describe('committed files', () => {
  test('name no path of a machine', () => {
    expect(files.flatMap((file) => matches(file, machinePath))).toEqual([]);
  });

  test('name no host of a package registry', () => {
    expect(files.flatMap((file) => matches(file, registryHost))).toEqual([]);
  });

  test('lock packages by hash, not by the address they came from', () => {
    const locks = files.filter(({ path }) => posix.basename(path) === 'package-lock.json');
    expect(locks).not.toEqual([]);
    expect(locks.flatMap((file) => matches(file, /"resolved": "http[^"]*"/g))).toEqual([]);
  });

  test('the checks find what is wrong', () => {
    const registry = `https://${['registry', 'npmjs', 'org'].join('.')}/ws`;
    const text = `at ${['', 'home', 'ann', 'x'].join('/')} from ${registry}`;
    const file = { path: 'a.md', text };
    expect(matches(file, machinePath)).toHaveLength(1);
    expect(matches(file, registryHost)).toHaveLength(1);
    expect(matches({ path: 'a.md', text: 'up/home/stairs, /usr/bin/node' }, machinePath)).toEqual(
      [],
    );
  });
});

// Put together from parts, so that this file does not match itself.
const machinePath = new RegExp(
  `(?<![\\w.~/@:-])/(?:${['work', 'root', 'workspace'].join('|')})/\\S+|` +
    `(?<![\\w.~/@-])(?:[A-Z]:)?[/\\\\](?:${['home', 'Users'].join('|')})[/\\\\]\\w[^\\s/\\\\]*[/\\\\]`,
  'g',
);
const registryHost = new RegExp(
  [
    ['registry', '(?:npmjs|yarnpkg|npmmirror)'].join('\\.'),
    ['npm', 'pkg', 'github'].join('\\.'),
    ['pkg', 'dev'].join('\\.'),
    `${'arti'}factory`,
    `${'verda'}ccio`,
    ['localhost', '4873'].join(':'),
  ].join('|'),
  'gi',
);

function matches({ path, text }: CommittedFile, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([found]) => `${path}: ${found}`);
}

function document(path: string): string {
  const found = documents.find((file) => file.path === path);
  if (found === undefined) throw new Error(`${path} is missing`);
  return found.text;
}

/** Links inline, by reference and in HTML; what stands in code is none. */
function brokenLinks({ path, text }: CommittedFile): string[] {
  const prose = text.replace(/^(`{3,}|~{3,})[\s\S]*?^\1/gm, '').replace(/`[^`\n]*`/g, '');
  const links = /\]\(<?([^)\s>]+)|^\[[^\]]+\]:\s*(\S+)|\b(?:href|src|srcset)="([^"]+)"/gm;
  const targets = [...prose.matchAll(links)].map(([, a, b, c]) => a ?? b ?? c ?? '');
  return targets
    .filter((target) => !/^(?:[a-z][a-z+.-]*:|#|\/\/)/i.test(target))
    .filter((target) => !existsSync(root + linkedPath(path, target)))
    .map((target) => `${path} → ${target}`);
}

function linkedPath(from: string, target: string): string {
  const [file = ''] = decodeURI(target).split(/[?#]/);
  return posix.join(posix.dirname(from), file);
}

/** A line that names bench/ means the scripts of that package, which is no workspace of ours. */
function unknownScripts({ path, text }: CommittedFile): string[] {
  return text.split('\n').flatMap((line) => {
    const known = scriptsOf(/\bcd bench\b/.test(line) ? 'bench/package.json' : 'package.json');
    return [...line.matchAll(/\bnpm run ([\w:.-]*\w)/g)]
      .filter(([, name = '']) => !known.has(name))
      .map(([command]) => `${path}: ${command}`);
  });
}

function scriptsOf(path: string): ReadonlySet<string> {
  if (!existsSync(root + path)) return new Set();
  const { scripts = {} } = JSON.parse(readFileSync(root + path, 'utf8')) as {
    scripts?: Record<string, string>;
  };
  return new Set(Object.keys(scripts));
}
