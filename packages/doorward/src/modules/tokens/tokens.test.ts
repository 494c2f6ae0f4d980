import { expect, test } from 'vitest';
import { checksum } from '../../crypto/checksum.ts';
import { sha256 } from '../../crypto/digest.ts';
import { AuthenticationFailed, PermissionDenied } from '../../http/errors.ts';
import { StorageUnavailable } from '../../storage/errors.ts';
import type { User } from '../accounts/index.ts';
import { tokenSource } from './source.ts';
import { tokenStore } from './store.ts';
import type { TokenTables } from './tables.ts';
import { type Desk, openDesk } from './test-desk.ts';
import { tokenFormat } from './token-text.ts';

const find = ({ tokens, clock }: Desk, token: string) => tokens.source.find(token, clock.now());
const inSeconds = ({ clock }: Desk, seconds: number) =>
  new Date(clock.now().getTime() + seconds * 1_000);

function rows({ database }: Desk) {
  return database.tables<TokenTables>().kysely.selectFrom('token').selectAll().execute();
}

test('a token finds its user and its public id, and is good for everything', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const { token, record } = await desk.tokens.create(user, { name: ' laptop ' });
  expect(await find(desk, token)).toEqual({ user, credential: record.id });
  expect(record).toEqual({
    id: record.id,
    name: 'laptop',
    prefix: token.slice(0, 7),
    createdAt: desk.clock.now(),
    expiresAt: null,
    lastUsedAt: null,
  });
  expect(desk.events.at(-1)).toMatchObject({
    name: 'token.created',
    userId: user.id,
    data: { token: record.id, token_name: 'laptop' },
  });
});

test('the text of a token is nowhere but in the hands of whoever made it', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const { token } = await desk.tokens.create(user, { name: 'a' });
  const secret = token.slice(8);
  const kept = [await rows(desk), await desk.tokens.list(user.id), desk.events];
  expect(JSON.stringify(kept)).not.toContain(secret);
  expect((await rows(desk))[0]?.digest).toBe(sha256(token));
});

test('scopes and the time of the proof come along where there are any', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const provedAt = desk.clock.now();
  const scopes = ['posts:read', 'posts:read', 'me'];
  const { token, record } = await desk.tokens.create(user, { name: 'a', scopes, provedAt });
  expect(await find(desk, token)).toEqual({
    user,
    credential: record.id,
    at: provedAt,
    scopes: new Set(['posts:read', 'me']),
  });
  const none = await desk.tokens.create(user, { name: 'a', scopes: [] });
  expect(await find(desk, none.token)).toMatchObject({ scopes: new Set() });
});

test('a token with a wrong checksum costs no query, an unknown one costs one', async () => {
  await using desk = await openDesk();
  const store = tokenStore().open(desk.database);
  let queries = 0;
  const source = tokenSource({
    store: {
      find(digest) {
        queries += 1;
        return store.find(digest);
      },
    },
    format: tokenFormat('dw_'),
    used: { set: () => {} },
    lagMs: 60_000,
    endedByPasswordChange: false,
  });
  const body = `dw_${'x'.repeat(43)}`;
  for (const text of ['', 'x', `${body}000000`, 'A'.repeat(99_999), '\0'.repeat(52)]) {
    expect(await source.find(text, desk.clock.now())).toBeUndefined();
  }
  expect(queries).toBe(0);
  expect(await source.find(body + checksum(body), desk.clock.now())).toBeUndefined();
  expect(queries).toBe(1);
  const { token } = await desk.tokens.create(await desk.user(), { name: 'a' });
  expect(await source.find(token, desk.clock.now())).toBeDefined();
  expect(queries).toBe(2);
});

test('an expired token and one of a deactivated account say why, to listeners', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const { token } = await desk.tokens.create(user, { name: 'a', expiresAt: inSeconds(desk, 60) });
  desk.clock.advance(59_999);
  expect(await find(desk, token)).toMatchObject({ user });
  desk.clock.advance(1);
  expect(await find(desk, token)).toEqual({ failed: true, reason: 'expired' });
  const forever = await desk.tokens.create(user, { name: 'b' });
  await desk.accounts.deactivate(user);
  expect(await find(desk, forever.token)).toEqual({ failed: true, reason: 'inactive' });
});

