// Names of lanes: the time at which each began and a few random letters, so that they sort by age and
// no two processes take the same.

import { randomBytes } from 'node:crypto';

const pattern = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})-[0-9a-f]{8}$/;

/** A name after those of earlier lanes, also where the clock was set back: `20261125T101500123-9f3a61c0`. */
export function laneName(earlier: readonly string[], now: number = Date.now()): string {
  const latest = earlier.reduce((max, name) => Math.max(max, timeOf(name)), 0);
  const time = new Date(Math.max(now, latest + 1)).toISOString().replace(/[-:.Z]/g, '');
  return `${time}-${randomBytes(4).toString('hex')}`;
}

export function isLaneName(name: string): boolean {
  return pattern.test(name);
}

function timeOf(name: string): number {
  return Date.parse(name.replace(pattern, '$1-$2-$3T$4:$5:$6.$7Z'));
}
