// Who hears a room, and what each of them gets when the room sends: one payload for all that are up to
// date, snapshots for newcomers, one covering delta for those who were behind.
//
// A tick asks of those who are up to date whether they are behind, and writes to them: whoever needs more
// is kept in a set of its own. Asking all of them before any is written to is not for nothing: it costs
// less than it saves, because a processor fetches from memory for many at once what the writes, one by one
// and each with the system's code between, would wait for.

import { type Plan, type Simulation, sendsAt, ticksPerSendMax } from '../game/index.ts';
import type { Keyframe, TickRecord } from '../journal/index.ts';
import type { CloseName, Refusal, ServerMessages } from '../wire/index.ts';
import type { Attachment } from './attachment.ts';
import type { RoomLimits } from './limits.ts';
import type { Publication, Refused, Said, Start } from './publication.ts';
import { Payload } from './receiver.ts';

interface AudienceParts {
  readonly id: string;
  readonly simulation: Simulation;
  readonly limits: RoomLimits;
  readonly messages: ServerMessages;
  /** What spectators are sent is kept: undefined where it is not. */
  readonly recorded: { readonly plan: Plan; readonly isPrivate: boolean } | undefined;
}

interface Covering {
  readonly ticks: number;
  readonly payload: Payload;
}

/** The whole state goes into a recording so often, in seconds. */
const keyframeS = 10;

const nothing: readonly never[] = Object.freeze([]);

export class Audience {
  readonly #parts: AudienceParts;
  readonly #attachments: Set<Attachment> = new Set();
  readonly #behindTicks: number;
  readonly #tooSlowTicks: number;
  /** Ticks that one delta can cover: while nobody is behind, and while somebody is. */
  readonly #nearTicks: number;
  readonly #farTicks: number;
  /** Those in phase live; a new array whenever they change, so that publications can keep the old. */
  #live: readonly Attachment[] = nothing;
  #liveChanged = false;
  readonly #waiting: Set<Attachment> = new Set();
  readonly #behind: Set<Attachment> = new Set();
  /** Whose inputs were refused since the room last sent. */
  readonly #refused: Set<Attachment> = new Set();
  /** The last tick after which the room sent. */
  #sentAt: number;
  /** The tick from which on the next keyframe is due. */
  #keyframeAt = 0;
  /** Payloads of the present tick, made when the first receiver needs them. */
  #snapshot: Payload | undefined;
  readonly #coverings: Covering[] = [];

  constructor(parts: AudienceParts) {
    this.#parts = parts;
    this.#sentAt = parts.simulation.tick;
    const { blueprint } = parts.simulation;
    const perMs = blueprint.tickRateHz / 1000;
    this.#nearTicks = ticksPerSendMax(blueprint);
    this.#farTicks = Math.max(parts.limits.historyTicks, this.#nearTicks);
    this.#behindTicks = Math.max(2 * this.#nearTicks, Math.ceil(parts.limits.behindMs * perMs));
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
    this.#waiting.add(attachment);
  }

