import type { Database, Queries } from './database.ts';
import { DatabaseRefused } from './errors.ts';
import type { Migration, MigrationContext, StoreDefinition } from './store.ts';

/** A step of a store's schema, as recorded or as still to be done. */
export interface Step {
  readonly store: string;
  readonly id: number;
  readonly name: string;
}

/** How the database's schema compares with the program's. */
export type SchemaState =
  | { readonly state: 'current' }
  | { readonly state: 'pending'; readonly pending: readonly Step[] }
  | { readonly state: 'newer'; readonly newer: readonly Step[] };

/** Options of {@link migrate}. */
export interface MigrateOptions {
  /** The time recorded with each step. Default the system's clock. */
  readonly now?: () => Date;
  /** Called after each step that was done. */
  readonly progress?: (step: Step) => void;
}

interface Tables {
  doorward_migration: Step & { readonly applied_at: number };
}

type Definitions = readonly Pick<StoreDefinition<unknown>, 'name' | 'migrations'>[];

/**
 * Brings the schema up to date and resolves to the steps done, in order.
 *
 * Use from the `migrate` command or when a program starts. Stores are taken in the order given:
 * put those that others refer to first. Each step is one transaction together with its record,
 * so any number of processes may migrate at once: each step is done by one of them.
 *
 * @throws DatabaseRefused when the database is newer than the program.
 * @throws StorageUnavailable when the database cannot answer.
 */
export async function migrate(
  database: Database,
  stores: Definitions,
  { now = () => new Date(), progress }: MigrateOptions = {},
): Promise<readonly Step[]> {
  const { kysely } = database.tables<Tables>();
  const context = contextOf(database);
  // Two migrators may both find it missing: whoever comes second finds it made.
  await database.transaction(async () => {
    if (!(await hasRecord(kysely))) await createRecord(context);
  });
  const done: Step[] = [];
  for (const step of await stepsToDo(database, stores)) {
    const { migration, store } = step;
    const record = { store, id: migration.id, name: migration.name };
    const first = await database.transaction(
      async () => {
        if (await isRecorded(kysely, record)) return false;
        await migration.up(context);
        const row = { ...record, applied_at: now().getTime() };
        await kysely.insertInto('doorward_migration').values(row).execute();
        return true;
      },
      { limit: Number.POSITIVE_INFINITY },
    );
    if (!first) continue;
    done.push(record);
    progress?.(record);
  }
  return done;
}

/**
 * Compares the database's schema with the program's, changing nothing.
 *
 * Use for a `doctor` or `migrate --check` command; {@link assertSchema} at start.
 */
export async function schemaState(database: Database, stores: Definitions): Promise<SchemaState> {
  const { kysely } = database.tables<Tables>();
  const known = stores.flatMap(({ name: store, migrations }) =>
    migrations.map(({ id, name }) => ({ store, id, name })),
  );
  const names = new Set(stores.map((store) => store.name));
  // Steps of stores that this program does not use are no concern of it.
  const recorded = (await recordedSteps(kysely)).filter((step) => names.has(step.store));
  const newer = recorded.filter((step) => !known.some((other) => isSame(step, other)));
  if (newer.length > 0) return { state: 'newer', newer };
  const pending = known.filter((step) => !recorded.some((other) => isSame(step, other)));
  return pending.length > 0 ? { state: 'pending', pending } : { state: 'current' };
}

/**
 * Refuses a database whose schema is not the program's.
 *
 * Use when a server starts, before it takes requests.
 *
 * @throws DatabaseRefused with one sentence that says what to do.
 */
export async function assertSchema(database: Database, stores: Definitions): Promise<void> {
  const found = await schemaState(database, stores);
  if (found.state === 'newer') throw newerThanProgram(found.newer);
  if (found.state === 'pending')
    throw new DatabaseRefused(
      `the database lacks ${count(found.pending)} (first: ${describe(found.pending[0])}): run "doorward migrate"`,
    );
}

async function stepsToDo(
  database: Database,
  stores: Definitions,
): Promise<readonly { store: string; migration: Migration }[]> {
  const found = await schemaState(database, stores);
  if (found.state === 'current') return [];
  if (found.state === 'newer') throw newerThanProgram(found.newer);
  return stores.flatMap(({ name: store, migrations }) =>
    migrations
      .filter(({ id }) => found.pending.some((step) => step.store === store && step.id === id))
      .map((migration) => ({ store, migration })),
  );
}

function contextOf(database: Database): MigrationContext {
  const { columns, createTable, identity } = database.dialect;
  const { schema } = database.tables().kysely;
  return {
    createTable: (name, options) => createTable(schema, name, options),
    columns,
    identity,
    schema,
    tables: database.tables,
  };
}

async function createRecord({ createTable, columns }: MigrationContext): Promise<void> {
  await createTable('doorward_migration')
    .addColumn('store', columns.text, (column) => column.notNull())
    .addColumn('id', columns.integer, (column) => column.notNull())
    .addColumn('name', columns.text, (column) => column.notNull())
    .addColumn('applied_at', columns.time, (column) => column.notNull())
    .addPrimaryKeyConstraint('doorward_migration_key', ['store', 'id'])
    .execute();
}

async function hasRecord(kysely: Queries<Tables>['kysely']): Promise<boolean> {
  const tables = await kysely.introspection.getTables();
  return tables.some((table) => table.name === 'doorward_migration');
}

async function recordedSteps(kysely: Queries<Tables>['kysely']): Promise<readonly Step[]> {
  if (!(await hasRecord(kysely))) return [];
  return await kysely
    .selectFrom('doorward_migration')
    .select(['store', 'id', 'name'])
    .orderBy('store')
    .orderBy('id')
    .execute();
}

async function isRecorded(kysely: Queries<Tables>['kysely'], step: Step): Promise<boolean> {
  const row = await kysely
    .selectFrom('doorward_migration')
    .select('id')
    .where('store', '=', step.store)
    .where('id', '=', step.id)
    .executeTakeFirst();
  return row !== undefined;
}

/** A step recorded under another name belongs to another program's history. */
function isSame(one: Step, other: Step): boolean {
  return one.store === other.store && one.id === other.id && one.name === other.name;
}

function newerThanProgram(newer: readonly Step[]): DatabaseRefused {
  return new DatabaseRefused(
    `the database has ${count(newer)} this program does not know (first: ${describe(newer[0])}): run the newer program, or restore a backup`,
  );
}

function count(steps: readonly Step[]): string {
  return steps.length === 1 ? '1 migration' : `${steps.length} migrations`;
}

function describe(step: Step | undefined): string {
  return step === undefined ? '' : `${step.store} ${step.id}, ${step.name}`;
}
