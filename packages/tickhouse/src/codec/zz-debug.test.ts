import { it } from 'vitest';
import { Receiver, TestRoom } from '../../../../tests/support/test-room.ts';
import { list, i32 } from '../state/index.ts';
it('x', () => {
    const room = new TestRoom({ f: list(i32, 7) }, 4);
    const rec = new Receiver(room);
    const f = room.state.f;
    f.push(0);f.push(0);f.push(4); room.settle(); rec.sync();
    for (const [i,v] of [[2,2],[1,3],[0,5]] as const) {
    f.set(i, v); room.settle();
    const ring = (room.changes as any);
    console.log(i, v, [...room.memory.i32], [...room.marks], Buffer.from(room.delta()).toString('hex'));
    try { rec.sync(); } catch (e) { console.log((e as Error).message, [...rec.mirror.memory.i32]); }
    }
});
