// A directory that one process holds: its entries lie in memory, and each change is kept elsewhere
// before anybody sees it. What `keep` does is all that stores differ in.

import type { Directory, Entry } from './store.ts';

/** Resolves when a change is as durable as the store says; rejects where nothing was changed. */
export type KeepEntry = (entry: Entry) => Promise<void> | undefined;

export class HeldDirectory implements Directory {
  readonly #entries: Map<string, Entry>;
  readonly #keep: KeepEntry;
  readonly #watchers = new Set<(entry: Entry) => void>();
  #revision: number;
  /** The change before, done or failed: changes are made one after the other. */
  #before: Promise<unknown> = Promise.resolve();

  /** @param revision of the last change, also where that removed an entry */
  constructor(entries: readonly Entry[], revision: number, keep: KeepEntry) {
    this.#entries = new Map(entries.map((entry) => [entry.key, entry]));
    this.#revision = revision;
    this.#keep = keep;
  }

  async get(key: string): Promise<Entry | undefined> {
    return this.#entries.get(key);
  }

  async list(prefix: string): Promise<readonly Entry[]> {
    const found = [...this.#entries.values()].filter(({ key }) => key.startsWith(prefix));
    return found.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  cas(key: string, value: string | undefined, revision: number): Promise<number | undefined> {
    const change = this.#before.then(() => this.#change(key, value, revision));
    this.#before = change.catch(() => {});
    return change;
  }

  watch(prefix: string, listener: (entry: Entry) => void): () => void {
    const watcher = (entry: Entry): void => {
      if (entry.key.startsWith(prefix)) listener(entry);
    };
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  async #change(
    key: string,
    value: string | undefined,
    revision: number,
  ): Promise<number | undefined> {
    if ((this.#entries.get(key)?.revision ?? 0) !== revision) return undefined;
    const entry: Entry = { key, value, revision: this.#revision + 1 };
    await this.#keep(entry);
    this.#revision = entry.revision;
    if (value === undefined) this.#entries.delete(key);
    else this.#entries.set(key, entry);
    for (const watcher of this.#watchers) watcher(entry);
    return entry.revision;
  }
}
