import { expect, test } from 'vitest';
import { sha256 } from '../../crypto/digest.ts';
import { AuthenticationFailed } from '../../http/errors.ts';
import { parseSetCookie } from '../../http/set-cookie.ts';
import { StorageUnavailable } from '../../storage/errors.ts';
import type { SessionTables } from './tables.ts';
import { type Desk, namesOf, openDesk } from './test-desk.ts';

const day = 86_400_000;
const given = { methods: ['pwd'], address: '192.0.2.1', userAgent: 'Browser/1' };

const find = ({ sessions, clock }: Desk, id: string) => sessions.source.find(id, clock.now());

function rows({ database }: Desk) {
  return database.tables<SessionTables>().kysely.selectFrom('session').selectAll().execute();
}

test('a started session is found with its user, its public id and how it began', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const started = await desk.sessions.start(user, { ...given, methods: ['pwd', 'otp'] });
  expect(await find(desk, started.id)).toEqual({
    user,
    credential: started.session.id,
    at: desk.clock.now(),
    methods: ['pwd', 'otp'],
  });
  expect(namesOf(desk.events)).toEqual(['user.created', 'session.started']);
});

test('the table and the list hold the secret id nowhere', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const { id, session } = await desk.sessions.start(user, given);
  expect(id).toMatch(/^[\w-]{43}$/);
  const kept = JSON.stringify([await rows(desk), await desk.sessions.list(user.id), desk.events]);
  expect(kept).not.toContain(id);
  expect(kept).toContain(session.id);
  expect((await rows(desk))[0]?.digest).toBe(sha256(id));
  expect(await find(desk, session.id)).toBeUndefined();
});

test('what cannot be an id finds nothing, and neither does an unknown one', async () => {
  await using desk = await openDesk();
  for (const id of [
    '',
    'x',
    '\0'.repeat(43),
    '\ud800'.repeat(43),
    'A'.repeat(43),
    'A'.repeat(99_999),
  ]) {
    expect(await find(desk, id)).toBeUndefined();
    expect(await desk.sessions.end(id)).toBe(false);
    expect(await desk.sessions.rotate(id)).toBeUndefined();
  }
});

test('a session is over after a day without use and after 30 days however busy', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const { id } = await desk.sessions.start(user, given);
  desk.clock.advance(day - 1);
  expect(await find(desk, id)).toBeDefined();
  desk.clock.advance(1);
  expect(await find(desk, id)).toBeUndefined();

  const busy = desk.open({ idleSeconds: 100 * 86_400 });
  const second = await busy.start(user, given);
  desk.clock.advance(30 * day - 1);
  expect(await busy.source.find(second.id, desk.clock.now())).toBeDefined();
  desk.clock.advance(1);
  expect(await busy.source.find(second.id, desk.clock.now())).toBeUndefined();
  expect(await busy.rotate(second.id)).toBeUndefined();
});

test('use is written behind, at most once a minute, and prolongs the session', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const sessions = desk.open({});
  const { id } = await sessions.start(user, given);
  const began = desk.clock.now();
  desk.clock.advance(59_999);
  await sessions.source.find(id, desk.clock.now());
  desk.clock.advance(day / 2);
  const used = desk.clock.now();
  await sessions.source.find(id, used);
  expect((await sessions.list(user.id))[0]?.lastSeenAt).toEqual(began);
  await sessions.close();
  expect((await sessions.list(user.id))[0]?.lastSeenAt).toEqual(used);
  desk.clock.advance(day - 1);
  expect(await find(desk, id)).toBeDefined();
});

test('less than a minute after the last note nothing is noted', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const sessions = desk.open({});
  const { id } = await sessions.start(user, given);
  const began = desk.clock.now();
  desk.clock.advance(59_999);
  await sessions.source.find(id, desk.clock.now());
  await sessions.close();
  expect((await sessions.list(user.id))[0]?.lastSeenAt).toEqual(began);
});

