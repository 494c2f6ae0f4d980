import { randomInt } from 'node:crypto';
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
  /**
   * Milliseconds a refusal is held back, give or take a half, so that callers who come back at once, without waiting as
   * they are told, do not fill the event loop with refusals. Up to 1,000 are held at a time; the
   * others are refused at once. Default: 500; 0 never holds one.
   */
  readonly refusalDelay?: number;
  /** Told of a thread that ended by itself. Default: nobody. */
  readonly onError?: (error: Error) => void;
  /** Milliseconds on a clock that never goes back. Default: `performance.now`. */
  readonly clock?: () => number;
}

/** What a job is taken to need before one was measured, in milliseconds: argon2id at our default. */
const firstGuess = 80;
/** Quick jobs count as this many milliseconds, so that the queue has an end in number too. */
const leastJobTime = 1;
/**
 * Jobs a thread is given at a time: the one it does, and the next, so that it does not stand idle
 * while the event loop is busy with the end of the last.
 */
const jobsInHand = 2;
/** Refusals held back at a time, so that holding them takes no memory without bound. */
const mostHeldBack = 1_000;
/** The weight of the newest job in the moving average. */
const newest = 0.1;

/** What a thread has to do. */
interface Workload {
  jobs: number;
  /** When the job under way began. */
  began: number;
}

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
  const { maxQueueSeconds = 2, refusalDelay = 500, onError } = options;
  const { clock = () => performance.now() } = options;

  const threads = new Map<HashThread, Workload>();
  /** In order of arrival: a `Set` gives its oldest entry in constant time. */
  const waiting = new Set<PendingJob>();
  let heldBack = 0;
  let average = firstGuess;
  let done = 0;
  let refused = 0;
  let closing: PromiseWithResolvers<void> | undefined;

  function onDone(thread: HashThread): void {
    const load = threads.get(thread);
    if (load !== undefined) {
      average += newest * (clock() - load.began - average);
      load.jobs -= 1;
      load.began = clock();
    }
    done += 1;
    startNext();
  }

  function onGone(thread: HashThread, cause: Error, left: readonly PendingJob[]): void {
    threads.delete(thread);
    if (closing === undefined) onError?.(cause);
    const after = [...waiting];
    waiting.clear();
    for (const pending of [...left, ...after]) waiting.add(pending);
    startNext();
  }

  /** A thread that can take a job: one that has nothing to do, a new one, or one with a hand free. */
  function freeThread(): HashThread | undefined {
    let handFree: HashThread | undefined;
    for (const [thread, { jobs }] of threads) {
      if (jobs === 0) return thread;
      if (jobs < jobsInHand) handFree ??= thread;
    }
    if (threads.size >= size) return handFree;
    const made = hashThread({ onDone, onGone });
    threads.set(made, { jobs: 0, began: clock() });
    return made;
  }

  function startNext(): void {
    for (const pending of waiting) {
      try {
        const thread = freeThread();
        if (thread === undefined) return;
        waiting.delete(pending);
        const load = threads.get(thread) as Workload;
        if (load.jobs === 0) load.began = clock();
        load.jobs += 1;
        thread.start(pending);
      } catch (error) {
        // The system has no thread to give: the job fails, the program goes on.
        waiting.delete(pending);
        const died = new HashWorkerDied(error);
        pending.reject(died);
        onError?.(died);
      }
    }
    if (inThreads() === 0) closing?.resolve();
  }

  function inThreads(): number {
    let jobs = 0;
    for (const load of threads.values()) jobs += load.jobs;
    return jobs;
  }

  function working(): number {
    let busy = 0;
    for (const load of threads.values()) if (load.jobs > 0) busy += 1;
    return busy;
  }

  function queued(): number {
    return waiting.size + inThreads() - working();
  }

  /** Seconds a new job would wait. A job that already takes longer than the average counts. */
  function expectedWait(): number {
    let jobTime = Math.max(average, leastJobTime);
    for (const { jobs, began } of threads.values()) {
      if (jobs > 0) jobTime = Math.max(jobTime, clock() - began);
    }
    return (queued() * jobTime) / size / 1_000;
  }

  function accept<Job extends HashJob>(job: Job): Promise<HashResult<Job>> {
    return new Promise<HashResult<Job>>((resolve, reject) => {
      // The worker answers each kind of job with its own kind of result (hash-worker.ts).
      waiting.add({ job, resolve: resolve as PendingJob['resolve'], reject });
      startNext();
    });
  }

  /** Holds a refusal back for a while, and takes the job after all if there is room by then. */
  async function holdBack<Job extends HashJob>(job: Job): Promise<HashResult<Job>> {
    heldBack += 1;
    // Spread, or callers who were refused together would come back together.
    const delay = (refusalDelay * (50 + randomInt(101))) / 100;
    await new Promise<void>((resolve) => setTimeout(resolve, delay));
    heldBack -= 1;
    const seconds = expectedWait();
    if (closing === undefined && seconds <= maxQueueSeconds) return accept(job);
    refused += 1;
    throw new HashQueueFull(seconds);
  }

  return {
    run<Job extends HashJob>(job: Job): Promise<HashResult<Job>> {
      if (closing !== undefined) return Promise.reject(new HashPoolClosed());
      const seconds = expectedWait();
      if (seconds <= maxQueueSeconds) return accept(job);
      if (heldBack < mostHeldBack && refusalDelay > 0) return holdBack(job);
      refused += 1;
      return Promise.reject(new HashQueueFull(seconds));
    },

    async close() {
      closing ??= Promise.withResolvers<void>();
      startNext();
      await closing.promise;
      await Promise.all([...threads.keys()].map((thread) => thread.stop()));
    },

    stats: () => ({
      workers: threads.size,
      running: working(),
      waiting: queued(),
      jobSeconds: average / 1000,
      done,
      refused,
    }),
  };
}
