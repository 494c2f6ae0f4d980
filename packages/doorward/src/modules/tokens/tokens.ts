import { setImmediate as breathe } from 'node:timers/promises';
import { stores } from '../../core/extension-points.ts';
import { writeBehind } from '../../storage/write-behind.ts';
import { storedUserId } from '../accounts/index.ts';
import { make, type Room, tellRevoked } from './make.ts';
import { tokenSource } from './source.ts';
import { tokenStore } from './store.ts';
import { tokenInfo } from './token-info.ts';
import { tokenFormat } from './token-text.ts';
import type { Tokens, TokensOptions } from './types.ts';

const lagMs = 60_000;
const stampsPerTransaction = 500;

/**
 * Keeps API tokens: long random texts that a program sends in `Authorization`.
 *
 * *Use when* something without a browser calls: scripts, other servers, apps. A user can have
 * several, each with a name, an expiry and scopes; the table holds only digests, so each is shown
 * once. A mistyped token is refused by its checksum, without a query.
 *
 * @throws TypeError for a prefix, RangeError for a limit that cannot be.
 * @see RFC 6750 for how a token is sent as `Bearer`
 * @example Every new user gets a token.
 * ```ts
 * import { eventStream } from 'doorward';
 * import { accounts, accountsStore, type User } from 'doorward/accounts';
 * import { argon2id, hashPool, passwordHashes } from 'doorward/crypto';
 * import { memoryDatabase } from 'doorward/testing';
 * import { tokenStore, tokens } from 'doorward/tokens';
 *
 * const pool = hashPool();
 * const hashes = passwordHashes({ preferred: argon2id({ pool }) });
 * const database = await memoryDatabase([accountsStore(), tokenStore()]);
 * const events = eventStream();
 * const users = accounts({ database, hashes, events });
 * const keys = tokens({ database, events });
 *
 * events.on('user.created', async ({ user }) => {
 *   await keys.create(user as User, { name: 'api' });
 * });
 *
 * const alice = await users.create({ username: 'alice' });
 * (await keys.list(alice.id)).length; // => 1
 * await keys.close();
 * await database.close();
 * await pool.close();
 * ```
 */
export function tokens(options: TokensOptions): Tokens {
  const { database, accounts = {}, events, clock = () => new Date(), prefix = 'dw_' } = options;
  const { ids = 'integer' } = accounts;
  const { maxPerUser: limit = 100, endedByPasswordChange = false } = options;
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new RangeError('tokens: maxPerUser is a whole number, 1 or more');
  }
  const definition = tokenStore({ ids });
  const store = definition.open(database);
  const format = tokenFormat(prefix);
  const used = writeBehind<string, number>({
    async flush(entries) {
      for (let at = 0; at < entries.length; at += stampsPerTransaction) {
        await store.stamp(entries.slice(at, at + stampsPerTransaction));
      }
    },
  });
  const room: Room = { store, format, events, clock, limit };
  return {
    module: { name: 'tokens', contributes: [stores.of(definition)] },
    source: tokenSource({ store, format, used, lagMs, endedByPasswordChange }),
    create: (user, { whenFull = 'refuse', ...rest }) =>
      make(room, user, rest, whenFull === 'replace' ? 'oldest' : 'none'),
    regenerate: (user, name, rest) => make(room, user, { ...rest, name }, 'named'),
    async revoke(userId, id) {
      const stored = storedUserId(userId, ids);
      const row = stored === undefined ? undefined : await store.revoke(stored, id);
      if (row !== undefined) await tellRevoked(events, row, clock());
      return row !== undefined;
    },
    async revokeAll(userId) {
      const stored = storedUserId(userId, ids);
      const rows = stored === undefined ? [] : await store.revokeAll(stored);
      for (const row of rows) await tellRevoked(events, row, clock());
      return rows.length;
    },
    async list(userId) {
      const stored = storedUserId(userId, ids);
      return stored === undefined ? [] : (await store.list(stored)).map(tokenInfo);
    },
    async find(userId, id) {
      const stored = storedUserId(userId, ids);
      const row = stored === undefined ? undefined : await store.byId(stored, id);
      return row === undefined ? undefined : tokenInfo(row);
    },
    async clearExpired({ batch = 1_000, progress } = {}) {
      let deleted = 0;
      for (let gone = batch; gone === batch; await breathe()) {
        gone = await store.clear(clock().getTime(), batch);
        deleted += gone;
        if (gone > 0) progress?.(deleted);
      }
      return deleted;
    },
    close: () => used.close(),
  };
}
