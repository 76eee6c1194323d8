// Cycles in what imports what, between files and between folders.
import { folderOf, resolveImport } from './law.ts';
import type { SourceFile } from './source-files.ts';

/** Who imports whom. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** The files' imports of each other as they are when the code runs: types are erased by then. */
export function fileGraph(files: readonly SourceFile[]): Graph {
  const paths = new Set(files.map((file) => file.path));
  const edges = files.map(({ path, imports }): [string, Set<string>] => {
    const targets = imports
      .filter(({ specifier, typeOnly }) => specifier.startsWith('.') && !typeOnly)
      .map(({ specifier }) => resolveImport(path, specifier));
    return [path, new Set(targets.filter((target) => paths.has(target)))];
  });
  return new Map(edges);
}

/** The folders' imports of each other below `sources`, types included; errors.ts is in none. */
export function folderGraph(files: readonly SourceFile[], sources: string): Graph {
  const graph = new Map<string, Set<string>>();
  for (const { path, imports } of files) {
    if (!path.startsWith(sources)) continue;
    const importer = folderOf(path.slice(sources.length));
    const targets = graph.get(importer) ?? new Set<string>();
    graph.set(importer, targets);
    for (const { specifier } of imports) {
      const target = resolveImport(path, specifier);
      if (!specifier.startsWith('.') || !target.startsWith(sources)) continue;
      if (target === `${sources}errors.ts`) continue;
      const imported = folderOf(target.slice(sources.length));
      if (imported !== importer) targets.add(imported);
    }
  }
  return graph;
}

/** The cycles that a walk along the edges meets, each as `a → b → a`; none where there is none. */
export function findCycles(graph: Graph): string[] {
  const done = new Set<string>();
  const way: string[] = [];
  const cycles: string[] = [];
  const walk = (node: string): void => {
    const met = way.indexOf(node);
    if (met >= 0) cycles.push([...way.slice(met), node].join(' → '));
    if (met >= 0 || done.has(node)) return;
    way.push(node);
    for (const target of graph.get(node) ?? []) walk(target);
    way.pop();
    done.add(node);
  };
  for (const node of graph.keys()) walk(node);
  return cycles;
}