test('a password change ends tokens only where told to', async () => {
  await using desk = await openDesk();
  const strict = desk.open({ endedByPasswordChange: true });
  const user = await desk.user();
  const { token } = await desk.tokens.create(user, { name: 'a' });
  const changed = await desk.accounts.setPassword(user, null);
  expect(await find(desk, token)).toMatchObject({ user: changed });
  expect(await strict.source.find(token, desk.clock.now())).toEqual({
    failed: true,
    reason: 'password_changed',
  });
});

test('a token proved for before the password changed is not made (K24)', async () => {
  await using desk = await openDesk();
  const proved = await desk.user();
  await desk.accounts.setPassword(proved, null);
  await expect(desk.tokens.create(proved, { name: 'a' })).rejects.toThrow(AuthenticationFailed);
  const never = await desk.accounts.create({ username: 'never', isActive: false });
  await expect(desk.tokens.create(never, { name: 'a' })).rejects.toThrow(AuthenticationFailed);
  expect(await rows(desk)).toEqual([]);
});

test('the last use is written behind, at most once a minute', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const { token, record } = await desk.tokens.create(user, { name: 'a' });
  const first = desk.clock.now();
  const soon = desk.open({});
  await soon.source.find(token, first);
  expect((await desk.tokens.find(user.id, record.id))?.lastUsedAt).toBeNull();
  await soon.close();
  expect((await desk.tokens.find(user.id, record.id))?.lastUsedAt).toEqual(first);
  const later = desk.open({});
  desk.clock.advance(59_999);
  await later.source.find(token, desk.clock.now());
  await later.close();
  expect((await desk.tokens.find(user.id, record.id))?.lastUsedAt).toEqual(first);
  const next = desk.open({});
  desk.clock.advance(1);
  await next.source.find(token, desk.clock.now());
  await next.close();
  expect((await desk.tokens.find(user.id, record.id))?.lastUsedAt).toEqual(desk.clock.now());
});

test('regenerating leaves one token of the name and touches no other', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const bob = await desk.user('bob');
  const old = [
    await desk.tokens.create(user, { name: 'api' }),
    await desk.tokens.create(user, { name: 'api' }),
  ];
  const other = await desk.tokens.create(user, { name: 'other' });
  const his = await desk.tokens.create(bob, { name: 'api' });
  const { token } = await desk.tokens.regenerate(user, 'api');
  for (const one of old) expect(await find(desk, one.token)).toBeUndefined();
  for (const text of [token, other.token, his.token]) expect(await find(desk, text)).toBeDefined();
  expect(desk.events.filter(({ name }) => name === 'token.revoked')).toHaveLength(2);
});

test('the limit refuses, and then nothing is revoked', async () => {
  await using desk = await openDesk({ maxPerUser: 3 });
  const user = await desk.user();
  const { token } = await desk.tokens.create(user, { name: 'a' });
  await desk.tokens.create(user, { name: 'b' });
  await desk.tokens.create(user, { name: 'b' });
  const refusal = { code: 'too_many_tokens', status: 403 };
  await expect(desk.tokens.create(user, { name: 'a' })).rejects.toMatchObject(refusal);
  await expect(desk.tokens.create(user, { name: 'c', whenFull: 'replace' })).rejects.toThrow(
    PermissionDenied,
  );
  const narrow = desk.open({ maxPerUser: 2 });
  await expect(narrow.regenerate(user, 'a')).rejects.toThrow(PermissionDenied);
  expect(await find(desk, token)).toBeDefined();
  expect(await rows(desk)).toHaveLength(3);
  await desk.tokens.regenerate(user, 'a');
  expect(await rows(desk)).toHaveLength(3);
});

test('at the limit, the oldest of the same name gives way where told to', async () => {
  await using desk = await openDesk({ maxPerUser: 3 });
  const user = await desk.user();
  const other = await desk.tokens.create(user, { name: 'other' });
  desk.clock.advance(1);
  const oldest = await desk.tokens.create(user, { name: 'api' });
  desk.clock.advance(1);
  const newer = await desk.tokens.create(user, { name: 'api' });
  await desk.tokens.create(user, { name: 'api', whenFull: 'replace' });
  expect(await find(desk, oldest.token)).toBeUndefined();
  for (const one of [other, newer]) expect(await find(desk, one.token)).toBeDefined();
  expect(await rows(desk)).toHaveLength(3);
});

