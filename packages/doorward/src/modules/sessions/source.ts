import { sha256 } from '../../crypto/digest.ts';
import type { SessionMatch, SessionSource } from '../../schemes/session-source.ts';
import type { WriteBehind } from '../../storage/write-behind.ts';
import { type User, userFromRow } from '../accounts/index.ts';
import type { SessionStore } from './store.ts';

/** Characters of an id: 256 bits in base64url. */
export const idLength = 43;

/** Options of {@link sessionSource}. */
export interface SessionSourceOptions {
  readonly store: Pick<SessionStore, 'find'>;
  /** Takes what was last seen, to be written later. */
  readonly seen: Pick<WriteBehind<string, number>, 'set'>;
  readonly idleMs: number;
  /** How far the time last seen may lag behind. */
  readonly lagMs: number;
}

/**
 * Finds sessions for the scheme: one query for session and user, and nothing written before the
 * answer.
 */
export function sessionSource(options: SessionSourceOptions): SessionSource<User> {
  const { store, seen, idleMs, lagMs } = options;

  async function find(sessionId: string, now: Date): Promise<SessionMatch<User> | undefined> {
    if (sessionId.length !== idLength) return undefined;
    const digest = sha256(sessionId);
    const row = await store.find(digest);
    if (row === undefined) return undefined;
    const time = now.getTime();
    if (
      time >= row.expires_at ||
      time >= row.last_seen_at + idleMs ||
      row.credential_version !== row.user_credential_version ||
      row.user_is_active !== 1
    ) {
      return undefined;
    }
    if (time >= row.last_seen_at + lagMs) seen.set(digest, time);
    return {
      user: userFromRow(row),
      credential: row.public_id,
      at: new Date(row.created_at),
      methods: methodsOf(row.methods),
    };
  }

  return { find };
}

/** The column holds methods separated by blanks. */
export function methodsOf(column: string): readonly string[] {
  return column === '' ? [] : column.split(' ');
}