test('every start makes a new id and ends the session the browser came with', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const other = await desk.user('bob');
  const planted = await desk.sessions.start(other, given);
  const { id } = await desk.sessions.start(user, { ...given, replaces: planted.id });
  expect(id).not.toBe(planted.id);
  expect(await find(desk, planted.id)).toBeUndefined();
  expect((await find(desk, id))?.user.id).toBe(user.id);
  expect(namesOf(desk.events)).toContain('session.ended replaced');
});

test('a password change and a deactivation end sessions by themselves', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  // Nobody listens here: it is the versions that count.
  const { id } = await desk.sessions.start(user, given);
  await desk.database
    .tables<{ user: { credential_version: number } }>()
    .kysely.updateTable('user')
    .set({ credential_version: 2 })
    .execute();
  expect(await find(desk, id)).toBeUndefined();
  expect(await desk.sessions.list(user.id)).toEqual([]);
  expect(await desk.sessions.rotate(id)).toBeUndefined();

  const now = (await desk.accounts.findById(user.id)) ?? user;
  const second = await desk.sessions.start(now, given);
  await desk.accounts.deactivate(user);
  expect(await find(desk, second.id)).toBeUndefined();
  await desk.accounts.activate(user);
  expect(await find(desk, second.id)).toBeUndefined();
  expect(namesOf(desk.events)).toContain('session.ended credentials');
});

test('a sign-in that was proved before the password changed starts nothing (K24)', async () => {
  await using desk = await openDesk();
  const proved = await desk.user();
  await desk.accounts.setPassword(proved, null);
  await expect(desk.sessions.start(proved, given)).rejects.toThrow(AuthenticationFailed);
  const changed = (await desk.accounts.findById(proved.id)) ?? proved;
  const before = await desk.sessions.start(changed, given);
  await desk.accounts.deactivate(changed);
  const late = { ...given, replaces: before.id };
  await expect(desk.sessions.start(changed, late)).rejects.toThrow(AuthenticationFailed);
  await expect(
    desk.sessions.signIn({ user: changed, methods: [], client: { address: undefined } }),
  ).rejects.toThrow(AuthenticationFailed);
  expect(namesOf(desk.events)).not.toContain('sign-in.succeeded');
});

test('an inactive account starts no session, and has none though the version is the same', async () => {
  await using desk = await openDesk();
  const never = await desk.accounts.create({ username: 'never', isActive: false });
  await expect(desk.sessions.start(never, given)).rejects.toThrow(AuthenticationFailed);
  const user = await desk.user();
  const { id } = await desk.sessions.start(user, given);
  await desk.database
    .tables<{ user: { is_active: number } }>()
    .kysely.updateTable('user')
    .set({ is_active: 0 })
    .execute();
  expect(await find(desk, id)).toBeUndefined();
  expect(await desk.sessions.list(user.id)).toEqual([]);
  expect(await desk.sessions.rotate(id)).toBeUndefined();
  expect(await desk.sessions.keep(id, user)).toBeUndefined();
});

test('the time last seen never goes back, whichever process writes last', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const { id } = await desk.sessions.start(user, given);
  const [early, late] = [desk.open({}), desk.open({})];
  desk.clock.advance(100_000);
  await early.source.find(id, desk.clock.now());
  desk.clock.advance(100_000);
  await late.source.find(id, desk.clock.now());
  await late.close();
  await early.close();
  expect((await desk.sessions.list(user.id))[0]?.lastSeenAt).toEqual(desk.clock.now());
});

test('the session in which the password was changed lives on under a new id', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const mine = await desk.sessions.start(user, given);
  const other = await desk.sessions.start(user, given);
  const changed = await desk.accounts.setPassword(user, null, { keepSession: mine.session.id });
  expect(await desk.sessions.list(user.id)).toHaveLength(1);
  const kept = await desk.sessions.keep(mine.id, changed);
  expect(kept?.session.id).toBe(mine.session.id);
  expect(kept?.id).not.toBe(mine.id);
  expect(await find(desk, kept?.id ?? '')).toMatchObject({ user: changed });
  expect(await find(desk, mine.id)).toBeUndefined();
  expect(await find(desk, other.id)).toBeUndefined();
});

