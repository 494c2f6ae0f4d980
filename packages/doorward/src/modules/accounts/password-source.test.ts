import { describe, expect, it } from 'vitest';
import { HashQueueFull } from '../../crypto/hash-errors.ts';
import { StorageUnavailable } from '../../storage/errors.ts';
import { passwordSource } from './password-source.ts';
import { accountsStore } from './sql.ts';
import { countedHashes, type Desk, goodPassword, openDesk, someRequest } from './test-accounts.ts';

const check = (desk: Desk, username: string, password = goodPassword) =>
  desk.accounts.passwordSource.check(username, password, someRequest);

/** Puts any text where the encoded password stands. */
async function storePassword(desk: Desk, username: string, encoded: string): Promise<void> {
  const login = await accountsStore().open(desk.database).findLogin(username);
  const { id } = login?.user ?? { id: 0 };
  await accountsStore()
    .open(desk.database)
    .upgradePassword(id, login?.password ?? '', encoded);
}

describe('check', () => {
  it('knows the right password of an active account, without an event', async () => {
    await using desk = await openDesk();
    const user = await desk.accounts.create({ username: 'alice', password: goodPassword });
    desk.events.length = 0;
    expect(await check(desk, 'ALICE')).toEqual({ user, version: '1.1' });
    expect(desk.events).toEqual([]);
  });

  it('knows a name and a password by every way of typing them', async () => {
    await using desk = await openDesk();
    const user = await desk.accounts.create({ username: 'ﬀoo', password: 'cafe\u0301 au lait' });
    for (const name of ['ffoo', 'FFOO', 'ﬀOO']) {
      for (const password of ['caf\u00e9 au lait', 'cafe\u0301 au lait']) {
        expect(await check(desk, name, password)).toMatchObject({ user });
      }
    }
    expect(await check(desk, 'ffoo', 'Café au lait')).toMatchObject({ failed: true });
    expect(await check(desk, 'ffoo', 'café au lait ')).toMatchObject({ failed: true });
  });

  it('tells the listeners why not, and of an unknown account nothing but that', async () => {
    await using desk = await openDesk();
    await desk.accounts.create({ username: 'alice', password: goodPassword });
    const bob = await desk.accounts.create({ username: 'bob', password: goodPassword });
    await desk.accounts.create({ username: 'carol' });
    await desk.accounts.deactivate(bob);
    desk.events.length = 0;
    const cases = [
      ['nobody', goodPassword, 'unknown_user', undefined],
      ['alice', 'wrong', 'wrong_password', 1],
      ['bob', goodPassword, 'inactive', 2],
      ['bob', 'wrong', 'wrong_password', 2],
      ['carol', '', 'no_password', 3],
    ] as const;
    for (const [username, password, reason] of cases) {
      expect(await check(desk, username, password)).toEqual({ failed: true, reason });
    }
    expect(desk.events).toEqual(
      cases.map(([, , reason, userId]) => ({
        name: 'sign-in.failed',
        at: someRequest.now,
        reason,
        address: '192.0.2.1',
        ...(userId === undefined ? {} : { userId }),
      })),
    );
  });

  it('does the same work for every kind of no (CVE-2024-39329)', async () => {
    await using desk = await openDesk();
    for (const username of ['wrong', 'disabled', 'corrupted', 'plain']) {
      await desk.accounts.create({ username, password: goodPassword });
    }
    await desk.accounts.create({ username: 'passwordless' });
    await desk.accounts.deactivate({ id: 2 });
    await storePassword(desk, 'corrupted', '$argon2id$v=19$m=7168,t=5,p=1$c2FsdA');
    await storePassword(desk, 'plain', goodPassword);

    const works = [];
    for (const [username, password] of [
      ['unknown', 'anything'],
      ['wrong', 'anything'],
      ['disabled', 'anything'],
      ['disabled', goodPassword],
      ['corrupted', goodPassword],
      ['plain', goodPassword],
      ['passwordless', ''],
      ['', 'anything'],
      ['not\0a name', 'anything'],
      ['\ud800', 'anything'],
      ['unknown', '\ud800'],
      ['wrong', '\ud800'],
      ['x'.repeat(5_000), 'anything'],
    ] as const) {
      desk.jobs.length = 0;
      const before = desk.statements();
      expect(await check(desk, username, password)).toMatchObject({ failed: true });
      // All of each job but what was typed and the random salt.
      const jobs = desk.jobs.map((job) => ({ ...job, password: undefined, salt: undefined }));
      works.push({ jobs, statements: desk.statements() - before });
    }
    expect(works[0]).toMatchObject({
      jobs: [{ kind: 'argon2', variant: 'id', memory: 7168, passes: 5, lanes: 1 }],
      statements: 1,
    });
    for (const work of works) expect(work).toEqual(works[0]);
  });

  it('hashes nothing for a password longer than any can be, whoever it is for', async () => {
    await using desk = await openDesk();
    await desk.accounts.create({ username: 'alice', password: goodPassword });
    desk.jobs.length = 0;
    for (const username of ['alice', 'nobody']) {
      const before = desk.statements();
      expect(await check(desk, username, 'x'.repeat(1_025))).toMatchObject({ failed: true });
      expect(desk.statements() - before).toBe(1);
    }
    expect(desk.jobs).toEqual([]);
  });
});

