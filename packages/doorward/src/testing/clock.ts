/** A clock that moves only when told to. */
export interface FakeClock {
  /** The current moment; hand it on wherever a `now` is asked for. */
  readonly now: () => Date;
  /** Moves the clock, backwards too. */
  advance(milliseconds: number): void;
  /** Sets the clock. */
  set(moment: Date | number): void;
}

/**
 * A clock for tests, standing at `start` (a `Date` or milliseconds; default 2026-01-01T00:00:00Z).
 *
 * @example
 * ```ts
 * import { fakeClock } from 'doorward/testing';
 * const clock = fakeClock(1_000);
 * clock.advance(500);
 * clock.now().getTime(); // => 1500
 * ```
 */
export function fakeClock(start: Date | number = Date.UTC(2026, 0, 1)): FakeClock {
  let time = Number(start);
  return {
    now: () => new Date(time),
    advance: (milliseconds) => {
      time += milliseconds;
    },
    set: (moment) => {
      time = Number(moment);
    },
  };
}
