import {
  allowed,
  type Denied,
  denied,
  requiringUser,
  type UserPermission,
} from '../core/permission.ts';

/**
 * Lets in credentials that are good for all these scopes. Credentials without scopes (a session,
 * a password) are good for everything.
 *
 * *Use when* tokens are good for less than their user may do. What is wanting is told in the
 * challenge: `error="insufficient_scope", scope="…"`.
 *
 * @throws TypeError when no scope is given, or one that cannot be written in a challenge.
 * @see RFC 6750 §3.1, RFC 6749 §3.3
 *
 * @example
 * ```ts
 * import { hasScope } from 'doorward/permissions';
 *
 * const mayRead = hasScope('photos:read');
 * mayRead.requiresUser; // => true
 * ```
 */
export function hasScope(...scopes: readonly [string, ...string[]]): UserPermission<unknown> {
  for (const scope of scopes) {
    if (!isScope(scope))
      throw new TypeError(`${JSON.stringify(scope)} is no scope (RFC 6749 §3.3).`);
  }
  if (scopes.length === 0) throw new TypeError('hasScope needs one scope at least.');
  const insufficient: Denied = Object.freeze({
    allowed: false,
    remedy: 'scope',
    params: { scope: scopes.join(' ') },
  });
  return requiringUser(({ auth }) => {
    if (auth === null) return denied;
    const granted = auth.scopes;
    return granted === undefined || scopes.every((scope) => granted.has(scope))
      ? allowed
      : insufficient;
  });
}

/** Visible ASCII without quotes and backslashes. */
function isScope(text: string): boolean {
  return /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(text);
}
