import type { Seconds } from '../core/auth-request.ts';
import {
  allowed,
  type Denied,
  denied,
  requiringUser,
  type UserPermission,
} from '../core/permission.ts';

/** Options of {@link freshSignIn}. */
export interface FreshSignInOptions {
  /** How long ago the user may have proved who they are. */
  readonly maxAgeSeconds: Seconds;
}

/**
 * Lets in users who proved a short while ago who they are; others are asked to sign in again.
 *
 * *Use when* a stolen session must not be enough: to change a password, to take away a second
 * factor. Credentials that do not say when their user signed in are not fresh.
 *
 * @throws TypeError when the age is not a whole number of seconds, 1 or more.
 * @see RFC 9470 §3
 *
 * @example
 * ```ts
 * import { all, authenticated, freshSignIn } from 'doorward/permissions';
 *
 * const rule = all(authenticated, freshSignIn({ maxAgeSeconds: 300 }));
 * rule.requiresUser; // => true
 * ```
 */
export function freshSignIn({ maxAgeSeconds }: FreshSignInOptions): UserPermission<unknown> {
  if (!Number.isSafeInteger(maxAgeSeconds) || maxAgeSeconds < 1) {
    throw new TypeError('maxAgeSeconds is a whole number of seconds, 1 or more.');
  }
  const stale: Denied = Object.freeze({
    allowed: false,
    remedy: 'reauthenticate',
    params: { max_age: String(maxAgeSeconds) },
  });
  return requiringUser(({ auth, request }) => {
    if (auth === null) return denied;
    const age = request.now.getTime() - auth.at.getTime();
    return age <= maxAgeSeconds * 1_000 ? allowed : stale;
  });
}
