// Tests run on the sources; what spawns processes or a browser uses dist, which `npm test` builds first.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) =>
  fileURLToPath(new URL(`packages/tickhouse/src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^tickhouse$/, replacement: source('index.ts') },
      { find: /^tickhouse\/(server|client|testing)$/, replacement: source('$1/index.ts') },
      { find: /^tickhouse\/playback$/, replacement: source('client/playback.ts') },
    ],
  },
  test: {
    include: ['packages/**/*.test.ts', 'games/**/*.test.ts', 'tests/**/*.test.ts'],
    testTimeout: 30_000,
    // What is waited for may take its time on a busy machine; how long it takes is not what is tested.
    expect: { poll: { timeout: 15_000 } },
    maxWorkers: 2,
  },
});
