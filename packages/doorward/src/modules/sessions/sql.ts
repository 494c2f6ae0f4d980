import type { Database, Prepared } from '../../storage/database.ts';
import { type UserId, type UserRow, userColumns } from '../accounts/index.ts';
import type { NewSessionRow, SessionRow, Tables } from './tables.ts';

/** A session and its user, as a request meets them: one look into the database. */
export type LiveRow = UserRow &
  Pick<
    SessionRow,
    'public_id' | 'credential_version' | 'created_at' | 'last_seen_at' | 'expires_at' | 'methods'
  >;

/** What is told of a session that has ended. */
export type EndedRow = Pick<SessionRow, 'public_id' | 'user_id'>;

/** A session may be used only by the user it was made for, after no later than these moments. */
interface Alive {
  readonly now: number;
  /** The moment before which nobody may have been seen last. */
  readonly idle: number;
}

/** The statements of this module, compiled once. */
export interface Statements {
  live: Prepared<{ digest: string }, LiveRow>;
  lockUser: Prepared<{ userId: UserId; version: number }, { id: UserId }>;
  insert: Prepared<NewSessionRow, unknown>;
  endOldest: Prepared<{ userId: UserId; keep: number }, EndedRow>;
  rename: Prepared<Alive & { digest: string; renamed: string }, SessionRow>;
  rebind: Prepared<Alive & Rebinding, SessionRow>;
  end: Prepared<{ digest: string }, EndedRow>;
  endPublic: Prepared<{ userId: UserId; publicId: string }, EndedRow>;
  carryOn: Prepared<Carrying, unknown>;
  endVoid: Prepared<{ userId: UserId; version: number }, EndedRow>;
  endOthers: Prepared<{ userId: UserId; except: string }, EndedRow>;
  list: Prepared<Alive & { userId: UserId }, SessionRow>;
  stamp: Prepared<{ digest: string; at: number }, unknown>;
  clear: Prepared<Alive & { batch: number }, unknown>;
}

interface Rebinding {
  readonly digest: string;
  readonly renamed: string;
  readonly userId: UserId;
  readonly version: number;
  readonly oldest: number;
}

interface Carrying {
  readonly userId: UserId;
  readonly publicId: string;
  readonly version: number;
  readonly oldest: number;
}

/** Prepares the statements. */
export function statements(database: Database): Statements {
  return { ...readStatements(database), ...changeStatements(database), ...endStatements(database) };
}

function readStatements(database: Database): Pick<Statements, 'live' | 'list' | 'lockUser'> {
  const { prepare } = database.tables<Tables>();
  return {
    live: prepare((db, arg: { digest: string }) =>
      db
        .selectFrom('session')
        .innerJoin('user', 'user.id', 'session.user_id')
        .select([
          'session.public_id',
          'session.credential_version',
          'session.created_at',
          'session.last_seen_at',
          'session.expires_at',
          'session.methods',
          ...userColumns,
        ])
        .where('session.digest', '=', arg.digest),
    ),
    list: prepare((db, arg: Alive & { userId: UserId }) =>
      db
        .selectFrom('session')
        .innerJoin('user', 'user.id', 'session.user_id')
        .selectAll('session')
        .where('session.user_id', '=', arg.userId)
        .where('session.expires_at', '>', arg.now)
        .where('session.last_seen_at', '>', arg.idle)
        .whereRef('session.credential_version', '=', 'user.credential_version')
        .where('user.is_active', '=', 1)
        .orderBy('session.created_at', 'desc')
        .orderBy('session.public_id'),
    ),
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
  };
}

