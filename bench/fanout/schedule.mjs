// One timer for all rooms of a contender that has no loop of its own: absolute deadlines, spread over
// the period in the same way as tickhouse spreads its rooms.

import { firstTickMs, tickMs } from './world.mjs';

const rooms = [];
let timer;

/** Calls `tick` every period from now on. */
export function every(tick) {
  rooms.push({ tick, dueMs: firstTickMs(rooms.length, performance.now()) });
  arm();
}

function wake() {
  const now = performance.now();
  for (const room of rooms) {
    if (room.dueMs > now) continue;
    room.dueMs += tickMs;
    // After a long stall it goes on from here, in its group.
    if (room.dueMs < now - 5 * tickMs)
      room.dueMs += Math.ceil((now - room.dueMs) / tickMs) * tickMs;
    room.tick();
  }
  arm();
}

function arm() {
  let dueMs = Number.POSITIVE_INFINITY;
  for (const room of rooms) if (room.dueMs < dueMs) dueMs = room.dueMs;
  clearTimeout(timer);
  timer = setTimeout(wake, Math.max(0, dueMs - performance.now()));
}
