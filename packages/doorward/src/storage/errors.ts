/**
 * The store could not answer: locked for too long, disk full, an I/O error, closed.
 *
 * Use when telling "I do not know" from "there is no such row": callers answer 503 with
 * `Retry-After: retryAfter`, never 401. The engine's own error is the `cause`.
 *
 * @example
 * ```ts
 * import { StorageUnavailable } from 'doorward/storage';
 * const error = new StorageUnavailable('the database is locked');
 * [error.code, error.retryAfter]; // => ['storage_unavailable', 1]
 * ```
 */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable';
  /** Stable, for logs and for callers that see the error across a package boundary. */
  readonly code = 'storage_unavailable';
  /** Seconds after which trying again makes sense. */
  readonly retryAfter: number;

  constructor(message: string, options: { cause?: unknown; retryAfter?: number } = {}) {
    super(message, { cause: options.cause });
    this.retryAfter = options.retryAfter ?? 1;
  }
}

/**
 * A row with the same unique value exists.
 *
 * Use when claiming a name: insert, and read this error as "taken". No look-up comes before.
 */
export class UniqueViolation extends Error {
  override readonly name = 'UniqueViolation';
  readonly code = 'unique_violation';
  /** The table, where the engine names it. */
  readonly table: string | undefined;
  /** The columns of the violated key, in its order; empty where the engine does not tell. */
  readonly columns: readonly string[];

  constructor(
    violated: { table?: string | undefined; columns: readonly string[] },
    cause?: unknown,
  ) {
    super(`unique key ${violated.table ?? '?'}(${violated.columns.join(', ')}) is taken`, {
      cause,
    });
    this.table = violated.table;
    this.columns = violated.columns;
  }
}

/** The row points at a row that does not exist (any more), or is still pointed at. */
export class ForeignKeyViolation extends Error {
  override readonly name = 'ForeignKeyViolation';
  readonly code = 'foreign_key_violation';

  constructor(cause?: unknown) {
    super('the row refers to a row that is not there, or is still referred to', { cause });
  }
}

/**
 * A text no engine can hold unchanged: it contains NUL or half of a surrogate pair.
 *
 * Such text comes only from a client's bad input; answer 400. (SQLite would silently store U+FFFD
 * for half a pair, so that two different names would become one; PostgreSQL refuses NUL.)
 */
export class UnstorableText extends Error {
  override readonly name = 'UnstorableText';
  readonly code = 'unstorable_text';

  constructor() {
    super('the text contains NUL or an unpaired surrogate');
  }
}

/**
 * The database must not be used as it is: missing, not ours, damaged, read-only, too old, too new.
 *
 * Thrown when opening and when checking the schema; the message is one sentence for the operator.
 */
export class DatabaseRefused extends Error {
  override readonly name = 'DatabaseRefused';
  readonly code = 'database_refused';
}
