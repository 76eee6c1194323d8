// Processes as the system sees them, for tests that end some and look for what is left. Linux: /proc.

import { readdirSync, readFileSync } from 'node:fs';

/** All that a process has started, and what those have, by their ids. */
export function descendantsOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const one = Number(name);
    if (!Number.isInteger(one)) continue;
    const parent = parentOf(one);
    if (parent !== undefined) parents.set(one, parent);
  }
  const found = [pid];
  for (const at of found) for (const [one, parent] of parents) if (parent === at) found.push(one);
  return found.slice(1);
}

/** Whether a process is there and runs; a zombie, which nobody has asked after, does not. */
export function isRunning(pid: number): boolean {
  return parentOf(pid) !== undefined;
}

function parentOf(pid: number): number | undefined {
  try {
    // pid (name) state parent …; the name may hold anything.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : Number(parent);
  } catch {
    return undefined;
  }
}
