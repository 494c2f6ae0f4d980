import type { EventStream } from '../../core/events.ts';
import { stores } from '../../core/extension-points.ts';
import type { Module } from '../../core/module.ts';
import type { PasswordHashes } from '../../crypto/password-hashes.ts';
import type { PermissionSource } from '../../permissions/permission-source.ts';
import type { PasswordSource } from '../../schemes/password-source.ts';
import type { RemoteUserSource } from '../../schemes/remote-user.ts';
import type { Database } from '../../storage/database.ts';
import { type GroupVerbs, groupVerbs } from './group-verbs.ts';
import type { Parts } from './parts.ts';
import type { PasswordRule } from './password-rules.ts';
import { passwordSource } from './password-source.ts';
import { type PasswordVerbs, passwordVerbs } from './password-verbs.ts';
import { permissionSource } from './permission-source.ts';
import { remoteUserSource } from './remote-user-source.ts';
import { defaultPasswordRules } from './rule-sets.ts';
import { type AccountsStoreOptions, accountsStore } from './sql.ts';
import type { User } from './user.ts';
import { type UserVerbs, userVerbs } from './user-verbs.ts';

/** Options of {@link accounts}. */
export interface AccountsOptions extends AccountsStoreOptions {
  /** Has to hold the tables of {@link accountsStore} before the first verb. */
  readonly database: Database;
  readonly hashes: PasswordHashes;
  /** Told of everything that happens to accounts. */
  readonly events: EventStream;
  /** Rules for new passwords. Default: {@link defaultPasswordRules}. */
  readonly rules?: readonly PasswordRule[];
  /** Default: the system's clock. */
  readonly clock?: () => Date;
}

/** Users, their passwords, their groups and permissions. */
export interface Accounts extends UserVerbs, PasswordVerbs, GroupVerbs {
  /** For schemes that ask for a name and a password. */
  readonly passwordSource: PasswordSource<User>;
  /** For permissions that ask what a user was granted. */
  readonly permissionSource: PermissionSource<User>;
  /** For a web server's own authentication. */
  readonly remoteUserSource: RemoteUserSource<User>;
  /** What the program has to know of this module. */
  readonly module: Module;
}

/**
 * Opens the accounts in a database.
 *
 * *Use when* the program keeps its users itself. Events are told when the change is made; within
 * `database.transaction` that is before it is committed.
 *
 * @example
 * ```ts
 * import { eventStream } from 'doorward';
 * import { accounts, accountsStore } from 'doorward/accounts';
 * import { argon2id, hashPool, passwordHashes } from 'doorward/crypto';
 * import { memoryDatabase } from 'doorward/testing';
 *
 * const pool = hashPool();
 * const database = await memoryDatabase([accountsStore()]);
 * const users = accounts({
 *   database,
 *   hashes: passwordHashes({ preferred: argon2id({ pool, memory: 19_456, passes: 2 }) }),
 *   events: eventStream(),
 * });
 * await users.create({ username: 'Alice', password: 'a long and secret phrase' });
 * (await users.findByUsername('ALICE'))?.username; // => 'Alice'
 * await database.close();
 * await pool.close();
 * ```
 */
export function accounts(options: AccountsOptions): Accounts {
  const { database, hashes, events, ids = 'integer', clock = () => new Date() } = options;
  const definition = accountsStore({ ids });
  const store = definition.open(database);
  const rules = options.rules ?? defaultPasswordRules();
  const parts: Parts = { store, hashes, events, rules, now: clock };
  const users = userVerbs(parts);
  return {
    ...users,
    ...passwordVerbs(parts),
    ...groupVerbs(parts),
    passwordSource: passwordSource(parts),
    permissionSource: permissionSource(store),
    remoteUserSource: remoteUserSource(users),
    module: { name: 'accounts', contributes: [stores.of(definition)] },
  };
}
