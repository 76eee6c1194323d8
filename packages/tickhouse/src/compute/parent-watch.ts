// A thread beside a worker process: it ends the process when the parent is gone, however busy the
// process is. A program of its own; nothing imports it.

const lookMs = 250;

const parent = process.ppid;

// An orphan is given another parent. Its own thread cannot answer signals while it computes; SIGKILL
// needs no answer.
setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
}, lookMs);
