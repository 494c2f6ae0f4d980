import type { Migration, MigrationContext } from '../../storage/store.ts';
import { type UserIds, userIdColumn } from './user-id.ts';

/** The steps of the accounts' schema. */
export function accountsMigrations(ids: UserIds): readonly Migration[] {
  return [
    {
      id: 1,
      name: 'first tables',
      async up(context) {
        await createUsers(context, ids);
        await createGroups(context);
        await createPermissions(context);
        await createLink(context, ids, 'user', 'group');
        await createLink(context, ids, 'user', 'permission');
        await createLink(context, ids, 'group', 'permission');
      },
    },
  ];
}

async function createUsers(context: MigrationContext, ids: UserIds): Promise<void> {
  const { createTable, columns, identity, schema } = context;
  await createTable('user')
    .addColumn('id', userIdColumn(columns, ids), (column) =>
      ids === 'integer' ? identity(column) : column.primaryKey().notNull(),
    )
    .addColumn('username', columns.text, (column) => column.notNull())
    .addColumn('username_key', columns.text, (column) => column.notNull())
    .addColumn('email', columns.text, (column) => column.notNull())
    .addColumn('email_key', columns.text)
    .addColumn('first_name', columns.text, (column) => column.notNull())
    .addColumn('last_name', columns.text, (column) => column.notNull())
    .addColumn('password', columns.text, (column) => column.notNull())
    .addColumn('credential_version', columns.integer, (column) => column.notNull().defaultTo(1))
    .addColumn('is_active', columns.flag, (column) => column.notNull())
    .addColumn('is_staff', columns.flag, (column) => column.notNull())
    .addColumn('is_superuser', columns.flag, (column) => column.notNull())
    .addColumn('date_joined', columns.time, (column) => column.notNull())
    .addColumn('last_login', columns.time)
    .execute();
  for (const key of ['username_key', 'email_key']) {
    await schema.createIndex(`user_${key}`).unique().on('user').column(key).execute();
  }
}

async function createGroups(context: MigrationContext): Promise<void> {
  const { createTable, columns, identity, schema } = context;
  await createTable('group')
    .addColumn('id', columns.integer, identity)
    .addColumn('name', columns.text, (column) => column.notNull())
    .execute();
  await schema.createIndex('group_name').unique().on('group').column('name').execute();
}

async function createPermissions(context: MigrationContext): Promise<void> {
  const { createTable, columns, identity, schema } = context;
  await createTable('permission')
    .addColumn('id', columns.integer, identity)
    .addColumn('code', columns.text, (column) => column.notNull())
    .addColumn('name', columns.text, (column) => column.notNull())
    .execute();
  await schema.createIndex('permission_code').unique().on('permission').column('code').execute();
}

/** A table that says which of the one have which of the other. */
async function createLink(
  { createTable, columns, schema }: MigrationContext,
  ids: UserIds,
  owner: 'user' | 'group',
  owned: 'group' | 'permission',
): Promise<void> {
  const table = `${owner}_${owned}`;
  const ownerType = owner === 'user' ? userIdColumn(columns, ids) : columns.integer;
  await createTable(table, { clustered: true })
    .addColumn(`${owner}_id`, ownerType, (column) =>
      column.notNull().references(`${owner}.id`).onDelete('cascade'),
    )
    .addColumn(`${owned}_id`, columns.integer, (column) =>
      column.notNull().references(`${owned}.id`).onDelete('cascade'),
    )
    .addPrimaryKeyConstraint(`${table}_key`, [`${owner}_id`, `${owned}_id`])
    .execute();
  // The other way round: for deletions, and for "who is in this group".
  await schema.createIndex(`${table}_${owned}`).on(table).column(`${owned}_id`).execute();
}
