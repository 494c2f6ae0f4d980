import { AsyncLocalStorage } from 'node:async_hooks';

/** Starts a timer that does not keep the process alive; calling the result stops it. */
export type StartTimer = (run: () => void, milliseconds: number) => () => void;

/** Options of {@link writeBehind}. */
export interface WriteBehindOptions<Key, Value> {
  /** Writes all entries at once, best in one transaction. */
  flush(entries: readonly (readonly [Key, Value])[]): Promise<void>;
  /** Milliseconds between the first entry and its being written. Default 1000. */
  readonly intervalMs?: number;
  /** Entries held at most; what comes on top is lost. Default 10 000. */
  readonly maxEntries?: number;
  /** Told of every loss: a failed flush, or entries that found no room. */
  readonly report?: (loss: { readonly entries: number; readonly cause?: unknown }) => void;
  /** Default `setTimeout`, unref'ed. */
  readonly startTimer?: StartTimer;
}

/** Values waiting to be written, the latest for each key. */
export interface WriteBehind<Key, Value> {
  /** Notes a value. Never waits and never fails. */
  set(key: Key, value: Value): void;
  /** How many entries wait. */
  readonly size: number;
  /** Writes what waits now. Never rejects: failures go to `report`. */
  flush(): Promise<void>;
  /** Writes what waits and takes no more. */
  close(): Promise<void>;
}

const startTimeout: StartTimer = (run, milliseconds) => {
  const timer = setTimeout(run, milliseconds);
  timer.unref();
  return () => clearTimeout(timer);
};

/**
 * Collects small writes and makes them together, once a second.
 *
 * Use for stamps such as "last seen", which may lose their last second when the process dies:
 * a request then costs no write. Never for anything a decision depends on.
 *
 * @example
 * ```ts
 * import { writeBehind } from 'doorward/storage';
 * const written: unknown[] = [];
 * const seen = writeBehind<string, number>({ flush: async (entries) => void written.push(...entries) });
 * seen.set('session-1', 1_000);
 * seen.set('session-1', 2_000);
 * await seen.close();
 * written; // => [['session-1', 2000]]
 * ```
 */
export function writeBehind<Key, Value>(
  options: WriteBehindOptions<Key, Value>,
): WriteBehind<Key, Value> {
  const { intervalMs = 1_000, maxEntries = 10_000, report, startTimer = startTimeout } = options;
  // A request's transaction must not take in a flush that its stamp happened to start.
  const outsideAnyRequest = AsyncLocalStorage.snapshot();
  let waiting = new Map<Key, Value>();
  let lost = 0;
  let stopTimer: (() => void) | undefined;
  let running: Promise<void> | undefined;
  let closed = false;

  async function write(): Promise<void> {
    const entries = [...waiting];
    const dropped = lost;
    waiting = new Map();
    lost = 0;
    if (dropped > 0) report?.({ entries: dropped });
    try {
      if (entries.length > 0) await options.flush(entries);
    } catch (cause) {
      report?.({ entries: entries.length, cause });
    }
  }

  /** One flush at a time: while a slow one runs, entries gather in one bounded map. */
  function flush(): Promise<void> {
    if (running !== undefined) return running.then(flush);
    stopTimer?.();
    stopTimer = undefined;
    running = outsideAnyRequest(write).finally(() => {
      running = undefined;
      if (waiting.size > 0) arm();
    });
    return running;
  }

  function arm(): void {
    if (running !== undefined) return;
    stopTimer ??= outsideAnyRequest(() => startTimer(() => void flush(), intervalMs));
  }

  return {
    set(key, value) {
      if (closed || (waiting.size >= maxEntries && !waiting.has(key))) {
        lost += 1;
        return;
      }
      waiting.set(key, value);
      arm();
    },
    get size() {
      return waiting.size;
    },
    flush,
    async close() {
      closed = true;
      await flush();
    },
  };
}