describe('an outdated hash', () => {
  it('is made anew at log-in, and everything issued goes on', async () => {
    await using desk = await openDesk();
    const old = await countedHashes([], { memory: 9216, passes: 4 }).hash(goodPassword);
    const user = await desk.accounts.create({ username: 'alice' });
    await storePassword(desk, 'alice', old);
    expect(await check(desk, 'alice', 'wrong')).toMatchObject({ failed: true });
    const first = await check(desk, 'alice');
    expect(first).toEqual({ user, version: '1.1' });
    const login = await accountsStore().open(desk.database).findLogin('alice');
    expect(login?.password).toContain('m=7168,t=5,p=1');
    expect(login?.user.credentialVersion).toBe(1);
    desk.jobs.length = 0;
    expect(await check(desk, 'alice')).toEqual(first);
    expect(desk.jobs).toHaveLength(1);
  });

  it('is not made anew over a password that was changed meanwhile', async () => {
    await using desk = await openDesk();
    const old = await countedHashes([], { memory: 9216, passes: 4 }).hash(goodPassword);
    const user = await desk.accounts.create({ username: 'alice' });
    await storePassword(desk, 'alice', old);
    const source = passwordSource({
      store: accountsStore().open(desk.database),
      events: desk.eventStream,
      hashes: {
        ...desk.hashes,
        async hash(password) {
          // The owner is quicker than our second hash.
          await desk.accounts.setPassword(user, 'another olive');
          return desk.hashes.hash(password);
        },
      },
    });
    expect(await source.check('alice', goodPassword, someRequest)).toMatchObject({ user });
    expect(await check(desk, 'alice', 'another olive')).toMatchObject({ version: '1.2' });
    expect(await check(desk, 'alice', goodPassword)).toMatchObject({ failed: true });
  });

  it('can wait when there is too much to do', async () => {
    await using desk = await openDesk();
    const old = await countedHashes([], { memory: 9216, passes: 4 }).hash(goodPassword);
    const user = await desk.accounts.create({ username: 'alice' });
    await storePassword(desk, 'alice', old);
    const source = passwordSource({
      store: accountsStore().open(desk.database),
      events: desk.eventStream,
      hashes: { ...desk.hashes, hash: () => Promise.reject(new HashQueueFull(1)) },
    });
    expect(await source.check('alice', goodPassword, someRequest)).toMatchObject({ user });
  });
});

describe('an outage', () => {
  it('is not a wrong password: a full queue', async () => {
    await using desk = await openDesk();
    const source = passwordSource({
      store: accountsStore().open(desk.database),
      events: desk.eventStream,
      hashes: { ...desk.hashes, verify: () => Promise.reject(new HashQueueFull(1)) },
    });
    await expect(source.check('alice', goodPassword, someRequest)).rejects.toThrow(HashQueueFull);
    expect(desk.events).toEqual([]);
  });

  it('is not a wrong password: a closed database', async () => {
    const desk = await openDesk();
    await desk.database.close();
    await expect(check(desk, 'alice')).rejects.toThrow(StorageUnavailable);
    await expect(desk.accounts.passwordSource.current('alice')).rejects.toThrow(StorageUnavailable);
    expect(desk.events).toEqual([]);
    expect(desk.jobs).toEqual([]);
  });
});

describe('current', () => {
  it('tells in one statement, without a hash, whether anything has changed', async () => {
    await using desk = await openDesk();
    const user = await desk.accounts.create({ username: 'alice', password: goodPassword });
    desk.jobs.length = 0;
    const before = desk.statements();
    const { passwordSource: source } = desk.accounts;
    expect(await source.current('Alice')).toEqual({ user, version: '1.1' });
    expect(desk.statements() - before).toBe(1);
    expect(desk.jobs).toEqual([]);
    await desk.accounts.setPassword(user, 'another olive');
    expect(await source.current('alice')).toMatchObject({ version: '1.2' });
    await desk.accounts.deactivate(user);
    expect(await source.current('alice')).toBeUndefined();
    await desk.accounts.activate(user);
    expect(await source.current('alice')).toMatchObject({ version: '1.4' });
    expect(await source.current('nobody')).toBeUndefined();
    expect(await source.current('a\0')).toBeUndefined();
  });
});

describe('remoteUserSource', () => {
  it('finds active accounts and makes new ones, which no password opens', async () => {
    await using desk = await openDesk();
    const { remoteUserSource: source } = desk.accounts;
    expect(await source.find('alice')).toBeUndefined();
    const made = await source.create?.('Alice');
    expect(made).toMatchObject({ username: 'Alice', isActive: true });
    expect(await source.find('alice')).toEqual(made);
    expect(await source.create?.('ALICE')).toEqual(made);
    expect(desk.events.map(({ name }) => name)).toEqual(['user.created']);
    expect(await check(desk, 'alice', '')).toMatchObject({ reason: 'no_password' });
    await desk.accounts.deactivate(made as { id: number });
    expect(await source.find('alice')).toBeUndefined();
    expect(await source.create?.('alice')).toBeUndefined();
    expect(await source.create?.('not a name')).toBeUndefined();
  });
});
