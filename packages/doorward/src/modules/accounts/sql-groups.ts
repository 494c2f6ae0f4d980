import type { Database, Prepared } from '../../storage/database.ts';
import type { GroupStore } from './store.ts';
import type { AccountsTables } from './tables.ts';
import { storedUserId, type UserId, type UserIds } from './user-id.ts';

interface Membership {
  readonly id: UserId;
  readonly group: string;
}
interface UserGrant {
  readonly id: UserId;
  readonly code: string;
}
interface GroupGrant {
  readonly group: string;
  readonly code: string;
}

/** A link between two records: how to make it, to undo it, and to find both its ends. */
interface Link<Args> {
  readonly add: Prepared<Args, unknown>;
  readonly remove: Prepared<Args, unknown>;
  readonly ends: Prepared<Args, unknown>;
}

/** The statements about groups and permissions over an SQL database. */
export function groupStore(database: Database, ids: UserIds): GroupStore {
  const { prepare } = database.tables<AccountsTables>();
  const membership = membershipLink(database);
  const userGrant = userGrantLink(database);
  const groupGrant = groupGrantLink(database);

  const permissionsOf = prepare<{ code: string }, { id: UserId }>((db, arg) =>
    db
      .selectFrom('user_permission')
      .innerJoin('permission', 'permission.id', 'user_permission.permission_id')
      .select('permission.code')
      .where('user_permission.user_id', '=', arg.id)
      .union(
        db
          .selectFrom('user_group')
          .innerJoin('group_permission', 'group_permission.group_id', 'user_group.group_id')
          .innerJoin('permission', 'permission.id', 'group_permission.permission_id')
          .select('permission.code')
          .where('user_group.user_id', '=', arg.id),
      ),
  );
  const allPermissions = prepare<{ code: string }>((db) =>
    db.selectFrom('permission').select('code').orderBy('code'),
  );
  const groupsOf = prepare<{ name: string }, { id: UserId }>((db, arg) =>
    db
      .selectFrom('user_group')
      .innerJoin('group', 'group.id', 'user_group.group_id')
      .select('group.name')
      .where('user_group.user_id', '=', arg.id),
  );
  const declare = prepare<unknown, { code: string; name: string }>((db, arg) =>
    db
      .insertInto('permission')
      .values({ code: arg.code, name: arg.name })
      .onConflict((conflict) => conflict.column('code').doUpdateSet({ name: arg.name })),
  );
  const createGroup = prepare<unknown, { name: string }>((db, arg) =>
    db.insertInto('group').values({ name: arg.name }),
  );

  async function withUser<Result>(
    id: UserId,
    run: (id: UserId) => Promise<Result>,
  ): Promise<Result | undefined> {
    const stored = storedUserId(id, ids);
    return stored === undefined ? undefined : run(stored);
  }

  return {
    permissionsOf: async (id) =>
      (await withUser(id, (stored) => permissionsOf.all({ id: stored })))?.map((row) => row.code) ??
      [],
    allPermissions: async () => (await allPermissions.all()).map((row) => row.code),
    groupsOf: async (id) =>
      (await withUser(id, (stored) => groupsOf.all({ id: stored })))?.map((row) => row.name) ?? [],
    declarePermission: async ({ code, name }) => void (await declare.run({ code, name })),
    createGroup: async (name) => void (await createGroup.run({ name })),
    addToGroup: (id, group) => withUser(id, (stored) => added(membership, { id: stored, group })),
    removeFromGroup: (id, group) =>
      withUser(id, (stored) => removed(membership, { id: stored, group })),
    grant: (to, code) =>
      'group' in to
        ? added(groupGrant, { group: to.group, code })
        : withUser(to.user, (stored) => added(userGrant, { id: stored, code })),
    revoke: (from, code) =>
      'group' in from
        ? removed(groupGrant, { group: from.group, code })
        : withUser(from.user, (stored) => removed(userGrant, { id: stored, code })),
  };
}

async function added<Args>(link: Link<Args>, args: Args): Promise<boolean | undefined> {
  if ((await link.add.run(args)) > 0) return true;
  return (await link.ends.first(args)) === undefined ? undefined : false;
}

async function removed<Args>(link: Link<Args>, args: Args): Promise<boolean | undefined> {
  if ((await link.remove.run(args)) > 0) return true;
  return (await link.ends.first(args)) === undefined ? undefined : false;
}

function membershipLink(database: Database): Link<Membership> {
  const { kysely, prepare } = database.tables<AccountsTables>();
  const ends = (db: typeof kysely, arg: Membership) =>
    db
      .selectFrom(['user', 'group'])
      .select(['user.id as user_id', 'group.id as group_id'])
      .where('user.id', '=', arg.id)
      .where('group.name', '=', arg.group);
  return {
    ends: prepare<unknown, Membership>(ends),
    add: prepare<unknown, Membership>((db, arg) =>
      db
        .insertInto('user_group')
        .columns(['user_id', 'group_id'])
        .expression(ends(db, arg))
        .onConflict((conflict) => conflict.doNothing()),
    ),
    remove: prepare<unknown, Membership>((db, arg) =>
      db
        .deleteFrom('user_group')
        .where('user_id', '=', arg.id)
        .where('group_id', 'in', db.selectFrom('group').select('id').where('name', '=', arg.group)),
    ),
  };
}

function userGrantLink(database: Database): Link<UserGrant> {
  const { kysely, prepare } = database.tables<AccountsTables>();
  const ends = (db: typeof kysely, arg: UserGrant) =>
    db
      .selectFrom(['user', 'permission'])
      .select(['user.id as user_id', 'permission.id as permission_id'])
      .where('user.id', '=', arg.id)
      .where('permission.code', '=', arg.code);
  return {
    ends: prepare<unknown, UserGrant>(ends),
    add: prepare<unknown, UserGrant>((db, arg) =>
      db
        .insertInto('user_permission')
        .columns(['user_id', 'permission_id'])
        .expression(ends(db, arg))
        .onConflict((conflict) => conflict.doNothing()),
    ),
    remove: prepare<unknown, UserGrant>((db, arg) =>
      db
        .deleteFrom('user_permission')
        .where('user_id', '=', arg.id)
        .where(
          'permission_id',
          'in',
          db.selectFrom('permission').select('id').where('code', '=', arg.code),
        ),
    ),
  };
}

function groupGrantLink(database: Database): Link<GroupGrant> {
  const { kysely, prepare } = database.tables<AccountsTables>();
  const ends = (db: typeof kysely, arg: GroupGrant) =>
    db
      .selectFrom(['group', 'permission'])
      .select(['group.id as group_id', 'permission.id as permission_id'])
      .where('group.name', '=', arg.group)
      .where('permission.code', '=', arg.code);
  return {
    ends: prepare<unknown, GroupGrant>(ends),
    add: prepare<unknown, GroupGrant>((db, arg) =>
      db
        .insertInto('group_permission')
        .columns(['group_id', 'permission_id'])
        .expression(ends(db, arg))
        .onConflict((conflict) => conflict.doNothing()),
    ),
    remove: prepare<unknown, GroupGrant>((db, arg) =>
      db
        .deleteFrom('group_permission')
        .where('group_id', 'in', db.selectFrom('group').select('id').where('name', '=', arg.group))
        .where(
          'permission_id',
          'in',
          db.selectFrom('permission').select('id').where('code', '=', arg.code),
        ),
    ),
  };
}
