import { describe, expect, test } from 'vitest';
import { anyone } from './anyone.ts';
import { authenticated, authenticatedOrReadOnly } from './authenticated.ts';
import { staff, superuser } from './staff.ts';
import { as, nobody, user } from './test-context.ts';

const yes = { allowed: true };
const no = { allowed: false, remedy: 'none' };

test('anyone lets everybody in', () => {
  expect(anyone(nobody())).toEqual(yes);
  expect(anyone(as(user({ isActive: false })))).toEqual(yes);
  expect(anyone.requiresUser).toBeUndefined();
});

test('authenticated lets in whoever is signed in', () => {
  expect(authenticated(nobody())).toEqual(no);
  expect(authenticated(as('a user that is only a name'))).toEqual(yes);
  expect(authenticated.requiresUser).toBe(true);
});

describe('authenticatedOrReadOnly', () => {
  test.each(['GET', 'HEAD', 'OPTIONS'])('lets nobody %s', (method) => {
    expect(authenticatedOrReadOnly(nobody({ method }))).toEqual(yes);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'get'])('denies nobody %s', (method) => {
    expect(authenticatedOrReadOnly(nobody({ method }))).toEqual(no);
    expect(authenticatedOrReadOnly(as(user(), { method }))).toEqual(yes);
  });
});

test.each([
  [{ isStaff: true }, yes],
  [{ isSuperuser: true }, no],
  [{ isStaff: true, isActive: false }, no],
  [{}, no],
])('staff and %j', (flags, verdict) => {
  expect(staff(as(user(flags)))).toEqual(verdict);
});

test.each([
  [{ isSuperuser: true }, yes],
  [{ isStaff: true }, no],
  [{ isSuperuser: true, isActive: false }, no],
])('superuser and %j', (flags, verdict) => {
  expect(superuser(as(user(flags)))).toEqual(verdict);
});

test('flags of users that have no notion of being active count', () => {
  expect(staff(as({ isStaff: true }))).toEqual(yes);
});

test('truth is a boolean, nothing that looks like it', () => {
  expect(staff(as({ isStaff: 'false' as unknown as boolean }))).toEqual(no);
});

test('nobody is neither staff nor superuser', () => {
  expect(staff(nobody())).toEqual(no);
  expect(superuser(nobody())).toEqual(no);
});
