import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as tick } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { StorageUnavailable } from '../errors.ts';
import { openDatabase } from '../open-database.ts';
import { createTables, type Tables, temporaryDirectory } from '../test-directory.ts';

/** Starts a process that holds the database's lock until told to let go. */
async function lock(path: string): Promise<ChildProcess> {
  const script = `
    const { DatabaseSync } = require('node:sqlite');
    const raw = new DatabaseSync(${JSON.stringify(path)});
    raw.exec('begin exclusive');
    console.log('locked');
    process.stdin.once('data', () => { raw.exec('rollback'); raw.close(); process.exit(0); });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill());
  await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
  return child;
}

async function setUp(wait: number) {
  const path = join(temporaryDirectory(), 'busy.db');
  const database = await openDatabase(`file:${path}`, { wait });
  onTestFinished(() => database.close());
  await createTables(database);
  const { prepare } = database.tables<Tables>();
  const add = prepare((db, arg: { id: number; name: string }) =>
    db.insertInto('account').values({ id: arg.id, name: arg.name, note: null, active: 1 }),
  );
  const names = prepare((db) => db.selectFrom('account').select('name').orderBy('id'));
  return { path, database, add, names };
}

test('locked by another process: unavailable after the wait, while the loop stays free', async () => {
  const { path, database, add, names } = await setUp(400);
  const child = await lock(path);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const started = performance.now();
  const attempts = await Promise.allSettled([
    ...Array.from({ length: 50 }, (_, id) => add.run({ id, name: `name ${id}` })),
    database.transaction(() => add.run({ id: 99, name: 'in a transaction' })),
  ]);
  delay.disable();
  for (const attempt of attempts)
    expect(attempt.status === 'rejected' && attempt.reason).toBeInstanceOf(StorageUnavailable);
  expect(performance.now() - started).toBeGreaterThanOrEqual(390);
  expect(performance.now() - started).toBeLessThan(1_500);
  expect(delay.percentile(99) / 1e6).toBeLessThan(100);
  // Readers do not need the lock.
  expect(await names.all()).toEqual([]);
  child.stdin?.write('go');
  await once(child, 'exit');
  expect(await add.run({ id: 1, name: 'after' })).toBe(1);
});

test('a lock let go within the wait costs nothing but time', async () => {
  const { path, database, add, names } = await setUp(5_000);
  const child = await lock(path);
  const writes = Array.from({ length: 20 }, (_, id) => add.run({ id, name: `name ${id}` }));
  const transaction = database.transaction(() => add.run({ id: 99, name: 'last' }));
  child.stdin?.write('go');
  expect(await Promise.all(writes)).toEqual(Array.from({ length: 20 }, () => 1));
  expect(await transaction).toBe(1);
  expect(await names.all()).toHaveLength(21);
});

test('a full queue is unavailable at once', async () => {
  const path = join(temporaryDirectory(), 'queue.db');
  const database = await openDatabase(`file:${path}`, { queue: 2 });
  onTestFinished(() => database.close());
  await createTables(database);
  const { kysely } = database.tables<Tables>();
  const go = Promise.withResolvers<void>();
  const long = database.transaction(() => go.promise);
  const clear = () => kysely.deleteFrom('key').executeTakeFirst();
  const waiting = [clear(), clear()];
  await tick(); // The builder has steps of its own before a statement reaches the queue.
  await expect(clear()).rejects.toThrow('too many writers');
  go.resolve();
  await Promise.all([long, ...waiting]);
});
