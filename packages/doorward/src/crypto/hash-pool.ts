import { availableParallelism } from 'node:os';
import { HashPoolClosed, HashQueueFull, HashWorkerDied } from './hash-errors.ts';
import type { HashJob, HashResult } from './hash-jobs.ts';
import { type HashThread, hashThread, type PendingJob } from './hash-thread.ts';

/** Threads that compute password hashes, with a queue that has an end. */
export interface HashPool {
  /**
   * Computes one job in a thread.
   *
   * @throws HashQueueFull when it would wait longer than `maxQueueSeconds`.
   * @throws HashWorkerDied when the thread ended under it.
   * @throws HashPoolClosed after {@link HashPool.close}.
   * @throws HashJobFailed when the job itself cannot be done.
   */
  run<Job extends HashJob>(job: Job): Promise<HashResult<Job>>;
  /** Takes no more jobs, finishes those it has, and ends the threads. */
  close(): Promise<void>;
  /** How it stands at this moment. */
  stats(): HashPoolStats;
}

/** The state of a {@link HashPool}. */
export interface HashPoolStats {
  /** Threads alive. They start when first needed. */
  readonly workers: number;
  readonly running: number;
  readonly waiting: number;
  /** Moving average of the time one job takes, in seconds. */
  readonly jobSeconds: number;
  /** Jobs answered since the start. */
  readonly done: number;
  /** Jobs refused because the queue was full. */
  readonly refused: number;
}

/** Options of {@link hashPool}. */
export interface HashPoolOptions {
  /** Threads at most. Default: one fewer than the cores, and at least 1. */
  readonly workers?: number;
  /** Seconds a job may be expected to wait before it is refused instead. Default: 2. */
  readonly maxQueueSeconds?: number;
  /** Told of a thread that ended by itself. Default: nobody. */
  readonly onError?: (error: Error) => void;
  /** Milliseconds on a clock that never goes back. Default: `performance.now`. */
  readonly clock?: () => number;
}

/** What a job is taken to need before one was measured, in milliseconds: argon2id at our default. */
const firstGuess = 80;
/** Quick jobs count as this many milliseconds, so that the queue has an end in number too. */
const leastJobTime = 1;
/** The weight of the newest job in the moving average. */
const newest = 0.1;

/**
 * Makes a pool of threads for password hashes.
 *
 * *Use when* passwords are hashed in a server: a log-in storm then fills this queue, and no file,
 * DNS or socket waits for it. On Linux the threads run at a lower priority (nice 10) than the event
 * loop. Make one for the program and give it to every format.
 *
 * @example
 * ```ts
 * import { argon2id, hashPool, passwordHashes } from 'doorward/crypto';
 *
 * const pool = hashPool({ maxQueueSeconds: 1 });
 * const hashes = passwordHashes({ preferred: argon2id({ pool }) });
 * await hashes.hash('correct horse battery staple');
 * pool.stats().done; // => 1
 * await pool.close();
 * ```
 */
export function hashPool(options: HashPoolOptions = {}): HashPool {
  const size = options.workers ?? Math.max(1, availableParallelism() - 1);
  if (!Number.isSafeInteger(size) || size < 1)
    throw new RangeError('hashPool: workers is 1 or more');
  const { maxQueueSeconds = 2, onError, clock = () => performance.now() } = options;

  const idle: HashThread[] = [];
  /** Working threads, with the moment each began. */
  const running = new Map<HashThread, number>();
  /** In order of arrival: a `Set` gives its oldest entry in constant time. */
  const waiting = new Set<PendingJob>();
  let average = firstGuess;
  let done = 0;
  let refused = 0;
  let closing: PromiseWithResolvers<void> | undefined;

  function onFree(thread: HashThread): void {
    const began = running.get(thread) ?? clock();
    average += newest * (clock() - began - average);
    done += 1;
    running.delete(thread);
    idle.push(thread);
    startNext();
  }

  function onGone(thread: HashThread, cause: Error): void {
    running.delete(thread);
    const place = idle.indexOf(thread);
    if (place >= 0) idle.splice(place, 1);
    if (closing === undefined) onError?.(cause);
    startNext();
  }

  function start(pending: PendingJob): void {
    try {
      const thread = idle.pop() ?? hashThread({ onFree, onGone });
      running.set(thread, clock());
      thread.start(pending);
    } catch (error) {
      // The system has no thread to give: the job fails, the program goes on.
      const died = new HashWorkerDied(error);
      pending.reject(died);
      onError?.(died);
    }
  }

  function startNext(): void {
    for (const pending of waiting) {
      if (running.size >= size) return;
      waiting.delete(pending);
      start(pending);
    }
    if (running.size === 0) closing?.resolve();
  }

  /** Milliseconds a new job would wait. A job that already takes longer than the average counts. */
  function expectedWait(): number {
    let jobTime = Math.max(average, leastJobTime);
    for (const began of running.values()) jobTime = Math.max(jobTime, clock() - began);
    return (waiting.size * jobTime) / size;
  }

  return {
    run<Job extends HashJob>(job: Job): Promise<HashResult<Job>> {
      if (closing !== undefined) return Promise.reject(new HashPoolClosed());
      const seconds = expectedWait() / 1000;
      if (seconds > maxQueueSeconds) {
        refused += 1;
        return Promise.reject(new HashQueueFull(seconds));
      }
      return new Promise<HashResult<Job>>((resolve, reject) => {
        // The worker answers each kind of job with its own kind of result (hash-worker.ts).
        waiting.add({ job, resolve: resolve as PendingJob['resolve'], reject });
        startNext();
      });
    },

    async close() {
      closing ??= Promise.withResolvers<void>();
      startNext();
      await closing.promise;
      await Promise.all(idle.splice(0).map((thread) => thread.stop()));
    },

    stats: () => ({
      workers: idle.length + running.size,
      running: running.size,
      waiting: waiting.size,
      jobSeconds: average / 1000,
      done,
      refused,
    }),
  };
}
