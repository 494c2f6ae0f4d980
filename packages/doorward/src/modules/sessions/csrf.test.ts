import { expect, test } from 'vitest';
import type { AuthRequest } from '../../core/auth-request.ts';
import { allowed } from '../../core/permission.ts';
import { policy } from '../../core/policy.ts';
import { routes } from '../../core/routes.ts';
import type { Accepted } from '../../core/scheme.ts';
import { strict } from '../../core/switches.ts';
import { keyring } from '../../crypto/keyring.ts';
import { Secret } from '../../crypto/secret.ts';
import { parseSetCookie } from '../../http/set-cookie.ts';
import { csrfTokens } from '../../schemes/csrf.ts';
import { session } from '../../schemes/session.ts';
import type { User } from '../accounts/index.ts';
import { anonymousBindings } from './csrf-binding.ts';
import { csrfEndpoint } from './endpoints.ts';
import { type Desk, openDesk } from './test-desk.ts';

const csrf = csrfTokens(keyring([Secret.generate()]));

function ask(headers: Record<string, string> = {}): Request {
  return new Request('https://example.org/api/csrf', { headers });
}

function authRequest(request: Request, { clock }: Desk): AuthRequest {
  const client = { address: undefined, peer: undefined, secure: true };
  return { request, client, now: clock.now() };
}

function serve(desk: Desk) {
  const scheme = session({ source: desk.sessions.source, csrf });
  const open = policy({ schemes: [scheme], permission: () => allowed });
  const answer = routes([csrfEndpoint(open, csrf, { bindings: desk.sessions.bindings })], {
    fallback: open,
  });
  return { scheme, answer: (request: Request) => answer(request, authRequest(request, desk)) };
}

async function tokenOf(response: Response): Promise<string> {
  return ((await response.json()) as { csrf_token: string }).csrf_token;
}

test('somebody signed in gets the token that the session scheme accepts', async () => {
  await using desk = await openDesk();
  const { id } = await desk.sessions.start(await desk.user(), { methods: ['pwd'] });
  const { scheme, answer } = serve(desk);
  const cookie = `__Host-doorward=${id}`;
  const response = await answer(ask({ cookie }));
  expect(response.status).toBe(200);
  expect(response.headers.get('set-cookie')).toBeNull();
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('vary')).toBe('Cookie');
  const token = await tokenOf(response);
  const proved = authRequest(ask({ cookie, 'x-csrf-token': token }), desk);
  const accepted = (await scheme.authenticate(proved, strict)) as Accepted<User>;
  expect(await scheme.missingProof?.(proved, strict, accepted)).toBeUndefined();
  expect(csrf.verify(token, id)).toBe(true);
});

test('somebody anonymous gets a cookie and a token bound to it, and keeps both', async () => {
  await using desk = await openDesk();
  const { answer } = serve(desk);
  const bindings = anonymousBindings();
  const first = await answer(ask());
  const set = parseSetCookie(first.headers.get('set-cookie') ?? '');
  expect(set).toMatchObject({
    name: '__Host-doorward-csrf',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
  });
  const back = ask({ cookie: `__Host-doorward-csrf=${set?.value}` });
  const binding = bindings.read(back) ?? '';
  expect(csrf.verify(await tokenOf(first), binding)).toBe(true);
  const second = await answer(back);
  expect(second.headers.get('set-cookie')).toBeNull();
  expect(csrf.verify(await tokenOf(second), binding)).toBe(true);
  expect(csrf.verify(await tokenOf(await answer(ask())), binding)).toBe(false);
});

test('a session cookie that let nobody in binds nothing', async () => {
  await using desk = await openDesk();
  const { answer } = serve(desk);
  const stale = 'S'.repeat(43);
  const response = await answer(ask({ cookie: `__Host-doorward=${stale}` }));
  expect(response.headers.get('set-cookie')).not.toBeNull();
  expect(csrf.verify(await tokenOf(response), stale)).toBe(false);
});

test('a store that cannot answer is a 503, and no anonymous token', async () => {
  await using desk = await openDesk();
  const { id } = await desk.sessions.start(await desk.user(), { methods: ['pwd'] });
  const { answer } = serve(desk);
  await desk.database.close();
  const response = await answer(ask({ cookie: `__Host-doorward=${id}` }));
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('1');
  expect(response.headers.get('set-cookie')).toBeNull();
});

test('an anonymous cookie that is not ours, or there twice, counts as none', () => {
  const bindings = anonymousBindings({ secure: false });
  const name = 'doorward-csrf';
  const good = 'A'.repeat(22);
  expect(bindings.read(ask({ cookie: `${name}=${good}` }))).toBe(`anonymous/${good}`);
  for (const cookie of [
    '',
    `${name}=`,
    `${name}=${good}A`,
    `${name}=${'/'.repeat(22)}`,
    `${name}=${good}; ${name}=${good}`,
    `__Host-${name}=${good}`,
  ]) {
    expect(bindings.read(ask({ cookie }))).toBeUndefined();
    expect(bindings.ensure(ask({ cookie })).setCookie).toMatch(/^doorward-csrf=[\w-]{22}; /);
  }
  expect(parseSetCookie(bindings.clear())).toMatchObject({ name, value: '', maxAge: 0 });
});
