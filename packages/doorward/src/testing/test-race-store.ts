import type { Database } from '../storage/database.ts';
import { UniqueViolation } from '../storage/errors.ts';
import { defineStore, type StoreDefinition } from '../storage/store.ts';

interface Tables {
  race_ticket: { digest: string };
  race_name: { name: string };
  race_total: { id: number; value: number };
}

/** The three shapes of a verb that must have one winner, and one that must lose nothing. */
export interface RaceStore {
  issue(digest: string): Promise<number>;
  consume(digest: string): Promise<boolean>;
  claim(name: string): Promise<boolean>;
  claimInTransaction(name: string): Promise<boolean>;
  increment(): Promise<number>;
  total(): Promise<number>;
}

export const raceStore: StoreDefinition<RaceStore> = defineStore({
  name: 'race',
  migrations: [
    {
      id: 1,
      name: 'first tables',
      async up({ createTable, columns, tables }) {
        await createTable('race_ticket', { clustered: true })
          .addColumn('digest', columns.text, (column) => column.primaryKey().notNull())
          .execute();
        await createTable('race_name')
          .addColumn('name', columns.text, (column) => column.notNull().unique())
          .execute();
        await createTable('race_total')
          .addColumn('id', columns.integer, (column) => column.primaryKey().notNull())
          .addColumn('value', columns.integer, (column) => column.notNull())
          .execute();
        await tables<Tables>()
          .kysely.insertInto('race_total')
          .values({ id: 1, value: 0 })
          .execute();
      },
    },
  ],
  open,
});

function open(database: Database): RaceStore {
  const { prepare } = database.tables<Tables>();
  const issue = prepare((db, arg: { digest: string }) =>
    db.insertInto('race_ticket').values({ digest: arg.digest }),
  );
  const consume = prepare((db, arg: { digest: string }) =>
    db.deleteFrom('race_ticket').where('digest', '=', arg.digest).returning('digest'),
  );
  const find = prepare((db, arg: { name: string }) =>
    db.selectFrom('race_name').select('name').where('name', '=', arg.name),
  );
  const claim = prepare((db, arg: { name: string }) =>
    db.insertInto('race_name').values({ name: arg.name }),
  );
  const increment = prepare((db) =>
    db.updateTable('race_total').set((eb) => ({ value: eb('value', '+', 1) })),
  );
  const total = prepare((db) => db.selectFrom('race_total').select('value'));
  return {
    issue: (digest) => issue.run({ digest }),
    consume: async (digest) => (await consume.first({ digest })) !== undefined,
    claim: (name) =>
      claim.run({ name }).then(
        () => true,
        (error: unknown) => {
          if (error instanceof UniqueViolation) return false;
          throw error;
        },
      ),
    // Looks first, which only a transaction makes safe.
    claimInTransaction: (name) =>
      database.transaction(async () => {
        if ((await find.first({ name })) !== undefined) return false;
        await claim.run({ name });
        return true;
      }),
    increment: () => increment.run(),
    total: async () => (await total.first())?.value ?? 0,
  };
}
