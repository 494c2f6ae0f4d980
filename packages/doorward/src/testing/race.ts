import assert from 'node:assert/strict';

/**
 * Starts `work` so many times at once and resolves to what became of each.
 *
 * @example
 * ```ts
 * import { race, winners } from 'doorward/testing';
 * let left = 1;
 * const results = await race(64, async () => left-- > 0);
 * winners(results, (took) => took); // => 1
 * ```
 */
export async function race<Result>(
  callers: number,
  work: (caller: number) => Promise<Result>,
): Promise<readonly PromiseSettledResult<Result>[]> {
  return await Promise.allSettled(
    Array.from({ length: callers }, async (_, caller) => await work(caller)),
  );
}

/** How many callers won. @throws AssertionError when a caller met an error `loses` does not allow. */
export function winners<Result>(
  results: readonly PromiseSettledResult<Result>[],
  won: (result: Result) => boolean = (result) => result !== undefined,
  loses: (reason: unknown) => boolean = () => false,
): number {
  let count = 0;
  for (const result of results) {
    if (result.status === 'fulfilled') count += won(result.value) ? 1 : 0;
    else assert.ok(loses(result.reason), result.reason as Error);
  }
  return count;
}
