import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  type Denied,
  notConcerned,
  type Permission,
  type UserPermission,
  type Verdict,
} from '../core/permission.ts';
import { anyone } from './anyone.ts';
import { authenticated } from './authenticated.ts';
import { all, any, not } from './combinators.ts';
import { objectPermissions } from './model-permissions.ts';
import { type MaybeStaff, type MaybeSuperuser, staff, superuser } from './staff.ts';
import { as, nobody, type TestUser, user } from './test-context.ts';

const yes: Verdict = { allowed: true };
const no: Denied = { allowed: false, remedy: 'none' };
const told: Denied = { ...no, message: 'Closed on Sundays.', code: 'closed' };
const scope: Denied = { ...no, remedy: 'scope', params: { scope: 'x' } };
const hide: Denied = { ...no, remedy: 'hide' };

const says =
  (verdict: Verdict): Permission<unknown> =>
  () =>
    verdict;
const slowly =
  (verdict: Verdict): Permission<unknown> =>
  async () =>
    verdict;

describe('all', () => {
  test.each<[string, readonly [Verdict, ...Verdict[]], Verdict]>([
    ['one yes', [yes], yes],
    ['yes and yes', [yes, yes], yes],
    ['yes and no', [yes, no], no],
    ['the first no keeps its words', [yes, told, hide], told],
    ['an abstention does not count', [notConcerned, yes], yes],
    ['an abstention does not save', [notConcerned, no], no],
    ['only abstentions are none', [notConcerned, notConcerned], notConcerned],
  ])('%s', async (_name, verdicts, expected) => {
    const [first, ...more] = verdicts;
    expect(await all(says(first), ...more.map(slowly))(as(user()))).toEqual(expected);
  });

  test('asks nobody after the first no', async () => {
    let asked = false;
    const rule = all(says(no), () => {
      asked = true;
      return yes;
    });
    await rule(as(user()));
    expect(asked).toBe(false);
  });

  test('requires a user as soon as one rule does', async () => {
    expect(all(anyone, authenticated).requiresUser).toBe(true);
    expect(all(anyone, anyone).requiresUser).toBeUndefined();
    expect(await all(anyone, authenticated)(nobody())).toEqual(no);
  });
});

describe('any', () => {
  test.each<[string, readonly [Verdict, ...Verdict[]], Verdict]>([
    ['one yes', [yes], yes],
    ['no or yes', [told, yes], yes],
    ['no or no', [no, no], no],
    ['words beat none', [no, told, no], told],
    ['a remedy beats words', [told, scope], scope],
    ['hiding beats all', [scope, hide, told], hide],
    ['the first of equals', [told, { ...told, message: 'Later.' }], told],
    ['an abstention does not count', [notConcerned, told], told],
    ['only abstentions are none', [notConcerned], notConcerned],
  ])('%s', async (_name, verdicts, expected) => {
    const [first, ...more] = verdicts;
    expect(await any(says(first), ...more.map(slowly))(as(user()))).toEqual(expected);
  });

  test('asks nobody after the first yes', async () => {
    let asked = false;
    const rule = any(says(yes), () => {
      asked = true;
      return no;
    });
    await rule(as(user()));
    expect(asked).toBe(false);
  });

  test('requires a user only when every rule does', async () => {
    expect(any(staff, authenticated).requiresUser).toBe(true);
    expect(any(anyone, authenticated).requiresUser).toBeUndefined();
    expect(await any(anyone, authenticated)(nobody())).toEqual(yes);
  });
});

describe('not', () => {
  test.each<[Verdict, Verdict]>([
    [yes, no],
    [told, yes],
    [hide, yes],
    [notConcerned, notConcerned],
  ])('of %j is %j', async (verdict, expected) => {
    expect(await not(says(verdict))(as(user()))).toEqual(expected);
  });

  test('requires no user, whatever the rule does', async () => {
    expect(not(staff).requiresUser).toBeUndefined();
    expect(await not(staff)(nobody())).toEqual(yes);
  });
});

const verdicts = fc.constantFrom<Verdict[]>(yes, no, told, hide, notConcerned);
const lists = fc.tuple(verdicts, fc.array(verdicts, { maxLength: 4 }));

test('De Morgan holds for yes, no and abstention', async () => {
  await fc.assert(
    fc.asyncProperty(lists, async ([first, more]) => {
      const context = as(user());
      const left = await not(all(says(first), ...more.map(says)))(context);
      const right = await any(not(says(first)), ...more.map((one) => not(says(one))))(context);
      expect(left.allowed).toBe(right.allowed);
    }),
  );
});

test('a combination of nothing is refused at assembly', () => {
  const none = [] as unknown as [Permission<unknown>];
  expect(() => all(...none)).toThrow(/anyone/);
  expect(() => any(...none)).toThrow(TypeError);
});

test('the subject reaches every rule', async () => {
  const even: Permission<unknown, number> = (_context, subject) => (subject % 2 === 0 ? yes : no);
  const positive: Permission<unknown, number> = (_context, subject) => (subject > 0 ? yes : no);
  const rule = all(even, any(positive, not(even)), authenticated);
  expect(await rule(as(user()), 4)).toEqual(yes);
  expect(await rule(as(user()), 3)).toEqual(no);
  expect(await rule(as(user()), -4)).toEqual(no);
});

test('types say whether a user is required, and which', () => {
  expectTypeOf(all(anyone, staff)).toEqualTypeOf<UserPermission<MaybeStaff>>();
  expectTypeOf(all(anyone, anyone)).toEqualTypeOf<Permission<unknown>>();
  expectTypeOf(any(anyone, staff)).toEqualTypeOf<Permission<MaybeStaff>>();
  expectTypeOf(any(superuser, staff)).toEqualTypeOf<UserPermission<MaybeSuperuser & MaybeStaff>>();
  expectTypeOf(not(staff)).toEqualTypeOf<Permission<MaybeStaff>>();
  expectTypeOf(all(staff, any(authenticated, superuser))).toEqualTypeOf<
    UserPermission<MaybeStaff & MaybeSuperuser>
  >();
  const onNumbers = objectPermissions<TestUser, number>(
    { app: 'a', model: 'b' },
    { permissionsOf: () => new Set() },
  );
  expectTypeOf(any(staff, onNumbers)).toEqualTypeOf<
    UserPermission<MaybeStaff & TestUser, number>
  >();
});
