import { isSafeMethod } from '../core/auth-request.ts';
import {
  allowed,
  denied,
  type Permission,
  requiringUser,
  type UserPermission,
} from '../core/permission.ts';

/**
 * Lets everybody in who is signed in; the handler's `user` is then not null.
 *
 * *Use when* any account will do.
 *
 * @example
 * ```ts
 * import { authenticated } from 'doorward/permissions';
 *
 * authenticated.requiresUser; // => true
 * ```
 */
export const authenticated: UserPermission<unknown> = requiringUser(({ auth }) =>
  auth === null ? denied : allowed,
);

/**
 * Lets everybody read and those who are signed in write. Reading is GET, HEAD, OPTIONS and TRACE.
 *
 * *Use when* content is public and changing it is not.
 *
 * @see RFC 9110 §9.2.1
 */
export const authenticatedOrReadOnly: Permission<unknown> = ({ auth, request }) =>
  auth !== null || isSafeMethod(request.request.method) ? allowed : denied;
