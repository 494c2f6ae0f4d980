import type { AuthRequest } from '../core/auth-request.ts';
import type { AuthContext } from '../core/scheme.ts';
import { type Switches, strict } from '../core/switches.ts';
import type { Throttle, ThrottleResult } from '../core/throttle.ts';
import type { CounterResult, Counters } from '../storage/counters.ts';
import { memoryCounters } from '../storage/memory-counters.ts';
import { slidingLogCounters } from '../storage/sliding-log.ts';
import { checkedRate, type Rate, rate } from './rate.ts';

/** What every throttle has. */
export interface ThrottleOptions {
  /** `100/day`, or a rate already read. Null: the throttle never applies, as in Django REST framework. */
  readonly rate: string | Rate | null;
  /**
   * Where requests are counted. Throttles may share one; they are told apart by name and rate.
   * Default: memory of this process, for this throttle alone.
   */
  readonly counters?: Counters;
  /** Name in the `RateLimit` fields: letters, digits, `.`, `_`, `-`. */
  readonly name?: string;
  /** Where exact DRF behaviour is wanted: how rates are read, clients told apart and calls counted. Default: `strict`. */
  readonly switches?: Switches;
}

/** Options of {@link byKey}. */
export interface ByKeyOptions extends ThrottleOptions {
  /** What the request counts for; undefined: the throttle does not apply to it. */
  readonly key: (
    request: AuthRequest,
    context: AuthContext<unknown> | undefined,
  ) => string | undefined;
}

/**
 * Limits requests by a key of your own.
 *
 * *Use when* neither the address nor the user is what should be counted: one token of several, an
 * organisation. If an anonymous caller may choose the key, there is no limit.
 *
 * @throws TypeError when rate or name cannot be used.
 *
 * @example
 * ```ts
 * import { byKey } from 'doorward/throttles';
 *
 * const perToken = byKey({
 *   name: 'token',
 *   rate: '1000/hour',
 *   key: (_request, context) => context?.auth?.credential,
 * });
 * const throttles = { admission: [perToken] };
 * ```
 */
export function byKey(options: ByKeyOptions): Throttle {
  const { key, name = 'requests', switches = strict } = options;
  if (!/^[\w.-]+$/.test(name)) {
    throw new TypeError(`${JSON.stringify(name)} is no name; use letters, digits, ".", "_", "-".`);
  }
  if (options.rate === null) return never;
  const limits =
    typeof options.rate === 'string' ? rate(options.rate, switches) : checkedRate(options.rate);
  const { limit, windowMs } = limits;
  const counters = options.counters ?? countersOf(switches);
  const space = `${name}:${limit}/${windowMs}`;

  async function ask(
    verb: 'peek' | 'take',
    request: AuthRequest,
    context: AuthContext<unknown> | undefined,
  ): Promise<ThrottleResult | undefined> {
    const ident = key(request, context);
    if (ident === undefined) return undefined;
    const now = request.now.getTime();
    return resultOf(await counters[verb](`${space}:${ident}`, limit, windowMs, now), name, limits);
  }

  return {
    wait: (request, context) => ask('peek', request, context),
    charge: (request, context) => ask('take', request, context),
  };
}

/** Counters for a throttle, or a group of them, that was given none. */
export function countersOf({ rateAlgorithm }: Pick<Switches, 'rateAlgorithm'>): Counters {
  return rateAlgorithm === 'sliding-log' ? slidingLogCounters() : memoryCounters();
}

const never: Throttle = Object.freeze({ wait: () => undefined, charge: () => undefined });

function resultOf(
  { allowed, remaining, waitMs }: CounterResult,
  name: string,
  { limit, windowMs }: Rate,
): ThrottleResult {
  return {
    wait: allowed ? undefined : waitMs / 1_000,
    name,
    quota: limit,
    window: windowMs / 1_000,
    remaining,
  };
}
