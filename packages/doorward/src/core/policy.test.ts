import { expect, expectTypeOf, test } from 'vitest';
import { guard } from './guard.ts';
import { allowed, denied, notConcerned, type Permission, requiringUser } from './permission.ts';
import { type ContextOf, policies, policy } from './policy.ts';
import type { Auth, AuthScheme } from './scheme.ts';
import { drf, strict } from './switches.ts';
import { asked, type Person, wordScheme } from './test-requests.ts';

const anyone = () => allowed;
const members = requiringUser<unknown>(({ user }) => (user === null ? denied : allowed));
const robots: AuthScheme<{ robot: number }> = { name: 'R', authenticate: () => undefined };

test('the user is the union of what the schemes yield, and null for nobody', () => {
  const open = policy({ schemes: [wordScheme('A'), robots], permission: anyone });
  expectTypeOf<ContextOf<typeof open>['user']>().toEqualTypeOf<Person | { robot: number } | null>();
});

test('a permission that requires a user takes nobody out of the type', () => {
  const closed = policy({ schemes: [wordScheme('A')], permission: members });
  expectTypeOf<ContextOf<typeof closed>['user']>().toEqualTypeOf<Person>();
  expectTypeOf<ContextOf<typeof closed>['auth']>().toEqualTypeOf<Auth>();
});

test('the value for nobody is part of the type', () => {
  const named = policy({ schemes: [wordScheme('A')], permission: anyone, nobody: () => 'nobody' });
  expectTypeOf<ContextOf<typeof named>['user']>().toEqualTypeOf<Person | string>();
});

test('a list of rules admits when all agree, and requires a user when one of them does', async () => {
  const closed = policy({ schemes: [wordScheme('A')], permission: [anyone, members] });
  expectTypeOf<ContextOf<typeof closed>['user']>().toEqualTypeOf<Person>();
  const ask = async (permission: readonly Permission<unknown>[], switches = strict) =>
    (await guard(asked(), policy({ schemes: [], permission, switches }))).admitted;
  expect(await ask([anyone, () => notConcerned])).toBe(true);
  expect(await ask([anyone, () => denied])).toBe(false);
  expect(await ask([() => notConcerned])).toBe(false);
  expect(await ask([])).toBe(false);
  expect(await ask([], drf)).toBe(true);
});

test('a policy without a permission or schemes does not compile, and says what to write', () => {
  // @ts-expect-error the permission is missing
  expect(() => policy({ schemes: [] })).toThrow('permission: anyone');
  // @ts-expect-error the schemes are missing
  expect(() => policy({ permission: anyone })).toThrow('schemes: []');
});

test('a scheme that stands twice is refused at assembly', () => {
  const twice = [wordScheme('A'), wordScheme('A')] as const;
  expect(() => policy({ schemes: twice, permission: anyone })).toThrow('A stands twice');
});

test('an origin is written as browsers send it', () => {
  const withOrigin = (origin: string) =>
    policy({ schemes: [], permission: anyone, origins: [origin] });
  expect(withOrigin('https://app.example').origins).toEqual(['https://app.example']);
  for (const wrong of ['app.example', 'https://app.example/', 'https://APP.example', '*', 'null']) {
    expect(() => withOrigin(wrong)).toThrow('is not an origin');
  }
});

test('routes replace what they name and keep the rest', () => {
  const route = policies({ schemes: [wordScheme('A')], permission: members, switches: drf });
  const own = route();
  const open = route({ permission: anyone });
  expect(own.permission).toBe(members);
  expect(open.permission).toBe(anyone);
  expect(open.switches).toBe(drf);
  expectTypeOf<ContextOf<typeof own>['user']>().toEqualTypeOf<Person>();
  expectTypeOf<ContextOf<typeof open>['user']>().toEqualTypeOf<Person | null>();
});

test('GET brings HEAD', () => {
  const { methods } = policy({ schemes: [], permission: anyone, methods: ['get', 'POST'] });
  expect(methods).toEqual(['GET', 'POST', 'HEAD']);
});
