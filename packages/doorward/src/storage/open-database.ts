import type { Database } from './database.ts';
import { openSqlite } from './sqlite/open.ts';

/** Options of {@link openDatabase}. */
export interface OpenDatabaseOptions {
  /** Whether to create a missing database. Default `true`; a server that migrates apart says no. */
  readonly create?: boolean;
  /** Whether to read through the whole file for damage first. Default `false`. */
  readonly verify?: boolean;
  /** Milliseconds a statement waits for another writer before StorageUnavailable. Default 5000. */
  readonly wait?: number;
  /** How many statements and transactions may wait for their turn to write. Default 1000. */
  readonly queue?: number;
}

/**
 * Opens a database by its URL.
 *
 * Use when the program starts; hand the result to the stores. `file:doorward.db` is an SQLite
 * file (created with mode 0600; write-ahead log, `synchronous=FULL`, foreign keys on),
 * `file::memory:` an SQLite database that lasts until `close()`.
 *
 * @throws DatabaseRefused when it is missing and not to be created, not a database, damaged,
 * or read-only. Nothing is ever created where an old database seems lost.
 * @throws StorageUnavailable when another process keeps it locked.
 *
 * @example
 * ```ts
 * import { openDatabase } from 'doorward/storage';
 * const database = await openDatabase('file::memory:');
 * await database.ping();
 * await database.close();
 * ```
 */
export async function openDatabase(
  url: string,
  { create = true, verify = false, wait = 5_000, queue = 1_000 }: OpenDatabaseOptions = {},
): Promise<Database> {
  if (url.startsWith('file:')) return await openSqlite(url, { create, verify, wait, queue });
  throw new TypeError(`no engine for the database URL: use file:<path> or file::memory:`);
}
