import type { CounterResult } from './counters.ts';

/**
 * The generic cell rate algorithm in whole microseconds: a key's only state is the moment at which
 * all it took will have been refilled (its "theoretical arrival time"), so that memory and SQL
 * decide by the same exact integers.
 */
export interface Rate {
  /** Microseconds in which one unit is refilled. */
  readonly interval: number;
  /** Microseconds by which a key may be ahead: the whole limit at once. */
  readonly burst: number;
}

/** @throws RangeError when limit, window or cost is not a positive whole number, or cost > limit. */
export function rateOf(limit: number, windowMs: number, cost: number): Rate {
  if (!isPositive(limit) || !isPositive(windowMs) || !isPositive(cost) || cost > limit)
    throw new RangeError(`cannot take ${cost} of a limit of ${limit} per ${windowMs} ms`);
  const interval = Math.max(1, Math.floor((windowMs * 1_000) / limit));
  return { interval, burst: interval * limit };
}

function isPositive(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}

/** Milliseconds to whole microseconds. */
export function toMicroseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1_000);
}

/** The state before a call: whatever was taken has been refilled by its `tat`. */
export function startingPoint(tat: number | undefined, now: number): number {
  return Math.max(tat ?? now, now);
}

/**
 * The furthest that a state can be ahead at `now`. One beyond it comes from a clock that was set
 * back since, or from a limit that was changed; it is brought back to here, so that it shuts the
 * key out for one window and not for as long as the clock was wrong.
 */
export function furthest(now: number, rate: Rate): number {
  return now + rate.burst;
}

/** What to say of a key whose state is `tat`, asked to take `cost` and answered `allowed`. */
export function resultAt(
  tat: number,
  now: number,
  rate: Rate,
  call: { readonly allowed: boolean; readonly cost: number },
): CounterResult {
  const room = now + rate.burst - tat;
  return {
    allowed: call.allowed,
    remaining: Math.max(0, Math.floor(room / rate.interval)),
    waitMs: call.allowed ? 0 : Math.ceil((call.cost * rate.interval - room) / 1_000),
  };
}
