// Runs one of the workspace's tools as a child of this process. It stands apart because build and
// test both need it: the tool is started by node itself, with no shell and no npx in between.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The workspace's root folder, without a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

/** The file that each tool's package names as its bin. */
const bins = {
  biome: '@biomejs/biome/bin/biome',
  knip: 'knip/bin/knip.js',
  'size-limit': 'size-limit/bin.js',
  tsc: 'typescript/bin/tsc',
  vite: 'vite/bin/vite.js',
  vitest: 'vitest/vitest.mjs',
};

/**
 * Runs a tool with the console as its output and no input.
 *
 * @param {keyof typeof bins} tool
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, timeoutMs?: number }} [options]
 *   `timeoutMs`: the tool is ended after so long and counts as failed; default: it may run for ever
 * @returns {Promise<number>} its exit code; 1 where a signal ended it
 */
export function runTool(tool, args, { cwd = root, env = {}, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`${root}/node_modules/${bins[tool]}`, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: timeoutMs,
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (signal !== null) console.error(`${tool} was ended by ${signal}`);
      resolve(code ?? 1);
    });
  });
}
