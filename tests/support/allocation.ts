// What a loop allocates, measured: bytes of heap for each of its rounds.

import { getHeapStatistics } from 'node:v8';

/**
 * Bytes that one of `rounds` calls leaves on the heap, after it has run often enough for V8 to
 * compile it. The median of many samples: a collection or a compilation in one does not count.
 */
export function bytesPerRound(rounds: number, run: (rounds: number) => void): number {
  for (let i = 0; i < 20; i++) run(rounds);
  const samples: number[] = [];
  for (let i = 0; i < 15; i++) {
    const before = getHeapStatistics().used_heap_size;
    run(rounds);
    samples.push(getHeapStatistics().used_heap_size - before);
  }
  samples.sort((a, b) => a - b);
  return (samples[7] as number) / rounds;
}
