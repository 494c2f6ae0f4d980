import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Database } from './database.ts';
import { type OpenDatabaseOptions, openDatabase } from './open-database.ts';

/** A directory that goes away with the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'doorward-storage-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A database that is closed with the test: in memory, or in a file of its own. */
export async function testDatabase(
  kind: 'memory' | 'file',
  options: OpenDatabaseOptions = {},
): Promise<Database> {
  const url = kind === 'memory' ? 'file::memory:' : `file:${join(temporaryDirectory(), 'test.db')}`;
  const database = await openDatabase(url, options);
  onTestFinished(() => database.close());
  return database;
}

export interface Tables {
  account: { id: number; name: string; note: string | null; active: 0 | 1 };
  key: { digest: string; account_id: number };
}

/** Two related tables, as a migration would make them. */
export async function createTables(database: Database): Promise<void> {
  const { columns, createTable, identity } = database.dialect;
  const { schema } = database.tables().kysely;
  await createTable(schema, 'account')
    .addColumn('id', columns.integer, identity)
    .addColumn('name', columns.text, (column) => column.notNull().unique())
    .addColumn('note', columns.text)
    .addColumn('active', columns.flag, (column) => column.notNull().defaultTo(1))
    .execute();
  await createTable(schema, 'key', { clustered: true })
    .addColumn('digest', columns.text, (column) => column.primaryKey().notNull())
    .addColumn('account_id', columns.integer, (column) =>
      column.notNull().references('account.id').onDelete('cascade'),
    )
    .execute();
}
