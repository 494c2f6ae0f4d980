import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { mac } from '../crypto/mac.ts';

/** Remembers for a short while which pairs were right, so that not every request costs a slow hash. */
export interface PasswordMemory {
  /** The account's version when this pair was right; undefined when that is not known any more. */
  recall(username: string, password: string, now: Date): string | undefined;
  keep(username: string, password: string, version: string, now: Date): void;
  forget(username: string, password: string): void;
}

/** Options of {@link passwordMemory}. */
export interface PasswordMemoryOptions {
  /** How long a pair is remembered, in seconds from its check. A hit does not prolong it. */
  readonly seconds: number;
  /** Pairs kept at most; the one unused for longest goes first. Default: 10,000. */
  readonly maxEntries?: number;
}

interface Entry {
  readonly version: string;
  readonly from: number;
}

/**
 * A bounded memory of right pairs. It holds neither names nor passwords, only their HMAC under a
 * random key that this process never writes anywhere.
 */
export function passwordMemory(options: PasswordMemoryOptions): PasswordMemory {
  const { seconds, maxEntries = 10_000 } = options;
  const key = createSecretKey(randomBytes(32));
  const entries = new Map<string, Entry>();
  return {
    recall(username, password, now) {
      const pair = pairKey(key, username, password);
      const entry = entries.get(pair);
      if (entry === undefined) return undefined;
      entries.delete(pair);
      const age = now.getTime() - entry.from;
      // A clock that was set back must not make an entry live longer.
      if (age < 0 || age >= seconds * 1_000) return undefined;
      entries.set(pair, entry);
      return entry.version;
    },
    keep(username, password, version, now) {
      const pair = pairKey(key, username, password);
      entries.delete(pair);
      const [oldest] = entries.size >= maxEntries ? entries.keys() : [];
      if (oldest !== undefined) entries.delete(oldest);
      entries.set(pair, { version, from: now.getTime() });
    },
    forget(username, password) {
      entries.delete(pairKey(key, username, password));
    },
  };
}

/** The name's length parts the two: without it, another name and password could give the same text. */
function pairKey(key: KeyObject, username: string, password: string): string {
  return mac(key, `${username.length}.${username}${password}`);
}
