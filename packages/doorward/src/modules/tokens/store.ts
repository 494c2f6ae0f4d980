import type { Database } from '../../storage/database.ts';
import { defineStore, type StoreDefinition } from '../../storage/store.ts';
import type { AccountsStoreOptions, UserId } from '../accounts/index.ts';
import { type FoundRow, type RevokedRow, type Statements, statements } from './sql.ts';
import { firstTable, type TokenRow } from './tables.ts';

/** A token to keep. */
export interface NewToken {
  readonly row: TokenRow;
  /** Most tokens the user may have, this one counted. */
  readonly limit: number;
  /**
   * What makes room. `none`: nothing. `oldest`: at the limit, the oldest token of the same name.
   * `named`: always, every token of the same name.
   */
  readonly room: 'none' | 'oldest' | 'named';
}

/** What came of keeping a token. */
export type Kept =
  | { readonly kept: true; readonly revoked: readonly RevokedRow[] }
  | { readonly kept: false; readonly because: 'user' | 'limit' };

/** The records of tokens, in verbs that are each atomic. */
export interface TokenStore {
  /** A token with its user, whatever state both are in; one query. */
  find(digest: string): Promise<FoundRow | undefined>;
  /**
   * Keeps a token, and clears the user's expired ones. Nothing is revoked when there is no room, or the user is not active or no longer
   * has the version in the row.
   */
  keep(token: NewToken): Promise<Kept>;
  byId(userId: UserId, id: string): Promise<TokenRow | undefined>;
  /** A user's tokens, expired ones included, newest first. */
  list(userId: UserId): Promise<TokenRow[]>;
  revoke(userId: UserId, id: string): Promise<RevokedRow | undefined>;
  revokeAll(userId: UserId): Promise<RevokedRow[]>;
  /** Notes when tokens were last used. */
  stamp(used: readonly (readonly [digest: string, at: number])[]): Promise<void>;
  /** Deletes up to `batch` tokens that have expired. */
  clear(now: number, batch: number): Promise<number>;
}

/**
 * The table of tokens and the statements over it. It refers to users, so it comes after theirs.
 *
 * *Use when* a program migrates its database, or a test wants the table without the module.
 *
 * @example
 * ```ts
 * import { accountsStore } from 'doorward/accounts';
 * import { tokenStore } from 'doorward/tokens';
 * import { migrate, openDatabase } from 'doorward/storage';
 *
 * const database = await openDatabase('file::memory:');
 * await migrate(database, [accountsStore(), tokenStore()]);
 * await database.close();
 * ```
 */
export function tokenStore({
  ids = 'integer',
}: AccountsStoreOptions = {}): StoreDefinition<TokenStore> {
  return defineStore<TokenStore>({
    name: 'token',
    migrations: [{ id: 1, name: 'first table', up: firstTable(ids) }],
    open: openTokenStore,
  });
}

function openTokenStore(database: Database): TokenStore {
  const prepared = statements(database);
  return {
    find: (digest) => prepared.find.first({ digest }),
    keep: (token) => database.transaction(() => keep(prepared, token)),
    byId: (userId, id) => prepared.byId.first({ userId, id }),
    list: (userId) => prepared.list.all({ userId }),
    revoke: (userId, id) => prepared.revoke.first({ userId, id }),
    revokeAll: (userId) => prepared.revokeAll.all({ userId }),
    stamp: (used) =>
      database.transaction(async () => {
        for (const [digest, at] of used) await prepared.stamp.run({ digest, at });
      }),
    clear: (now, batch) => prepared.clear.run({ now, batch }),
  };
}

async function keep(prepared: Statements, { row, limit, room }: NewToken): Promise<Kept> {
  const { user_id: userId, credential_version: version, created_at: now } = row;
  // Locked until the end, so that two who make a token for one user count each other's.
  if ((await prepared.lockUser.first({ userId, version })) === undefined) {
    return { kept: false, because: 'user' };
  }
  // So that nobody fills the table with tokens that live for a moment.
  await prepared.clearOf.run({ userId, now });
  const revoked = await makeRoom(prepared, { row, limit, room });
  if (revoked === undefined) return { kept: false, because: 'limit' };
  await prepared.insert.run(row);
  return { kept: true, revoked };
}

/** Revokes what gives way to the token; undefined, and nothing revoked, when that is not enough. */
async function makeRoom(
  prepared: Statements,
  { row, limit, room }: NewToken,
): Promise<RevokedRow[] | undefined> {
  const { user_id: userId, name } = row;
  const others = room === 'named' ? prepared.countOthers.first({ userId, name }) : undefined;
  const { tokens = 0 } = (await (others ?? prepared.count.first({ userId }))) ?? {};
  if (room === 'named' && tokens < limit) return prepared.revokeNamed.all({ userId, name });
  if (tokens < limit) return [];
  if (room !== 'oldest') return undefined;
  const oldest = await prepared.revokeOldestNamed.first({ userId, name });
  return oldest === undefined ? undefined : [oldest];
}
