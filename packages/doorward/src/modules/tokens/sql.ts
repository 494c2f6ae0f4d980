import type { Database, Prepared } from '../../storage/database.ts';
import { type UserId, type UserRow, userColumns } from '../accounts/index.ts';
import type { Tables, TokenRow } from './tables.ts';

/** A token and its user, as a request meets them: one look into the database. */
export type FoundRow = UserRow &
  Pick<
    TokenRow,
    'id' | 'credential_version' | 'scopes' | 'proved_at' | 'expires_at' | 'last_used_at'
  >;

/** What is told of a token that was revoked. */
export type RevokedRow = Pick<TokenRow, 'id' | 'user_id' | 'name'>;

/** The statements of this module, compiled once. */
export interface Statements {
  find: Prepared<{ digest: string }, FoundRow>;
  lockUser: Prepared<{ userId: UserId; version: number }, { id: UserId }>;
  insert: Prepared<TokenRow, unknown>;
  count: Prepared<{ userId: UserId }, { tokens: number }>;
  countOthers: Prepared<{ userId: UserId; name: string }, { tokens: number }>;
  byId: Prepared<{ userId: UserId; id: string }, TokenRow>;
  list: Prepared<{ userId: UserId }, TokenRow>;
  revoke: Prepared<{ userId: UserId; id: string }, RevokedRow>;
  revokeNamed: Prepared<{ userId: UserId; name: string }, RevokedRow>;
  revokeOldestNamed: Prepared<{ userId: UserId; name: string }, RevokedRow>;
  revokeAll: Prepared<{ userId: UserId }, RevokedRow>;
  stamp: Prepared<{ digest: string; at: number }, unknown>;
  clearOf: Prepared<{ userId: UserId; now: number }, unknown>;
  clear: Prepared<{ now: number; batch: number }, unknown>;
}

/** Prepares the statements. */
export function statements(database: Database): Statements {
  return { ...readStatements(database), ...makeStatements(database), ...endStatements(database) };
}

function readStatements(database: Database): Pick<Statements, 'find' | 'byId' | 'list'> {
  const { prepare } = database.tables<Tables>();
  return {
    find: prepare((db, arg: { digest: string }) =>
      db
        .selectFrom('token')
        .innerJoin('user', 'user.id', 'token.user_id')
        .select([
          'token.id',
          'token.credential_version',
          'token.scopes',
          'token.proved_at',
          'token.expires_at',
          'token.last_used_at',
          ...userColumns,
        ])
        .where('token.digest', '=', arg.digest),
    ),
    byId: prepare((db, arg: { userId: UserId; id: string }) =>
      db.selectFrom('token').selectAll().where('id', '=', arg.id).where('user_id', '=', arg.userId),
    ),
    list: prepare((db, arg: { userId: UserId }) =>
      db
        .selectFrom('token')
        .selectAll()
        .where('user_id', '=', arg.userId)
        .orderBy('created_at', 'desc')
        .orderBy('id'),
    ),
  };
}

function makeStatements(
  database: Database,
): Pick<Statements, 'lockUser' | 'count' | 'countOthers' | 'insert' | 'stamp'> {
  const { prepare } = database.tables<Tables>();
  return {
    lockUser: prepare((db, arg: { userId: UserId; version: number }) =>
      database.dialect.forUpdate(
        db
          .selectFrom('user')
          .select('id')
          .where('id', '=', arg.userId)
          .where('credential_version', '=', arg.version)
          .where('is_active', '=', 1),
      ),
    ),
    count: prepare((db, arg: { userId: UserId }) =>
      db
        .selectFrom('token')
        .select(({ fn }) => fn.countAll<number>().as('tokens'))
        .where('user_id', '=', arg.userId),
    ),
    countOthers: prepare((db, arg: { userId: UserId; name: string }) =>
      db
        .selectFrom('token')
        .select(({ fn }) => fn.countAll<number>().as('tokens'))
        .where('user_id', '=', arg.userId)
        .where('name', '!=', arg.name),
    ),
    insert: prepare((db, arg: TokenRow) =>
      db.insertInto('token').values({
        digest: arg.digest,
        id: arg.id,
        user_id: arg.user_id,
        credential_version: arg.credential_version,
        prefix: arg.prefix,
        name: arg.name,
        scopes: arg.scopes,
        created_at: arg.created_at,
        proved_at: arg.proved_at,
        expires_at: arg.expires_at,
        last_used_at: arg.last_used_at,
      }),
    ),
    // Never backwards: another process may have seen a later use.
    stamp: prepare((db, arg: { digest: string; at: number }) =>
      db
        .updateTable('token')
        .set({ last_used_at: arg.at })
        .where('digest', '=', arg.digest)
        .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', arg.at)])),
    ),
  };
}

function endStatements(
  database: Database,
): Pick<
  Statements,
  'revoke' | 'revokeNamed' | 'revokeOldestNamed' | 'revokeAll' | 'clearOf' | 'clear'
> {
  const { prepare } = database.tables<Tables>();
  const told = ['id', 'user_id', 'name'] as const;
  return {
    revoke: prepare((db, arg: { userId: UserId; id: string }) =>
      db
        .deleteFrom('token')
        .where('id', '=', arg.id)
        .where('user_id', '=', arg.userId)
        .returning(told),
    ),
    revokeNamed: prepare((db, arg: { userId: UserId; name: string }) =>
      db
        .deleteFrom('token')
        .where('user_id', '=', arg.userId)
        .where('name', '=', arg.name)
        .returning(told),
    ),
    revokeOldestNamed: prepare((db, arg: { userId: UserId; name: string }) =>
      db
        .deleteFrom('token')
        .where('digest', 'in', (from) =>
          from
            .selectFrom('token as old')
            .select('old.digest')
            .where('old.user_id', '=', arg.userId)
            .where('old.name', '=', arg.name)
            .orderBy('old.created_at')
            .orderBy('old.digest')
            .limit(1),
        )
        .returning(told),
    ),
    revokeAll: prepare((db, arg: { userId: UserId }) =>
      db.deleteFrom('token').where('user_id', '=', arg.userId).returning(told),
    ),
    clearOf: prepare((db, arg: { userId: UserId; now: number }) =>
      db.deleteFrom('token').where('user_id', '=', arg.userId).where('expires_at', '<=', arg.now),
    ),
    clear: prepare((db, arg: { now: number; batch: number }) =>
      db
        .deleteFrom('token')
        .where('digest', 'in', (from) =>
          from
            .selectFrom('token as old')
            .select('old.digest')
            .where('old.expires_at', '<=', arg.now)
            .limit(arg.batch),
        ),
    ),
  };
}