  remove(attachment: Attachment): void {
    attachment.end();
    if (!this.#attachments.delete(attachment)) return;
    for (const set of [this.#waiting, this.#behind, this.#refused]) set.delete(attachment);
    this.#liveChanged = true;
  }

  closeAll(why: CloseName): void {
    for (const attachment of [...this.#attachments]) {
      this.remove(attachment);
      attachment.receiver.close(why);
    }
  }

  /** Inputs that no tick will take: told in the slot of the attachment's next tick. */
  refuse(attachment: Attachment, ...refusals: readonly Refusal[]): void {
    attachment.refuse(refusals);
    this.#refused.add(attachment);
  }

  /** Says what this tick gives to whom. Called once, after each tick. */
  publish(record: TickRecord): Publication {
    const { tick } = record;
    const { simulation, recorded: recording } = this.#parts;
    const { outlet, blueprint } = simulation;
    this.#snapshot = undefined;
    // Not a Map: what it is cleared of hangs on to what comes, once the collector took it for old.
    this.#coverings.length = 0;
    const sends = sendsAt(blueprint, tick);
    const said = sends ? this.#say(tick) : undefined;
    const recorded = recording && this.#tickAlone(tick, said?.shared);
    if (sends) {
      this.#sentAt = tick;
      outlet.eventsSent();
    } else outlet.keepEvents();
    const keyframe = this.#keyframe(tick);
    const state = outlet.asks.length > 0 ? simulation.save() : undefined;
    const effects = outlet.effects.map((effect, index) => ({ ...effect, tick, index }));
    const asks = outlet.asks.map((ask) => ({ ...ask, tick }));
    const release = (): void => this.#release(said);
    return { record, said, recorded, keyframe, effects, asks, state, release };
  }

  #say(tick: number): Said {
    const starts: Start[] = [];
    const refused: Refused[] = [];
    this.#watchOver(tick);
    for (const attachment of this.#behind) this.#bringBack(attachment, tick, starts);
    if (this.#behind.size === 0) this.#parts.simulation.changes.keep(this.#nearTicks);
    for (const attachment of this.#waiting) this.#welcome(attachment, tick, starts);
    for (const attachment of this.#refused) this.#tellRefused(attachment, tick, refused);
    const live = this.#listeners(tick, starts.length + refused.length > 0);
    const shared = live.length > 0 ? this.#covering(tick - this.#sentAt) : undefined;
    return { tick, after: this.#sentAt, shared, live, starts, refused };
  }

  /** The tick's message for the recording, which has one for every tick. */
  #tickAlone(tick: number, shared: Payload | undefined): Payload {
    if (tick - this.#sentAt === 1) return shared ?? this.#covering(1);
    const { simulation, messages } = this.#parts;
    return new Payload(messages.tick(simulation, 1));
  }

  #keyframe(tick: number): Keyframe | undefined {
    const { recorded, simulation, messages, id } = this.#parts;
    if (recorded === undefined || tick < this.#keyframeAt) return undefined;
    this.#keyframeAt = tick + Math.ceil(keyframeS * simulation.blueprint.tickRateHz);
    // Who sees a recording must not find the way into a private room that is still open.
    const room = recorded.isPrivate ? '' : id;
    const welcome = { seat: undefined, token: undefined, room };
    return {
      ...recorded,
      welcome: messages.welcome(simulation.blueprint, welcome),
      snapshot: this.#snapshotOf().bytes,
    };
  }

  /** Takes receivers that are too far behind out of the live ones. */
  #watchOver(tick: number): void {
    const { bufferedBytesMax } = this.#parts.limits;
    const oldest = tick - this.#behindTicks;
    for (const attachment of this.#live) {
      const { acknowledged, from, receiver } = attachment;
      const isSilent = acknowledged < oldest && from < oldest;
      if (!isSilent && receiver.buffered <= bufferedBytesMax) continue;
      if (attachment.phase.name === 'live') this.#fallBehind(attachment, this.#sentAt);
    }
  }

  /** @param sent the last tick that is for it */
  #fallBehind(attachment: Attachment, sent: number): void {
    const { changes, tick } = this.#parts.simulation;
    attachment.fallBehind(sent, tick);
    changes.keep(this.#farTicks);
    this.#behind.add(attachment);
    this.#refused.delete(attachment);
    this.#liveChanged = true;
  }

  /**
   * Who has caught up gets all that was missed in one message; who stays behind for too long goes, and at
   * once: it may have caught up by the time that a journal lets what is said now go out.
   */
  #bringBack(attachment: Attachment, tick: number, starts: Start[]): void {
    const { phase, acknowledged, receiver } = attachment;
    if (phase.name !== 'behind') return;
    const { sent, since } = phase;
    if (acknowledged >= sent && receiver.buffered === 0) {
      const ticks = tick - sent;
      const { changes } = this.#parts.simulation;
      const payload = changes.covers(ticks) ? this.#covering(ticks) : this.#snapshotOf();
      starts.push({ to: attachment, payloads: [payload] });
      this.#behind.delete(attachment);
      this.#golive(attachment, tick);
    } else if (tick - since > this.#tooSlowTicks) receiver.close('tooSlow');
  }

  #welcome(attachment: Attachment, tick: number, starts: Start[]): void {
    const { simulation, messages, id } = this.#parts;
    const { seat } = attachment;
    const welcome = { seat: seat?.number, token: seat?.token, room: id };
    const payload = new Payload(messages.welcome(simulation.blueprint, welcome));
    starts.push({ to: attachment, payloads: [payload, this.#snapshotOf()] });
    this.#waiting.delete(attachment);
    this.#golive(attachment, tick);
  }

  #golive(attachment: Attachment, tick: number): void {
    attachment.goLive(tick);
    this.#liveChanged = true;
    if (attachment.refusals.length > 0) this.#refused.add(attachment);
  }

  /** The message of all with what only this seat needs behind it. */
  #tellRefused(attachment: Attachment, tick: number, refused: Refused[]): void {
    if (attachment.phase.name !== 'live' || attachment.apart === tick) return;
    const { bytes } = this.#covering(tick - this.#sentAt);
    const refusals = attachment.takeRefusals();
    const payload = new Payload(this.#parts.messages.withSlot(bytes, refusals));
    refused.push({ to: attachment, payload, refusals });
    attachment.apart = tick;
    this.#refused.delete(attachment);
  }

  /** Those who get the shared payload; whoever is served apart in this tick is not among them. */
  #listeners(tick: number, someApart: boolean): readonly Attachment[] {
    if (this.#liveChanged) {
      this.#live = [...this.#attachments].filter(({ phase }) => phase.name === 'live');
      this.#liveChanged = false;
    }
    return someApart ? this.#live.filter(({ apart }) => apart !== tick) : this.#live;
  }

  /** One message from the state `ticks` ticks ago; its events are those since the room last sent. */
  #covering(ticks: number): Payload {
    for (const covering of this.#coverings) if (covering.ticks === ticks) return covering.payload;
    const { simulation, messages } = this.#parts;
    const payload = new Payload(messages.tick(simulation, ticks, true));
    this.#coverings.push({ ticks, payload });
    return payload;
  }

  #snapshotOf(): Payload {
    const { simulation, messages } = this.#parts;
    this.#snapshot ??= new Payload(messages.snapshot(simulation));
    return this.#snapshot;
  }

  #release(said: Said | undefined): void {
    if (said === undefined) return;
    const { tick, shared, live, starts, refused } = said;
    if (shared !== undefined) {
      for (const attachment of live) {
        if (this.#takes(attachment, said)) attachment.receiver.send(shared);
      }
    }
    for (const { to, payload, refusals } of refused) {
      if (this.#takes(to, said)) to.receiver.send(payload);
      else if (to.phase.name !== 'gone') this.refuse(to, ...refusals);
    }
    // Not kept back: there is no earlier message from which a later one could lead on.
    for (const { to, payloads } of starts) if (to.hears(tick)) to.receiver.sendAll(payloads);
  }

  /**
   * Asked again where it is said: several ticks may have been made meanwhile, to catch up or while the
   * journal was at work, and none of them could know how much the others would leave in the socket.
   */
  #takes(attachment: Attachment, { tick, after }: Said): boolean {
    if (!attachment.hears(tick)) return false;
    if (attachment.receiver.buffered <= this.#parts.limits.bufferedBytesMax) return true;
    this.#fallBehind(attachment, after);
    return false;
  }
}
