// Builds everything that runs: TypeScript to dist, then the game's pages. `npm run build`.
// With --if-stale the pages are built only where a source is newer than they are.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { root, runTool } from './run.mjs';

const game = join(root, 'games/snake');
const pages = join(game, 'dist/web');
const projects = ['packages/tickhouse', 'games/snake', 'examples/lessons'];
const pageSources = [
  'games/snake/src',
  'games/snake/public',
  'games/snake/index.html',
  'games/snake/vite.config.ts',
  'packages/tickhouse/src',
];

/**
 * Compiles the projects named (all, tests too, where none is) and drops what lost its source.
 *
 * @param {readonly string[]} [only]
 * @returns {Promise<boolean>} whether it compiled
 */
export async function buildTypes(only = []) {
  console.log('build: compiling');
  for (const project of projects) dropOrphans(join(root, project));
  return (await runTool('tsc', ['-b', ...only])) === 0;
}

/**
 * Builds the game's pages into games/snake/dist/web.
 *
 * @param {{ ifStale?: boolean }} [options]
 * @returns {Promise<boolean>} whether they are there and fresh
 */
export async function buildPages({ ifStale = false } = {}) {
  if (ifStale && pagesAreFresh()) {
    console.log('build: pages are up to date');
    return true;
  }
  console.log('build: pages');
  const args = ['build', '--logLevel', 'warn'];
  if ((await runTool('vite', args, { cwd: game })) !== 0) return false;
  compressPages();
  return true;
}

/** The server hands these out to whoever accepts them, and compresses nothing itself. */
function compressPages() {
  for (const file of readdirSync(pages, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(?:html|js|css|svg)$/.test(file)) continue;
    const bytes = readFileSync(join(pages, file));
    writeFileSync(join(pages, `${file}.gz`), gzipSync(bytes, { level: 9 }));
    writeFileSync(join(pages, `${file}.br`), brotliCompressSync(bytes));
  }
}

/** A file renamed or deleted would otherwise stay in dist, and be published. */
function dropOrphans(project) {
  const dist = join(project, 'dist');
  if (!existsSync(dist)) return;
  for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const stem = /^(?!web[\\/])(.+?)\.(?:js|js\.map|d\.ts)$/.exec(file)?.[1];
    if (stem === undefined || existsSync(join(project, 'src', `${stem}.ts`))) continue;
    rmSync(join(dist, file));
  }
}

function pagesAreFresh() {
  const page = join(pages, 'index.html');
  if (!existsSync(page)) return false;
  const builtAtMs = statSync(page).mtimeMs;
  return pageSources.every((source) => newestMs(join(root, source)) <= builtAtMs);
}

/** The latest change below a path; a folder's own time counts, as it tells of deleted files. */
function newestMs(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce(
    (newest, name) => Math.max(newest, newestMs(join(path, name))),
    stat.mtimeMs,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const ifStale = process.argv.includes('--if-stale');
  const done = (await buildTypes()) && (await buildPages({ ifStale }));
  console.log(done ? 'build: done' : 'build: failed');
  process.exitCode = done ? 0 : 1;
}
