import { setImmediate as tick } from 'node:timers/promises';
import { type Generated, type Insertable, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Database } from '../database.ts';
import type { Flag } from '../dialect.ts';
import {
  ForeignKeyViolation,
  StorageUnavailable,
  UniqueViolation,
  UnstorableText,
} from '../errors.ts';
import { createTables, testDatabase } from '../test-directory.ts';

interface Tables {
  account: { id: Generated<number>; name: string; note: string | null; active: Flag<undefined> };
  key: { digest: string; account_id: number };
}

async function setUp(kind: 'memory' | 'file') {
  const database = await testDatabase(kind, { wait: 300 });
  await createTables(database);
  return { database, ...verbs(database) };
}

function verbs(database: Database) {
  const { kysely, prepare } = database.tables<Tables>();
  const add = prepare((db, arg: { name: string; note?: string | undefined }) =>
    db
      .insertInto('account')
      .values({ name: arg.name, note: arg.note as string })
      .returning('id'),
  );
  const names = prepare((db) => db.selectFrom('account').select('name').orderBy('id'));
  return {
    kysely,
    prepare,
    add: async (name: string) => (await add.first({ name }))?.id,
    names: async () => (await names.all()).map((row) => row.name),
  };
}

describe.each(['memory', 'file'] as const)('a database in %s', (kind) => {
  test('answers the first row, all rows, or how many it changed', async () => {
    const { prepare, add } = await setUp(kind);
    expect(await add('ada')).toBe(1);
    expect(await add('bob')).toBe(2);
    const byName = prepare((db, arg: { name: string }) =>
      db.selectFrom('account').select(['id', 'note', 'active']).where('name', '=', arg.name),
    );
    const rename = prepare((db, arg: { from: string; to: string }) =>
      db.updateTable('account').set({ name: arg.to }).where('name', '=', arg.from),
    );
    expect({ ...(await byName.first({ name: 'bob' })) }).toEqual({ id: 2, note: null, active: 1 });
    expect(await byName.first({ name: 'eve' })).toBeUndefined();
    expect(await byName.all({ name: 'eve' })).toEqual([]);
    expect(await rename.run({ from: 'bob', to: 'rob' })).toBe(1);
    expect(await rename.run({ from: 'bob', to: 'rob' })).toBe(0);
  });

  test('consumes a row once', async () => {
    const { prepare, add } = await setUp(kind);
    await add('ada');
    const consume = prepare((db, arg: { name: string }) =>
      db.deleteFrom('account').where('name', '=', arg.name).returning('id'),
    );
    const taken = await Promise.all([1, 2, 3].map(() => consume.first({ name: 'ada' })));
    expect(taken.map((row) => row?.id)).toEqual([1, undefined, undefined]);
  });

  test('binds an argument everywhere it is used, beside constants', async () => {
    const { prepare, add } = await setUp(kind);
    await add('ada');
    const query = prepare((db, arg: { name: string }) =>
      db
        .selectFrom('account')
        .select('id')
        .where('active', '=', 1)
        .where((eb) => eb.or([eb('note', '=', arg.name), eb('name', '=', arg.name)])),
    );
    expect((await query.first({ name: 'ada' }))?.id).toBe(1);
  });

  test('says which key is taken', async () => {
    const { add, kysely } = await setUp(kind);
    await add('ada');
    const error: unknown = await add('ada').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UniqueViolation);
    expect(error).toMatchObject({ table: 'account', columns: ['name'], code: 'unique_violation' });
    const key = { digest: 'd', account_id: 1 };
    await kysely.insertInto('key').values(key).execute();
    await expect(kysely.insertInto('key').values(key).execute()).rejects.toMatchObject({
      table: 'key',
      columns: ['digest'],
    });
  });

  test('refuses a row that points nowhere', async () => {
    const { kysely } = await setUp(kind);
    const orphan = kysely.insertInto('key').values({ digest: 'd', account_id: 9 }).execute();
    await expect(orphan).rejects.toBeInstanceOf(ForeignKeyViolation);
  });

  test('runs statements put together at run time', async () => {
    const { kysely, names } = await setUp(kind);
    const row: Insertable<Tables['account']> = { name: 'ada', active: false };
    const inserted = await kysely.insertInto('account').values(row).executeTakeFirstOrThrow();
    expect(inserted.insertId).toBe(1n);
    const updated = await kysely.updateTable('account').set({ note: 'x' }).executeTakeFirst();
    expect(updated.numUpdatedRows).toBe(1n);
    const found = await kysely.selectFrom('account').select(['active', 'note']).execute();
    expect(found.map((each) => ({ ...each }))).toEqual([{ active: 0, note: 'x' }]);
    expect(await names()).toEqual(['ada']);
  });

  test("refuses Kysely's own transactions", async () => {
    const { kysely } = await setUp(kind);
    await expect(kysely.transaction().execute(() => Promise.resolve())).rejects.toThrow(
      'database.transaction',
    );
  });

  test('rejects what has no faithful form in a column', async () => {
    const { prepare } = await setUp(kind);
    const put = prepare((db, arg: { value: unknown }) =>
      db.insertInto('account').values({ name: arg.value as string }),
    );
    await expect(put.run({ value: new Date() })).rejects.toThrow('integer milliseconds');
    await expect(put.run({ value: Number.NaN })).rejects.toThrow('NaN');
    await expect(put.run({ value: { a: 1 } })).rejects.toBeInstanceOf(TypeError);
    await expect(put.run({ value: 'a\0b' })).rejects.toBeInstanceOf(UnstorableText);
    await expect(put.run({ value: '\ud800' })).rejects.toBeInstanceOf(UnstorableText);
    await expect(put.run({ value: 'ok' })).resolves.toBe(1);
  });

  test('keeps the types of strict tables', async () => {
    const { kysely } = await setUp(kind);
    const wrong = kysely.insertInto('key').values({ digest: 'd', account_id: 'x' as never });
    await expect(wrong.execute()).rejects.toThrow('cannot store TEXT value in INTEGER');
  });

  test('reports what a closed database is asked as unavailable, never as no row', async () => {
    const { database, add, names, kysely } = await setUp(kind);
    await add('ada');
    await database.close();
    await expect(names()).rejects.toBeInstanceOf(StorageUnavailable);
    await expect(add('bob')).rejects.toMatchObject({ code: 'storage_unavailable', retryAfter: 1 });
    await expect(kysely.selectFrom('account').select('id').execute()).rejects.toBeInstanceOf(
      StorageUnavailable,
    );
    await expect(database.transaction(() => names())).rejects.toBeInstanceOf(StorageUnavailable);
    await expect(database.ping()).rejects.toBeInstanceOf(StorageUnavailable);
    await database.close();
  });

  describe('transaction', () => {
    test('takes in every statement inside, of whichever store', async () => {
      const { database, add, names } = await setUp(kind);
      const other = verbs(database);
      const result = await database.transaction(async () => {
        await add('ada');
        await other.add('bob');
        return await other.names();
      });
      expect(result).toEqual(['ada', 'bob']);
      expect(await names()).toEqual(['ada', 'bob']);
    });

    test('leaves nothing behind when it fails', async () => {
      const { database, add, names, kysely } = await setUp(kind);
      const failing = database.transaction(async () => {
        await add('ada');
        await kysely.insertInto('account').values({ name: 'bob' }).execute();
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await names()).toEqual([]);
    });

    test('lets no statement from outside slip in', async () => {
      const { database, add, names } = await setUp(kind);
      const inside = Promise.withResolvers<void>();
      const go = Promise.withResolvers<void>();
      const failing = database.transaction(async () => {
        await add('inside');
        inside.resolve();
        await go.promise;
        throw new Error('rolled back');
      });
      await inside.promise;
      const written = add('outside');
      const seen = names();
      await tick();
      go.resolve();
      await expect(failing).rejects.toThrow('rolled back');
      await written;
      // In memory there is one connection, so the reader waited; from a file it read before.
      expect(await seen).toEqual(kind === 'file' ? [] : ['outside']);
      expect(await names()).toEqual(['outside']);
    });

    test('goes on while other statements put together at run time wait for it', async () => {
      const { database, kysely, names } = await setUp(kind);
      const insert = (name: string) => kysely.insertInto('account').values({ name }).execute();
      const started = Promise.withResolvers<void>();
      const inside = database.transaction(async () => {
        started.resolve();
        await tick();
        await insert('inside');
      });
      await started.promise;
      await Promise.all([insert('outside'), inside]);
      expect(await names()).toEqual(['inside', 'outside']);
    });

    test('runs one after the other, in order', async () => {
      const { database, add, names } = await setUp(kind);
      const order: string[] = [];
      await Promise.all(
        ['a', 'b', 'c'].map((name) =>
          database.transaction(async () => {
            order.push(`${name} in`);
            await tick();
            await add(name);
            order.push(`${name} out`);
          }),
        ),
      );
      expect(order).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
      expect(await names()).toEqual(['a', 'b', 'c']);
    });

    test('can be part of another and fail by itself', async () => {
      const { database, add, names } = await setUp(kind);
      await database.transaction(async () => {
        await add('ada');
        const part = database.transaction(async () => {
          await add('bob');
          throw new Error('only this part');
        });
        await expect(part).rejects.toThrow('only this part');
        await database.transaction(async () => void (await add('cyd')));
        await add('dan');
      });
      expect(await names()).toEqual(['ada', 'cyd', 'dan']);
    });

    test('takes its committed parts down with it', async () => {
      const { database, add, names } = await setUp(kind);
      const failing = database.transaction(async () => {
        await database.transaction(async () => void (await add('ada')));
        throw new Error('all of it');
      });
      await expect(failing).rejects.toThrow('all of it');
      expect(await names()).toEqual([]);
    });

    test('refuses statements that run on after it was rolled back', async () => {
      const { database, add, names } = await setUp(kind);
      const go = Promise.withResolvers<void>();
      const late = Promise.withResolvers<unknown>();
      const failing = database.transaction(async () => {
        const straggler = async () => {
          await go.promise;
          await add('late');
        };
        straggler().catch(late.resolve);
        throw new Error('first');
      });
      await expect(failing).rejects.toThrow('first');
      go.resolve();
      expect(await late.promise).toMatchObject({ message: expect.stringContaining('rolled back') });
      expect(await names()).toEqual([]);
    });

    test('refuses a statement beside an open inner part', async () => {
      const { database, add, names } = await setUp(kind);
      const failing = database.transaction(async () => {
        const part = database.transaction(async () => {
          await tick();
          await add('inner');
        });
        await Promise.all([add('beside'), part]);
      });
      await expect(failing).rejects.toThrow('beside an inner transaction');
      await tick();
      expect(await names()).toEqual([]);
    });

    test('notices an inner part that was not awaited', async () => {
      const { database, add, names } = await setUp(kind);
      const failing = database.transaction(async () => {
        database
          .transaction(async () => {
            await tick();
            await add('inner');
          })
          .catch(() => {});
        await Promise.resolve();
      });
      await expect(failing).rejects.toThrow('not awaited');
      await tick();
      await tick();
      expect(await names()).toEqual([]);
      expect(await add('next')).toBeTypeOf('number');
    });

    test('counts what a committed part left running as its own', async () => {
      const { database, add, names } = await setUp(kind);
      const go = Promise.withResolvers<void>();
      const straggler = Promise.withResolvers<unknown>();
      const start = async () => {
        await go.promise;
        return await add('straggler');
      };
      const failing = database.transaction(async () => {
        await database.transaction(async () => {
          start().then(straggler.resolve, straggler.reject);
          await add('part');
        });
        go.resolve();
        expect(await straggler.promise).toBeTypeOf('number');
        throw new Error('all of it');
      });
      await expect(failing).rejects.toThrow('all of it');
      expect(await names()).toEqual([]);
    });

    test('lets go of what it started once it is committed', async () => {
      const { database, add, names } = await setUp(kind);
      const go = Promise.withResolvers<void>();
      const start = async () => {
        await go.promise;
        return await add('later');
      };
      let later: Promise<unknown> = Promise.resolve();
      await database.transaction(async () => {
        later = start();
        await add('ada');
      });
      go.resolve();
      await later;
      expect(await names()).toEqual(['ada', 'later']);
    });

    test('that was given up cannot reach into the next one', async () => {
      const { database, add, names } = await setUp(kind);
      const go = Promise.withResolvers<void>();
      const stuck = Promise.withResolvers<unknown>();
      const givenUp = database.transaction(
        async () => {
          const part = database.transaction(async () => {
            await add('stuck');
            await go.promise;
          });
          await part.catch(stuck.resolve);
        },
        { limit: 20 },
      );
      await expect(givenUp).rejects.toBeInstanceOf(StorageUnavailable);
      await database.transaction(async () => {
        await add('ada');
        await database.transaction(async () => {
          await add('bob');
          go.resolve();
          expect(await stuck.promise).toBeInstanceOf(Error);
          await add('cyd');
        });
      });
      expect(await names()).toEqual(['ada', 'bob', 'cyd']);
    });

    test('gives up on work that outlasts its limit, and the next one runs', async () => {
      const { database, add, names } = await setUp(kind);
      const go = Promise.withResolvers<void>();
      const stuck = Promise.withResolvers<unknown>();
      const failing = database.transaction(
        async () => {
          await add('stuck');
          await go.promise;
          await add('too late').catch(stuck.resolve);
        },
        { limit: 20 },
      );
      const waiting = add('next');
      await expect(failing).rejects.toBeInstanceOf(StorageUnavailable);
      await waiting;
      go.resolve();
      expect(await stuck.promise).toBeInstanceOf(Error);
      expect(await names()).toEqual(['next']);
    });

    test('answers unavailable when the wait for the turn is too long', async () => {
      const { database, add, names } = await setUp(kind);
      const go = Promise.withResolvers<void>();
      const long = database.transaction(() => go.promise);
      await expect(add('waits')).rejects.toBeInstanceOf(StorageUnavailable);
      go.resolve();
      await long;
      expect(await names()).toEqual([]);
    });
  });

  test('answers a full disk with unavailable, still reads, and recovers by itself', async () => {
    const { kysely, add, names } = await setUp(kind);
    await add('ada');
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(kysely);
    const pages = (count: number) => sql.raw(`pragma max_page_count = ${count}`).execute(kysely);
    await pages(rows[0]?.page_count ?? 0);
    const note = 'x'.repeat(10_000);
    const put = () => kysely.insertInto('account').values({ name: 'bob', note }).execute();
    await expect(put()).rejects.toMatchObject({
      code: 'storage_unavailable',
      message: 'the disk is full',
    });
    expect(await names()).toEqual(['ada']);
    await pages(100_000);
    await put();
    expect(await names()).toEqual(['ada', 'bob']);
  });
});

