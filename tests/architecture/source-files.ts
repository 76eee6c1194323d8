// The project's own source files and what each of them imports, read with Vite's parser, so that a
// string or a comment that looks like an import is none.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

/** One import, re-export, dynamic import or `import('…')` type. */
export interface SourceImport {
  readonly specifier: string;
  /** Erased by the compiler: nothing of it is left when the code runs. */
  readonly typeOnly: boolean;
}

/** One source file; its path is relative to the workspace's root and has `/` between folders. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly SourceImport[];
  readonly hasDefaultExport: boolean;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const sourceName = /\.(?:ts|tsx|mts|mjs)$/;
const builtFolders = new Set(['node_modules', 'dist', 'artefacts', 'data']);

/** Whether the import law and the limit on length leave this file alone. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.startsWith('tests/');
}

/** Every source file in the workspace, what is built or installed left out. */
export function readSourceFiles(): SourceFile[] {
  return listSources('').map((path) => parseSource(path, readFileSync(root + path, 'utf8')));
}

/** One file from its text; throws where it does not parse, as nothing could be said about it. */
export function parseSource(path: string, text: string): SourceFile {
  const { program, errors } = parseSync(path, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${path} does not parse: ${error.message}`);
  const imports: SourceImport[] = [];
  let hasDefaultExport = false;
  visit(program, (node) => {
    const found = importOf(node);
    if (found !== undefined) imports.push(found);
    if (exportsDefault(node)) hasDefaultExport = true;
  });
  return { path, text, imports, hasDefaultExport };
}

function listSources(folder: string): string[] {
  return readdirSync(root + folder, { withFileTypes: true }).flatMap((entry) => {
    const path = folder + entry.name;
    if (entry.isFile()) return sourceName.test(entry.name) ? [path] : [];
    const skipped = builtFolders.has(entry.name) || entry.name.startsWith('.');
    return entry.isDirectory() && !skipped ? listSources(`${path}/`) : [];
  });
}

type Node = Readonly<Record<string, unknown>> & { readonly type: string };

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** Walks a syntax tree: every node, and every list of nodes, below `part`. */
function visit(part: unknown, see: (node: Node) => void): void {
  if (typeof part !== 'object' || part === null) return;
  if (isNode(part)) see(part);
  for (const child of Object.values(part)) visit(child, see);
}

const importingNodes = new Set([
  'ImportDeclaration',
  'ExportAllDeclaration',
  'ExportNamedDeclaration',
  'ImportExpression',
  'TSImportType',
]);

function importOf(node: Node): SourceImport | undefined {
  if (!importingNodes.has(node.type) || !isNode(node.source)) return undefined;
  // A computed specifier cannot be judged; it is reported as itself, and no law allows it.
  const { value } = node.source;
  const specifier = typeof value === 'string' ? value : '(computed)';
  const typeOnly =
    node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type';
  return { specifier, typeOnly };
}

function exportsDefault(node: Node): boolean {
  if (node.type === 'ExportDefaultDeclaration') return true;
  return (
    node.type === 'ExportSpecifier' && isNode(node.exported) && node.exported.name === 'default'
  );
}
