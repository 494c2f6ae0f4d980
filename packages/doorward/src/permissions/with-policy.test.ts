import { expect, expectTypeOf, test } from 'vitest';
import { guard } from '../core/guard.ts';
import { type ContextOf, policies, policy } from '../core/policy.ts';
import type { AuthContext, AuthScheme } from '../core/scheme.ts';
import { formatChallenge } from '../http/challenge.ts';
import { anyone } from './anyone.ts';
import { authenticated } from './authenticated.ts';
import { all, any } from './combinators.ts';
import { freshSignIn } from './fresh-sign-in.ts';
import { hasPermission } from './has-permission.ts';
import { hasScope } from './has-scope.ts';
import type { PermissionSource } from './permission-source.ts';
import { staff } from './staff.ts';
import { as, now, type TestUser, user } from './test-context.ts';

interface Robot {
  readonly serial: string;
  readonly isStaff: boolean;
}

/** Whoever asks is this user, who signed in an hour ago with a right to read. */
function always<User>(name: string, who: User): AuthScheme<User> {
  const accepted = {
    accepted: true,
    user: who,
    at: new Date(now.getTime() - 3_600_000),
    scopes: new Set(['read']),
  } as const;
  return {
    name,
    authenticate: () => accepted,
    challenge: (_request, because) => ({
      scheme: name,
      ...(because?.params && { params: because.params }),
    }),
  };
}

const people = always<TestUser>('People', user({ isStaff: true }));
const robots = always<Robot>('Robots', { serial: 'r2', isStaff: true });
const request = as(user()).request;

test('a policy knows its users, and whether there always is one', () => {
  const both = policy({ schemes: [people, robots], permission: all(staff, hasScope('read')) });
  expectTypeOf<ContextOf<typeof both>>().toEqualTypeOf<AuthContext<TestUser | Robot, never>>();
  const open = policy({ schemes: [people], permission: any(anyone, staff) });
  expectTypeOf<ContextOf<typeof open>>().toEqualTypeOf<AuthContext<TestUser>>();
  const route = policies({ schemes: [people], permission: authenticated });
  const closed = route({ permission: any(staff, authenticated) });
  expectTypeOf<ContextOf<typeof closed>>().toEqualTypeOf<AuthContext<TestUser, never>>();
  expect(closed.permission.requiresUser).toBe(true);
});

test('a rule about other users does not fit', () => {
  const source: PermissionSource<Robot> = { permissionsOf: () => new Set() };
  // @ts-expect-error people have no serial number
  policy({ schemes: [people], permission: hasPermission('a.b', source) });
  // @ts-expect-error a name is not staff
  policy({ schemes: [always('Names', { name: 'x' })], permission: staff });
  expect(policy({ schemes: [robots], permission: hasPermission('a.b', source) })).toBeDefined();
});

test.each([
  ['fresh enough', freshSignIn({ maxAgeSeconds: 3_600 }), undefined, undefined],
  [
    'too long ago (RFC 9470 §3)',
    freshSignIn({ maxAgeSeconds: 60 }),
    401,
    'People error="insufficient_user_authentication", max_age="60"',
  ],
  ['the right scope', hasScope('read'), undefined, undefined],
  [
    'the wrong scope (RFC 6750 §3.1)',
    all(staff, hasScope('write')),
    403,
    'People error="insufficient_scope", scope="write"',
  ],
])('through the guard: %s', async (_name, permission, status, challenge) => {
  const admission = await guard(request, policy({ schemes: [people], permission }));
  const refusal = admission.admitted ? undefined : admission.refusal;
  expect(refusal?.status).toBe(status);
  expect(refusal?.challenges.map(formatChallenge).join()).toBe(challenge);
});
