import { expect, test } from 'vitest';
import { allowed } from '../../core/permission.ts';
import { policy } from '../../core/policy.ts';
import { routes } from '../../core/routes.ts';
import { keyring } from '../../crypto/keyring.ts';
import { Secret } from '../../crypto/secret.ts';
import { csrfTokens } from '../../schemes/csrf.ts';
import type { PasswordSource } from '../../schemes/password-source.ts';
import { session } from '../../schemes/session.ts';
import type { User } from '../accounts/index.ts';
import { csrfEndpoint } from './endpoints.ts';
import { logInEndpoint, logOutEndpoint, sessionForm } from './log-in.ts';
import { type Desk, openDesk } from './test-desk.ts';

/** A browser on a page of ours, and the endpoints it talks to. */
async function browser(desk: Desk) {
  const alice = await desk.user('alice');
  const csrf = csrfTokens(keyring([Secret.generate()]));
  const { sessions } = desk;
  const passwordSource: PasswordSource<User> = {
    current: () => undefined,
    check: (username, password) =>
      username === 'alice' && password === 'right'
        ? { user: alice, version: '1' }
        : { failed: true, reason: 'wrong_password' },
  };
  const scheme = session({ source: sessions.source, csrf });
  const inSession = policy({ schemes: [scheme], permission: () => allowed });
  const open = policy({ schemes: [sessionForm()], permission: () => allowed });
  const answer = routes(
    [
      csrfEndpoint(inSession, csrf, { bindings: sessions.bindings }),
      logInEndpoint({ sessions, csrf, passwordSource, policy: open }),
      logOutEndpoint({ sessions, policy: inSession }),
    ],
    { fallback: open },
  );
  const jar = new Map<string, string>();
  async function call(
    path: string,
    init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
  ) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { host: 'example.org', ...(cookie && { cookie }), ...init.headers };
    const request = new Request(`https://example.org${path}`, { ...init, headers });
    const client = { address: '192.0.2.1', peer: '192.0.2.1', secure: true };
    const response = await answer(request, { request, client, now: desk.clock.now() });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (line.includes('Max-Age=0')) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }
  async function token(): Promise<string> {
    return ((await (await call('/api/csrf')).json()) as { csrf_token: string }).csrf_token;
  }
  async function logIn(password: string, headers: Record<string, string> = {}): Promise<Response> {
    return call('/api/log-in', {
      method: 'POST',
      body: JSON.stringify({ username: 'alice', password }),
      headers: {
        'content-type': 'application/json',
        'x-csrf-token': await token(),
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
    });
  }
  return { call, jar, logIn, token };
}

const cookie = '__Host-doorward';

test('a page of ours logs in and out', async () => {
  await using desk = await openDesk();
  const { call, jar, logIn, token } = await browser(desk);
  const response = await logIn('right');
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ user: { username: 'alice' } });
  expect(jar.has(cookie)).toBe(true);
  const headers = { 'x-csrf-token': await token() };
  expect((await call('/api/log-out', { method: 'POST', headers })).status).toBe(204);
  expect(jar.has(cookie)).toBe(false);
});

test('a second log-in makes a new session id and ends the old session', async () => {
  await using desk = await openDesk();
  const { jar, logIn } = await browser(desk);
  await logIn('right');
  const first = jar.get(cookie) as string;
  expect((await logIn('right')).status).toBe(200);
  expect(jar.get(cookie)).not.toBe(first);
  expect(await desk.sessions.source.find(first, desk.clock.now())).toBeUndefined();
});

test('a wrong password is a 401 with a challenge, and no cookie changes', async () => {
  await using desk = await openDesk();
  const { jar, logIn } = await browser(desk);
  const response = await logIn('wrong');
  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toBe('Session realm="api"');
  expect(await response.json()).toMatchObject({ code: 'invalid_credentials' });
  expect(jar.has(cookie)).toBe(false);
});

test.each([
  ['without the token', { 'x-csrf-token': '' }],
  ['with a made-up token', { 'x-csrf-token': 'guess.guess' }],
  ['from another site', { 'sec-fetch-site': 'cross-site' }],
  ['from a sibling', { 'sec-fetch-site': 'same-site', origin: 'https://blog.example.org' }],
])('the right password %s is a 403', async (_, headers) => {
  await using desk = await openDesk();
  const { jar, logIn } = await browser(desk);
  const response = await logIn('right', headers);
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ code: 'csrf_failed' });
  expect(jar.has(cookie)).toBe(false);
});

test("another site's log-out changes nothing", async () => {
  await using desk = await openDesk();
  const { call, jar, logIn } = await browser(desk);
  await logIn('right');
  const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
  expect((await call('/api/log-out', { method: 'POST', headers })).status).toBe(403);
  expect(jar.has(cookie)).toBe(true);
  // SameSite keeps the cookie at home: the request then looks like one of nobody.
  const kept = new Map(jar);
  jar.clear();
  const bare = await call('/api/log-out', { method: 'POST' });
  expect(bare.status).toBe(204);
  expect(bare.headers.has('set-cookie')).toBe(false);
  expect(
    await desk.sessions.source.find(kept.get(cookie) as string, desk.clock.now()),
  ).toBeDefined();
});
