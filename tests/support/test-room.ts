// A room for laws about state and codec: one state with its views, and receivers that follow it.

import {
  BitReader,
  BitWriter,
  Changes,
  Mirror,
  visibleBytes,
  writeSnapshot,
} from '../../packages/tickhouse/src/codec/index.ts';
import {
  type Layout,
  layoutOf,
  Memory,
  pathAt,
  type ReadView,
  reader,
  type Shape,
  type View,
  writer,
} from '../../packages/tickhouse/src/state/index.ts';

export class TestRoom<S extends Shape> {
  readonly layout: Layout;
  readonly memory: Memory;
  readonly marks: Int32Array;
  readonly state: View<S>;
  readonly changes: Changes;
  readonly depth: number;
  readonly #out = new BitWriter();
  tick = 0;

  constructor(shape: S, depth = 1) {
    this.layout = layoutOf(shape);
    this.memory = new Memory(this.layout.bytes);
    this.marks = new Int32Array(this.layout.markWords);
    this.state = writer<S>(this.layout)(this.memory, this.marks);
    this.changes = new Changes(this.layout, this.memory, this.marks, depth);
    this.depth = depth;
  }

  settle(): void {
    this.changes.settle();
    this.tick++;
  }

  snapshot(): Uint8Array {
    writeSnapshot(this.#out.reset(), this.layout, this.memory);
    return this.#out.finish();
  }

  delta(ticks = 1): Uint8Array {
    this.changes.write(this.#out.reset(), ticks);
    return this.#out.finish();
  }

  /** Settles, and gives the bits of the delta of this one tick. */
  tickBits(): number {
    this.settle();
    this.changes.write(this.#out.reset(), 1);
    return this.#out.length;
  }

  visible(): Uint8Array {
    return visibleBytes(this.layout, this.memory);
  }
}

/** One who holds a mirror of a room, and knows up to which tick. */
export class Receiver<S extends Shape> {
  readonly mirror: Mirror;
  readonly state: ReadView<S>;
  readonly #room: TestRoom<S>;
  tick = -1;

  constructor(room: TestRoom<S>) {
    this.#room = room;
    this.mirror = new Mirror(room.layout);
    this.state = reader<S>(room.layout)(this.mirror.memory);
  }

  /** Catches up with the room by whatever message serves, and compares. */
  sync(): void {
    const room = this.#room;
    const ticks = room.tick - this.tick;
    const covered = this.tick >= 0 && room.changes.covers(ticks);
    const from = new BitReader(covered ? room.delta(ticks) : room.snapshot());
    if (covered) this.mirror.delta(from);
    else this.mirror.snapshot(from);
    from.end();
    this.tick = room.tick;
    const how = covered ? `a delta of ${ticks} ticks` : 'a snapshot';
    expectSameBytes(room.layout, room.visible(), this.mirror.memory.u8, `${how} to ${room.tick}`);
  }
}

/** Throws with the place of the first byte that differs. */
export function expectSameBytes(
  layout: Layout,
  wanted: Uint8Array,
  got: Uint8Array,
  after: string,
): void {
  if (Buffer.compare(wanted, got) === 0) return;
  const at = wanted.findIndex((byte, i) => byte !== got[i]);
  throw new Error(`${after}: ${pathAt(layout, at)}: ${wanted[at]} wanted, ${got[at]} got`);
}
