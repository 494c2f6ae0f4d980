/** A value, or a promise of it. */
export type Awaitable<Value> = Value | Promise<Value>;

/** What a counter says of one call. */
export interface CounterResult {
  /** Whether the call is within the limit. A refused call is not counted. */
  readonly allowed: boolean;
  /** How many more calls of cost 1 would be allowed at this moment. */
  readonly remaining: number;
  /** Whole milliseconds until the same call would be allowed; 0 when it is. */
  readonly waitMs: number;
}

/**
 * Counts calls per key against a limit per window.
 *
 * Use when throttling. `take` decides and counts as one atomic step, so that any number of callers
 * at once never get more than the limit. `limit` is a whole number of calls, `windowMs` and `now`
 * are milliseconds. Keys may hold a person's data (an address, a user id): they last one window.
 *
 * @throws RangeError when limit, window or cost is not a positive whole number, or cost > limit.
 * @throws StorageUnavailable from the counters that live in a database.
 */
export interface Counters {
  /** Counts a call of the given cost (default 1) if it is within the limit. */
  take(
    key: string,
    limit: number,
    windowMs: number,
    now: number,
    cost?: number,
  ): Awaitable<CounterResult>;
  /** What `take` with cost 1 would say about being allowed, without counting anything. */
  peek(key: string, limit: number, windowMs: number, now: number): Awaitable<CounterResult>;
  /** Starts the key afresh. */
  forget(key: string): Awaitable<void>;
}
