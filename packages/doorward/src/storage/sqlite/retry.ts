import { setTimeout as sleep } from 'node:timers/promises';
import { isBusy } from './failures.ts';

/** Milliseconds between one attempt and the next; the last one repeats. */
const pauses = [1, 2, 5, 10, 20, 30, 50];

/** The moment `wait` milliseconds from now, by a clock that nobody sets. */
export function deadline(wait: number): number {
  return performance.now() + wait;
}

/**
 * Repeats a synchronous step while another process holds the lock, up to a {@link deadline},
 * leaving the event loop free between attempts. Throws what the last attempt threw.
 */
export async function retryWhileBusy<Result>(until: number, step: () => Result): Promise<Result> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return step();
    } catch (error) {
      const left = until - performance.now();
      if (!isBusy(error) || left <= 0) throw error;
      await sleep(Math.min(left, pauses[Math.min(attempt, pauses.length - 1)] ?? 50));
    }
  }
}
