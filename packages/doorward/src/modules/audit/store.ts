import type { Generated, Selectable } from 'kysely';
import type { Database, Prepared } from '../../storage/database.ts';
import { defineStore, type MigrationContext, type StoreDefinition } from '../../storage/store.ts';

/**
 * `act`: done by somebody who is known. `attempt`: anybody can cause it, as often as they like.
 * Each side is numbered and pruned by itself, so that a flood of attempts pushes out no act.
 */
export type Side = 'act' | 'attempt';

/** Table of the audit log. Holds personal data: user ids, addresses. */
export interface AuditTables {
  audit: {
    id: Generated<number>;
    side: Side;
    /** 1, 2, 3 … within its side; what is pruned is the lowest. */
    number: number;
    at: number;
    name: string;
    /** As text, whatever users' ids are; no foreign key, as the log outlives its users. */
    user_id: string | null;
    address: string | null;
    reason: string | null;
    data: string | null;
  };
}

/** A row as it is read. */
export type AuditRow = Selectable<AuditTables['audit']>;

/** A row to write: id and number are found by the database. */
export type NewEntry = Omit<AuditRow, 'id' | 'number'>;

/** Which entries to list, newest first. */
export interface EntryQuery {
  readonly userId: string | undefined;
  readonly name: string | undefined;
  /** Only entries with a smaller id. */
  readonly before: number | undefined;
  readonly limit: number;
}

/** The records of the audit log. */
export interface AuditStore {
  /** Appends an entry; one statement. Resolves to its number within its side. */
  append(entry: NewEntry): Promise<number>;
  list(query: EntryQuery): Promise<AuditRow[]>;
  /** Deletes up to `batch` entries of a side but the newest `keep`. */
  pruneBeyond(side: Side, keep: number, batch: number): Promise<number>;
  /** Deletes up to `batch` entries older than a moment. */
  pruneBefore(at: number, batch: number): Promise<number>;
}

/** The store of the audit log, for migrations. */
export const auditStore: StoreDefinition<AuditStore> = defineStore<AuditStore>({
  name: 'audit',
  migrations: [{ id: 1, name: 'first table', up: firstTable }],
  open: openAuditStore,
});

async function firstTable({
  createTable,
  columns,
  identity,
  schema,
}: MigrationContext): Promise<void> {
  await createTable('audit')
    .addColumn('id', columns.integer, identity)
    .addColumn('side', columns.text, (column) => column.notNull())
    .addColumn('number', columns.integer, (column) => column.notNull())
    .addColumn('at', columns.time, (column) => column.notNull())
    .addColumn('name', columns.text, (column) => column.notNull())
    .addColumn('user_id', columns.text)
    .addColumn('address', columns.text)
    .addColumn('reason', columns.text)
    .addColumn('data', columns.json)
    .addUniqueConstraint('audit_number', ['side', 'number'])
    .execute();
  await schema.createIndex('audit_at').on('audit').column('at').execute();
  await schema.createIndex('audit_user').on('audit').columns(['user_id', 'id']).execute();
  await schema.createIndex('audit_name').on('audit').columns(['name', 'id']).execute();
}

function openAuditStore(database: Database): AuditStore {
  const { kysely } = database.tables<AuditTables>();
  const append = appendStatement(database);
  const pruneBeyond = pruneBeyondStatement(database);
  const pruneBefore = pruneBeforeStatement(database);
  return {
    append: async (entry) => (await append.first(entry))?.number ?? 0,
    pruneBeyond: (side, keep, batch) => pruneBeyond.run({ side, keep, batch }),
    pruneBefore: (at, batch) => pruneBefore.run({ at, batch }),
    list({ userId, name, before, limit }) {
      let query = kysely.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit);
      if (userId !== undefined) query = query.where('user_id', '=', userId);
      if (name !== undefined) query = query.where('name', '=', name);
      if (before !== undefined) query = query.where('id', '<', before);
      return query.execute();
    },
  };
}

function appendStatement(database: Database): Prepared<NewEntry, { number: number }> {
  return database.tables<AuditTables>().prepare((db, arg: NewEntry) =>
    db
      .insertInto('audit')
      .values((eb) => ({
        side: arg.side,
        number: eb
          .selectFrom('audit as last')
          .select((last) =>
            last(last.fn.coalesce(last.fn.max('last.number'), last.lit(0)), '+', 1).as('next'),
          )
          .where('last.side', '=', arg.side),
        at: arg.at,
        name: arg.name,
        user_id: arg.user_id,
        address: arg.address,
        reason: arg.reason,
        data: arg.data,
      }))
      .returning('number'),
  );
}

type BeyondArgs = { side: Side; keep: number; batch: number };

function pruneBeyondStatement(database: Database): Prepared<BeyondArgs, unknown> {
  return database.tables<AuditTables>().prepare((db, arg: BeyondArgs) =>
    db.deleteFrom('audit').where(
      'id',
      'in',
      db
        .selectFrom('audit as old')
        .select('old.id')
        .where('old.side', '=', arg.side)
        .where('old.number', '<=', (eb) =>
          eb
            .selectFrom('audit as last')
            .select((last) => last(last.fn.max('last.number'), '-', arg.keep).as('oldest'))
            .where('last.side', '=', arg.side),
        )
        .orderBy('old.number')
        .limit(arg.batch),
    ),
  );
}

function pruneBeforeStatement(
  database: Database,
): Prepared<{ at: number; batch: number }, unknown> {
  return database
    .tables<AuditTables>()
    .prepare((db, arg: { at: number; batch: number }) =>
      db
        .deleteFrom('audit')
        .where(
          'id',
          'in',
          db
            .selectFrom('audit as old')
            .select('old.id')
            .where('old.at', '<', arg.at)
            .orderBy('old.at')
            .limit(arg.batch),
        ),
    );
}
