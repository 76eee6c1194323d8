// `npm run chaos [ROUNDS]`: Snake's server killed a hundred times under players, in each of the modes that
// survive it. The full test run does the same five times.
import { spawnSync } from 'node:child_process';

const [rounds = '100'] = process.argv.slice(2);

for (const durability of ['process', 'disk']) {
  console.log(`\n== ${durability}`);
  const environment = { CHAOS_ROUNDS: rounds, CHAOS_DURABILITY: durability };
  const { status } = spawnSync('npx', ['vitest', 'run', 'tests/chaos'], {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  if (status !== 0) process.exit(status ?? 1);
}
