import type { UserId } from './user-id.ts';

/** A user: Django's fields, and the version of their credentials. Holds no secret. */
export interface User {
  readonly id: UserId;
  /** The name to sign in with, as it was chosen (NFKC). Compared without regard to case. */
  readonly username: string;
  /** The e-mail address; empty when there is none. The domain is in its ASCII form. */
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  /** False instead of deleting: the account cannot be used by any scheme. */
  readonly isActive: boolean;
  /** May use the console. */
  readonly isStaff: boolean;
  /** Has every permission. */
  readonly isSuperuser: boolean;
  readonly dateJoined: Date;
  /** The last log-in, not the last request; null before the first. */
  readonly lastLogin: Date | null;
  /**
   * Grows when the password is changed or the account is deactivated or activated, not when a
   * hash is upgraded. Whatever was issued under an older version is void.
   */
  readonly credentialVersion: number;
}

/** A user as {@link userColumns} select it. */
export interface UserRow {
  readonly user_id: UserId;
  readonly user_username: string;
  readonly user_email: string;
  readonly user_first_name: string;
  readonly user_last_name: string;
  readonly user_is_active: 0 | 1;
  readonly user_is_staff: 0 | 1;
  readonly user_is_superuser: 0 | 1;
  readonly user_date_joined: number;
  readonly user_last_login: number | null;
  readonly user_credential_version: number;
}

/**
 * What to select of the table `user`. Each column has a name of its own, so that a query may join
 * the user to a session or a token and read both from one row.
 */
export const userColumns = [
  'user.id as user_id',
  'user.username as user_username',
  'user.email as user_email',
  'user.first_name as user_first_name',
  'user.last_name as user_last_name',
  'user.is_active as user_is_active',
  'user.is_staff as user_is_staff',
  'user.is_superuser as user_is_superuser',
  'user.date_joined as user_date_joined',
  'user.last_login as user_last_login',
  'user.credential_version as user_credential_version',
] as const;

/** The user in a row; written out, because every signed-in request passes here. */
export function userFromRow(row: UserRow): User {
  return {
    id: row.user_id,
    username: row.user_username,
    email: row.user_email,
    firstName: row.user_first_name,
    lastName: row.user_last_name,
    isActive: row.user_is_active === 1,
    isStaff: row.user_is_staff === 1,
    isSuperuser: row.user_is_superuser === 1,
    dateJoined: new Date(row.user_date_joined),
    lastLogin: row.user_last_login === null ? null : new Date(row.user_last_login),
    credentialVersion: row.user_credential_version,
  };
}
