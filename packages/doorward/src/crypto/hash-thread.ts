import { Worker } from 'node:worker_threads';
import { HashJobFailed, HashWorkerDied } from './hash-errors.ts';
import type { HashJob, HashReply } from './hash-jobs.ts';

/** A job with the two ends of the promise made for it. */
export interface PendingJob {
  readonly job: HashJob;
  resolve(value: boolean | Uint8Array): void;
  reject(error: Error): void;
}

/** One worker thread, which does its jobs one after the other. */
export interface HashThread {
  /** Hands over a job. The thread begins it as soon as it is through with those before. */
  start(pending: PendingJob): void;
  /** Stops the thread. */
  stop(): Promise<void>;
}

/** What a thread tells the pool. */
export interface HashThreadEvents {
  /** A job is answered; the thread is free, or already at the next. */
  onDone(thread: HashThread): void;
  /** The thread is gone; the job under way was rejected, `left` had not begun. */
  onGone(thread: HashThread, cause: Error, left: readonly PendingJob[]): void;
}

/** The worker's file: beside this one, TypeScript in the sources and JavaScript when built. */
const workerFile = import.meta.url.endsWith('.ts') ? './hash-worker.ts' : './hash-worker.js';

/**
 * The flags of the program are not for the thread: `--input-type` alone would end it. Node before
 * 22.18 reads TypeScript only when told to.
 */
function execArgv(): string[] {
  const flag = '--experimental-strip-types';
  const needed = workerFile.endsWith('.ts') && process.allowedNodeEnvironmentFlags.has(flag);
  return needed ? [flag, '--no-warnings'] : [];
}

/** Starts a thread. It keeps the program alive only while it works. */
export function hashThread(events: HashThreadEvents): HashThread {
  const worker = new Worker(new URL(workerFile, import.meta.url), {
    name: 'doorward-hash',
    execArgv: execArgv(),
  });
  /** The one under way first. */
  const inHand: PendingJob[] = [];
  let cause: unknown;

  const thread: HashThread = {
    start(pending) {
      inHand.push(pending);
      worker.ref();
      worker.postMessage(pending.job);
    },
    async stop() {
      await worker.terminate();
    },
  };

  worker.unref();
  worker.on('message', (reply: HashReply) => {
    const done = inHand.shift();
    if (inHand.length === 0) worker.unref();
    if (done === undefined) return;
    if ('value' in reply) done.resolve(reply.value);
    else done.reject(new HashJobFailed(done.job.kind, reply.error.message));
    events.onDone(thread);
  });
  worker.on('error', (error) => {
    cause = error;
  });
  // 'exit' comes last, whatever ended the thread.
  worker.on('exit', (code) => {
    const died = new HashWorkerDied(cause ?? new Error(`exit code ${code}`));
    const [current, ...left] = inHand.splice(0);
    current?.reject(died);
    events.onGone(thread, died, left);
  });
  return thread;
}
