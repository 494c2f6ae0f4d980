import type { User } from './user.ts';
import type { UserId } from './user-id.ts';

/** A new account, checked and with its keys. */
export interface NewUser {
  /** Only for accounts that had an id elsewhere. Default: a new one. */
  readonly id?: UserId;
  readonly username: string;
  readonly usernameKey: string;
  readonly email: string;
  readonly emailKey: string | null;
  readonly firstName: string;
  readonly lastName: string;
  /** Encoded. */
  readonly password: string;
  readonly isActive: boolean;
  readonly isStaff: boolean;
  readonly isSuperuser: boolean;
  readonly dateJoined: Date;
  readonly lastLogin: Date | null;
}

/** What can be changed of an account without touching its credentials. */
export type UserChanges = Partial<
  Pick<
    NewUser,
    | 'username'
    | 'usernameKey'
    | 'email'
    | 'emailKey'
    | 'firstName'
    | 'lastName'
    | 'isStaff'
    | 'isSuperuser'
  >
>;

/** An account as a password is checked against it. */
export interface Login {
  readonly user: User;
  /** Encoded. */
  readonly password: string;
}

/** Who is granted a permission: a user, or everybody in a group. */
export type Grantee = { readonly user: UserId } | { readonly group: string };

/** A permission that can be granted: `app.codename`, and what it allows in words. */
export interface PermissionDescription {
  readonly code: string;
  readonly name: string;
}

/** The accounts, in verbs that are each atomic. Ids that nobody can have find nobody. */
export interface UserStore {
  /**
   * Claims the name and the address.
   * @throws UniqueViolation naming `username_key` or `email_key` when one is taken.
   */
  insert(user: NewUser): Promise<User>;
  find(id: UserId): Promise<User | undefined>;
  findByKey(usernameKey: string): Promise<User | undefined>;
  findByEmailKey(emailKey: string): Promise<User | undefined>;
  /** What a log-in needs, in one statement. */
  findLogin(usernameKey: string): Promise<Login | undefined>;
  findLoginById(id: UserId): Promise<Login | undefined>;
  /** In the order of their keys, those after `after`. */
  list(after: string, limit: number): Promise<readonly User[]>;
  countSuperusers(): Promise<number>;
  /** @throws UniqueViolation as {@link UserStore.insert}. */
  change(id: UserId, changes: UserChanges): Promise<User | undefined>;
  /** Undefined when there is no such account, or it is so already. */
  setActive(id: UserId, active: boolean): Promise<User | undefined>;
  setPassword(id: UserId, password: string): Promise<User | undefined>;
  /** Only while the credentials are still those of that version. */
  replacePassword(id: UserId, version: number, password: string): Promise<User | undefined>;
  /** Another encoding of the same password; false when the stored one is no longer `old`. */
  upgradePassword(id: UserId, old: string, password: string): Promise<boolean>;
  /** Never goes back in time. */
  recordLogin(id: UserId, at: Date): Promise<void>;
}

/** Groups and permissions, in verbs that are each atomic. */
export interface GroupStore {
  /** The codes of what the user holds, directly or through groups; one statement. */
  permissionsOf(id: UserId): Promise<readonly string[]>;
  allPermissions(): Promise<readonly string[]>;
  groupsOf(id: UserId): Promise<readonly string[]>;
  /** Adds it, or renames it. */
  declarePermission(permission: PermissionDescription): Promise<void>;
  /** @throws UniqueViolation when there is one of that name. */
  createGroup(name: string): Promise<void>;
  /** False when it was so already; undefined when there is no such user, group or permission. */
  addToGroup(id: UserId, group: string): Promise<boolean | undefined>;
  removeFromGroup(id: UserId, group: string): Promise<boolean | undefined>;
  grant(to: Grantee, permission: string): Promise<boolean | undefined>;
  revoke(from: Grantee, permission: string): Promise<boolean | undefined>;
}

/** The records of the accounts module. */
export interface AccountsStore extends UserStore, GroupStore {}
