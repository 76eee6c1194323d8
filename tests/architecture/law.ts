// Which folder may import which: the table of the design as data, and the judge that holds one
// import against it.
import { posix } from 'node:path';
import type { SourceFile, SourceImport } from './source-files.ts';

/** The package's sources: the folders in the table are relative to it. */
const packageSources = 'packages/tickhouse/src/';

/** Each folder of the package with the folders that it may import; `'any'` is without limit. */
export const allowedImports: Readonly<Record<string, readonly string[] | 'any'>> = {
  state: [],
  time: [],
  codec: ['state'],
  game: ['state', 'codec'],
  wire: ['state', 'codec', 'game'],
  recording: ['codec'],
  journal: ['state', 'codec', 'game', 'recording'],
  room: ['game', 'wire', 'journal'],
  host: ['room', 'journal', 'time'],
  compute: ['time'],
  'server/gate': ['wire', 'host'],
  'server/front': ['wire'],
  // serve() and attach(): where the parts are composed.
  server: ['server/front', 'server/gate', 'host', 'journal', 'compute', 'time', 'game', 'room'],
  cluster: ['server', 'host', 'journal'],
  client: ['wire', 'game', 'codec', 'state', 'recording'],
  // A published tool: simulated sockets, a manual clock, bots.
  testing: ['game', 'state', 'codec', 'time', 'client', 'wire', 'room', 'host', 'server'],
  cli: 'any',
  // src/index.ts, the face for authors.
  '': ['state', 'game'],
};

/** Folders that run in a browser too: nothing of node's, and no package at all. */
const pureFolders = new Set(['', 'state', 'codec', 'game', 'wire', 'recording', 'client']);

/** Load a module that a user names, of functions or of a game: it is none of ours. */
const loaders = new Set([
  'compute/worker-entry.ts',
  'compute/kept-thread-entry.ts',
  'cli/find-game.ts',
]);

/** The root's files: the face for authors, and the one file that every folder may import. */
const face = 'index.ts';
const errors = 'errors.ts';

/** The table's folder that a path within the package's sources belongs to; `''` is the root. */
export function folderOf(path: string): string {
  const [first = '', second, ...rest] = path.split('/');
  if (second === undefined) return '';
  const nested = `${first}/${second}`;
  return rest.length > 0 && nested in allowedImports ? nested : first;
}

/** The path that a relative import leads to, with the sources' own ending. */
export function resolveImport(from: string, specifier: string): string {
  const [path = ''] = specifier.split('?');
  return posix.join(posix.dirname(from), path).replace(/\.js$/, '.ts');
}

/** What is wrong with this file's imports: a sentence for each, naming the file. */
export function judge(file: SourceFile): string[] {
  const law = lawFor(file.path);
  return file.imports.flatMap((found) => {
    const wrong = law(file.path, found);
    return wrong === undefined ? [] : [`${file.path}: '${found.specifier}' ${wrong}`];
  });
}

type Law = (from: string, found: SourceImport) => string | undefined;

function lawFor(path: string): Law {
  if (path.startsWith(packageSources)) return judgePackageImport;
  if (/^games\/[^/]+\/src\//.test(path)) return judgeGameImport;
  if (/^examples\//.test(path)) return judgeExampleImport;
  return () => undefined;
}

function judgePackageImport(from: string, { specifier }: SourceImport): string | undefined {
  const importer = folderOf(from.slice(packageSources.length));
  const allowed = allowedImports[importer];
  if (allowed === undefined) return `is in a folder that the table does not know: ${importer}`;
  const path = from.slice(packageSources.length);
  if (specifier === '(computed)' && loaders.has(path)) return undefined;
  if (!specifier.startsWith('.')) return judgeOutside(importer, specifier);
  const target = resolveImport(from, specifier);
  if (!target.startsWith(packageSources)) return 'leaves the sources of the package';
  return judgeInside(importer, allowed, target.slice(packageSources.length));
}

function judgeOutside(importer: string, specifier: string): string | undefined {
  if (specifier === '(computed)') return 'cannot be judged: write the specifier as a string';
  if (/^tickhouse(?:\/|$)/.test(specifier)) return 'goes around the table: import the folder';
  if (!pureFolders.has(importer)) return undefined;
  return `is neither ours nor the language's, and ${importer || 'the root'} runs in browsers`;
}

function judgeInside(
  importer: string,
  allowed: readonly string[] | 'any',
  target: string,
): string | undefined {
  const imported = folderOf(target);
  if (target === errors || imported === importer) return undefined;
  if (allowed !== 'any' && !allowed.includes(imported)) {
    return `is against the table: ${importer || 'the root'} may not import ${imported || 'the root'}`;
  }
  const faceOfImported = imported === '' ? face : `${imported}/${face}`;
  return target === faceOfImported ? undefined : `reaches behind a face: import ${faceOfImported}`;
}

/** What a game's folders may import by name; those not listed may import what they like. */
const gamePackages: Readonly<Record<string, readonly string[]>> = {
  rules: ['tickhouse'],
  web: ['tickhouse', 'tickhouse/client', 'tickhouse/playback', 'lean-qr'],
};

/** What a game's folders may import of the game itself, beside their own files. */
const gameFolders: Readonly<Record<string, readonly string[]>> = {
  rules: [],
  web: ['rules'],
};

function judgeGameImport(from: string, { specifier }: SourceImport): string | undefined {
  const [, sources = '', folder = ''] = /^(games\/[^/]+\/src\/)(?:([^/]+)\/)?/.exec(from) ?? [];
  if (!specifier.startsWith('.')) {
    const names = gamePackages[folder];
    if (names === undefined || names.includes(specifier)) return undefined;
    return `is not for ${folder}, which may import ${names.join(' and ')}`;
  }
  const target = resolveImport(from, specifier);
  if (!target.startsWith(sources)) return 'leaves the sources of the game';
  const folders = gameFolders[folder];
  const [imported = ''] = target.slice(sources.length).split('/');
  if (folders === undefined || imported === folder || folders.includes(imported)) return undefined;
  return `is against the law: ${folder} may not import ${imported}`;
}

/** An example is read alone: what it has of the library it names, as a stranger would. */
function judgeExampleImport(from: string, { specifier }: SourceImport): string | undefined {
  const [example = ''] = /^examples\/[^/]+\//.exec(from) ?? [];
  if (specifier === '(computed)') return 'cannot be judged: write the specifier as a string';
  if (!specifier.startsWith('.')) return undefined;
  return resolveImport(from, specifier).startsWith(example) ? undefined : 'leaves the example';
}
