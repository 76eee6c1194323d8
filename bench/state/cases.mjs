// What the state bench asks of one contender, in the contender's own process: the timed cases, and the
// check that all worlds are the same and that a client of the contender's kind follows from the bytes.
//
// A contender is a module state/<name>.mjs with
//   name, version
//   create(seed) → a room:
//     step()      one tick of the rules
//     delta()     this tick's changes as bytes (or a view of them, good until the next call); forgets them
//     forget()    drops this tick's changes without a byte: a room that nobody watches
//     snapshot()  the full wire-encoded state as bytes (or a view)
//     copy        a plain copy of everything, occupancy too; undefined where the contender has none
//     heads(), scores(), bodies()   the world as numbers, bodies head first
//   join(snapshot) → a client: apply(delta), heads(), scores(), and bodies() where bodies travel

import { seed } from './world.mjs';

/** Every so many ticks the client is compared and a snapshot measured. */
const lookEvery = 50;

export async function open(contenderName) {
  const contender = await import(`./${contenderName}.mjs`);
  const room = contender.create(seed);
  const cases = {
    about: () => ({ version: contender.version }),
    check: (ticks) => check(contender, ticks),
    heads: () => room.heads(),
    step(ticks) {
      for (let tick = 0; tick < ticks; tick++) {
        room.step();
        room.forget();
      }
    },
    stepDelta(ticks) {
      let bytes = 0;
      for (let tick = 0; tick < ticks; tick++) {
        room.step();
        bytes += room.delta().length;
      }
      return bytes;
    },
    snapshot(times) {
      let bytes = 0;
      for (let time = 0; time < times; time++) bytes += room.snapshot().length;
      return bytes;
    },
  };
  if (room.copy === undefined) return cases;
  cases.copy = (times) => {
    for (let time = 0; time < times; time++) room.copy();
  };
  return cases;
}

/** Plays `ticks` from the start with a client that sees every delta. */
function check({ create, join }, ticks) {
  const room = create(seed);
  const client = join(room.snapshot().slice());
  let deltaBytes = 0;
  let snapshotBytes = 0;
  for (let tick = 1; tick <= ticks; tick++) {
    room.step();
    const delta = room.delta();
    deltaBytes += delta.length;
    client.apply(delta);
    if (tick % lookEvery !== 0) continue;
    assertFollows(client, room, `the client, after ${tick} deltas`);
    const snapshot = room.snapshot();
    snapshotBytes += snapshot.length;
    assertFollows(join(snapshot.slice()), room, `a client that joins at tick ${tick}`);
  }
  return {
    bytesPerDelta: deltaBytes / ticks,
    bytesPerSnapshot: snapshotBytes / Math.floor(ticks / lookEvery),
    world: { heads: room.heads(), scores: room.scores(), bodies: room.bodies() },
  };
}

function assertFollows(client, room, who) {
  for (const part of ['heads', 'scores', 'bodies']) {
    if (client[part] === undefined) continue;
    if (client[part]().join() !== room[part]().join()) {
      throw new Error(`${who} has other ${part} than its server`);
    }
  }
}
