// The package as a stranger gets it: packed, judged by the tools that judge packages, installed into
// an empty folder and played there. It packs dist, which `npm test` builds first.
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const packageFolder = join(root, 'packages/tickhouse');
const installMsMax = 120_000;

describe('the package', () => {
  let folder = '';
  let tarball = '';

  beforeAll(async () => {
    if (!existsSync(join(packageFolder, 'dist/index.js'))) {
      throw new Error('There is no dist to pack: run `npm run build` first.');
    }
    folder = mkdtempSync(join(tmpdir(), 'tickhouse-package-'));
    const packed = await run(
      'npm',
      ['pack', '--json', '--pack-destination', folder],
      packageFolder,
    );
    tarball = join(folder, firstFilename(JSON.parse(packed)));
  }, installMsMax);

  afterAll(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  test('holds what its package.json promises (publint)', async () => {
    const bytes = new Uint8Array(readFileSync(tarball));
    const { messages, pkg } = await publint({ pack: { tarball: bytes.buffer }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
  });

  test('has types that every resolver of modules finds (attw)', async () => {
    const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    const form = ['--format', 'ascii', '--no-emoji', '--no-color'];
    const report = await run(
      process.execPath,
      [attw, tarball, '--profile', 'esm-only', ...form],
      folder,
    );
    // It ends well for a package without types too, as there is nothing wrong with them.
    expect(report).toContain('tickhouse/server');
  });

  test('holds neither tests nor build records', async () => {
    const files = (await run('tar', ['-tzf', tarball], folder)).trim().split('\n');
    expect(files).toContain('package/dist/index.d.ts');
    expect(files.filter((file) => /\.test\.|tsbuildinfo/.test(file))).toEqual([]);
  });

  test(
    'installs into an empty folder and plays one tick over a real socket there',
    async () => {
      const home = mkdtempSync(join(folder, 'stranger-'));
      writeFileSync(join(home, 'package.json'), '{ "private": true }\n');
      await run('npm', ['install', tarball, '--no-audit', '--no-fund'], home);
      copyFileSync(join(root, 'tests/fixtures/smallest-game.mjs'), join(home, 'game.mjs'));
      expect(await run(process.execPath, ['game.mjs'], home)).toBe('total 7\n');
    },
    installMsMax,
  );
});

/** The output of a program; a failure carries what it printed. */
async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, args, { cwd, env: cleanEnvironment() });
    return stdout;
  } catch (failure) {
    const { stdout, stderr } = failure as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}\n${stderr}`);
  }
}

/** Without what `npm test` tells its children of this workspace: a stranger's npm knows none of it. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const ours =
    /^(?:npm_(?:package_|lifecycle_|config_local_prefix$)|VITEST|NODE_ENV$|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}

/** npm 10 and 11 print a list of packages here, npm 12 an object of them by name. */
function firstFilename(report: unknown): string {
  const [first] = Object.values(report as Record<string, { filename: string }>);
  if (first === undefined) throw new Error('npm pack reported no package');
  return first.filename;
}
