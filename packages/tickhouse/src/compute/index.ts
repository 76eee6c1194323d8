// The face of `compute`: heavy or blocking work off the event loop.

export { keptThread } from './kept-thread.ts';
export {
  type CallOptions,
  type Pool,
  type PoolOptions,
  type PoolStats,
  processPool,
  threadPool,
} from './pool.ts';