test('only a live session of the same user is kept', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const bob = await desk.user('bob');
  // Accounts of its own, so that no listener of ours clears anything away.
  const bump = async (version: number) => {
    await desk.database
      .tables<{ user: { credential_version: number; id: unknown } }>()
      .kysely.updateTable('user')
      .set({ credential_version: version })
      .where('id', '=', user.id)
      .execute();
    return { ...user, credentialVersion: version };
  };
  const void_ = await desk.sessions.start(user, given);
  expect(await desk.sessions.keep(void_.id, bob)).toBeUndefined();
  const second = await bump(2);
  const live = await desk.sessions.start(second, given);
  const third = await bump(3);
  expect(await desk.sessions.keep(void_.id, third)).toBeUndefined();
  expect(await desk.sessions.keep(live.id, second)).toBeUndefined();
  expect(await desk.sessions.keep(live.id, third)).toBeDefined();
});

test('a rotated session keeps its public id, its beginning and its end', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const started = await desk.sessions.start(user, given);
  desk.clock.advance(1_000);
  const rotated = await desk.sessions.rotate(started.id);
  expect(rotated?.session).toEqual(started.session);
  expect(await find(desk, started.id)).toBeUndefined();
  expect(await find(desk, rotated?.id ?? '')).toBeDefined();
  expect(namesOf(desk.events)).toContain('session.rotated privilege');
});

test('ending by public id asks whose session it is', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const bob = await desk.user('bob');
  const { id, session } = await desk.sessions.start(user, given);
  expect(await desk.sessions.endByPublicId(bob.id, session.id)).toBe(false);
  expect(await desk.sessions.endByPublicId('no id', session.id)).toBe(false);
  expect(await find(desk, id)).toBeDefined();
  expect(await desk.sessions.endByPublicId(user.id, session.id)).toBe(true);
  expect(await find(desk, id)).toBeUndefined();
});

test('ending all leaves the one excepted and the sessions of others', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const bob = await desk.user('bob');
  const mine = await desk.sessions.start(user, given);
  await desk.sessions.start(user, given);
  await desk.sessions.start(user, given);
  const his = await desk.sessions.start(bob, given);
  expect(await desk.sessions.endAll(user.id, { except: mine.session.id })).toBe(2);
  expect(await desk.sessions.list(user.id)).toEqual([mine.session]);
  expect(await desk.sessions.endAll(user.id)).toBe(1);
  expect(await find(desk, his.id)).toBeDefined();
  expect(await desk.sessions.endAll('no id')).toBe(0);
});

test('the 51st session ends the oldest', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const oldest = await desk.sessions.start(user, given);
  desk.clock.advance(1);
  for (let more = 0; more < 49; more += 1) await desk.sessions.start(user, given);
  expect(await find(desk, oldest.id)).toBeDefined();
  const newest = await desk.sessions.start(user, given);
  expect(await desk.sessions.list(user.id)).toHaveLength(50);
  expect(await find(desk, oldest.id)).toBeUndefined();
  expect(await find(desk, newest.id)).toBeDefined();
  expect(namesOf(desk.events)).toContain('session.ended limit');
});

test('what a client says of itself is kept short and printable', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const userAgent = `A\0B\n\ud800${'x'.repeat(500)}`;
  const { session } = await desk.sessions.start(user, { methods: [], userAgent });
  expect(session.userAgent).toBe(`A B \ufffd${'x'.repeat(195)}`);
  expect(await desk.sessions.list(user.id)).toEqual([session]);
  expect(session).toMatchObject({ address: null, methods: [] });
});

test('sessions that are over are deleted in batches, the others stay', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  for (let one = 0; one < 7; one += 1) await desk.sessions.start(user, given);
  desk.clock.advance(day);
  const live = await desk.sessions.start(user, given);
  const told: number[] = [];
  const options = { batch: 3, progress: (deleted: number) => void told.push(deleted) };
  expect(await desk.sessions.clearExpired(options)).toBe(7);
  expect(told).toEqual([3, 6, 7]);
  expect(await find(desk, live.id)).toBeDefined();
  expect(await rows(desk)).toHaveLength(1);
});

