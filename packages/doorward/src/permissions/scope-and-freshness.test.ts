import { describe, expect, test } from 'vitest';
import { freshSignIn } from './fresh-sign-in.ts';
import { hasScope } from './has-scope.ts';
import { as, nobody, now, user } from './test-context.ts';

const yes = { allowed: true };

describe('hasScope', () => {
  const rule = hasScope('read', 'write');

  test('wants all of them, and tells all of them (RFC 6750 §3.1)', () => {
    expect(rule(as(user(), { scopes: new Set(['read', 'write', 'x']) }))).toEqual(yes);
    for (const scopes of [new Set(['read']), new Set<string>()]) {
      expect(rule(as(user(), { scopes }))).toEqual({
        allowed: false,
        remedy: 'scope',
        params: { scope: 'read write' },
      });
    }
  });

  test('lets credentials through that are good for everything', () => {
    expect(rule(as(user()))).toEqual(yes);
  });

  test('has no remedy for nobody but signing in', () => {
    expect(rule(nobody())).toEqual({ allowed: false, remedy: 'none' });
  });

  test.each(['', 'two words', 'a"b', 'a\\b', 'ü', 'a\n'])('refuses %j', (scope) => {
    expect(() => hasScope(scope)).toThrow(TypeError);
  });

  test('refuses to want nothing', () => {
    const none = [] as unknown as Parameters<typeof hasScope>;
    expect(() => hasScope(...none)).toThrow(TypeError);
  });
});

describe('freshSignIn', () => {
  const rule = freshSignIn({ maxAgeSeconds: 300 });
  const ago = (seconds: number) => as(user(), { at: new Date(now.getTime() - seconds * 1_000) });

  test('counts to the second (RFC 9470 §3)', () => {
    expect(rule(ago(0))).toEqual(yes);
    expect(rule(ago(300))).toEqual(yes);
    expect(rule(ago(300.001))).toEqual({
      allowed: false,
      remedy: 'reauthenticate',
      params: { max_age: '300' },
    });
  });

  test('never takes an unknown time for now', () => {
    expect(rule(as(user(), { at: new Date(0) }))).toMatchObject({ allowed: false });
    expect(rule(as(user(), { at: new Date(Number.NaN) }))).toMatchObject({ allowed: false });
  });

  test('has no remedy for nobody but signing in', () => {
    expect(rule(nobody())).toEqual({ allowed: false, remedy: 'none' });
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %s', (maxAgeSeconds) => {
    expect(() => freshSignIn({ maxAgeSeconds })).toThrow(TypeError);
  });
});
