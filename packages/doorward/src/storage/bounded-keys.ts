import { hash } from 'node:crypto';

/** A key of at most 128 characters: longer ones by their SHA-256, so that no caller fills memory. */
export function boundedKey(key: string): string {
  return key.length <= 128 && key.isWellFormed() && !key.includes('\0')
    ? key
    : `sha256:${hash('sha256', Buffer.from(key, 'utf16le'), 'base64url')}`;
}

/** A map with room for so many keys. */
export interface BoundedKeys<Entry> {
  get(key: string): Entry | undefined;
  /** Keeps an entry, making room if need be. */
  set(key: string, entry: Entry): void;
  delete(key: string): void;
  /** Drops the least worthy of the next few entries. */
  evict(): void;
  readonly size: number;
}

/** How many entries are compared to find one to drop. */
const sample = 16;

/**
 * A map that, when full, drops the least worthy of the next 16 entries, walking round all of them.
 *
 * Whoever floods the map with new keys mostly drops keys of his own: an entry goes only when it
 * is the least worthy of its sixteen.
 *
 * @param worth - the entry's worth; 0 or less: it may as well go.
 * @param gone - told of every entry that leaves.
 */
export function boundedKeys<Entry>(
  maxKeys: number,
  worth: (entry: Entry) => number,
  gone?: (entry: Entry) => void,
): BoundedKeys<Entry> {
  const entries = new Map<string, Entry>();
  let round = entries.entries();

  /** The next entry on the walk. A map's iterator sees entries come and go. */
  function step(): [string, Entry] | undefined {
    const next = round.next();
    if (!next.done) return next.value;
    round = entries.entries();
    const again = round.next();
    return again.done ? undefined : again.value;
  }

  function evict(): void {
    let least: { key: string; worth: number } | undefined;
    for (let count = 0; count < sample; count += 1) {
      const next = step();
      if (next === undefined) break;
      const found = { key: next[0], worth: worth(next[1]) };
      if (least === undefined || found.worth < least.worth) least = found;
      if (least.worth <= 0) break;
    }
    if (least !== undefined) remove(least.key);
  }

  function remove(key: string): void {
    const entry = entries.get(key);
    if (entry === undefined) return;
    entries.delete(key);
    gone?.(entry);
  }

  return {
    get: (key) => entries.get(key),
    set(key, entry) {
      if (entries.size >= maxKeys && !entries.has(key)) evict();
      entries.set(key, entry);
    },
    delete: remove,
    evict,
    get size() {
      return entries.size;
    },
  };
}
