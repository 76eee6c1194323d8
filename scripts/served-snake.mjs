// The built game, served as `npm start` serves it: its own process, a real port, data of its own. Tests
// and scripts that look at the running game start it here.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../games/snake/dist/server/main.js', import.meta.url));
const pages = fileURLToPath(new URL('../games/snake/dist/web/index.html', import.meta.url));

/** @type {typeof import('./served-snake.mjs').serveSnake} */
export async function serveSnake(port = 0, dataDir, environment = {}) {
  for (const file of [main, pages]) {
    if (!existsSync(file)) throw new Error(`${file} is missing: run npm run build first`);
  }
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'snake-data-'));
  const settings = { PORT: String(port), HOST: '127.0.0.1', DATA_DIR: folder, ...environment };
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      output += text;
    });
  }
  const url = await firstUrl(child, () => output);
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid,
    output: () => output,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill(signal);
        await ended;
      }
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true });
      return { code: child.exitCode, signal: child.signalCode };
    },
  };
}

/** The address in the line that the server prints when it listens. */
function firstUrl(child, output) {
  return new Promise((resolve, reject) => {
    child.stdout.on('data', () => {
      const url = /http:\/\/\S+/.exec(output())?.[0];
      if (url !== undefined) resolve(url.replace('localhost', '127.0.0.1'));
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output()}`)));
  });
}
