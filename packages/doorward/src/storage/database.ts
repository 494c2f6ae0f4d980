import type { Compilable, Kysely } from 'kysely';
import type { DialectProperties } from './dialect.ts';

/**
 * A statement compiled once and kept.
 *
 * Rows are plain objects, possibly without a prototype. Arguments: text, finite numbers,
 * booleans (stored as 0 and 1), `Uint8Array`, `bigint`, `null`; `undefined` counts as `null`;
 * a `Date` is refused, times are integer milliseconds.
 *
 * All three throw {@link StorageUnavailable} (as a rejection) when the store cannot answer.
 */
export interface Prepared<Args, Row> {
  /** The first row, or `undefined`. */
  readonly first: (args: Args) => Promise<Row | undefined>;
  /** All rows. */
  readonly all: (args: Args) => Promise<Row[]>;
  /** Runs a statement without `returning`; how many rows it inserted, changed or deleted. */
  readonly run: (args: Args) => Promise<number>;
}

/** A module's view of the database: typed with its own tables only. */
export interface Queries<Tables> {
  /** For statements put together at run time. Use `database.transaction`, not Kysely's own. */
  readonly kysely: Kysely<Tables>;
  /**
   * Compiles a statement once. `arg` stands for the arguments: hand its properties on as values
   * (`where('id', '=', arg.id)`, `.values(arg)` will not do), never compute with them.
   *
   * @throws Error when an argument is computed with instead of being handed on.
   */
  readonly prepare: <Row, Args = void>(
    build: (db: Kysely<Tables>, arg: Args) => Compilable<Row>,
  ) => Prepared<Args, Row>;
}

/** How a transaction runs. */
export interface TransactionOptions {
  /** Milliseconds after which it is rolled back and rejects with StorageUnavailable. Default 5000. */
  readonly limit?: number;
}

/**
 * An open database.
 *
 * Times are integer milliseconds UTC in every table. A statement that stands alone is atomic
 * and durable when its promise resolves, and every later statement sees it.
 */
export interface Database {
  readonly dialect: DialectProperties;
  /** The statements of a module over its own tables. */
  readonly tables: <Tables>() => Queries<Tables>;
  /**
   * Runs `work` as one transaction. Every statement awaited inside belongs to it, whichever store
   * issues it; nobody else's does. Commits when `work` resolves, rolls back when it rejects.
   * A transaction inside a transaction can be rolled back by itself.
   *
   * Await everything inside; what is still running when the transaction was rolled back fails.
   *
   * @throws StorageUnavailable when the store cannot answer, or `work` outlasts the limit.
   */
  readonly transaction: <Result>(
    work: () => Promise<Result>,
    options?: TransactionOptions,
  ) => Promise<Result>;
  /** Resolves when the database answers and is still the one that was opened. */
  readonly ping: () => Promise<void>;
  /** Waits for the running transaction, then closes. Later statements throw StorageUnavailable. */
  readonly close: () => Promise<void>;
}
