// The stores that the contract's tests run against, each in a folder of its own and closed when its
// test is over. Threads run from the built package.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { keptThread } from '../../packages/tickhouse/dist/compute/index.js';
import {
  type Durability,
  diskModule,
  type Lanes,
  memoryStore,
  openDiskLanes,
  openDiskStore,
  type Store,
} from '../../packages/tickhouse/dist/journal/index.js';

type DiskModule = typeof import('../../packages/tickhouse/dist/journal/disk/disk-worker.js');

/** A store, and its lanes as another process of the same installation has them. */
export interface Pair {
  readonly store: Store;
  readonly others: Lanes;
}

export const kinds: ReadonlyArray<readonly [string, () => Promise<Pair>]> = [
  ['memory', openMemory],
  ['disk, surviving the process', () => openPair('process')],
  ['disk, surviving the loss of power', () => openPair('disk')],
];

export const durabilities: readonly Durability[] = ['process', 'disk'];

export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tickhouse-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function openStore(
  folder: string,
  durability: Durability = 'process',
): Promise<Store> {
  const thread = keptThread<DiskModule>(diskModule);
  const store = await openDiskStore({ folder, durability }, thread);
  onTestFinished(() => store.close());
  return store;
}

export async function openLanes(
  folder: string,
  durability: Durability = 'process',
): Promise<Lanes> {
  const thread = keptThread<DiskModule>(diskModule);
  const lanes = await openDiskLanes({ folder, durability }, thread);
  onTestFinished(() => lanes.close());
  return lanes;
}

/** A file system of 1 MiB in memory. */
export function smallDisk(): string {
  const folder = scratch();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tickhouse-test', folder]);
  onTestFinished(() => void execFileSync('umount', ['--lazy', folder]));
  return folder;
}

/** Bytes that are told from those of other numbers, and do not compress. */
export function frameOf(number: number, length = 200): Uint8Array {
  let word = number * 2_654_435_761 + 1;
  return Uint8Array.from({ length }, () => {
    word = (Math.imul(word, 1_664_525) + 1_013_904_223) >>> 0;
    return word >>> 24;
  });
}

/** What the fixture `lane-writer.mjs` writes as a frame, and at every fifth as a blob too. */
export function written(number: number): Uint8Array {
  return new Uint8Array(300 + (number % 7) * 1_000).fill(number);
}

async function openMemory(): Promise<Pair> {
  const store = memoryStore();
  return { store, others: store };
}

async function openPair(durability: Durability): Promise<Pair> {
  const folder = scratch();
  const store = await openStore(folder, durability);
  return { store, others: await openLanes(folder, durability) };
}
