import { strict } from '../core/switches.ts';
import type { Throttle } from '../core/throttle.ts';
import { byKey, type ThrottleOptions } from './by-key.ts';
import { type ClientKeyOptions, clientKey } from './client-key.ts';

/** Options of {@link byAddress} and {@link anonymousOnly}. */
export interface ByAddressOptions extends ThrottleOptions, ClientKeyOptions {}

/**
 * Limits requests by the client's address: an IPv4 address, or an IPv6 /64, since one customer has
 * all of it. Clients without a known address share one count.
 *
 * *Use when* nobody is signed in yet: on arrival against floods, on rejection against guessing.
 * The address is the one behind trusted proxies. Default name: `address`.
 *
 * @throws TypeError when an option cannot be used.
 *
 * @example
 * ```ts
 * import { byAddress } from 'doorward/throttles';
 *
 * const throttles = { rejection: [byAddress({ name: 'guesses', rate: '50/10min' })] };
 * ```
 */
export function byAddress(options: ByAddressOptions): Throttle {
  const key = clientKey(options, options.switches ?? strict);
  return byKey({ name: 'address', ...options, key: (request) => key(request) });
}

/**
 * Limits requests of those who are not signed in, by address; others are not concerned.
 *
 * *Use when* visitors get less than users. List it on admission, where it is known who somebody
 * is. Default name: `anon`.
 *
 * @throws TypeError when an option cannot be used.
 *
 * @example
 * ```ts
 * import { anonymousOnly, byUser } from 'doorward/throttles';
 *
 * const throttles = {
 *   admission: [anonymousOnly({ rate: '100/day' }), byUser({ rate: '1000/day' })],
 * };
 * ```
 */
export function anonymousOnly(options: ByAddressOptions): Throttle {
  const key = clientKey(options, options.switches ?? strict);
  return byKey({
    name: 'anon',
    ...options,
    key: (request, context) => (context?.auth ? undefined : key(request)),
  });
}
