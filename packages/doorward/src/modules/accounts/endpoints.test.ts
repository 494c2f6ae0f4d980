import { expect, it } from 'vitest';
import { allowed, denied, requiringUser } from '../../core/permission.ts';
import { policy } from '../../core/policy.ts';
import { routes } from '../../core/routes.ts';
import type { AuthScheme } from '../../core/scheme.ts';
import { meEndpoint } from './endpoints.ts';
import { openDesk, someRequest } from './test-accounts.ts';
import type { User } from './user.ts';

it('GET /api/me says who is asking, and how we know', async () => {
  await using desk = await openDesk();
  const { id } = await desk.accounts.create({
    username: 'alice',
    email: 'alice@example.org',
    firstName: 'Alice',
    lastName: 'Smith',
  });
  const pass: AuthScheme<User> = {
    name: 'Pass',
    async authenticate({ request }) {
      if (request.headers.get('authorization') !== 'Pass') return undefined;
      const user = (await desk.accounts.findById(id)) as User;
      return { accepted: true, user, methods: ['pwd'], scopes: new Set(['read']) };
    },
    challenge: () => ({ scheme: 'Pass' }),
  };
  const members = requiringUser<User>(({ user }) => (user === null ? denied : allowed));
  const guarded = policy({ schemes: [pass], permission: members });
  const answer = routes([meEndpoint(guarded)], { fallback: guarded });
  const ask = (headers: Record<string, string>) => {
    const request = new Request('https://example.org/api/me', { headers });
    return answer(request, { ...someRequest, request });
  };

  const response = await ask({ authorization: 'Pass' });
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.json()).toEqual({
    id: 1,
    username: 'alice',
    email: 'alice@example.org',
    first_name: 'Alice',
    last_name: 'Smith',
    is_staff: false,
    is_superuser: false,
    date_joined: '2026-01-01T00:00:00.000Z',
    last_login: null,
    auth: { scheme: 'Pass', at: '2026-01-01T00:00:00.000Z', methods: ['pwd'], scopes: ['read'] },
  });
  expect((await ask({})).status).toBe(401);
});