test('the cookie is kept from scripts, from other hosts and from plain HTTP', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const { id, cookie } = await desk.sessions.start(user, given);
  expect(cookie).toBe(`__Host-doorward=${id}; Path=/; Secure; HttpOnly; SameSite=Lax`);
  expect(desk.sessions.cookieName).toBe('__Host-doorward');
  expect(parseSetCookie(desk.sessions.clearCookie())).toMatchObject({ value: '', maxAge: 0 });
  const plain = desk.open({ cookie: { secure: false } });
  expect((await plain.start(user, given)).cookie).toMatch(/^doorward=[^;]+; Path=\/; HttpOnly/);
  expect(() => desk.open({ cookie: { path: '/app' } })).toThrow(TypeError);
});

test('a remembered session has a cookie that ends with it, after a rotation too', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const { id, cookie } = await desk.sessions.start(user, { ...given, remember: true });
  expect(parseSetCookie(cookie)?.maxAge).toBe(2_592_000);
  desk.clock.advance(1_500);
  const rotated = await desk.sessions.rotate(id);
  expect(parseSetCookie(rotated?.cookie ?? '')?.maxAge).toBe(2_592_000 - 2);
});

test('a sign-in notes the log-in and tells where it came from', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  desk.clock.advance(5_000);
  const now = desk.clock.now();
  const client = { address: '192.0.2.7' };
  const { id, session } = await desk.sessions.signIn({ user, methods: ['pwd'], client, now });
  expect((await find(desk, id))?.user.lastLogin).toEqual(now);
  expect(session.address).toBe('192.0.2.7');
  expect(desk.events.at(-1)).toMatchObject({
    name: 'sign-in.succeeded',
    at: now,
    userId: user.id,
    address: '192.0.2.7',
    data: { session: session.id, methods: 'pwd' },
  });
  expect(await desk.sessions.signOut(id, client)).toBe(true);
  expect(await find(desk, id)).toBeUndefined();
  expect(namesOf(desk.events.slice(-2))).toEqual(['session.ended sign_out', 'sign-out']);
  expect(await desk.sessions.signOut(id)).toBe(false);
});

test('a repeated log-in keeps the id only where told to, and only of the same user', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const bob = await desk.user('bob');
  const client = { address: undefined };
  const first = await desk.sessions.signIn({ user, methods: ['pwd'], client });
  const again = { methods: ['pwd'], client, replaces: first.id, repeatedLogin: 'keep' } as const;
  expect((await desk.sessions.signIn({ ...again, user })).id).toBe(first.id);
  const his = await desk.sessions.signIn({ ...again, user: bob });
  expect(his.id).not.toBe(first.id);
  expect(await find(desk, first.id)).toBeUndefined();
  const other = await desk.sessions.signIn({
    ...again,
    user: bob,
    replaces: his.id,
    repeatedLogin: 'rotate',
  });
  expect(other.id).not.toBe(his.id);

  const changed = await desk.accounts.setPassword(bob, null, { keepSession: other.session.id });
  const late = { ...again, user: bob, replaces: other.id };
  await expect(desk.sessions.signIn(late)).rejects.toThrow(AuthenticationFailed);
  expect((await desk.sessions.signIn({ ...late, user: changed })).id).toBe(other.id);
});

test('a store that cannot answer is no sign-out: everything says so', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const { id } = await desk.sessions.start(user, given);
  const later = desk.clock.now();
  const { sessions } = desk;
  await desk.database.close();
  const verbs = [
    () => sessions.source.find(id, later),
    () => sessions.start(user, given),
    () => sessions.rotate(id),
    () => sessions.keep(id, user),
    () => sessions.end(id),
    () => sessions.signOut(id),
    () => sessions.endAll(user.id),
    () => sessions.list(user.id),
    () => sessions.clearExpired(),
  ];
  for (const verb of verbs) {
    await expect((async () => await verb())()).rejects.toThrow(StorageUnavailable);
  }
});

test('limits that make no sense are refused at the start', async () => {
  await using desk = await openDesk();
  for (const options of [
    { idleSeconds: 0 },
    { absoluteSeconds: Number.NaN },
    { maxPerUser: 0.5 },
  ]) {
    expect(() => desk.open(options)).toThrow(RangeError);
  }
});
