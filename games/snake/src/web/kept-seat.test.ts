// A seat over a reload.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Stage } from '../../tests/stage.ts';
import type { SnakeRoom } from './entry.ts';
import { keepSeat, takeKeptSeat } from './kept-seat.ts';

beforeEach(() => {
  const items = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, text: string) => items.set(key, text),
    removeItem: (key: string) => items.delete(key),
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

function room(facts: Partial<SnakeRoom> = {}): SnakeRoom {
  const stage = new Stage().join('Ann');
  stage.lay(0, 'right', [10, 5], [9, 5], [8, 5], [7, 5]);
  const { state } = stage;
  const token = Uint8Array.of(1, 250);
  return { id: 'arena', seat: 0, token, status: 'live', state, ...facts } as SnakeRoom;
}

test('it comes back once, with the snake that was left', () => {
  keepSeat(room(), 1_000);
  expect(takeKeptSeat('other', 2_000)).toBeUndefined();
  expect(takeKeptSeat('arena', 2_000)).toEqual({
    room: 'arena',
    token: Uint8Array.of(1, 250),
    seen: { token: [1, 250], points: 1 },
  });
  expect(takeKeptSeat('arena', 2_000)).toBeUndefined();
});

test('it is not taken where nobody waited for it', () => {
  keepSeat(room(), 1_000);
  expect(takeKeptSeat('arena', 61_000)).toBeUndefined();
});

test('who watches, or has left, keeps none', () => {
  keepSeat(room({ seat: undefined, token: undefined }));
  keepSeat(room({ status: 'closed' }));
  expect(takeKeptSeat('arena')).toBeUndefined();
});

test.each(['', 'null', '{', '{"room":"arena"}', '{"room":"arena","atMs":1,"token":null}'])(
  'what was not written here is none: %s',
  (text) => {
    sessionStorage.setItem('snake.seat', text);
    expect(takeKeptSeat('arena', 2)).toBeUndefined();
  },
);

test('without storage there is none', () => {
  vi.stubGlobal('sessionStorage', undefined);
  keepSeat(room());
  expect(takeKeptSeat('arena')).toBeUndefined();
});
