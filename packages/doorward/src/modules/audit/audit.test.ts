import { expect, test } from 'vitest';
import { type AuthEvent, eventStream } from '../../core/events.ts';
import { listeners } from '../../core/extension-points.ts';
import { passwordHashes } from '../../crypto/password-hashes.ts';
import { scrypt } from '../../crypto/scrypt.ts';
import { StorageUnavailable } from '../../storage/errors.ts';
import { fakeClock } from '../../testing/clock.ts';
import { memoryDatabase, temporaryDatabase } from '../../testing/database.ts';
import { race, winners } from '../../testing/race.ts';
import { accounts, accountsStore, type User } from '../accounts/index.ts';
import { sessionStore, sessions } from '../sessions/index.ts';
import { tokenStore, tokens } from '../tokens/index.ts';
import { type AuditOptions, audit } from './audit.ts';
import { type AuditTables, auditStore } from './store.ts';

async function open(options: Partial<AuditOptions> = {}) {
  const database = await memoryDatabase([auditStore]);
  const clock = fakeClock();
  const log = audit({ database, clock: clock.now, ...options });
  return {
    database,
    clock,
    log,
    event: (name: string, more: Partial<AuthEvent> = {}): AuthEvent => ({
      name,
      at: clock.now(),
      ...more,
    }),
    rows: () => database.tables<AuditTables>().kysely.selectFrom('audit').selectAll().execute(),
    [Symbol.asyncDispose]: () => database.close(),
  };
}

test('an event is written with everything that is not secret', async () => {
  await using desk = await open();
  const at = desk.clock.now();
  await desk.log.write({
    name: 'sign-in.succeeded',
    at,
    userId: 7,
    user: { password: 'hash' },
    address: '192.0.2.1',
    reason: 'x',
    data: { session: 's1', methods: 'pwd', password: 'p', count: 2, cookie: 'c' },
  });
  expect(await desk.log.list()).toEqual([
    {
      id: 1,
      at,
      name: 'sign-in.succeeded',
      userId: '7',
      address: '192.0.2.1',
      reason: 'x',
      data: { session: 's1', methods: 'pwd', count: 2 },
    },
  ]);
});

test('only events of the kinds that are written are written', async () => {
  await using desk = await open();
  const written = ['sign-out', 'user.created', 'token.revoked', 'session.ended', 'password.set'];
  for (const name of [...written, 'request.refused', 'error', 'outage', 'sign', 'users.x', '']) {
    await desk.log.write(desk.event(name));
  }
  expect((await desk.log.list()).map(({ name }) => name)).toEqual(written.toReversed());
  await using other = await open({ kinds: ['mail'] });
  await other.log.write(other.event('mail.sent'));
  await other.log.write(other.event('sign-out'));
  expect(await other.log.list()).toHaveLength(1);
});

test('no caller can stretch an entry, break its line or make it unstorable', async () => {
  await using desk = await open();
  const hostile = `a\0\n\u001b[31m\u202e\u2028\ud800${'x'.repeat(1_000)}`;
  await desk.log.write(
    desk.event('sign-in.failed', {
      userId: hostile,
      address: hostile,
      reason: hostile,
      data: { source: hostile, __proto__: null, constructor: 'x' } as never,
    }),
  );
  const [row] = await desk.rows();
  const kept = `a\ufffd\ufffd\ufffd[31m\ufffd\ufffd\ufffd${'x'.repeat(189)}`;
  expect(row).toMatchObject({ user_id: kept, address: kept, reason: kept });
  expect(JSON.parse(row?.data ?? '')).toEqual({ source: kept });
});

test('the list is filtered by user and name, newest first, page by page', async () => {
  await using desk = await open();
  for (let n = 0; n < 6; n += 1) {
    const name = n % 3 === 0 ? 'sign-out' : 'token.created';
    await desk.log.write(desk.event(name, { userId: n % 2 }));
  }
  const ids = (entries: readonly { id: number }[]) => entries.map(({ id }) => id);
  expect(ids(await desk.log.list({ userId: 1 }))).toEqual([6, 4, 2]);
  expect(ids(await desk.log.list({ userId: '1', name: 'sign-out' }))).toEqual([4]);
  expect(ids(await desk.log.list({ limit: 2 }))).toEqual([6, 5]);
  expect(ids(await desk.log.list({ limit: 2, before: 5 }))).toEqual([4, 3]);
  expect(ids(await desk.log.list({ limit: -1 }))).toEqual([6]);
  expect(await desk.log.list({ userId: 'nobody' })).toEqual([]);
});

