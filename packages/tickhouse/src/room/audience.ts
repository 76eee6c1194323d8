// Who hears a room, and what each of them gets in a tick: one payload for all that are up to date,
// snapshots for newcomers, one covering delta for those who were behind.

import type { Plan, Simulation } from '../game/index.ts';
import type { Keyframe, TickRecord } from '../journal/index.ts';
import { type CloseName, ServerMessages } from '../wire/index.ts';
import { type Attachment, live } from './attachment.ts';
import type { RoomLimits } from './limits.ts';
import type { Publication } from './publication.ts';
import { Payload } from './receiver.ts';

interface AudienceParts {
  readonly id: string;
  readonly simulation: Simulation;
  readonly limits: RoomLimits;
  /** What spectators are sent is kept: undefined where it is not. */
  readonly recorded: { readonly plan: Plan; readonly isPrivate: boolean } | undefined;
}

/** The whole state goes into a recording so often, in seconds. */
const keyframeS = 10;

interface Apart {
  readonly to: Attachment;
  readonly payload: Payload;
}

export class Audience {
  readonly #parts: AudienceParts;
  readonly #messages: ServerMessages = new ServerMessages();
  readonly #attachments: Set<Attachment> = new Set();
  readonly #behindTicks: number;
  readonly #tooSlowTicks: number;
  /** Those in phase live; a new array whenever they change, so that publications can keep the old. */
  #live: readonly Attachment[] = [];
  #liveChanged = false;
  /** The tick from which on the next keyframe is due. */
  #keyframeTick = 0;
  /** Payloads of the present tick, made when the first receiver needs them. */
  #snapshot: Payload | undefined;
  readonly #coverings: Map<number, Payload> = new Map();

  constructor(parts: AudienceParts) {
    this.#parts = parts;
    const perMs = parts.simulation.blueprint.tickRateHz / 1000;
    this.#behindTicks = Math.max(2, Math.ceil(parts.limits.behindMs * perMs));
    this.#tooSlowTicks = Math.max(1, Math.ceil(parts.limits.tooSlowMs * perMs));
  }

  get isEmpty(): boolean {
    return this.#attachments.size === 0;
  }

