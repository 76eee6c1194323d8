// Connections behind the pictures: as few and as short as can be.
import { expect, test } from 'vitest';
import { Stage } from '../../../tests/stage.ts';
import { Lookouts, type WatchedRoom } from './lookouts.ts';

/** A room without a server; it tells what is done to it. */
class FakeRoom {
  readonly stage: Stage;
  isWatched = true;
  ticked = (): void => {};
  closed = (): void => {};

  constructor(stage: Stage) {
    this.stage = stage;
  }

  get state(): WatchedRoom['state'] {
    return this.stage.state;
  }

  onTick(listener: () => void): () => void {
    this.ticked = listener;
    return () => {};
  }

  onStatus(listener: (status: 'closed', reason: { code: string }) => void): () => void {
    this.closed = () => listener('closed', { code: 'ROOM_CLOSED' });
    return () => {};
  }

  leave(): Promise<void> {
    this.isWatched = false;
    return Promise.resolve();
  }
}

function scene({ max = 6, stage = new Stage().join('Ann') } = {}) {
  const rooms: FakeRoom[] = [];
  const heard: string[] = [];
  const lookouts = new Lookouts({
    max,
    watch: async () => {
      const room = new FakeRoom(stage);
      rooms.push(room);
      return room as unknown as WatchedRoom;
    },
    seen: (room) => heard.push(`seen ${room}`),
    lost: (room, why) => heard.push(`${why} ${room}`),
  });
  return { lookouts, rooms, heard, stage };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('of more rooms than allowed the first are watched', async () => {
  const { lookouts, rooms, heard } = scene({ max: 2 });
  lookouts.want(['a', 'b', 'c']);
  await settled();
  expect(rooms).toHaveLength(2);
  expect(heard).toEqual(['seen a', 'seen b']);
});

test('what is wanted still keeps its connection; the rest is left', async () => {
  const { lookouts, rooms } = scene();
  lookouts.want(['a', 'b']);
  await settled();
  lookouts.want(['b']);
  lookouts.want(['b']);
  await settled();
  expect(rooms.map(({ isWatched }) => isWatched)).toEqual([false, true]);
});

test('a connection that nobody wants any more when it is there is left at once', async () => {
  const { lookouts, rooms, heard } = scene();
  lookouts.want(['a']);
  lookouts.want([]);
  await settled();
  expect(rooms.map(({ isWatched }) => isWatched)).toEqual([false]);
  expect(heard).toEqual([]);
});

test('a room is left in the tick in which the last player went', async () => {
  const { lookouts, rooms, heard, stage } = scene();
  lookouts.want(['a']);
  await settled();
  stage.tick({ type: 'leave', seat: 0 });
  rooms[0]?.ticked();
  expect(rooms[0]?.isWatched).toBe(false);
  expect(heard).toEqual(['seen a', 'empty a']);
});

test('a room that is closed is lost once, and may be wanted again', async () => {
  const { lookouts, rooms, heard } = scene();
  lookouts.want(['a']);
  await settled();
  rooms[0]?.closed();
  rooms[0]?.closed();
  expect(heard).toEqual(['seen a', 'gone a']);
  lookouts.want(['a']);
  await settled();
  expect(rooms).toHaveLength(2);
});

test.each([
  ['ROOM_NOT_FOUND', 'gone a'],
  ['CLIENT_UNREACHABLE', 'unknown a'],
  ['ROOM_FULL', 'unknown a'],
])('a room that cannot be watched is lost: %s', async (code, told) => {
  const heard: string[] = [];
  const lookouts = new Lookouts({
    max: 1,
    watch: () => Promise.reject(Object.assign(new Error('no'), { code })),
    seen: () => {},
    lost: (room, why) => heard.push(`${why} ${room}`),
  });
  lookouts.want(['a']);
  await settled();
  expect(heard).toEqual([told]);
});
