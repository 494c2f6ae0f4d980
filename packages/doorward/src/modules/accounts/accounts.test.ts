import { describe, expect, it } from 'vitest';
import { stores } from '../../core/extension-points.ts';
import { NotFound, ValidationError } from '../../http/errors.ts';
import { schemaState } from '../../storage/migrate.ts';
import { temporaryDatabase } from '../../testing/database.ts';
import { race, winners } from '../../testing/race.ts';
import { accounts } from './accounts.ts';
import { djangoPasswordRules } from './rule-sets.ts';
import { accountsStore } from './sql.ts';
import { goodPassword, openDesk, someRequest } from './test-accounts.ts';

/** What the verb refuses, by field. */
async function refusal(work: Promise<unknown>): Promise<unknown> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ValidationError);
  return (error as ValidationError).errors;
}

describe('create', () => {
  it('makes an account with Django’s defaults and tells the listeners', async () => {
    await using desk = await openDesk();
    const user = await desk.accounts.create({ username: 'alice' });
    expect(user).toEqual({
      id: 1,
      username: 'alice',
      email: '',
      firstName: '',
      lastName: '',
      isActive: true,
      isStaff: false,
      isSuperuser: false,
      dateJoined: desk.clock.now(),
      lastLogin: null,
      credentialVersion: 1,
    });
    expect(desk.events).toEqual([{ name: 'user.created', at: desk.clock.now(), userId: 1, user }]);
    expect(await desk.accounts.findById(1)).toEqual(user);
  });

  it('keeps all that it is given, in its normal form', async () => {
    await using desk = await openDesk();
    const { id } = await desk.accounts.create({
      username: 'Zoe\u0301',
      email: ' Zoe@EXAMPLE.org ',
      firstName: ' Zoé ',
      lastName: 'Őry',
      isStaff: true,
      isSuperuser: true,
      isActive: false,
    });
    expect(await desk.accounts.findById(id)).toMatchObject({
      username: 'Zoé',
      email: 'Zoe@example.org',
      firstName: 'Zoé',
      lastName: 'Őry',
      isStaff: true,
      isSuperuser: true,
      isActive: false,
    });
  });

  it('tells everything that is wrong at once, and makes nothing', async () => {
    await using desk = await openDesk({ rules: djangoPasswordRules() });
    const refused = desk.accounts.create({
      username: 'a b',
      email: 'a@b@c',
      firstName: 'x'.repeat(151),
      lastName: 'x\0',
      password: '1234567',
    });
    expect(await refusal(refused)).toEqual({
      username: [
        'Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.',
      ],
      email: ['Enter a valid email address.'],
      first_name: ['Ensure this field has no more than 150 characters.'],
      last_name: ['Null characters are not allowed.'],
      password: [
        'This password is too short. It must contain at least 8 characters.',
        'This password is too common.',
        'This password is entirely numeric.',
      ],
    });
    expect(desk.events).toEqual([]);
    expect(desk.jobs).toEqual([]);
  });

  it('takes any password an operator insists on, except one that is too long', async () => {
    await using desk = await openDesk({ rules: djangoPasswordRules() });
    const options = { anyPassword: true };
    await desk.accounts.createSuperuser({ username: 'root', password: 'toor' }, options);
    const long = desk.accounts.create({ username: 'a', password: 'x'.repeat(257) }, options);
    expect(await refusal(long)).toEqual({
      password: ['This password is too long. It must contain at most 256 characters.'],
    });
  });

  it.each(['alice', 'ALICE', 'ａｌｉｃｅ', 'ⓐlice'])(
    'refuses %s when there is an Alice',
    async (username) => {
      await using desk = await openDesk();
      await desk.accounts.create({ username: 'Alice' });
      expect(await refusal(desk.accounts.create({ username }))).toEqual({
        username: ['A user with that username already exists.'],
      });
    },
  );

  it('refuses an address that somebody has, without saying so', async () => {
    await using desk = await openDesk();
    await desk.accounts.create({ username: 'alice', email: 'Me@example.org' });
    const again = desk.accounts.create({ username: 'bob', email: 'mE@EXAMPLE.org' });
    expect(await refusal(again)).toEqual({ email: ['This email address cannot be used.'] });
    await desk.accounts.create({ username: 'carol' });
    await desk.accounts.create({ username: 'dave', email: '' });
  });

  it('hashes before it claims, so that a taken name costs the same time', async () => {
    await using desk = await openDesk();
    await desk.accounts.create({ username: 'alice', password: goodPassword });
    const free = desk.jobs.length;
    await refusal(desk.accounts.create({ username: 'alice', password: goodPassword }));
    expect(desk.jobs).toHaveLength(2 * free);
  });

  it('lets one of 64 callers have a name', async () => {
    await using temporary = await temporaryDatabase([accountsStore()]);
    await using desk = await openDesk();
    const { hashes, eventStream: events } = desk;
    const users = accounts({ database: temporary.database, hashes, events });
    const spellings = ['alice', 'ALICE', 'Alice', 'ⓐlice'];
    const results = await race(64, (caller) =>
      users.create({ username: spellings[caller % 4] as string }),
    );
    const taken = (error: unknown) =>
      error instanceof ValidationError && 'username' in error.errors;
    expect(winners(results, undefined, taken)).toBe(1);
    expect((await users.list()).users).toHaveLength(1);
    expect(desk.events).toHaveLength(1);
  });
});

