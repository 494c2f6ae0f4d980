import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { DatabaseRefused, StorageUnavailable } from '../errors.ts';
import { openDatabase } from '../open-database.ts';
import { temporaryDirectory, testDatabase } from '../test-directory.ts';
import { connect } from './connection.ts';

/** A database file with a good many rows, closed. */
function existing(): string {
  const path = join(temporaryDirectory(), 'old.db');
  const raw = new DatabaseSync(path);
  raw.exec('create table t (id integer primary key, text text) strict');
  raw.exec(
    "insert into t (text) with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000) select 'row number ' || i from n",
  );
  raw.close();
  return path;
}

const refusal = async (path: string, options = {}): Promise<Error> => {
  const error: unknown = await openDatabase(`file:${path}`, options).then(
    (database) => database.close(),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DatabaseRefused);
  return error as DatabaseRefused;
};

test('opens durable, strict and distrustful', async () => {
  const database = await testDatabase('file');
  const { kysely } = database.tables();
  const setting = async (name: string) => {
    const { rows } = await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(kysely);
    return Object.values(rows[0] ?? {})[0];
  };
  expect(await setting('journal_mode')).toBe('wal');
  expect(await setting('synchronous')).toBe(2);
  expect(await setting('foreign_keys')).toBe(1);
  expect(await setting('trusted_schema')).toBe(0);
  expect(await setting('cell_size_check')).toBe(1);
  expect(await setting('temp_store')).toBe(2);
  expect(await setting('busy_timeout')).toBe(0);
});

test.skipIf(process.platform === 'win32')('creates a file that only its owner reads', async () => {
  const path = join(temporaryDirectory(), 'new.db');
  const database = await openDatabase(`file:${path}`);
  const { schema } = database.tables().kysely;
  await database.dialect.createTable(schema, 't').addColumn('id', 'integer').execute();
  for (const file of [path, `${path}-wal`, `${path}-shm`])
    expect(statSync(file).mode & 0o777).toBe(0o600);
  await database.close();
});

test('opens a file URL, and refuses one with a query', async () => {
  const path = existing();
  await (await openDatabase(`file://${path}`)).close();
  await expect(openDatabase(`file:${path}?mode=memory`)).rejects.toBeInstanceOf(DatabaseRefused);
  await expect(openDatabase('mysql://root:secret@host/db')).rejects.toThrow(
    /^(?!.*secret).*engine/,
  );
});

test('changes nothing by opening, not even the version an application keeps', async () => {
  const path = existing();
  const raw = new DatabaseSync(path);
  raw.exec('pragma user_version = 7');
  await (await openDatabase(`file:${path}`)).close();
  expect(raw.prepare('pragma user_version').get()).toMatchObject({ user_version: 7 });
  raw.close();
});

test('does not create a missing database when told not to', async () => {
  const path = join(temporaryDirectory(), 'missing.db');
  expect((await refusal(path, { create: false })).message).toBe(`there is no database at ${path}`);
  expect(existsSync(path)).toBe(false);
});

test('does not create a database in a missing directory', async () => {
  const path = join(temporaryDirectory(), 'none', 'new.db');
  expect((await refusal(path)).message).toBe(`cannot create the database ${path}`);
});

test.each(['missing', 'empty'])('refuses to start afresh where an old one is %s', async (state) => {
  const path = join(temporaryDirectory(), 'old.db');
  if (state === 'empty') writeFileSync(path, '');
  writeFileSync(`${path}-wal`, 'committed but not yet copied');
  expect((await refusal(path)).message).toContain(`${state} but its log`);
  expect(readFileSync(`${path}-wal`, 'utf8')).toBe('committed but not yet copied');
});

test('refuses a file that is not a database, and leaves it as it is', async () => {
  const path = join(temporaryDirectory(), 'notes.txt');
  writeFileSync(path, 'Dear diary, '.repeat(100));
  expect((await refusal(path)).message).toBe(`${path}: the file is not a database`);
  expect(readFileSync(path, 'utf8')).toBe('Dear diary, '.repeat(100));
});

test('refuses a directory', async () => {
  const path = join(temporaryDirectory(), 'folder');
  mkdirSync(path);
  expect((await refusal(path)).message).toBe(`${path} is not a file`);
});

test('finds a damaged page when asked to look', async () => {
  const path = existing();
  const bytes = readFileSync(path);
  bytes.fill(0x5a, 4096 * 3, 4096 * 4);
  writeFileSync(path, bytes);
  expect((await refusal(path, { verify: true })).message).toContain('damaged');
});

test('answers unavailable when it meets a damaged page', async () => {
  const path = existing();
  const bytes = readFileSync(path);
  bytes.fill(0x5a, 4096 * 3, 4096 * 4);
  writeFileSync(path, bytes);
  const database = await openDatabase(`file:${path}`);
  onTestFinished(() => database.close());
  const { kysely } = database.tables<{ t: { id: number; text: string } }>();
  const all = kysely.selectFrom('t').select('text').execute();
  await expect(all).rejects.toMatchObject({
    code: 'storage_unavailable',
    message: 'the database is damaged',
  });
});

test.skipIf(process.platform === 'win32').each(['delete', 'wal'])(
  'refuses a file that may not be written (journal mode %s)',
  (mode) => {
    const path = existing();
    const raw = new DatabaseSync(path);
    raw.exec(`pragma journal_mode = ${mode}`);
    raw.close();
    chmodSync(path, 0o444);
    // With its directory writable, a database in WAL mode opens as if nothing were wrong.
    chmodSync(join(path, '..'), 0o777);
    const module = new URL('../open-database.ts', import.meta.url).href;
    // Root may write anything, so the child becomes somebody else once it has read its modules.
    const script = `import { openDatabase } from ${JSON.stringify(module)};
    if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534); }
    await openDatabase(${JSON.stringify(`file:${path}`)}).then(
      () => console.log('opened'),
      (error) => console.log(error.code, error.message),
    );`;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    expect(child.stdout).toMatch(/^database_refused .*(read-only|cannot be opened)\n$/);
  },
);

test.skipIf(process.platform === 'win32')(
  'notices that its file was removed or replaced',
  async () => {
    const path = existing();
    const copy = `${path}.copy`;
    copyFileSync(path, copy);
    const database = await openDatabase(`file:${path}`);
    onTestFinished(() => database.close());
    await database.ping();
    rmSync(path);
    await expect(database.ping()).rejects.toBeInstanceOf(StorageUnavailable);
    copyFileSync(copy, path);
    await expect(database.ping()).rejects.toThrow('removed or replaced');
  },
);

test('reads on a connection that cannot write', () => {
  const path = existing();
  const reader = connect(path, { writes: false });
  onTestFinished(() => reader.close());
  expect(reader.statement('select count(*) as rows from t').get()).toMatchObject({ rows: 2_000 });
  expect(() => reader.statement('delete from t').run()).toThrow('readonly');
});
