// The contract of stores, held against each of them.

import { describe, expect, test } from 'vitest';
import { rejectionOf } from './support/house.ts';
import { frameOf, kinds } from './support/stores.ts';

describe.each(kinds)('the store: %s', (_kind, open) => {
  test('frames are numbered from 1 and read in their order, byte for byte', async () => {
    const { store, others } = await open();
    const lane = await store.openLane();
    for (let i = 1; i <= 20; i++) expect(await lane.append(frameOf(i), [])).toBe(i);
    const all = Array.from({ length: 20 }, (_, i) => frameOf(i + 1));
    expect(await store.read(lane.name, 1, 20)).toEqual(all);
    expect(await others.read(lane.name, 3, 5)).toEqual(all.slice(2, 5));
    expect(await store.read(lane.name, 5, 4)).toEqual([]);
  });

  test('frames and blobs of any length, also views of larger memory, come back as they were', async () => {
    const { store } = await open();
    const lane = await store.openLane();
    const memory = frameOf(1, 70_000);
    await lane.append(new Uint8Array(0), [{ key: 'empty', bytes: new Uint8Array(0) }]);
    await lane.append(memory.subarray(5, 9), [{ key: 'part', bytes: memory.subarray(9, 5_000) }]);
    await lane.append(memory, [{ key: 'zeroes', bytes: new Uint8Array(300_000) }]);
    const expected = [new Uint8Array(0), memory.slice(5, 9), memory];
    expect(await store.read(lane.name, 1, 3)).toEqual(expected);
    expect(Array.from(await store.blob(lane.name, 'empty'))).toEqual([]);
    expect(Array.from(await store.blob(lane.name, 'part'))).toEqual([...memory.slice(9, 5_000)]);
    expect((await store.blob(lane.name, 'zeroes')).length).toBe(300_000);
  });

  test('what was given to an append may be changed while it is under way', async () => {
    const { store } = await open();
    const lane = await store.openLane();
    const frame = frameOf(1);
    const appended = lane.append(frame, []);
    frame.fill(0);
    await appended;
    expect(await store.read(lane.name, 1, 1)).toEqual([frameOf(1)]);
  });

  test('reading beyond the end fails, and names lane and frame', async () => {
    const { store } = await open();
    const lane = await store.openLane();
    await lane.append(frameOf(1), []);
    for (const [from, to, wrong] of [
      [1, 2, 2],
      [2, 2, 2],
      [0, 1, 0],
    ] as const) {
      const failure = await store.read(lane.name, from, to).catch((error) => error);
      expect(failure).toMatchObject({ code: 'STORE_DAMAGED' });
      expect(failure.message).toContain(lane.name);
      expect(failure.message).toContain(`frame ${wrong}`);
    }
    expect(await rejectionOf(store.read('20260101T000000000-00000000', 1, 1))).toBe('STORE_FAILED');
  });

  test('a blob is found by its key, the latest of its key; one that is not there has a code', async () => {
    const { store } = await open();
    const lane = await store.openLane();
    await lane.append(frameOf(1), [{ key: 'a', bytes: frameOf(2) }]);
    await lane.append(frameOf(1), [
      { key: 'a', bytes: frameOf(3) },
      { key: 'b', bytes: frameOf(4) },
    ]);
    expect(Array.from(await store.blob(lane.name, 'a'))).toEqual([...frameOf(3)]);
    expect(Array.from(await store.blob(lane.name, 'b'))).toEqual([...frameOf(4)]);
    const failure = await store.blob(lane.name, 'c').catch((error) => error);
    expect(failure).toMatchObject({ code: 'STORE_DAMAGED' });
    expect(failure.message).toContain(lane.name);
    expect(failure.message).toContain('blob c');
  });

  test('one append is under way at a time', async () => {
    const { store } = await open();
    const lane = await store.openLane();
    const first = lane.append(frameOf(1), []);
    await expect(lane.append(frameOf(2), [])).rejects.toThrow('an append is under way');
    expect([await first, await lane.append(frameOf(2), [])]).toEqual([1, 2]);
  });

  test('a seal gives the same number however often it is asked, by whomever', async () => {
    const { store, others } = await open();
    const lane = await store.openLane();
    for (let i = 1; i <= 3; i++) await lane.append(frameOf(i), []);
    const seals = [others.seal(lane.name), store.seal(lane.name), others.seal(lane.name)];
    expect(await Promise.all(seals)).toEqual([3, 3, 3]);
    const empty = await store.openLane();
    expect(await others.seal(empty.name)).toBe(0);
    expect(await rejectionOf(store.seal('20260101T000000000-00000000'))).toBe('STORE_FAILED');
  });

  test('nothing is appended after a seal by others, though the owner lives; all is read', async () => {
    const { store, others } = await open();
    const lane = await store.openLane();
    await lane.append(frameOf(1), []);
    expect(await others.seal(lane.name)).toBe(1);
    const late = [{ key: 'late', bytes: frameOf(9) }];
    expect(await rejectionOf(lane.append(frameOf(2), late))).toBe('LANE_FENCED');
    expect(await rejectionOf(lane.append(frameOf(2), []))).toBe('LANE_FENCED');
    expect(await others.read(lane.name, 1, 1)).toEqual([frameOf(1)]);
    expect(await rejectionOf(store.read(lane.name, 1, 2))).toBe('STORE_DAMAGED');
    expect(await rejectionOf(store.blob(lane.name, 'late'))).toBe('STORE_DAMAGED');
    expect(await others.seal(lane.name)).toBe(1);
  });

  test('a seal among appends: what was acknowledged lies before it, nothing comes after', async () => {
    const { store, others } = await open();
    for (let round = 0; round < 20; round++) {
      const lane = await store.openLane();
      let acknowledged = 0;
      const appending = (async () => {
        for (;;) acknowledged = await lane.append(frameOf(acknowledged + 1), []);
      })();
      const end = rejectionOf(appending);
      while (acknowledged < round) await new Promise(setImmediate);
      const sealed = await others.seal(lane.name);
      expect(await end).toBe('LANE_FENCED');
      // The owner hears of the last one before it is fenced: one is under way at a time.
      expect(acknowledged).toBe(sealed);
      const frames = await others.read(lane.name, 1, sealed);
      expect(frames).toEqual(Array.from({ length: sealed }, (_, i) => frameOf(i + 1)));
    }
  });

  test('lanes are told in the order of their beginning, with bytes and time; a removed one is gone', async () => {
    const { store, others } = await open();
    const before = Date.now();
    const names: string[] = [];
    for (let i = 0; i < 5; i++) names.push((await (i % 2 ? others : store).openLane()).name);
    expect([...names].sort()).toEqual(names);
    const last = await store.openLane();
    await last.append(frameOf(1, 5_000), []);
    const facts = await store.lanes();
    expect(facts.map(({ name }) => name)).toEqual([...names, last.name]);
    expect(facts.at(-1)?.bytes).toBeGreaterThanOrEqual(5_000);
    // A file system may count time in coarser steps than the clock.
    for (const { at } of facts) expect(at).toBeGreaterThan(before - 1_000);
    const [gone = ''] = names;
    await store.seal(gone);
    await store.remove(gone);
    await store.remove(gone);
    const left = (await others.lanes()).map(({ name }) => name);
    expect(left).toEqual([...names.slice(1), last.name]);
    expect(await rejectionOf(store.seal(gone))).toBe('STORE_FAILED');
  });

  describe('its directory', () => {
    test('sets what is as it was seen, and counts changes', async () => {
      const { directory } = (await open()).store;
      expect(await directory.get('room/a')).toBeUndefined();
      expect(await directory.cas('room/a', 'P', 0)).toBe(1);
      expect(await directory.cas('room/a', 'Q', 0)).toBeUndefined();
      expect(await directory.cas('room/b', 'P', 1)).toBeUndefined();
      expect(await directory.cas('room/b', 'P', 0)).toBe(2);
      expect(await directory.cas('room/a', 'Q', 1)).toBe(3);
      expect(await directory.get('room/a')).toEqual({ key: 'room/a', value: 'Q', revision: 3 });
      expect(await directory.cas('room/a', undefined, 3)).toBe(4);
      expect(await directory.get('room/a')).toBeUndefined();
      expect(await directory.cas('room/a', undefined, 0)).toBe(5);
      expect(await directory.cas('room/a', 'R', 0)).toBe(6);
    });

    test('of many who change the same, one wins', async () => {
      const { directory } = (await open()).store;
      let revision = 0;
      for (let round = 0; round < 10; round++) {
        const tries = Array.from({ length: 10 }, (_, i) => directory.cas('k', `${i}`, revision));
        const won = (await Promise.all(tries)).filter((result) => result !== undefined);
        expect(won).toEqual([revision + 1]);
        revision += 1;
      }
    });

    test('lists by prefix, in the order of keys', async () => {
      const { directory } = (await open()).store;
      for (const key of ['b/2', 'a/1', 'b/1', 'b', 'c/1']) await directory.cas(key, key, 0);
      expect((await directory.list('b/')).map(({ key }) => key)).toEqual(['b/1', 'b/2']);
      expect((await directory.list('')).length).toBe(5);
      expect(await directory.list('d')).toEqual([]);
    });

    test('tells watchers each change of their prefix, in order, until they end', async () => {
      const { directory } = (await open()).store;
      const seen: unknown[] = [];
      await directory.cas('a/0', 'before', 0);
      const end = directory.watch('a/', ({ key, value, revision }) => {
        seen.push([key, value, revision]);
      });
      const changes = ['a/1', 'b/1', 'a/2'].map((key) => directory.cas(key, 'x', 0));
      await Promise.all(changes);
      await directory.cas('a/1', undefined, 2);
      end();
      await directory.cas('a/3', 'x', 0);
      expect(seen).toEqual([
        ['a/1', 'x', 2],
        ['a/2', 'x', 4],
        ['a/1', undefined, 5],
      ]);
    });
  });
});
