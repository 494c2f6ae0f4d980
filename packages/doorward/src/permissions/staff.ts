import { allowed, denied, requiringUser, type UserPermission } from '../core/permission.ts';
import { isStaff, isSuperuser } from './user-flags.ts';

/** A user who may be staff. */
export interface MaybeStaff {
  readonly isStaff: boolean;
}

/**
 * Lets in active users with `isStaff`. Superusers are not staff by that alone.
 *
 * *Use when* a route belongs to the people who run the site; Django REST framework's
 * `IsAdminUser`.
 */
export const staff: UserPermission<MaybeStaff> = requiringUser(({ auth, user }) =>
  auth !== null && isStaff(user) ? allowed : denied,
);

/** A user who may be a superuser. */
export interface MaybeSuperuser {
  readonly isSuperuser: boolean;
}

/**
 * Lets in active users with `isSuperuser`.
 *
 * *Use when* nobody else is to be let in, whatever permissions they have.
 */
export const superuser: UserPermission<MaybeSuperuser> = requiringUser(({ auth, user }) =>
  auth !== null && isSuperuser(user) ? allowed : denied,
);