test('never answers with a row that could not be committed', async () => {
  const { database, kysely } = await setUp('memory');
  // The engine checks this reference only at the commit.
  await sql`create table late (
    id integer primary key references account (id) deferrable initially deferred
  ) strict`.execute(kysely);
  const add = database
    .tables<{ late: { id: number } }>()
    .prepare((db) => db.insertInto('late').values({ id: 9 }).returning('id'));
  await expect(add.first()).rejects.toBeInstanceOf(ForeignKeyViolation);
  await expect(add.all()).rejects.toBeInstanceOf(ForeignKeyViolation);
});

test('sees its own writes at once', async () => {
  const { add, names } = await setUp('file');
  for (let count = 1; count <= 20; count += 1) {
    await add(`name ${count}`);
    expect(await names()).toHaveLength(count);
  }
});

test('a statement that cannot be compiled once is refused when it is prepared', async () => {
  const { prepare } = await setUp('memory');
  expect(() =>
    prepare((db, arg: { count: number }) =>
      db
        .selectFrom('account')
        .select('id')
        .limit(arg.count + 1),
    ),
  ).toThrow('arg.count has no value yet');
  expect(() =>
    prepare((db, arg: Insertable<Tables['key']>) => db.insertInto('key').values(arg)),
  ).toThrow('name each one');
  expect(() =>
    prepare((db, arg: Insertable<Tables['key']>) => db.insertInto('key').values({ ...arg })),
  ).toThrow('name each one');
});
