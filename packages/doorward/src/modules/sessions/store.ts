import type { Database } from '../../storage/database.ts';
import { defineStore, type StoreDefinition } from '../../storage/store.ts';
import type { AccountsStoreOptions, UserId } from '../accounts/index.ts';
import { type EndedRow, type LiveRow, statements } from './sql.ts';
import { firstTable, type NewSessionRow, type SessionRow } from './tables.ts';

/** Up to when a session may have been made and used. */
export interface Moment {
  readonly now: number;
  /** Who was last seen at this moment or before has been away for too long. */
  readonly idle: number;
}

/** A session to begin. */
export interface NewSession {
  readonly row: NewSessionRow;
  /** Digest of the session that this one takes the place of. */
  readonly replaces: string | undefined;
  /** Most sessions the user may have, this one counted. */
  readonly limit: number;
}

/** What came of beginning a session. */
export interface Begun {
  readonly replaced: EndedRow | undefined;
  /** Ended because there were too many. */
  readonly surplus: readonly EndedRow[];
}

/** A session that passes to a new id, and to the user's new version. */
export interface Rebinding {
  readonly digest: string;
  readonly renamed: string;
  readonly userId: UserId;
  readonly version: number;
}

/** The records of sessions, in verbs that are each atomic. */
export interface SessionStore {
  /** A session with its user, whatever state both are in; one query. */
  find(digest: string): Promise<LiveRow | undefined>;
  /**
   * Begins a session, ending the one it replaces and the oldest beyond the limit. Undefined, and
   * nothing done, when the user is not active or no longer has the version in the row.
   */
  begin(session: NewSession): Promise<Begun | undefined>;
  /** Gives a live session a new digest: of many callers with the old one, one succeeds. */
  rename(digest: string, renamed: string, moment: Moment): Promise<SessionRow | undefined>;
  /** As `rename`, for a session that was live until the user's version grew by one. */
  rebind(rebinding: Rebinding, moment: Moment): Promise<SessionRow | undefined>;
  /**
   * Ends the sessions of a user's earlier versions. The one with the public id `except` goes on,
   * if it was good until the version grew by one.
   */
  endVoid(userId: UserId, version: number, except: string | undefined): Promise<EndedRow[]>;
  end(digest: string): Promise<EndedRow | undefined>;
  endPublic(userId: UserId, publicId: string): Promise<EndedRow | undefined>;
  /** Ends all sessions of a user but the one with this public id. */
  endOthers(userId: UserId, except: string): Promise<EndedRow[]>;
  /** The live sessions of a user, newest first. */
  list(userId: UserId, moment: Moment): Promise<SessionRow[]>;
  /** Notes when sessions were last seen. */
  stamp(seen: readonly (readonly [digest: string, at: number])[]): Promise<void>;
  /** Deletes up to `batch` sessions that are over. */
  clear(moment: Moment, batch: number): Promise<number>;
}

/**
 * The table of sessions and the statements over it. It refers to users, so it comes after theirs.
 *
 * *Use when* a program migrates its database, or a test wants the table without the module.
 *
 * @example
 * ```ts
 * import { accountsStore } from 'doorward/accounts';
 * import { sessionStore } from 'doorward/sessions';
 * import { migrate, openDatabase } from 'doorward/storage';
 *
 * const database = await openDatabase('file::memory:');
 * await migrate(database, [accountsStore(), sessionStore()]);
 * await database.close();
 * ```
 */
export function sessionStore({
  ids = 'integer',
}: AccountsStoreOptions = {}): StoreDefinition<SessionStore> {
  return defineStore<SessionStore>({
    name: 'session',
    migrations: [{ id: 1, name: 'first table', up: firstTable(ids) }],
    open: openSessionStore,
  });
}

function openSessionStore(database: Database): SessionStore {
  const prepared = statements(database);
  return {
    find: (digest) => prepared.live.first({ digest }),
    begin: ({ row, replaces, limit }) =>
      database.transaction(async () => {
        const { user_id: userId, credential_version: version } = row;
        // Locked until the end, so that two log-ins of one user count each other's sessions.
        if ((await prepared.lockUser.first({ userId, version })) === undefined) return undefined;
        const replaced =
          replaces === undefined ? undefined : await prepared.end.first({ digest: replaces });
        const surplus = await prepared.endOldest.all({ userId, keep: limit - 1 });
        await prepared.insert.run(row);
        return { replaced, surplus };
      }),
    rename: (digest, renamed, moment) =>
      prepared.rename.first({ digest, renamed, now: moment.now, idle: moment.idle }),
    rebind: ({ digest, renamed, userId, version }, { now, idle }) =>
      prepared.rebind.first({ digest, renamed, userId, version, oldest: version - 1, now, idle }),
    endVoid: (userId, version, publicId) =>
      database.transaction(async () => {
        if (publicId !== undefined) {
          await prepared.carryOn.run({ userId, publicId, version, oldest: version - 1 });
        }
        return await prepared.endVoid.all({ userId, version });
      }),
    end: (digest) => prepared.end.first({ digest }),
    endPublic: (userId, publicId) => prepared.endPublic.first({ userId, publicId }),
    endOthers: (userId, except) => prepared.endOthers.all({ userId, except }),
    list: (userId, { now, idle }) => prepared.list.all({ userId, now, idle }),
    stamp: (seen) =>
      database.transaction(async () => {
        for (const [digest, at] of seen) await prepared.stamp.run({ digest, at });
      }),
    clear: ({ now, idle }, batch) => prepared.clear.run({ now, idle, batch }),
  };
}
