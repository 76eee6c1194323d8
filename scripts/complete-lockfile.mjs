// Adds to package-lock.json the optional platform packages that its dependencies name and that a
// registry without them left out, so that `npm ci` accepts the file. Run it after `npm install`.

import { readFileSync, writeFileSync } from 'node:fs';

const lockPath = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(lockPath, 'utf8'));
const added = [];
const platforms = new Set(
  'aix android darwin freebsd linux netbsd openbsd openharmony sunos win32'.split(' '),
);

for (const owner of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (lock.packages[place] !== undefined || !/^\d/.test(version)) continue;
    const { os, cpu, libc } = platformOf(name);
    if (os === undefined) continue;
    lock.packages[place] = {
      version,
      cpu: [cpu],
      dev: true,
      license: owner.license ?? 'MIT',
      ...(libc === undefined ? {} : { libc: [libc] }),
      optional: true,
      os: [os],
      ...(owner.engines === undefined ? {} : { engines: owner.engines }),
    };
    added.push(name);
  }
}

lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
);
writeFileSync(lockPath, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length === 0 ? 'nothing was missing' : `added ${added.join(', ')}`);

/** What a platform package's name says: `@biomejs/cli-linux-x64-musl`. */
function platformOf(name) {
  const words = name.split('/').pop().split('-');
  const at = words.findIndex((word) => platforms.has(word));
  if (at < 0) return {};
  const [os, cpu, kind] = words.slice(at);
  if (kind === 'musl' || kind === 'musleabihf') return { os, cpu, libc: 'musl' };
  return { os, cpu, libc: os === 'linux' ? 'glibc' : undefined };
}
