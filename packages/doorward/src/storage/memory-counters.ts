import { boundedKey, boundedKeys } from './bounded-keys.ts';
import type { CounterResult, Counters } from './counters.ts';
import { furthest, type Rate, rateOf, resultAt, startingPoint, toMicroseconds } from './gcra.ts';

/** Options of {@link memoryCounters}. */
export interface MemoryCountersOptions {
  /** Keys kept at most. Default 100 000, about 10 MB. */
  readonly maxKeys?: number;
}

/** {@link Counters} that answer at once. */
export interface ImmediateCounters extends Counters {
  take(key: string, limit: number, windowMs: number, now: number, cost?: number): CounterResult;
  peek(key: string, limit: number, windowMs: number, now: number): CounterResult;
  forget(key: string): void;
}

interface Entry {
  tat: number;
  burst: number;
}

/**
 * Counters in this process's memory: a burst of `limit`, refilled evenly over the window (GCRA).
 *
 * Use when one process answers, or when each process may allow the limit by itself. When the
 * table is full, keys that have used the least of their limit go first.
 *
 * @example
 * ```ts
 * import { memoryCounters } from 'doorward/storage';
 * const counters = memoryCounters();
 * counters.take('login:alice', 2, 60_000, 0).remaining; // => 1
 * counters.take('login:alice', 2, 60_000, 0).remaining; // => 0
 * counters.take('login:alice', 2, 60_000, 0); // => { allowed: false, remaining: 0, waitMs: 30000 }
 * ```
 */
export function memoryCounters({
  maxKeys = 100_000,
}: MemoryCountersOptions = {}): ImmediateCounters {
  let latest = 0;
  const entries = boundedKeys<Entry>(maxKeys, ({ tat, burst }) => (tat - latest) / burst);

  /** The key's state, brought back if the clock was set back. */
  function stateOf(key: string, rate: Rate, now: number): number {
    const entry = entries.get(key);
    if (entry !== undefined) entry.tat = Math.min(entry.tat, furthest(now, rate));
    return startingPoint(entry?.tat, now);
  }

  return {
    take(key, limit, windowMs, now, cost = 1) {
      const rate = rateOf(limit, windowMs, cost);
      const at = toMicroseconds(now);
      latest = at;
      const kept = boundedKey(key);
      const before = stateOf(kept, rate, at);
      const after = before + cost * rate.interval;
      const allowed = after <= furthest(at, rate);
      if (allowed) entries.set(kept, { tat: after, burst: rate.burst });
      return resultAt(allowed ? after : before, at, rate, { allowed, cost });
    },
    peek(key, limit, windowMs, now) {
      const rate = rateOf(limit, windowMs, 1);
      const at = toMicroseconds(now);
      const state = stateOf(boundedKey(key), rate, at);
      const allowed = state + rate.interval <= furthest(at, rate);
      return resultAt(state, at, rate, { allowed, cost: 1 });
    },
    forget: (key) => entries.delete(boundedKey(key)),
  };
}
