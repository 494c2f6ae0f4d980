import { Worker } from 'node:worker_threads';
import { HashJobFailed, HashWorkerDied } from './hash-errors.ts';
import type { HashJob, HashReply } from './hash-jobs.ts';

/** A job with the two ends of the promise made for it. */
export interface PendingJob {
  readonly job: HashJob;
  resolve(value: boolean | Uint8Array): void;
  reject(error: Error): void;
}

/** One worker thread, which does one job at a time. */
export interface HashThread {
  /** Starts a job. Not to be called while another is under way. */
  start(pending: PendingJob): void;
  /** Stops the thread. */
  stop(): Promise<void>;
}

/** What a thread tells the pool. */
export interface HashThreadEvents {
  /** The job is answered and the thread is free. */
  onFree(thread: HashThread): void;
  /** The thread is gone; its job, if any, was rejected. */
  onGone(thread: HashThread, cause: Error): void;
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
  let current: PendingJob | undefined;
  let cause: unknown;

  const thread: HashThread = {
    start(pending) {
      current = pending;
      worker.ref();
      worker.postMessage(pending.job);
    },
    async stop() {
      await worker.terminate();
    },
  };

  worker.unref();
  worker.on('message', (reply: HashReply) => {
    const done = current;
    current = undefined;
    worker.unref();
    if (done === undefined) return;
    if ('value' in reply) done.resolve(reply.value);
    else done.reject(new HashJobFailed(done.job.kind, reply.error.message));
    events.onFree(thread);
  });
  worker.on('error', (error) => {
    cause = error;
  });
  // 'exit' comes last, whatever ended the thread.
  worker.on('exit', (code) => {
    const died = new HashWorkerDied(cause ?? new Error(`exit code ${code}`));
    current?.reject(died);
    current = undefined;
    events.onGone(thread, died);
  });
  return thread;
}
