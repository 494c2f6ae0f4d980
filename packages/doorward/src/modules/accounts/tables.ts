import type { Generated } from 'kysely';
import type { Flag } from '../../storage/dialect.ts';
import type { UserId } from './user-id.ts';

/** One row per account. Holds a person's data. Times are integer milliseconds UTC. */
export interface UserTable {
  id: Generated<UserId>;
  /** As chosen, NFKC. */
  username: string;
  /** What a log-in looks for; unique. */
  username_key: string;
  /** Empty when there is none. */
  email: string;
  /** Lower-case ASCII; unique; null when there is no address. */
  email_key: string | null;
  first_name: string;
  last_name: string;
  /** Encoded hash; begins with `!` when no password can match. */
  password: string;
  credential_version: Generated<number>;
  is_active: Flag;
  is_staff: Flag;
  is_superuser: Flag;
  date_joined: number;
  last_login: number | null;
}

/** A named set of users. */
export interface GroupTable {
  id: Generated<number>;
  name: string;
}

/** A permission that can be granted. */
export interface PermissionTable {
  id: Generated<number>;
  /** `app.codename`. */
  code: string;
  /** What it allows, in words. */
  name: string;
}

/** The tables of the accounts module, for statements that join them. */
export interface AccountsTables {
  user: UserTable;
  group: GroupTable;
  permission: PermissionTable;
  user_group: { user_id: UserId; group_id: number };
  user_permission: { user_id: UserId; permission_id: number };
  group_permission: { group_id: number; permission_id: number };
}
