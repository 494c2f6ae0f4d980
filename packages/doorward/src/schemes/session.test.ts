import { describe, expect, test } from 'vitest';
import { keyring } from '../crypto/keyring.ts';
import { Secret } from '../crypto/secret.ts';
import { csrfTokens } from './csrf.ts';
import { type SessionOptions, session } from './session.ts';
import type { SessionSource } from './session-source.ts';
import { answerTo, breakable, drf, signedIn, strict, type TestRequest } from './test-request.ts';
import { token } from './token.ts';

const csrf = csrfTokens(keyring([Secret.generate()]));
const at = new Date('2025-12-31T23:00:00Z');
const alice = { user: 'alice', credential: 'public-1', at, methods: ['pwd', 'otp'] };
const source: SessionSource<string> = { find: (id) => (id === 'secret-1' ? alice : undefined) };

function scheme(more: Partial<SessionOptions<string>> = {}) {
  return session({ source, csrf, ...more });
}

function withCookie(cookie: string, more: TestRequest = {}): TestRequest {
  return { ...more, headers: { cookie, ...more.headers } };
}

const mine = '__Host-doorward=secret-1';

test('knows who is signed in, when and how they proved it', async () => {
  const { context } = await answerTo(withCookie(`a=b; ${mine}`), scheme());
  expect(context).toMatchObject({
    user: 'alice',
    auth: { scheme: 'Session', at, methods: ['pwd', 'otp'], credential: 'public-1' },
  });
});

test.each([
  ['no cookie', undefined],
  ['an unknown one', '__Host-doorward=guess'],
  ['an empty one', '__Host-doorward='],
  ['one of another name', '__host-doorward=secret-1'],
  ['two of the name', `${mine}; __Host-doorward=planted`],
  ['the same twice', `${mine}; ${mine}`],
])('%s is nobody, and never a rejection', async (_name, cookie) => {
  const request = cookie === undefined ? {} : withCookie(cookie);
  const answer = await answerTo(request, scheme(), strict, () => ({ allowed: true }));
  expect(answer).toMatchObject({ status: 200, context: { user: null, auth: null } });
});

test('an old cookie does not stand in the way of another scheme', async () => {
  const other = token({ source: { find: () => ({ user: 'bob', credential: '1' }) } });
  const request = withCookie('__Host-doorward=old', { headers: { authorization: 'Token x' } });
  expect((await answerTo(request, [scheme(), other])).context?.user).toBe('bob');
});

describe('asked for', () => {
  test('by a word for which browsers show no dialog', async () => {
    expect(await answerTo({}, scheme({ realm: 'shop' }))).toMatchObject({
      status: 401,
      challenge: 'Session realm="shop"',
    });
  });

  test('or not at all, which is a 403', async () => {
    for (const switches of [strict, drf]) {
      const answer = await answerTo({}, scheme({ challenge: false }), switches);
      expect(answer).toMatchObject({ status: 403, challenge: null });
    }
  });
});

describe('unsafe requests', () => {
  const ask = (more: TestRequest, options: Partial<SessionOptions<string>> = {}) =>
    answerTo(withCookie(mine, { method: 'POST', ...more }), scheme(options));

  test('need no proof while they are safe', async () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      expect((await ask({ method })).status).toBe(200);
    }
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'])(
    '%s without a token',
    async (method) => {
      expect(await ask({ method })).toMatchObject({
        status: 403,
        challenge: null,
        body: { code: 'csrf_missing', detail: 'CSRF Failed: CSRF token missing.' },
      });
    },
  );

  test.each(['x-csrf-token', 'x-csrftoken'])('with a token in %s', async (name) => {
    expect((await ask({ headers: { [name]: csrf.issue('secret-1') } })).status).toBe(200);
  });

  test.each(['csrf_token', 'csrfmiddlewaretoken'])('with a token in the field %s', async (name) => {
    expect((await ask({ form: { [name]: csrf.issue('secret-1') } })).status).toBe(200);
  });

  test.each([
    ['somebody else', csrf.issue('secret-2')],
    ['the public id', csrf.issue('public-1')],
    ['nobody', 'x'.repeat(66)],
  ])('with a token of %s', async (_name, wrong) => {
    for (const more of [{ headers: { 'x-csrf-token': wrong } }, { form: { csrf_token: wrong } }]) {
      expect(await ask(more)).toMatchObject({
        status: 403,
        body: { code: 'csrf_incorrect', detail: 'CSRF Failed: CSRF token incorrect.' },
      });
    }
  });

  test('with an empty token have none', async () => {
    const more = { headers: { 'x-csrf-token': '' }, form: { csrf_token: '' } };
    expect((await ask(more)).body).toMatchObject({ code: 'csrf_missing' });
  });

  test('look where they are told to', async () => {
    const good = csrf.issue('secret-1');
    const options = { csrfHeaders: ['x-own'], csrfFields: [] };
    expect((await ask({ headers: { 'x-own': good } }, options)).status).toBe(200);
    expect((await ask({ headers: { 'x-csrf-token': good } }, options)).status).toBe(403);
  });

  test('from a page of another site are refused even with a token', async () => {
    const headers = {
      'x-csrf-token': csrf.issue('secret-1'),
      origin: 'https://evil.example',
      host: 'shop.example',
    };
    expect((await ask({ headers })).body).toMatchObject({ code: 'cross_origin' });
  });

  test("need the token where only DRF's own proof counts", async () => {
    const request = withCookie(mine, { method: 'POST' });
    expect(await answerTo(request, scheme(), drf)).toMatchObject({
      status: 403,
      body: { detail: 'CSRF Failed: CSRF token missing.' },
    });
  });

  test('of nobody need no proof', async () => {
    const answer = await answerTo({ method: 'POST' }, scheme(), strict, () => ({ allowed: true }));
    expect(answer.status).toBe(200);
  });
});

test('a store that is down is a 503 without a challenge, and nobody is signed out', async () => {
  const find = breakable((id: string, now: Date) => source.find(id, now));
  const one = scheme({ source: { find } });
  find.broken = true;
  const answer = await answerTo(withCookie(mine), one, strict, signedIn);
  expect(answer).toMatchObject({ status: 503, challenge: null, retryAfter: '3' });
  find.broken = false;
  expect((await answerTo(withCookie(mine), one)).status).toBe(200);
});

test('refuses a name that no cookie can have, and a realm that cannot be sent', () => {
  expect(() => scheme({ realm: 'ü' })).toThrow(TypeError);
  expect(() => scheme({ cookie: 'a b' })).toThrow(TypeError);
});
