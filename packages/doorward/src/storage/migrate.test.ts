import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Database } from './database.ts';
import { DatabaseRefused } from './errors.ts';
import { assertSchema, migrate, schemaState } from './migrate.ts';
import { openDatabase } from './open-database.ts';
import { defineStore, type Migration, type MigrationContext } from './store.ts';
import { temporaryDirectory, testDatabase } from './test-directory.ts';

interface Tables {
  pet: { name: string; kind?: string };
}

const store = (name: string, ...migrations: readonly Migration[]) =>
  defineStore({ name, migrations, open: () => ({}) });

const first: Migration = {
  id: 1,
  name: 'first table',
  async up({ createTable, columns }: MigrationContext) {
    await createTable('pet')
      .addColumn('name', columns.text, (column) => column.primaryKey().notNull())
      .execute();
  },
};

const second: Migration = {
  id: 2,
  name: 'kinds',
  async up({ schema, columns, tables }: MigrationContext) {
    await schema.alterTable('pet').addColumn('kind', columns.text).execute();
    await tables<Tables>().kysely.updateTable('pet').set({ kind: 'cat' }).execute();
  },
};

const broken: Migration = {
  id: 2,
  name: 'broken',
  async up(context: MigrationContext) {
    await second.up(context);
    throw new Error('half way');
  },
};

const pets = (database: Database) =>
  database.tables<Tables>().kysely.selectFrom('pet').selectAll().execute();

test('does the steps in order, once, and tells of each', async () => {
  const database = await testDatabase('memory');
  const told: string[] = [];
  const options = { progress: (step: { name: string }) => void told.push(step.name) };
  expect(await migrate(database, [store('pet', first)], options)).toEqual([
    { store: 'pet', id: 1, name: 'first table' },
  ]);
  await database.tables<Tables>().kysely.insertInto('pet').values({ name: 'Tom' }).execute();
  expect(await migrate(database, [store('pet', first, second)], options)).toHaveLength(1);
  expect(await migrate(database, [store('pet', first, second)], options)).toEqual([]);
  expect(told).toEqual(['first table', 'kinds']);
  expect((await pets(database)).map((pet) => ({ ...pet }))).toEqual([{ name: 'Tom', kind: 'cat' }]);
});

test('records when each step was done', async () => {
  const database = await testDatabase('memory');
  await migrate(database, [store('pet', first)], { now: () => new Date(1_234) });
  const { kysely } = database.tables<{ doorward_migration: { applied_at: number } }>();
  const record = await kysely
    .selectFrom('doorward_migration')
    .select('applied_at')
    .executeTakeFirst();
  expect(record?.applied_at).toBe(1_234);
});

test('leaves nothing of a step that fails', async () => {
  const database = await testDatabase('memory');
  await expect(migrate(database, [store('pet', first, broken)])).rejects.toThrow('half way');
  expect(await schemaState(database, [store('pet', first)])).toEqual({ state: 'current' });
  await migrate(database, [store('pet', first, second)]);
  expect(await pets(database)).toEqual([]);
});

test('says what is pending, and what to run', async () => {
  const database = await testDatabase('memory');
  const stores = [store('pet', first, second)];
  expect(await schemaState(database, stores)).toMatchObject({ state: 'pending' });
  await expect(assertSchema(database, stores)).rejects.toThrow(
    'the database lacks 2 migrations (first: pet 1, first table): run "doorward migrate"',
  );
  // Looking changes nothing.
  expect(await database.tables().kysely.introspection.getTables()).toEqual([]);
  await migrate(database, stores);
  await assertSchema(database, stores);
});

test('refuses a database newer than the program', async () => {
  const database = await testDatabase('memory');
  await migrate(database, [store('pet', first, second)]);
  const older = [store('pet', first)];
  expect(await schemaState(database, older)).toEqual({
    state: 'newer',
    newer: [{ store: 'pet', id: 2, name: 'kinds' }],
  });
  await expect(assertSchema(database, older)).rejects.toBeInstanceOf(DatabaseRefused);
  await expect(migrate(database, older)).rejects.toThrow('1 migration this program does not know');
});

test('refuses a database with another history', async () => {
  const database = await testDatabase('memory');
  await migrate(database, [store('pet', first)]);
  const other = [store('pet', { ...first, name: 'another beginning' })];
  await expect(migrate(database, other)).rejects.toBeInstanceOf(DatabaseRefused);
});

test('does not mind the tables of a feature that is switched off', async () => {
  const database = await testDatabase('memory');
  await migrate(database, [store('pet', first), store('toy')]);
  expect(await schemaState(database, [store('toy')])).toEqual({ state: 'current' });
});

test('lets several migrators run at once: each step is done by one of them', async () => {
  const path = join(temporaryDirectory(), 'shared.db');
  const databases = await Promise.all([1, 2, 3].map(() => openDatabase(`file:${path}`)));
  onTestFinished(async () => {
    await Promise.all(databases.map((database) => database.close()));
  });
  const done = await Promise.all(
    databases.map((database) => migrate(database, [store('pet', first, second)])),
  );
  expect(done.flat()).toHaveLength(2);
});

test('leaves out a step that another migrator did after both had looked', async () => {
  const path = join(temporaryDirectory(), 'shared.db');
  const [quick, slow] = await Promise.all([1, 2].map(() => openDatabase(`file:${path}`)));
  if (quick === undefined || slow === undefined) throw new Error('not opened');
  onTestFinished(async () => {
    await Promise.all([quick.close(), slow.close()]);
  });
  const stores = [store('pet', first, second)];
  let transactions = 0;
  let quickDid: readonly unknown[] = [];
  const overtaken: Database = {
    ...slow,
    transaction: async (work, options) => {
      transactions += 1;
      // The first makes the record table; by the second the steps to do have been listed.
      if (transactions === 2) quickDid = await migrate(quick, stores);
      return await slow.transaction(work, options);
    },
  };
  expect(await migrate(overtaken, stores)).toEqual([]);
  expect(quickDid).toHaveLength(2);
  expect(transactions).toBe(3);
});