  get spectators(): number {
    let count = 0;
    for (const { seat } of this.#attachments) if (seat === undefined) count++;
    return count;
  }

  add(attachment: Attachment): void {
    this.#attachments.add(attachment);
  }

  remove(attachment: Attachment): void {
    attachment.end();
    if (this.#attachments.delete(attachment)) this.#liveChanged = true;
  }

  closeAll(why: CloseName): void {
    for (const attachment of this.#attachments) {
      attachment.end();
      attachment.receiver.close(why);
    }
    this.#attachments.clear();
    this.#liveChanged = true;
  }

  /** Says what this tick gives to whom. Called once, after each tick. */
  publish(record: TickRecord): Publication {
    const { tick } = record;
    this.#snapshot = undefined;
    this.#coverings.clear();
    const apart: Apart[] = [];
    const closing: { to: Attachment; why: CloseName }[] = [];
    for (const attachment of this.#attachments) {
      const { phase } = attachment;
      if (phase.name === 'live') this.#watchOver(attachment, tick, apart);
      else if (phase.name === 'waiting') this.#welcome(attachment, tick, apart);
      else if (phase.name === 'behind') {
        if (this.#hasCaughtUp(attachment, phase.sent)) {
          apart.push({ to: attachment, payload: this.#bringUpToDate(tick, phase.sent) });
          this.#golive(attachment, tick);
        } else if (tick - phase.since > this.#tooSlowTicks) {
          closing.push({ to: attachment, why: 'tooSlow' });
        }
      }
    }
    const listeners = this.#listeners(tick);
    const isHeard = listeners.length > 0 || this.#parts.recorded !== undefined;
    const shared = isHeard ? this.#covering(1) : undefined;
    const keyframe = this.#keyframe(tick);
    const { simulation } = this.#parts;
    const { outlet } = simulation;
    const state = outlet.asks.length > 0 ? simulation.save() : undefined;
    const effects = outlet.effects.map((effect, index) => ({ ...effect, tick, index }));
    const asks = outlet.asks.map((ask) => ({ ...ask, tick }));
    return { record, shared, keyframe, live: listeners, apart, closing, effects, asks, state };
  }

  #keyframe(tick: number): Keyframe | undefined {
    const { recorded, simulation, id } = this.#parts;
    if (recorded === undefined || tick < this.#keyframeTick) return undefined;
    this.#keyframeTick = tick + Math.ceil(keyframeS * simulation.blueprint.tickRateHz);
    // Who sees a recording must not find the way into a private room that is still open.
    const room = recorded.isPrivate ? '' : id;
    const welcome = { seat: undefined, token: undefined, room };
    return {
      ...recorded,
      welcome: this.#messages.welcome(simulation.blueprint, welcome),
      snapshot: this.#snapshotOf().bytes,
    };
  }

  /** Takes a receiver that is too far behind out of the live ones. */
  #watchOver(attachment: Attachment, tick: number, apart: Apart[]): void {
    const { bufferedBytesMax } = this.#parts.limits;
    if (
      tick - attachment.acknowledged > this.#behindTicks ||
      attachment.receiver.buffered > bufferedBytesMax
    ) {
      attachment.phase = { name: 'behind', sent: tick - 1, since: tick };
      this.#liveChanged = true;
    } else if (attachment.refusals.length > 0) {
      apart.push({ to: attachment, payload: this.#withSlot(attachment, tick) });
    }
  }

  #hasCaughtUp(attachment: Attachment, sent: number): boolean {
    return attachment.acknowledged >= sent && attachment.receiver.buffered === 0;
  }

  #welcome(attachment: Attachment, tick: number, apart: Apart[]): void {
    const { simulation, id } = this.#parts;
    const { seat } = attachment;
    const welcome = { seat: seat?.number, token: seat?.token, room: id };
    const payload = new Payload(this.#messages.welcome(simulation.blueprint, welcome));
    apart.push({ to: attachment, payload });
    apart.push({ to: attachment, payload: this.#snapshotOf() });
    this.#golive(attachment, tick);
  }

  #golive(attachment: Attachment, tick: number): void {
    attachment.phase = live;
    attachment.acknowledged = tick;
    attachment.apart = tick;
    this.#liveChanged = true;
  }

  /** Those who get the shared payload; whoever is served apart in this tick is not among them. */
  #listeners(tick: number): readonly Attachment[] {
    if (this.#liveChanged) {
      this.#live = [...this.#attachments].filter(({ phase }) => phase.name === 'live');
      this.#liveChanged = false;
    }
    const someApart = this.#live.some(({ apart }) => apart === tick);
    return someApart ? this.#live.filter(({ apart }) => apart !== tick) : this.#live;
  }

  #bringUpToDate(tick: number, sent: number): Payload {
    const ticks = tick - sent;
    const { changes } = this.#parts.simulation;
    return changes.covers(ticks) ? this.#covering(ticks) : this.#snapshotOf();
  }

  /** One tick message from the state `ticks` ticks ago; it carries the events of the last tick only. */
  #covering(ticks: number): Payload {
    let payload = this.#coverings.get(ticks);
    if (payload === undefined) {
      payload = new Payload(this.#messages.tick(this.#parts.simulation, ticks));
      this.#coverings.set(ticks, payload);
    }
    return payload;
  }

  #snapshotOf(): Payload {
    this.#snapshot ??= new Payload(this.#messages.snapshot(this.#parts.simulation));
    return this.#snapshot;
  }

  /** The tick's payload with what only this seat needs behind it. */
  #withSlot(attachment: Attachment, tick: number): Payload {
    const payload = this.#messages.withSlot(this.#covering(1).bytes, attachment.refusals);
    attachment.refusals = [];
    attachment.apart = tick;
    return new Payload(payload);
  }
}
