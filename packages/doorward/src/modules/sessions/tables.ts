import type { Insertable, Selectable } from 'kysely';
import type { Flag } from '../../storage/dialect.ts';
import type { MigrationContext } from '../../storage/store.ts';
import { type AccountsTables, type UserId, type UserIds, userIdColumn } from '../accounts/index.ts';

/** Table of sessions. Holds personal data: address, browser, times of use. */
export interface SessionTables {
  session: {
    /** SHA-256 of the id in the cookie; the id itself is nowhere. */
    digest: string;
    /** Names the session to its owner; opens nothing. */
    public_id: string;
    user_id: UserId;
    /** The user's version at log-in: once theirs has grown, the session is void. */
    credential_version: number;
    created_at: number;
    /** Up to a minute old. */
    last_seen_at: number;
    expires_at: number;
    /** How the user proved who they are (RFC 8176), separated by blanks. */
    methods: string;
    address: string | null;
    user_agent: string | null;
    /** Whether the cookie outlives the browser's window. */
    remembered: Flag;
  };
}

/** A session as it is read. */
export type SessionRow = Selectable<SessionTables['session']>;

/** A session to be written. */
export type NewSessionRow = Insertable<SessionTables['session']>;

/** The tables the statements of this module see: its own, and users to join. */
export type Tables = SessionTables & Pick<AccountsTables, 'user'>;

/** Makes the first tables; clustered, as every request reaches a session by its digest. */
export function firstTable(ids: UserIds) {
  return async ({ createTable, columns, schema }: MigrationContext): Promise<void> => {
    await createTable('session', { clustered: true })
      .addColumn('digest', columns.text, (column) => column.primaryKey().notNull())
      .addColumn('public_id', columns.text, (column) => column.notNull().unique())
      .addColumn('user_id', userIdColumn(columns, ids), (column) =>
        column.notNull().references('user.id').onDelete('cascade'),
      )
      .addColumn('credential_version', columns.integer, (column) => column.notNull())
      .addColumn('created_at', columns.time, (column) => column.notNull())
      .addColumn('last_seen_at', columns.time, (column) => column.notNull())
      .addColumn('expires_at', columns.time, (column) => column.notNull())
      .addColumn('methods', columns.text, (column) => column.notNull())
      .addColumn('address', columns.text)
      .addColumn('user_agent', columns.text)
      .addColumn('remembered', columns.flag, (column) => column.notNull())
      .execute();
    await schema
      .createIndex('session_user')
      .on('session')
      .columns(['user_id', 'created_at'])
      .execute();
    await schema.createIndex('session_expiry').on('session').column('expires_at').execute();
    await schema.createIndex('session_idle').on('session').column('last_seen_at').execute();
  };
}
