import { expect, test } from 'vitest';
import { fixedUsers } from './fixed-users.ts';

const verify = fixedUsers({ admin: 'secret', bob: 'pa:ss', __proto__x: 'x' });

test.each([
  ['admin', 'secret'],
  ['bob', 'pa:ss'],
])('knows %s', (username, password) => {
  expect(verify(username, password)).toEqual({ username });
});

test.each([
  ['admin', ''],
  ['admin', 'secre'],
  ['admin', 'secrets'],
  ['admin', 'pa:ss'],
  ['Admin', 'secret'],
  ['', ''],
  ['toString', 'x'],
  ['__proto__', 'x'],
  ['admin","secret', ''],
])('does not know %s with %s', (username, password) => {
  expect(verify(username, password)).toBeUndefined();
});

test('refuses lists that would let anybody in, or nobody', () => {
  expect(() => fixedUsers({})).toThrow(TypeError);
  expect(() => fixedUsers({ admin: '' })).toThrow(TypeError);
  expect(() => fixedUsers({ 'a:b': 'x' })).toThrow(/colon/);
});
