// A thread beside a worker process: it ends the process when the parent is gone, however busy the
// process is. A program of its own; nothing imports it.

const lookMs = 250;

/** Told and not asked for: the parent may be gone before this thread has begun. */
const parent = Number(process.argv[2]);

function look(): void {
  // An orphan is given another parent. Its own thread cannot answer signals while it computes;
  // SIGKILL needs no answer.
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}

look();
setInterval(look, lookMs);
