import type { Selectable } from 'kysely';
import type { MigrationContext } from '../../storage/store.ts';
import { type AccountsTables, type UserId, type UserIds, userIdColumn } from '../accounts/index.ts';

/** Table of tokens. Holds personal data: names that users chose, times of use. */
export interface TokenTables {
  token: {
    /** SHA-256 of the token; the token itself is nowhere. */
    digest: string;
    /** Public id: it names the token and opens nothing. */
    id: string;
    user_id: UserId;
    /** The user's version when the token was made. */
    credential_version: number;
    /** The first characters, for lists. */
    prefix: string;
    name: string;
    /** Separated by blanks; null when the token is good for everything. */
    scopes: string | null;
    created_at: number;
    /** When the owner proved who they are to get it; null when nobody did. */
    proved_at: number | null;
    expires_at: number | null;
    /** Up to a minute old; null before the first use. */
    last_used_at: number | null;
  };
}

/** A token as it is read. */
export type TokenRow = Selectable<TokenTables['token']>;

/** The tables the statements of this module see: its own, and users to join. */
export type Tables = TokenTables & Pick<AccountsTables, 'user'>;

/** Makes the first table; clustered, as every request reaches a token by its digest. */
export function firstTable(ids: UserIds) {
  return async ({ createTable, columns, schema }: MigrationContext): Promise<void> => {
    await createTable('token', { clustered: true })
      .addColumn('digest', columns.text, (column) => column.primaryKey().notNull())
      .addColumn('id', columns.text, (column) => column.notNull().unique())
      .addColumn('user_id', userIdColumn(columns, ids), (column) =>
        column.notNull().references('user.id').onDelete('cascade'),
      )
      .addColumn('credential_version', columns.integer, (column) => column.notNull())
      .addColumn('prefix', columns.text, (column) => column.notNull())
      .addColumn('name', columns.text, (column) => column.notNull())
      .addColumn('scopes', columns.text)
      .addColumn('created_at', columns.time, (column) => column.notNull())
      .addColumn('proved_at', columns.time)
      .addColumn('expires_at', columns.time)
      .addColumn('last_used_at', columns.time)
      .execute();
    await schema.createIndex('token_user').on('token').columns(['user_id', 'name']).execute();
    await schema.createIndex('token_expiry').on('token').column('expires_at').execute();
  };
}
