import { expect, test } from 'vitest';
import { createTables, testDatabase } from './test-directory.ts';
import { writeBehind } from './write-behind.ts';

/** Timers that go off when told to. */
function manualTimers() {
  let armed: (() => void)[] = [];
  return {
    startTimer: (run: () => void) => {
      armed.push(run);
      return () => {
        armed = armed.filter((other) => other !== run);
      };
    },
    get armed() {
      return armed.length;
    },
    fire() {
      for (const run of armed.splice(0)) run();
    },
  };
}

type Entries = readonly (readonly [string, number])[];

test('writes the latest value of each key together, when the time has come', async () => {
  const timers = manualTimers();
  const written: Entries[] = [];
  const { startTimer } = timers;
  const behind = writeBehind<string, number>({
    flush: async (e) => void written.push(e),
    startTimer,
  });
  behind.set('a', 1);
  behind.set('b', 2);
  behind.set('a', 3);
  expect(timers.armed).toBe(1);
  expect(behind.size).toBe(2);
  timers.fire();
  await behind.flush();
  expect(written).toEqual([
    [
      ['a', 3],
      ['b', 2],
    ],
  ]);
  expect(timers.armed).toBe(0);
  expect(behind.size).toBe(0);
});

test('writes what waits when it is closed, and takes no more', async () => {
  const written: Entries[] = [];
  const behind = writeBehind<string, number>({ flush: async (e) => void written.push(e) });
  behind.set('a', 1);
  await behind.close();
  behind.set('b', 2);
  await behind.flush();
  expect(written).toEqual([[['a', 1]]]);
});

test('reports a failed flush and drops its entries', async () => {
  const losses: unknown[] = [];
  let fails = true;
  const written: Entries[] = [];
  const behind = writeBehind<string, number>({
    flush: async (entries) => {
      if (fails) throw new Error('locked');
      written.push(entries);
    },
    report: (loss) => losses.push(loss),
  });
  behind.set('a', 1);
  await behind.flush();
  expect(losses).toEqual([{ entries: 1, cause: new Error('locked') }]);
  fails = false;
  behind.set('b', 2);
  await behind.close();
  expect(written).toEqual([[['b', 2]]]);
});

test('holds a bounded number of entries and reports what found no room', async () => {
  const losses: unknown[] = [];
  const written: Entries[] = [];
  const behind = writeBehind<string, number>({
    flush: async (entries) => void written.push(entries),
    maxEntries: 2,
    report: (loss) => losses.push(loss),
  });
  for (const key of ['a', 'b', 'c', 'd']) behind.set(key, 1);
  behind.set('a', 2);
  expect(behind.size).toBe(2);
  await behind.close();
  expect(written).toEqual([
    [
      ['a', 2],
      ['b', 1],
    ],
  ]);
  expect(losses).toEqual([{ entries: 2 }]);
});

test('starts no second flush beside a slow one', async () => {
  const timers = manualTimers();
  const go = Promise.withResolvers<void>();
  const written: Entries[] = [];
  const behind = writeBehind<string, number>({
    flush: async (entries) => {
      written.push(entries);
      await go.promise;
    },
    startTimer: timers.startTimer,
  });
  behind.set('a', 1);
  timers.fire();
  behind.set('b', 2);
  expect(timers.armed).toBe(0);
  const flushed = behind.flush();
  expect(written).toHaveLength(1);
  go.resolve();
  await flushed;
  expect(written).toEqual([[['a', 1]], [['b', 2]]]);
});

test('keeps out of the transaction in which a value was noted', async () => {
  const database = await testDatabase('memory');
  await createTables(database);
  const { kysely } = database.tables<{ key: { digest: string; account_id: number } }>();
  const behind = writeBehind<string, number>({
    flush: async () => void (await kysely.selectFrom('key').select('digest').execute()),
    report: ({ cause }) => losses.push(cause),
    intervalMs: 1,
  });
  const losses: unknown[] = [];
  const failing = database.transaction(async () => {
    behind.set('a', 1);
    throw new Error('rolled back');
  });
  await expect(failing).rejects.toThrow('rolled back');
  while (behind.size > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  await behind.close();
  expect(losses).toEqual([]);
});
