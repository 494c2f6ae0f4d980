import { defineStore, type StoreDefinition } from '../../storage/store.ts';
import { accountsMigrations } from './migrations.ts';
import { groupStore } from './sql-groups.ts';
import { userStore } from './sql-users.ts';
import type { AccountsStore } from './store.ts';
import type { UserIds } from './user-id.ts';

/** Options of {@link accountsStore}. */
export interface AccountsStoreOptions {
  /** Cannot be changed once there are tables. Default `integer`. */
  readonly ids?: UserIds;
}

/**
 * The accounts' tables and the statements over them.
 *
 * *Use when* a program migrates its database, or a test wants the tables without the module.
 *
 * @example
 * ```ts
 * import { accountsStore } from 'doorward/accounts';
 * import { memoryDatabase } from 'doorward/testing';
 *
 * const database = await memoryDatabase([accountsStore()]);
 * await accountsStore().open(database).countSuperusers(); // => 0
 * await database.close();
 * ```
 */
export function accountsStore({
  ids = 'integer',
}: AccountsStoreOptions = {}): StoreDefinition<AccountsStore> {
  return defineStore({
    name: 'accounts',
    migrations: accountsMigrations(ids),
    open: (database) => ({ ...userStore(database, ids), ...groupStore(database, ids) }),
  });
}
