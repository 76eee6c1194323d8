// `npm test`: every check there is, the real browser included; no failure hides a later one. Ends
// with the line `N passed, N failed`. Arguments are handed to vitest.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPages, buildTypes } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureHaproxy } from './haproxy.mjs';
import { ensureNatsServer } from './nats-server.mjs';
import { runTool } from './run.mjs';

/** A run that hangs must still end with its line, and before ten minutes are over. */
const runMsMax = 9.5 * 60_000;
const deadlineMs = Date.now() + runMsMax;

const stages = [
  { name: 'browser', run: () => find('CHROMIUM', ensureChromium) },
  { name: 'broker', run: () => find('NATS_SERVER', ensureNatsServer) },
  { name: 'balancer', run: () => find('HAPROXY', ensureHaproxy) },
  { name: 'types', run: () => buildTypes() },
  { name: 'pages', run: () => buildPages() },
  { name: 'lint', run: () => check('biome', ['check', '.']) },
  { name: 'unused', run: () => check('knip', ['--no-progress']) },
  { name: 'tests', run: () => runTests(process.argv.slice(2)) },
  { name: 'size', run: () => check('size-limit', []) },
];

const results = [];
for (const { name, run } of stages) results.push({ name, ...(await counted(name, run)) });
const passed = sum('passed');
const failed = sum('failed');

const broken = results.filter((result) => result.failed > 0).map((result) => result.name);
if (broken.length > 0) console.log(`\nfailed: ${broken.join(', ')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

/** A stage answers whether it passed, or how many of its tests did. */
async function counted(name, run) {
  console.log(`\n== ${name}`);
  try {
    const outcome = await run();
    if (typeof outcome === 'object') return outcome;
    return outcome ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  }
}

/** Finds or installs a program once, and leaves its path to all tests. */
function find(variable, ensure) {
  process.env[variable] = ensure();
  console.log(process.env[variable]);
  return true;
}

async function check(tool, args) {
  return (await runTool(tool, args, { timeoutMs: remainingMs() })) === 0;
}

async function runTests(args) {
  const folder = mkdtempSync(join(tmpdir(), 'tickhouse-test-'));
  try {
    const report = join(folder, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const options = { timeoutMs: remainingMs() };
    const exitCode = await runTool('vitest', ['run', ...reporters, ...args], options);
    return tally(JSON.parse(readFileSync(report, 'utf8')), exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file that could not be loaded holds no test, yet failed; so did a run with a loose error. */
function tally({ numPassedTests, numFailedTests, testResults }, exitCode) {
  const unloaded = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
  ).length;
  const failed = numFailedTests + unloaded;
  return { passed: numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

/** At least a moment, as 0 would mean no limit. */
function remainingMs() {
  return Math.max(1, deadlineMs - Date.now());
}

function sum(key) {
  return results.reduce((total, result) => total + result[key], 0);
}
