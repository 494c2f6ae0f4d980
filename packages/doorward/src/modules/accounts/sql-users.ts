import { randomToken } from '../../crypto/random.ts';
import type { Database } from '../../storage/database.ts';
import type { Login, UserChanges, UserStore } from './store.ts';
import type { AccountsTables } from './tables.ts';
import { type UserRow, userColumns, userFromRow } from './user.ts';
import { storedUserId, type UserId, type UserIds } from './user-id.ts';

interface LoginRow extends UserRow {
  readonly user_password: string;
}

/** The users' statements over an SQL database. */
export function userStore(database: Database, ids: UserIds): UserStore {
  const { kysely, prepare } = database.tables<AccountsTables>();
  const loginColumns = [...userColumns, 'user.password as user_password'] as const;

  const find = prepare<UserRow, { id: UserId }>((db, arg) =>
    db.selectFrom('user').select(userColumns).where('id', '=', arg.id),
  );
  const findByKey = prepare<UserRow, { key: string }>((db, arg) =>
    db.selectFrom('user').select(userColumns).where('username_key', '=', arg.key),
  );
  const findByEmailKey = prepare<UserRow, { key: string }>((db, arg) =>
    db.selectFrom('user').select(userColumns).where('email_key', '=', arg.key),
  );
  const findLogin = prepare<LoginRow, { key: string }>((db, arg) =>
    db.selectFrom('user').select(loginColumns).where('username_key', '=', arg.key),
  );
  const findLoginById = prepare<LoginRow, { id: UserId }>((db, arg) =>
    db.selectFrom('user').select(loginColumns).where('id', '=', arg.id),
  );
  const list = prepare<UserRow, { after: string; limit: number }>((db, arg) =>
    db
      .selectFrom('user')
      .select(userColumns)
      .where('username_key', '>', arg.after)
      .orderBy('username_key')
      .limit(arg.limit),
  );
  const countSuperusers = prepare<{ count: number }>((db) =>
    db
      .selectFrom('user')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('is_superuser', '=', 1)
      .where('is_active', '=', 1),
  );
  const setActive = prepare<UserRow, { id: UserId; active: boolean; before: 0 | 1 }>((db, arg) =>
    db
      .updateTable('user')
      .set((eb) => ({
        is_active: arg.active,
        credential_version: eb('credential_version', '+', 1),
      }))
      .where('id', '=', arg.id)
      .where('is_active', '=', arg.before)
      .returning(userColumns),
  );
  const setPassword = prepare<UserRow, { id: UserId; password: string }>((db, arg) =>
    db
      .updateTable('user')
      .set((eb) => ({
        password: arg.password,
        credential_version: eb('credential_version', '+', 1),
      }))
      .where('id', '=', arg.id)
      .returning(userColumns),
  );
  const replacePassword = prepare<UserRow, { id: UserId; version: number; password: string }>(
    (db, arg) =>
      db
        .updateTable('user')
        .set((eb) => ({
          password: arg.password,
          credential_version: eb('credential_version', '+', 1),
        }))
        .where('id', '=', arg.id)
        .where('credential_version', '=', arg.version)
        .returning(userColumns),
  );
  const upgradePassword = prepare<unknown, { id: UserId; old: string; password: string }>(
    (db, arg) =>
      db
        .updateTable('user')
        .set({ password: arg.password })
        .where('id', '=', arg.id)
        .where('password', '=', arg.old),
  );
  const recordLogin = prepare<unknown, { id: UserId; at: number }>((db, arg) =>
    db
      .updateTable('user')
      .set({ last_login: arg.at })
      .where('id', '=', arg.id)
      .where((eb) => eb.or([eb('last_login', 'is', null), eb('last_login', '<', arg.at)])),
  );

  /** Runs a statement about one user, unless nobody can have that id. */
  async function about<Result>(
    id: UserId,
    run: (id: UserId) => Promise<Result | undefined>,
  ): Promise<Result | undefined> {
    const stored = storedUserId(id, ids);
    return stored === undefined ? undefined : run(stored);
  }
  const user = (row: UserRow | undefined) => (row === undefined ? undefined : userFromRow(row));

  return {
    async insert(given) {
      const row = await kysely
        .insertInto('user')
        .values({
          // Undefined: the database numbers the row.
          id: given.id ?? (ids === 'text' ? randomToken(16) : undefined),
          username: given.username,
          username_key: given.usernameKey,
          email: given.email,
          email_key: given.emailKey,
          first_name: given.firstName,
          last_name: given.lastName,
          password: given.password,
          is_active: given.isActive,
          is_staff: given.isStaff,
          is_superuser: given.isSuperuser,
          date_joined: given.dateJoined.getTime(),
          last_login: given.lastLogin?.getTime() ?? null,
        })
        .returning(userColumns)
        .executeTakeFirstOrThrow();
      return userFromRow(row);
    },
    find: (id) => about(id, async (stored) => user(await find.first({ id: stored }))),
    findByKey: async (key) => user(await findByKey.first({ key })),
    findByEmailKey: async (key) => user(await findByEmailKey.first({ key })),
    findLogin: async (key) => loginFromRow(await findLogin.first({ key })),
    findLoginById: (id) =>
      about(id, async (stored) => loginFromRow(await findLoginById.first({ id: stored }))),
    list: async (after, limit) => (await list.all({ after, limit })).map(userFromRow),
    countSuperusers: async () => Number((await countSuperusers.first())?.count ?? 0),
    change: (id, changes) => about(id, async (stored) => user(await change(stored, changes))),
    setActive: (id, active) =>
      about(id, async (stored) =>
        user(await setActive.first({ id: stored, active, before: active ? 0 : 1 })),
      ),
    setPassword: (id, password) =>
      about(id, async (stored) => user(await setPassword.first({ id: stored, password }))),
    replacePassword: (id, version, password) =>
      about(id, async (stored) =>
        user(await replacePassword.first({ id: stored, version, password })),
      ),
    upgradePassword: async (id, old, password) =>
      (await upgradePassword.run({ id, old, password })) > 0,
    async recordLogin(id, at) {
      await about(id, (stored) => recordLogin.run({ id: stored, at: at.getTime() }));
    },
  };

  /** Put together at run time: which columns change is up to the caller. */
  function change(id: UserId, changes: UserChanges): Promise<UserRow | undefined> {
    if (Object.values(changes).every((value) => value === undefined)) return find.first({ id });
    return kysely
      .updateTable('user')
      .set({
        username: changes.username,
        username_key: changes.usernameKey,
        email: changes.email,
        email_key: changes.emailKey,
        first_name: changes.firstName,
        last_name: changes.lastName,
        is_staff: changes.isStaff,
        is_superuser: changes.isSuperuser,
      })
      .where('id', '=', id)
      .returning(userColumns)
      .executeTakeFirst();
  }
}

function loginFromRow(row: LoginRow | undefined): Login | undefined {
  return row === undefined ? undefined : { user: userFromRow(row), password: row.user_password };
}