describe('ids', () => {
  it('are numbers that are never used again', async () => {
    await using desk = await openDesk();
    await desk.accounts.create({ username: 'a' });
    const second = await desk.accounts.create({ username: 'b' });
    await desk.database
      .tables<{ user: { id: number } }>()
      .kysely.deleteFrom('user')
      .where('id', '=', 2)
      .execute();
    const third = await desk.accounts.create({ username: 'b' });
    expect([second.id, third.id]).toEqual([2, 3]);
    expect(await desk.accounts.findById('3')).toEqual(third);
  });

  it('can be 128 random bits', async () => {
    await using desk = await openDesk({ ids: 'text' });
    const one = await desk.accounts.create({ username: 'a', password: goodPassword });
    const other = await desk.accounts.create({ username: 'b' });
    expect(one.id).toMatch(/^[\w-]{22}$/);
    expect(other.id).not.toBe(one.id);
    expect(await desk.accounts.findById(one.id)).toEqual(one);
    expect((await desk.accounts.deactivate(one)).isActive).toBe(false);
    await desk.accounts.createGroup('staff');
    await desk.accounts.addToGroup(other, 'staff');
    expect(await desk.accounts.permissionSource.groupsOf?.(other)).toEqual(new Set(['staff']));
  });

  it.each(['integer', 'text'] as const)('that nobody can have find nobody (%s)', async (ids) => {
    await using desk = await openDesk({ ids });
    await desk.accounts.create({ username: 'a' });
    for (const id of [
      0,
      -1,
      1.5,
      2 ** 60,
      Number.NaN,
      '',
      ' 1',
      '1x',
      '1e0',
      '01',
      "' or 1=1",
      'a\0',
      '\ud800',
      '9'.repeat(400),
    ]) {
      expect(await desk.accounts.findById(id)).toBeUndefined();
    }
  });
});

describe('finding', () => {
  it('knows every spelling of a name and of an address', async () => {
    await using desk = await openDesk();
    const user = await desk.accounts.create({ username: 'ﬃna', email: 'Me@bücher.example' });
    for (const name of ['ffina', 'FFINA', 'ﬃNA']) {
      expect(await desk.accounts.findByUsername(name)).toEqual(user);
    }
    for (const email of ['me@BÜCHER.example', 'ME@xn--bcher-kva.example']) {
      expect(await desk.accounts.findByEmail(email)).toEqual(user);
    }
    for (const name of ['', 'fina', 'a\0', '\ud800', 'x'.repeat(5_000)]) {
      expect(await desk.accounts.findByUsername(name)).toBeUndefined();
      expect(await desk.accounts.findByEmail(name)).toBeUndefined();
    }
  });

  it('lists page by page, in the order of names, and never all', async () => {
    await using desk = await openDesk();
    for (const username of ['carol', 'Bob', 'alice', 'Dave']) {
      await desk.accounts.create({ username });
    }
    const first = await desk.accounts.list({ limit: 2 });
    expect(first.users.map((user) => user.username)).toEqual(['alice', 'Bob']);
    const second = await desk.accounts.list({ limit: 2, after: first.next as string });
    expect(second.users.map((user) => user.username)).toEqual(['carol', 'Dave']);
    const third = await desk.accounts.list({ limit: 2, after: second.next as string });
    expect(third).toEqual({ users: [], next: undefined });
    expect((await desk.accounts.list({ limit: 0 })).users).toHaveLength(1);
  });
});