test('expired tokens take up no room', async () => {
  await using desk = await openDesk({ maxPerUser: 2 });
  const user = await desk.user();
  await desk.tokens.create(user, { name: 'a', expiresAt: inSeconds(desk, 1) });
  await desk.tokens.create(user, { name: 'b' });
  desk.clock.advance(1_000);
  await desk.tokens.create(user, { name: 'c' });
  expect((await rows(desk)).map(({ name }) => name).toSorted()).toEqual(['b', 'c']);
});

test('revoking asks whose token it is', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const bob = await desk.user('bob');
  const { token, record } = await desk.tokens.create(user, { name: 'a' });
  expect(await desk.tokens.revoke(bob.id, record.id)).toBe(false);
  expect(await desk.tokens.find(bob.id, record.id)).toBeUndefined();
  expect(await desk.tokens.revoke('no id', record.id)).toBe(false);
  expect(await find(desk, token)).toBeDefined();
  expect(await desk.tokens.revoke(user.id, record.id)).toBe(true);
  expect(await find(desk, token)).toBeUndefined();
  expect(await desk.tokens.revoke(user.id, record.id)).toBe(false);
  await desk.tokens.create(user, { name: 'a' });
  await desk.tokens.create(user, { name: 'b' });
  const his = await desk.tokens.create(bob, { name: 'a' });
  expect(await desk.tokens.revokeAll(user.id)).toBe(2);
  expect(await desk.tokens.list(user.id)).toEqual([]);
  expect(await find(desk, his.token)).toBeDefined();
});

test('expired tokens are deleted in batches, the others stay', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    await desk.tokens.create(user, { name, expiresAt: inSeconds(desk, 1) });
  }
  await desk.tokens.create(user, { name: 'f', expiresAt: inSeconds(desk, 2) });
  await desk.tokens.create(user, { name: 'g' });
  desk.clock.advance(1_000);
  const told: number[] = [];
  const progress = (deleted: number) => void told.push(deleted);
  expect(await desk.tokens.clearExpired({ batch: 2, progress })).toBe(5);
  expect(told).toEqual([2, 4, 5]);
  expect((await rows(desk)).map(({ name }) => name).toSorted()).toEqual(['f', 'g']);
});

test('the old format is forty hexadecimal digits and works like any other', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const { token, record } = await desk.tokens.create(user, { name: 'a', oldFormat: true });
  expect(token).toMatch(/^[0-9a-f]{40}$/);
  expect(record.prefix).toBe(token.slice(0, 4));
  expect(await find(desk, token)).toMatchObject({ user });
  expect(await find(desk, token.toUpperCase())).toBeUndefined();
});

test('three lines give every new user a token', async () => {
  await using desk = await openDesk();
  const { stream: events, tokens } = desk;
  events.on('user.created', async ({ user }) => {
    await tokens.create(user as User, { name: 'api' });
  });
  const user = await desk.user();
  expect(await tokens.list(user.id)).toMatchObject([{ name: 'api' }]);
});

test('names, scopes and expiries that cannot be are refused', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const name = 'a';
  for (const options of [
    { name: '  ' },
    { name: 'x'.repeat(101) },
    { name, scopes: ['two words'] },
    { name, scopes: [''] },
    { name, scopes: ['"'] },
    { name, scopes: ['x'.repeat(1_001)] },
    { name, expiresAt: desk.clock.now() },
    { name, expiresAt: new Date(Number.NaN) },
  ]) {
    await expect(desk.tokens.create(user, options)).rejects.toThrow(RangeError);
  }
  expect(() => desk.open({ maxPerUser: 0 })).toThrow(RangeError);
});

test('a store that cannot answer is not an unknown token', async () => {
  await using desk = await openDesk();
  const user = await desk.user();
  const { token, record } = await desk.tokens.create(user, { name: 'a' });
  const later = desk.clock.now();
  const { tokens } = desk;
  await desk.database.close();
  const verbs = [
    () => tokens.source.find(token, later),
    () => tokens.create(user, { name: 'a' }),
    () => tokens.regenerate(user, 'a'),
    () => tokens.revoke(user.id, record.id),
    () => tokens.revokeAll(user.id),
    () => tokens.list(user.id),
    () => tokens.find(user.id, record.id),
    () => tokens.clearExpired(),
  ];
  for (const verb of verbs) {
    await expect((async () => await verb())()).rejects.toThrow(StorageUnavailable);
  }
});
