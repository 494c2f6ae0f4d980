import { setImmediate as breathe } from 'node:timers/promises';
import { listeners, stores } from '../../core/extension-points.ts';
import { type WriteBehind, writeBehind } from '../../storage/write-behind.ts';
import { storedUserId, type UserIds } from '../accounts/index.ts';
import { credentialListeners } from './credential-listeners.ts';
import { anonymousBindings } from './csrf-binding.ts';
import { ended, limitsOf, momentOf, type Room, tellEnd } from './room.ts';
import { sessionCookie } from './session-cookie.ts';
import { sessionInfo } from './session-info.ts';
import { signing } from './sign-in.ts';
import { sessionSource } from './source.ts';
import { begin, renamed, tellBeginning } from './start.ts';
import { type SessionStore, sessionStore } from './store.ts';
import type { Sessions, SessionsOptions } from './types.ts';

const longestLag = 60_000;
const stampsPerTransaction = 500;

/**
 * Keeps users signed in: sessions that a browser carries as a random id in a cookie.
 *
 * *Use when* people sign in with a browser. The table holds only digests of the ids; a session
 * ends by itself when it is idle or old, when the password changes and when the account is
 * deactivated. Every log-in makes a new id, so an id planted beforehand is worth nothing.
 *
 * @throws RangeError for limits that are not positive; TypeError for a cookie no browser takes.
 * @see NIST SP 800-63B-4 §5
 * @example
 * ```ts
 * import { eventStream } from 'doorward';
 * import { accounts, accountsStore } from 'doorward/accounts';
 * import { argon2id, hashPool, passwordHashes } from 'doorward/crypto';
 * import { sessionStore, sessions } from 'doorward/sessions';
 * import { memoryDatabase } from 'doorward/testing';
 *
 * const pool = hashPool();
 * const hashes = passwordHashes({ preferred: argon2id({ pool }) });
 * const database = await memoryDatabase([accountsStore(), sessionStore()]);
 * const events = eventStream();
 * const users = accounts({ database, hashes, events });
 * const door = sessions({ database, accounts: users, events });
 *
 * const user = await users.create({ username: 'alice' });
 * const { id, cookie } = await door.signIn({ user, methods: ['pwd'], client: { address: undefined } });
 * cookie.startsWith('__Host-doorward='); // => true
 * (await door.source.find(id, new Date()))?.user.username; // => 'alice'
 * await door.signOut(id); // => true
 * await door.close();
 * await database.close();
 * await pool.close();
 * ```
 */
export function sessions(options: SessionsOptions): Sessions {
  const { database, accounts, events, clock = () => new Date() } = options;
  const { ids = 'integer' } = accounts;
  const limits = limitsOf(options);
  const definition = sessionStore({ ids });
  const store = definition.open(database);
  const cookie = sessionCookie(options.cookie);
  const seen = seenLately(store);
  const lagMs = Math.min(longestLag, limits.idleMs / 10);
  const room: Room = { store, cookie, events, clock, limits };
  return {
    module: {
      name: 'sessions',
      contributes: [stores.of(definition), listeners.of(...credentialListeners(room))],
    },
    source: sessionSource({ store, seen, idleMs: limits.idleMs, lagMs }),
    cookieName: cookie.name,
    bindings: anonymousBindings({
      secure: options.cookie?.secure ?? true,
      sessionCookie: cookie.name,
    }),
    clearCookie: () => cookie.clear(),
    ...signing(room, { database, accounts }),
    ...beginning(room),
    ...ending(room, ids),
    async list(userId) {
      const stored = storedUserId(userId, ids);
      if (stored === undefined) return [];
      return (await store.list(stored, momentOf(room, clock()))).map(sessionInfo);
    },
    close: () => seen.close(),
  };
}

function seenLately(store: SessionStore): WriteBehind<string, number> {
  return writeBehind<string, number>({
    async flush(entries) {
      for (let at = 0; at < entries.length; at += stampsPerTransaction) {
        await store.stamp(entries.slice(at, at + stampsPerTransaction));
      }
    },
  });
}

function beginning(room: Room): Pick<Sessions, 'start' | 'rotate' | 'keep'> {
  const { store, clock } = room;
  return {
    async start(user, given) {
      const now = clock();
      const begun = await begin(room, user, given, now);
      await tellBeginning(room, user, begun, now);
      return begun.started;
    },
    rotate: (id) =>
      renamed(room, id, 'privilege', (digest, next, moment) => store.rename(digest, next, moment)),
    keep: (id, user) =>
      renamed(room, id, 'credentials', (digest, next, moment) => {
        const to = { renamed: next, userId: user.id, version: user.credentialVersion };
        return store.rebind({ digest, ...to }, moment);
      }),
  };
}

function ending(
  room: Room,
  ids: UserIds,
): Pick<Sessions, 'end' | 'endByPublicId' | 'endAll' | 'clearExpired'> {
  const { store, clock } = room;
  return {
    end: async (id, reason = 'ended') => (await ended(room, id, reason, clock())) !== undefined,
    async endByPublicId(userId, publicId) {
      const stored = storedUserId(userId, ids);
      const row = stored === undefined ? undefined : await store.endPublic(stored, publicId);
      if (row !== undefined) await tellEnd(room, row, 'ended', clock());
      return row !== undefined;
    },
    async endAll(userId, { except = '' } = {}) {
      const stored = storedUserId(userId, ids);
      const rows = stored === undefined ? [] : await store.endOthers(stored, except);
      for (const row of rows) await tellEnd(room, row, 'ended', clock());
      return rows.length;
    },
    async clearExpired({ batch = 1_000, progress } = {}) {
      let deleted = 0;
      for (let gone = batch; gone === batch; await breathe()) {
        gone = await store.clear(momentOf(room, clock()), batch);
        deleted += gone;
        if (gone > 0) progress?.(deleted);
      }
      return deleted;
    },
  };
}
