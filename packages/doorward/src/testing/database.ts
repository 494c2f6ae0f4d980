import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../storage/database.ts';
import { migrate } from '../storage/migrate.ts';
import { type OpenDatabaseOptions, openDatabase } from '../storage/open-database.ts';
import type { StoreDefinition } from '../storage/store.ts';

/** A database file of its own in a directory of its own. */
export interface TemporaryDatabase {
  readonly database: Database;
  /** For opening it once more, from another process too. */
  readonly url: string;
  readonly path: string;
  /** Closes the database and removes the directory. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Opens a new database file with the tables of the given stores.
 *
 * Use with `await using`, which removes it at the end of the block.
 *
 * @example
 * ```ts
 * import { sqlCounters } from 'doorward/storage';
 * import { temporaryDatabase } from 'doorward/testing';
 * const temporary = await temporaryDatabase([sqlCounters]);
 * await temporary.database.ping();
 * await temporary[Symbol.asyncDispose]();
 * ```
 */
export async function temporaryDatabase(
  stores: readonly StoreDefinition<unknown>[] = [],
  options: OpenDatabaseOptions = {},
): Promise<TemporaryDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'doorward-'));
  const path = join(directory, 'test.db');
  const url = `file:${path}`;
  const database = await openDatabase(url, options);
  await migrate(database, stores);
  return {
    database,
    url,
    path,
    async [Symbol.asyncDispose]() {
      await database.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A database in memory with the tables of the given stores; `close()` it. The quickest for tests. */
export async function memoryDatabase(
  stores: readonly StoreDefinition<unknown>[] = [],
): Promise<Database> {
  const database = await openDatabase('file::memory:');
  await migrate(database, stores);
  return database;
}
