import { boundedKey } from './bounded-keys.ts';
import type { Counters } from './counters.ts';
import type { Database, Prepared } from './database.ts';
import { furthest, type Rate, rateOf, resultAt, startingPoint, toMicroseconds } from './gcra.ts';
import { defineStore, type StoreDefinition } from './store.ts';

interface Tables {
  counter: { key: string; tat: number };
}

interface Charge {
  readonly key: string;
  readonly now: number;
  readonly cost: number;
  /** The state above which the call is refused. */
  readonly ceiling: number;
  /** The state of a key that takes this call first. */
  readonly fresh: number;
}

/** Calls between one clearing out of expired keys and the next, and how many go at once. */
const pruneEvery = 256;
const pruneBatch = 512;

/**
 * Counters in the database, shared by all processes: a burst of `limit`, refilled evenly over the
 * window (GCRA). Deciding and counting are one statement; a refused call writes nothing.
 *
 * Use when limits must hold across processes, or survive a restart.
 *
 * @example
 * ```ts
 * import { migrate, openDatabase, sqlCounters } from 'doorward/storage';
 * const database = await openDatabase('file::memory:');
 * await migrate(database, [sqlCounters]);
 * const counters = sqlCounters.open(database);
 * await counters.take('reset:alice', 1, 60_000, 0);
 * (await counters.take('reset:alice', 1, 60_000, 0)).waitMs; // => 60000
 * await database.close();
 * ```
 */
export const sqlCounters: StoreDefinition<Counters> = defineStore({
  name: 'counter',
  migrations: [
    {
      id: 1,
      name: 'first table',
      async up({ createTable, columns, schema }) {
        await createTable('counter', { clustered: true })
          .addColumn('key', columns.text, (column) => column.primaryKey().notNull())
          .addColumn('tat', columns.integer, (column) => column.notNull())
          .execute();
        await schema.createIndex('counter_tat').on('counter').column('tat').execute();
      },
    },
  ],
  open: openCounters,
});

function openCounters(database: Database): Counters {
  const { prepare } = database.tables<Tables>();
  const charge = prepareCharge(database);
  const state = prepare((db, arg: { key: string }) =>
    db.selectFrom('counter').select('tat').where('key', '=', arg.key),
  );
  const bringBack = prepare((db, arg: { key: string; furthest: number }) =>
    db
      .updateTable('counter')
      .set({ tat: arg.furthest })
      .where('key', '=', arg.key)
      .where('tat', '>', arg.furthest),
  );
  const remove = prepare((db, arg: { key: string }) =>
    db.deleteFrom('counter').where('key', '=', arg.key),
  );
  const prune = prepare((db, arg: { now: number; batch: number }) =>
    db
      .deleteFrom('counter')
      .where('key', 'in', (select) =>
        select
          .selectFrom('counter')
          .select('counter.key')
          .where('tat', '<=', arg.now)
          .limit(arg.batch),
      ),
  );
  let calls = 0;

  /** The key's state, brought back if the clock was set back. */
  async function stateOf(key: string, rate: Rate, now: number): Promise<number> {
    const limit = furthest(now, rate);
    const tat = (await state.first({ key }))?.tat;
    if (tat === undefined || tat <= limit) return startingPoint(tat, now);
    await bringBack.run({ key, furthest: limit });
    return limit;
  }

  return {
    async take(key, limit, windowMs, now, cost = 1) {
      const rate = rateOf(limit, windowMs, cost);
      const at = toMicroseconds(now);
      const units = cost * rate.interval;
      const kept = boundedKey(key);
      calls += 1;
      if (calls % pruneEvery === 0) await prune.run({ now: at, batch: pruneBatch });
      const charged = await charge.first({
        key: kept,
        now: at,
        cost: units,
        ceiling: furthest(at, rate) - units,
        fresh: at + units,
      });
      return charged === undefined
        ? resultAt(await stateOf(kept, rate, at), at, rate, { allowed: false, cost })
        : resultAt(charged.tat, at, rate, { allowed: true, cost });
    },
    async peek(key, limit, windowMs, now) {
      const rate = rateOf(limit, windowMs, 1);
      const at = toMicroseconds(now);
      const tat = await stateOf(boundedKey(key), rate, at);
      const allowed = tat + rate.interval <= furthest(at, rate);
      return resultAt(tat, at, rate, { allowed, cost: 1 });
    },
    async forget(key) {
      await remove.run({ key: boundedKey(key) });
    },
  };
}

/** Takes from the key if there is room, in one statement; yields the new state, or no row. */
function prepareCharge(database: Database): Prepared<Charge, { tat: number }> {
  return database.tables<Tables>().prepare((db, arg: Charge) =>
    db
      .insertInto('counter')
      .values({ key: arg.key, tat: arg.fresh })
      .onConflict((conflict) =>
        conflict
          .column('key')
          .doUpdateSet((eb) => ({
            tat: eb
              .case()
              // Everything has been refilled since.
              .when(eb.ref('counter.tat'), '<=', arg.now)
              .then(arg.fresh)
              .else(eb(eb.ref('counter.tat'), '+', arg.cost))
              .end(),
          }))
          .where('counter.tat', '<=', arg.ceiling),
      )
      .returning('tat'),
  );
}
