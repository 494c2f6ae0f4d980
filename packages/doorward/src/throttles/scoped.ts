import { strict } from '../core/switches.ts';
import type { Throttle } from '../core/throttle.ts';
import { byKey, countersOf, type ThrottleOptions } from './by-key.ts';
import { type UserKeyOptions, userOrClientKey } from './by-user.ts';
import type { Rate } from './rate.ts';

/** Options of {@link scoped}: those of a throttle without what the scopes say themselves. */
export interface ScopedOptions extends Omit<ThrottleOptions, 'rate' | 'name'>, UserKeyOptions {}

/**
 * Makes throttles for named scopes, each with its rate. Routes of one scope share its count; users
 * are told apart as {@link byUser} does.
 *
 * *Use when* some routes cost more than others: Django REST framework's `ScopedRateThrottle`, with
 * its `DEFAULT_THROTTLE_RATES` as the argument.
 *
 * @throws TypeError when an option cannot be used, or a scope is asked for that has no rate.
 *
 * @example
 * ```ts
 * import { scoped } from 'doorward/throttles';
 *
 * const scope = scoped({ contacts: '1000/day', uploads: '20/day' });
 * const throttles = { admission: [scope('uploads')] };
 * ```
 */
export function scoped<const Scope extends string>(
  rates: Readonly<Record<Scope, string | Rate | null>>,
  options: ScopedOptions = {},
): (scope: Scope) => Throttle {
  const { switches = strict } = options;
  const counters = options.counters ?? countersOf(switches);
  const key = userOrClientKey(options, switches);
  const throttles = new Map(
    Object.entries<string | Rate | null>(rates).map(([name, rate]) => [
      name,
      byKey({ name, rate, counters, switches, key }),
    ]),
  );
  return (scope) => {
    const throttle = throttles.get(scope);
    if (throttle === undefined) {
      throw new TypeError(`The scope ${scope} has no rate; give it one, or null for no limit.`);
    }
    return throttle;
  };
}
