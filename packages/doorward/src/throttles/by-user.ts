import type { AuthRequest } from '../core/auth-request.ts';
import type { AuthContext } from '../core/scheme.ts';
import { type Switches, strict } from '../core/switches.ts';
import type { Throttle } from '../core/throttle.ts';
import { byKey, type ThrottleOptions } from './by-key.ts';
import { type ClientKeyOptions, clientKey } from './client-key.ts';

/** How users are told apart. */
export interface UserKeyOptions extends ClientKeyOptions {
  /** What names a user for good. Default: the user's `id`, or else `username`. */
  readonly userKey?: (user: unknown) => string | number | undefined;
}

/** Options of {@link byUser}. */
export interface ByUserOptions extends ThrottleOptions, UserKeyOptions {}

/**
 * Limits requests by user, and by address where nobody is signed in.
 *
 * *Use when* everybody gets so much. List it on admission, where it is known who somebody is. For
 * a short and a long limit at once, list two. Default name: `user`.
 *
 * @throws TypeError when an option cannot be used.
 *
 * @example
 * ```ts
 * import { byUser } from 'doorward/throttles';
 *
 * const burst = byUser({ name: 'burst', rate: '60/min' });
 * const sustained = byUser({ name: 'sustained', rate: '1000/day' });
 * const throttles = { admission: [burst, sustained] };
 * ```
 */
export function byUser(options: ByUserOptions): Throttle {
  return byKey({
    name: 'user',
    ...options,
    key: userOrClientKey(options, options.switches ?? strict),
  });
}

/** Names the user of a request, or its client when there is none. */
export function userOrClientKey(
  options: UserKeyOptions,
  switches: Pick<Switches, 'clientAddress'>,
): (request: AuthRequest, context: AuthContext<unknown> | undefined) => string {
  const { userKey = idOf } = options;
  const client = clientKey(options, switches);
  return (request, context) => {
    const id = context?.auth ? userKey(context.user) : undefined;
    return id === undefined ? client(request) : `user:${id}`;
  };
}

function idOf(user: unknown): string | number | undefined {
  if (typeof user !== 'object' || user === null) return undefined;
  const { id, username } = user as { readonly id?: unknown; readonly username?: unknown };
  const name = id ?? username;
  return typeof name === 'string' || typeof name === 'number' ? name : undefined;
}
