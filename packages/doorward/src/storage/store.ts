import type { ColumnDefinitionBuilder, CreateTableBuilder, SchemaModule } from 'kysely';
import type { Database } from './database.ts';
import type { ColumnTypes, TableOptions } from './dialect.ts';

/** What a migration works with. */
export interface MigrationContext {
  /** Creates a table with the engine's strictest checks; finish with `.execute()`. */
  readonly createTable: (name: string, options?: TableOptions) => CreateTableBuilder<string, never>;
  /** The column types by what they hold. */
  readonly columns: ColumnTypes;
  /** Makes an integer column the primary key that the engine numbers by itself. */
  readonly identity: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
  /** Kysely's schema builder, for indexes and later changes. */
  readonly schema: SchemaModule;
  /** Statements over the tables as they stand at this migration, to move data. */
  readonly tables: Database['tables'];
}

/** One numbered step of a store's schema, forward only. */
export interface Migration {
  /** 1, 2, 3 … without gaps within a store; never changed once released. */
  readonly id: number;
  /** Two or three words for the operator, e.g. `first tables`. */
  readonly name: string;
  /** Does the step. It runs in one transaction together with its being recorded. */
  up(context: MigrationContext): Promise<void>;
}

/** A store: its name, the steps of its schema, and how to open it over a database. */
export interface StoreDefinition<Store> {
  /** Lower-case letters and digits in words joined by `_`; the name under which steps are recorded. */
  readonly name: string;
  readonly migrations: readonly Migration[];
  /** Prepares the statements; called once for each database. */
  open(database: Database): Store;
}

const storeName = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;

/**
 * States a store and checks the statement.
 *
 * Use when a module keeps records. Each verb of the store is atomic: what is used once is deleted
 * or marked by the same statement that reads it.
 *
 * @throws TypeError at assembly when the name or the numbering is wrong.
 *
 * @example
 * ```ts
 * import { defineStore, migrate, openDatabase } from 'doorward/storage';
 *
 * interface Tables { ticket: { digest: string; purpose: string; expires_at: number } }
 *
 * const tickets = defineStore({
 *   name: 'ticket',
 *   migrations: [{
 *     id: 1,
 *     name: 'first table',
 *     async up({ createTable, columns }) {
 *       await createTable('ticket', { clustered: true })
 *         .addColumn('digest', columns.text, (column) => column.primaryKey().notNull())
 *         .addColumn('purpose', columns.text, (column) => column.notNull())
 *         .addColumn('expires_at', columns.time, (column) => column.notNull())
 *         .execute();
 *     },
 *   }],
 *   open(database) {
 *     const { prepare } = database.tables<Tables>();
 *     const issue = prepare((db, arg: Tables['ticket']) =>
 *       db.insertInto('ticket').values({ digest: arg.digest, purpose: arg.purpose, expires_at: arg.expires_at }));
 *     const consume = prepare((db, arg: { digest: string; now: number }) =>
 *       db.deleteFrom('ticket').where('digest', '=', arg.digest)
 *         .where('expires_at', '>', arg.now).returning('purpose'));
 *     return {
 *       issue: (ticket: Tables['ticket']) => issue.run(ticket),
 *       consume: (digest: string, now: Date) => consume.first({ digest, now: now.getTime() }),
 *     };
 *   },
 * });
 *
 * const database = await openDatabase('file::memory:');
 * await migrate(database, [tickets]);
 * const store = tickets.open(database);
 * await store.issue({ digest: 'd1', purpose: 'reset', expires_at: 2_000 });
 * (await store.consume('d1', new Date(1_000)))?.purpose; // => 'reset'
 * await store.consume('d1', new Date(1_000)); // => undefined
 * await database.close();
 * ```
 */
export function defineStore<Store>(definition: StoreDefinition<Store>): StoreDefinition<Store> {
  const { name, migrations } = definition;
  if (name.length > 64 || !storeName.test(name))
    throw new TypeError(`store name ${JSON.stringify(name)}: use lower-case words joined by "_"`);
  migrations.forEach((migration, index) => {
    if (migration.id !== index + 1)
      throw new TypeError(
        `store ${name}: migration ${migration.id} stands where ${index + 1} belongs; number them 1, 2, 3 …`,
      );
    if (migration.name.trim() === '')
      throw new TypeError(`store ${name}: migration ${migration.id} needs a name`);
  });
  return definition;
}