describe('change', () => {
  it('changes what is named and leaves the rest', async () => {
    await using desk = await openDesk();
    const user = await desk.accounts.create({ username: 'alice', email: 'a@example.org' });
    const changed = await desk.accounts.change(user, { username: 'Älice', isStaff: true });
    expect(changed).toEqual({ ...user, username: 'Älice', isStaff: true });
    expect(await desk.accounts.findByUsername('älice')).toEqual(changed);
    expect(await desk.accounts.findByUsername('alice')).toBeUndefined();
    expect(desk.events.at(-1)).toMatchObject({
      name: 'user.changed',
      userId: user.id,
      data: { fields: 'username isStaff' },
    });
    expect(await desk.accounts.change(user, { email: '' })).toMatchObject({ email: '' });
    expect(await desk.accounts.findByEmail('a@example.org')).toBeUndefined();
    expect(await desk.accounts.change(user, {})).toMatchObject({ username: 'Älice' });
  });

  it('refuses what another account has, and what is not valid', async () => {
    await using desk = await openDesk();
    await desk.accounts.create({ username: 'alice', email: 'a@example.org' });
    const bob = await desk.accounts.create({ username: 'bob' });
    expect(await refusal(desk.accounts.change(bob, { username: 'ALICE' }))).toHaveProperty(
      'username',
    );
    expect(await refusal(desk.accounts.change(bob, { email: 'A@example.org' }))).toHaveProperty(
      'email',
    );
    expect(await refusal(desk.accounts.change(bob, { email: 'nonsense' }))).toHaveProperty('email');
    expect(await desk.accounts.findByUsername('bob')).toEqual(bob);
    await expect(desk.accounts.change({ id: 99 }, { firstName: 'X' })).rejects.toThrow(NotFound);
  });
});

describe('deactivate and activate', () => {
  it('void what was issued, once each', async () => {
    await using desk = await openDesk();
    const user = await desk.accounts.create({ username: 'alice' });
    const off = await desk.accounts.deactivate(user);
    expect(off).toEqual({ ...user, isActive: false, credentialVersion: 2 });
    expect(await desk.accounts.deactivate(user)).toEqual(off);
    const on = await desk.accounts.activate(user);
    expect(on).toEqual({ ...user, isActive: true, credentialVersion: 3 });
    expect(desk.events.map(({ name }) => name)).toEqual([
      'user.created',
      'user.deactivated',
      'user.activated',
    ]);
    await expect(desk.accounts.deactivate({ id: 99 })).rejects.toThrow(NotFound);
  });
});

it('notes log-ins, the latest of which stays', async () => {
  await using desk = await openDesk();
  const user = await desk.accounts.create({ username: 'alice' });
  const later = new Date('2026-02-02T00:00:00Z');
  await desk.accounts.recordLogin(user, later);
  await desk.accounts.recordLogin(user, new Date('2026-02-01T00:00:00Z'));
  expect(await desk.accounts.findById(user.id)).toEqual({ ...user, lastLogin: later });
});

it('counts the superusers who can act', async () => {
  await using desk = await openDesk();
  const root = await desk.accounts.createSuperuser({ username: 'root', isStaff: false });
  expect(root).toMatchObject({ isStaff: true, isSuperuser: true });
  await desk.accounts.create({ username: 'alice', isStaff: true });
  expect(await desk.accounts.countSuperusers()).toBe(1);
  await desk.accounts.deactivate(root);
  expect(await desk.accounts.countSuperusers()).toBe(0);
});

describe('setPassword', () => {
  it('sets it without the old one, and voids what was issued', async () => {
    await using desk = await openDesk();
    const user = await desk.accounts.create({ username: 'alice' });
    const changed = await desk.accounts.setPassword(user, goodPassword, { keepSession: 's1' });
    expect(changed).toEqual({ ...user, credentialVersion: 2 });
    expect(desk.events.at(-1)).toEqual({
      name: 'password.set',
      at: desk.clock.now(),
      userId: user.id,
      user: changed,
      data: { keepSession: 's1' },
    });
    const { passwordSource } = desk.accounts;
    expect(await passwordSource.check('alice', goodPassword, someRequest)).toMatchObject({
      user: changed,
    });
    await desk.accounts.setPassword(changed, null);
    expect(await passwordSource.check('alice', goodPassword, someRequest)).toMatchObject({
      reason: 'no_password',
    });
  });

  it('asks the rules, with the owner’s own names', async () => {
    await using desk = await openDesk({ rules: djangoPasswordRules() });
    const user = await desk.accounts.create({ username: 'guinevere' });
    expect(await refusal(desk.accounts.setPassword(user, 'Guinevere'))).toEqual({
      password: ['The password is too similar to the username.'],
    });
    expect(desk.accounts.checkPassword('Guinevere', user)).toEqual([
      { code: 'password_too_similar', message: 'The password is too similar to the username.' },
    ]);
    await desk.accounts.setPassword(user, 'Guinevere', { anyPassword: true });
    await expect(desk.accounts.setPassword({ ...user, id: 99 }, goodPassword)).rejects.toThrow(
      NotFound,
    );
  });
});