function changeStatements(
  database: Database,
): Pick<Statements, 'insert' | 'rename' | 'rebind' | 'carryOn' | 'stamp'> {
  const { prepare } = database.tables<Tables>();
  return {
    insert: prepare((db, arg: NewSessionRow) =>
      db.insertInto('session').values({
        digest: arg.digest,
        public_id: arg.public_id,
        user_id: arg.user_id,
        credential_version: arg.credential_version,
        created_at: arg.created_at,
        last_seen_at: arg.last_seen_at,
        expires_at: arg.expires_at,
        methods: arg.methods,
        address: arg.address,
        user_agent: arg.user_agent,
        remembered: arg.remembered,
      }),
    ),
    rename: prepare((db, arg: Alive & { digest: string; renamed: string }) =>
      db
        .updateTable('session')
        .set({ digest: arg.renamed })
        .where('digest', '=', arg.digest)
        .where('expires_at', '>', arg.now)
        .where('last_seen_at', '>', arg.idle)
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom('user')
              .select('user.id')
              .whereRef('user.id', '=', 'session.user_id')
              .whereRef('user.credential_version', '=', 'session.credential_version')
              .where('user.is_active', '=', 1),
          ),
        )
        .returningAll(),
    ),
    rebind: prepare((db, arg: Alive & Rebinding) =>
      db
        .updateTable('session')
        .set({ digest: arg.renamed, credential_version: arg.version })
        .where('digest', '=', arg.digest)
        .where('user_id', '=', arg.userId)
        .where('credential_version', '>=', arg.oldest)
        .where('expires_at', '>', arg.now)
        .where('last_seen_at', '>', arg.idle)
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom('user')
              .select('user.id')
              .whereRef('user.id', '=', 'session.user_id')
              .where('user.credential_version', '=', arg.version)
              .where('user.is_active', '=', 1),
          ),
        )
        .returningAll(),
    ),
    carryOn: prepare((db, arg: Carrying) =>
      db
        .updateTable('session')
        .set({ credential_version: arg.version })
        .where('public_id', '=', arg.publicId)
        .where('user_id', '=', arg.userId)
        .where('credential_version', '>=', arg.oldest),
    ),
    // Never backwards: another process may have seen the user later.
    stamp: prepare((db, arg: { digest: string; at: number }) =>
      db
        .updateTable('session')
        .set({ last_seen_at: arg.at })
        .where('digest', '=', arg.digest)
        .where('last_seen_at', '<', arg.at),
    ),
  };
}

function endStatements(
  database: Database,
): Pick<Statements, 'end' | 'endPublic' | 'endVoid' | 'endOthers' | 'endOldest' | 'clear'> {
  const { prepare } = database.tables<Tables>();
  return {
    end: prepare((db, arg: { digest: string }) =>
      db.deleteFrom('session').where('digest', '=', arg.digest).returning(['public_id', 'user_id']),
    ),
    endPublic: prepare((db, arg: { userId: UserId; publicId: string }) =>
      db
        .deleteFrom('session')
        .where('public_id', '=', arg.publicId)
        .where('user_id', '=', arg.userId)
        .returning(['public_id', 'user_id']),
    ),
    endVoid: prepare((db, arg: { userId: UserId; version: number }) =>
      db
        .deleteFrom('session')
        .where('user_id', '=', arg.userId)
        .where('credential_version', '<', arg.version)
        .returning(['public_id', 'user_id']),
    ),
    endOthers: prepare((db, arg: { userId: UserId; except: string }) =>
      db
        .deleteFrom('session')
        .where('user_id', '=', arg.userId)
        .where('public_id', '!=', arg.except)
        .returning(['public_id', 'user_id']),
    ),
    endOldest: prepare((db, arg: { userId: UserId; keep: number }) =>
      db
        .deleteFrom('session')
        .where('user_id', '=', arg.userId)
        .where(
          'digest',
          'not in',
          db
            .selectFrom('session as newest')
            .select('newest.digest')
            .where('newest.user_id', '=', arg.userId)
            .orderBy('newest.created_at', 'desc')
            .orderBy('newest.digest')
            .limit(arg.keep),
        )
        .returning(['public_id', 'user_id']),
    ),
    clear: prepare((db, arg: Alive & { batch: number }) =>
      db.deleteFrom('session').where(
        'digest',
        'in',
        db
          .selectFrom('session as old')
          .select('old.digest')
          .where((eb) =>
            eb.or([eb('old.expires_at', '<=', arg.now), eb('old.last_seen_at', '<=', arg.idle)]),
          )
          .limit(arg.batch),
      ),
    ),
  };
}
