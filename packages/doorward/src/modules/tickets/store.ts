import type { Database } from '../../storage/database.ts';
import { defineStore, type StoreDefinition } from '../../storage/store.ts';

/** Table of tickets. Holds no person's data but the subject's id. */
export interface TicketTables {
  ticket: {
    digest: string;
    purpose: string;
    subject: string;
    expires_at: number;
  };
}

/** The records of tickets, in verbs that are each one statement. */
export interface TicketStore {
  /** Keeps a ticket and drops older ones of the same purpose and subject: the newest only is good. */
  issue(ticket: TicketTables['ticket']): Promise<void>;
  /** Takes a ticket out, so that of many callers one gets it. */
  consume(purpose: string, digest: string, now: number): Promise<{ subject: string } | undefined>;
  /** Whether a ticket would be taken now, without taking it. */
  peek(purpose: string, digest: string, now: number): Promise<boolean>;
  /** Drops the tickets of a purpose and subject. */
  withdraw(purpose: string, subject: string): Promise<number>;
  clearExpired(now: number): Promise<number>;
}

/** The store of tickets, for migrations and for {@link tickets}. */
export const ticketStore: StoreDefinition<TicketStore> = defineStore<TicketStore>({
  name: 'ticket',
  migrations: [
    {
      id: 1,
      name: 'first table',
      async up({ createTable, columns, schema }) {
        await createTable('ticket', { clustered: true })
          .addColumn('digest', columns.text, (column) => column.primaryKey().notNull())
          .addColumn('purpose', columns.text, (column) => column.notNull())
          .addColumn('subject', columns.text, (column) => column.notNull())
          .addColumn('expires_at', columns.time, (column) => column.notNull())
          .execute();
        await schema
          .createIndex('ticket_subject')
          .on('ticket')
          .columns(['purpose', 'subject'])
          .execute();
        await schema.createIndex('ticket_expiry').on('ticket').column('expires_at').execute();
      },
    },
  ],
  open: openTicketStore,
});

function openTicketStore(database: Database): TicketStore {
  const { prepare } = database.tables<TicketTables>();
  const insert = prepare((db, arg: TicketTables['ticket']) =>
    db.insertInto('ticket').values({
      digest: arg.digest,
      purpose: arg.purpose,
      subject: arg.subject,
      expires_at: arg.expires_at,
    }),
  );
  const withdraw = prepare((db, arg: { purpose: string; subject: string }) =>
    db.deleteFrom('ticket').where('purpose', '=', arg.purpose).where('subject', '=', arg.subject),
  );
  const consume = prepare((db, arg: { purpose: string; digest: string; now: number }) =>
    db
      .deleteFrom('ticket')
      .where('digest', '=', arg.digest)
      .where('purpose', '=', arg.purpose)
      .where('expires_at', '>', arg.now)
      .returning('subject'),
  );
  const peek = prepare((db, arg: { purpose: string; digest: string; now: number }) =>
    db
      .selectFrom('ticket')
      .select('subject')
      .where('digest', '=', arg.digest)
      .where('purpose', '=', arg.purpose)
      .where('expires_at', '>', arg.now),
  );
  const clear = prepare((db, arg: { now: number }) =>
    db.deleteFrom('ticket').where('expires_at', '<=', arg.now),
  );
  return {
    issue: (ticket) =>
      database.transaction(async () => {
        await withdraw.run({ purpose: ticket.purpose, subject: ticket.subject });
        await insert.run(ticket);
      }),
    consume: (purpose, digest, now) => consume.first({ purpose, digest, now }),
    peek: async (purpose, digest, now) =>
      (await peek.first({ purpose, digest, now })) !== undefined,
    withdraw: (purpose, subject) => withdraw.run({ purpose, subject }),
    clearExpired: (now) => clear.run({ now }),
  };
}
