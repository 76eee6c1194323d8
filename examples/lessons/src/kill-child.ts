// Ends a process of which only the number is known. That number may be another program's by now: so only
// what this process has started itself is ended.

import { readFileSync } from 'node:fs';

/** Returns whether a child of this process had that number, and is killed. */
export function killChild(pid: number): boolean {
  try {
    return pid > 0 && isChild(pid) && process.kill(pid, 'SIGKILL');
  } catch {
    // Nobody has that number any more.
    return false;
  }
}

function isChild(pid: number): boolean {
  // Other systems have no such file; there the number has to do.
  if (process.platform !== 'linux') return true;
  // pid (name) state parent …; the name may hold anything.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(parent) === process.pid;
}
