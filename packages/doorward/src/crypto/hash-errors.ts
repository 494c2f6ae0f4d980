/**
 * More passwords are waiting to be hashed than can be in a fair time. Nothing was decided about the
 * password: answer 503 with `Retry-After`, never "wrong password".
 */
export class HashQueueFull extends Error {
  override readonly name = 'HashQueueFull';
  readonly code = 'hash_queue_full';
  /** Whole seconds after which to try again, 1 or more. */
  readonly retryAfter: number;

  constructor(seconds: number) {
    super('Too many passwords are waiting to be hashed');
    this.retryAfter = Math.max(1, Math.ceil(seconds));
  }
}

/** The thread that worked on a password ended. Nothing was decided; the next job gets a new one. */
export class HashWorkerDied extends Error {
  override readonly name = 'HashWorkerDied';
  readonly code = 'hash_worker_died';
  readonly retryAfter: number = 1;

  constructor(cause: unknown) {
    super('A password hashing thread ended before it answered', { cause });
  }
}

/** The pool was closed: the program is ending. */
export class HashPoolClosed extends Error {
  override readonly name = 'HashPoolClosed';
  readonly code = 'hash_pool_closed';
  readonly retryAfter: number = 1;

  constructor() {
    super('The pool of password hashing threads is closed');
  }
}

/** A job could not be computed: a library is missing, or a parameter is one it refuses. */
export class HashJobFailed extends Error {
  override readonly name = 'HashJobFailed';
  readonly code = 'hash_job_failed';

  constructor(kind: string, reason: string) {
    super(`The ${kind} job failed: ${reason}`);
  }
}