test('a flood of failed sign-ins fills no disk and pushes out nothing else', async () => {
  await using desk = await open({ maxRows: 1_000 });
  for (let n = 0; n < 100; n += 1) await desk.log.write(desk.event('token.created'));
  const flood = desk.event('sign-in.failed');
  let most = 0;
  for (let n = 0; n < 4_000; n += 1) {
    await desk.log.write(flood);
    if (n % 250 === 249) most = Math.max(most, (await desk.rows()).length);
  }
  // 100 acts, 500 attempts, and those that came since the last pruning.
  expect(most).toBeLessThanOrEqual(1_100);
  expect(await desk.log.list({ name: 'token.created', limit: 1_000 })).toHaveLength(100);
  await desk.log.prune();
  expect(await desk.log.list({ name: 'sign-in.failed', limit: 1_000 })).toHaveLength(500);
  expect((await desk.log.list({ limit: 1 }))[0]?.id).toBe(4_100);
});

test('each side is pruned to its half, however the two came mixed', async () => {
  await using desk = await open({ maxRows: 10 });
  for (let n = 0; n < 20; n += 1) {
    await desk.log.write(desk.event('sign-out', { userId: n }));
    await desk.log.write(desk.event('sign-in.failed', { userId: n }));
  }
  const told: number[] = [];
  const progress = (deleted: number) => void told.push(deleted);
  expect(await desk.log.prune({ batch: 10, progress })).toBe(30);
  expect(told).toEqual([10, 15, 25, 30]);
  for (const name of ['sign-out', 'sign-in.failed']) {
    const users = (await desk.log.list({ name })).map(({ userId }) => userId);
    expect(users).toEqual(['19', '18', '17', '16', '15']);
  }
});

test('entries go after 90 days, while others are written', async () => {
  await using desk = await open();
  for (let n = 0; n < 499; n += 1) await desk.log.write(desk.event('sign-out'));
  desk.clock.advance(90 * 86_400_000);
  expect(await desk.log.prune()).toBe(0);
  desk.clock.advance(1);
  await desk.log.write(desk.event('sign-out'));
  expect(await desk.rows()).toHaveLength(1);
});

test('64 writers at once leave 64 entries, each with a number of its own', async () => {
  await using temporary = await temporaryDatabase([auditStore]);
  const log = audit({ database: temporary.database });
  const results = await race(64, (caller) =>
    log.write({ name: 'sign-out', at: new Date(), userId: caller }),
  );
  expect(winners(results, () => true)).toBe(64);
  expect(await log.list({ limit: 100 })).toHaveLength(64);
});

test('its listener hears the modules, and no secret of theirs gets into the log', async () => {
  const database = await memoryDatabase([
    accountsStore(),
    sessionStore(),
    tokenStore(),
    auditStore,
  ]);
  const events = eventStream();
  const pool = {
    run: () => Promise.reject(new Error('nothing is hashed here')),
    close: () => Promise.resolve(),
    stats: () => {
      throw new Error('nothing is hashed here');
    },
  };
  const hashes = passwordHashes({ preferred: scrypt({ pool }) });
  const people = accounts({ database, events, hashes });
  const desk = sessions({ database, events, accounts: people });
  const keys = tokens({ database, events });
  const log = audit({ database });
  for (const { name, listener } of listeners.from([log.module])) events.on(name, listener);

  const user: User = await people.create({ username: 'alice' });
  const client = { address: '192.0.2.1' };
  const { id } = await desk.signIn({ user, methods: ['pwd'], client });
  const { token, record } = await keys.create(user, { name: 'laptop' });
  await keys.revoke(user.id, record.id);
  await desk.signOut(id, client);

  const entries = await log.list({ userId: user.id });
  expect(entries.map(({ name }) => name).toReversed()).toEqual([
    'user.created',
    'session.started',
    'sign-in.succeeded',
    'token.created',
    'token.revoked',
    'session.ended',
    'sign-out',
  ]);
  const text = JSON.stringify(entries);
  for (const secret of [id, token, token.slice(8)]) expect(text).not.toContain(secret);
  expect(text).toContain(record.id);
  await database.close();
});

test('a store that cannot answer says so', async () => {
  const desk = await open();
  await desk.database.close();
  await expect(desk.log.write(desk.event('sign-out'))).rejects.toThrow(StorageUnavailable);
  await expect(desk.log.list()).rejects.toThrow(StorageUnavailable);
  await expect(desk.log.prune()).rejects.toThrow(StorageUnavailable);
});

test('limits that make no sense are refused at the start', async () => {
  await using desk = await open();
  const { database } = desk;
  expect(() => audit({ database, maxRows: 1 })).toThrow(RangeError);
  expect(() => audit({ database, maxDays: 0 })).toThrow(RangeError);
});