describe('changePassword', () => {
  const wrongOld = ['Your old password was entered incorrectly. Please enter it again.'];

  it('wants the old one', async () => {
    await using desk = await openDesk({ rules: djangoPasswordRules() });
    const user = await desk.accounts.create({ username: 'alice', password: goodPassword });
    const wrong = desk.accounts.changePassword(user, 'nonsense', '1234');
    expect(await refusal(wrong)).toMatchObject({
      old_password: wrongOld,
      new_password: [
        'This password is too short. It must contain at least 8 characters.',
        'This password is too common.',
        'This password is entirely numeric.',
      ],
    });
    desk.jobs.length = 0;
    const long = desk.accounts.changePassword(user, 'x'.repeat(5_000), 'another olive');
    expect(await refusal(long)).toEqual({ old_password: wrongOld });
    expect(desk.jobs).toEqual([]);
    const changed = await desk.accounts.changePassword(user, goodPassword, 'another olive');
    expect(changed.credentialVersion).toBe(2);
    expect(desk.events.at(-1)).toMatchObject({ name: 'password.changed', userId: user.id });
    expect(
      await desk.accounts.passwordSource.check('alice', 'another olive', someRequest),
    ).toMatchObject({ version: '1.2' });
  });

  it('lets one of several changes at once win', async () => {
    await using desk = await openDesk();
    const user = await desk.accounts.create({ username: 'alice', password: goodPassword });
    const results = await race(8, (caller) =>
      desk.accounts.changePassword(user, goodPassword, `olive number ${caller}`),
    );
    const lost = (error: unknown) =>
      error instanceof ValidationError && 'old_password' in error.errors;
    expect(winners(results, undefined, lost)).toBe(1);
    expect((await desk.accounts.findById(user.id))?.credentialVersion).toBe(2);
  });

  it('tells an account that is gone, or has no password, that the old one is wrong', async () => {
    await using desk = await openDesk();
    const user = await desk.accounts.create({ username: 'alice' });
    for (const who of [user, { ...user, id: 99 }]) {
      expect(await refusal(desk.accounts.changePassword(who, '', goodPassword))).toEqual({
        old_password: wrongOld,
      });
    }
  });
});

describe('adopt', () => {
  const record = {
    encodedPassword: null,
    isActive: true,
    dateJoined: new Date('2020-01-01T00:00:00Z'),
    lastLogin: new Date('2021-01-01T00:00:00Z'),
  };

  it('takes an account over with its id, its password and its odd name', async () => {
    await using desk = await openDesk();
    const encodedPassword = await desk.hashes.hash(goodPassword);
    const account = { ...record, id: 41, username: "Miles O'Brien", email: 'not an address' };
    const user = await desk.accounts.adopt({ ...account, encodedPassword });
    expect(user).toMatchObject({
      id: 41,
      username: "Miles O'Brien",
      email: 'not an address',
      dateJoined: record.dateJoined,
      lastLogin: record.lastLogin,
    });
    expect(
      await desk.accounts.passwordSource.check("miles o'brien", goodPassword, someRequest),
    ).toMatchObject({ user });
    expect((await desk.accounts.create({ username: 'next' })).id).toBe(42);
  });

  it('keeps an address that another account has, for which mail goes to the first', async () => {
    await using desk = await openDesk();
    const first = await desk.accounts.adopt({ ...record, username: 'a', email: 'x@example.org' });
    const second = await desk.accounts.adopt({ ...record, username: 'b', email: 'X@example.org' });
    expect(second.email).toBe('X@example.org');
    expect(await desk.accounts.findByEmail('x@example.org')).toEqual(first);
  });

  it('refuses a name or an id that is taken, and a name nobody can have', async () => {
    await using desk = await openDesk();
    await desk.accounts.adopt({ ...record, username: 'a' });
    for (const account of [
      { ...record, username: 'A' },
      { ...record, username: '' },
    ]) {
      expect(await refusal(desk.accounts.adopt(account))).toHaveProperty('username');
    }
    const taken = desk.accounts.adopt({ ...record, username: 'b', id: 1 });
    expect(await refusal(taken)).toEqual({ id: ['A user with that id already exists.'] });
  });
});

it('contributes its tables to the migrations', async () => {
  await using desk = await openDesk();
  const contributed = stores.from([desk.accounts.module]);
  expect(contributed.map(({ name }) => name)).toEqual(['accounts']);
  expect(await schemaState(desk.database, contributed)).toEqual({ state: 'current' });
});
