import { boundedKey, boundedKeys } from './bounded-keys.ts';
import type { CounterResult } from './counters.ts';
import { rateOf } from './gcra.ts';
import type { ImmediateCounters } from './memory-counters.ts';

/** Options of {@link slidingLogCounters}. */
export interface SlidingLogCountersOptions {
  /** Keys kept at most. Default 10 000. */
  readonly maxKeys?: number;
  /** Calls remembered at most, over all keys. Default 1 000 000, about 8 MB. */
  readonly maxEntries?: number;
}

interface Log {
  /** When each counted call was, oldest first, in milliseconds. */
  times: number[];
  windowMs: number;
  limit: number;
}

/**
 * Counters that remember the time of every call, exactly as Django REST framework's throttles do:
 * never more than `limit` calls in any window, refused calls not recorded.
 *
 * Use when replacing such a service and its answers must not change. Otherwise prefer
 * `memoryCounters`, which needs one number a key instead of one a call.
 *
 * @example
 * ```ts
 * import { slidingLogCounters } from 'doorward/storage';
 * const counters = slidingLogCounters();
 * counters.take('anon:192.0.2.1', 1, 60_000, 0);
 * counters.take('anon:192.0.2.1', 1, 60_000, 15_000).waitMs; // => 45000
 * ```
 */
export function slidingLogCounters({
  maxKeys = 10_000,
  maxEntries = 1_000_000,
}: SlidingLogCountersOptions = {}): ImmediateCounters {
  let latest = 0;
  let total = 0;
  const logs = boundedKeys<Log>(
    maxKeys,
    (log) => current(log.times, latest - log.windowMs).length / log.limit,
    (log) => {
      total -= log.times.length;
    },
  );

  /** The calls that still count. An entry exactly one window old does not. */
  function look(key: string, windowMs: number, now: number): readonly number[] {
    return current(logs.get(key)?.times ?? [], now - windowMs);
  }

  return {
    take(key, limit, windowMs, now, cost = 1) {
      rateOf(limit, windowMs, cost);
      latest = now;
      const kept = boundedKey(key);
      const counted = look(kept, windowMs, now);
      if (counted.length + cost > limit) return refused(counted, { limit, windowMs, now, cost });
      const times = [...counted, ...Array.from({ length: cost }, () => now)];
      logs.delete(kept);
      while (total + times.length > maxEntries && logs.size > 0) logs.evict();
      logs.set(kept, { times, windowMs, limit });
      total += times.length;
      return { allowed: true, remaining: limit - times.length, waitMs: 0 };
    },
    peek(key, limit, windowMs, now) {
      rateOf(limit, windowMs, 1);
      const counted = look(boundedKey(key), windowMs, now);
      return counted.length < limit
        ? { allowed: true, remaining: limit - counted.length, waitMs: 0 }
        : refused(counted, { limit, windowMs, now, cost: 1 });
    },
    forget: (key) => logs.delete(boundedKey(key)),
  };
}

/** The times after `start`; they are in order, so the old ones are in front. */
function current(times: readonly number[], start: number): readonly number[] {
  const first = times.findIndex((time) => time > start);
  return first === -1 ? [] : times.slice(first);
}

/** The wait lasts until enough of the oldest calls have left the window. */
function refused(
  counted: readonly number[],
  call: { limit: number; windowMs: number; now: number; cost: number },
): CounterResult {
  const last = counted[counted.length + call.cost - call.limit - 1] ?? call.now;
  return {
    allowed: false,
    remaining: Math.max(0, call.limit - counted.length),
    waitMs: Math.max(0, Math.ceil(last + call.windowMs - call.now)),
  };
}
