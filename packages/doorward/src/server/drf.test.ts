import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatBasic } from '../http/basic-credentials.ts';
import type { User } from '../modules/accounts/index.ts';
import basicVectors from '../schemes/vectors/drf-basic-header.json' with { type: 'json' };
import tokenVectors from '../schemes/vectors/drf-token-header.json' with { type: 'json' };
import { goodPassword, type TestServer, testServer, Visitor } from './test-server.ts';

// The whole program under `behaviour: 'drf'`, with DRF's default order: Session, then the others.
// Bodies are compared as text: compact JSON, and nothing beside what DRF sends.

const nobody = '{"detail":"Authentication credentials were not provided."}';
const wrongPair = '{"non_field_errors":["Unable to log in with provided credentials."]}';

let server: TestServer;
let alice: User;
beforeAll(async () => {
  server = await testServer({
    behaviour: 'drf',
    limits: { guessesPerAccount: '1000/min', guessesPerAddress: '1000/min' },
  });
  const { accounts } = server.parts;
  for (const [name, password] of Object.entries(basicVectors.users)) {
    const username = name.replace(' (inactive)', '');
    const isActive = username === name;
    const user = await accounts.create({ username, password, isActive }, { anyPassword: true });
    if (username === 'alice') alice = user;
  }
});
afterAll(() => server.remove());

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

async function call(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(new URL(path, server.address), init);
  return { status: response.status, text: await response.text(), headers: response.headers };
}

const asAlice = () => ({
  authorization: `Basic ${formatBasic('alice', basicVectors.users.alice)}`,
});

/** What every error of DRF has in common. */
function expectJson({ headers }: Answer): void {
  expect(headers.get('content-type')).toBe('application/json');
}

describe('GET /api/me', () => {
  test('nobody: 403, no challenge, and the very body', async () => {
    const answer = await call('/api/me');
    expect([answer.status, answer.text]).toEqual([403, nobody]);
    expect(answer.headers.has('www-authenticate')).toBe(false);
    expectJson(answer);
  });

  const basic = (authorization: string | null) =>
    call('/api/me', authorization === null ? {} : { headers: { authorization } });

  // The recorded service began with Basic; here Session stands first, so each 401 is a 403.
  const refused = basicVectors.cases.filter(({ status }) => status === 401);
  test.each(refused)('Basic is refused: $authorization', async ({ authorization, body }) => {
    const answer = await basic(authorization);
    expect([answer.status, answer.text]).toEqual([403, JSON.stringify(body)]);
    expect(answer.headers.has('www-authenticate')).toBe(false);
    expectJson(answer);
  });

  const accepted = basicVectors.cases.filter(({ status }) => status === 200);
  test.each(accepted)('Basic is accepted: $authorization', async ({ authorization, body }) => {
    const answer = await basic(authorization);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({ username: body.user });
    expectJson(answer);
  });

  // `Bearer` is our second word for the same scheme, so that one is not "not provided".
  const headers = tokenVectors.cases.filter(
    ({ authorization, status }) => status === 401 && !authorization?.startsWith('Bearer'),
  );
  test.each(headers)('Token: $authorization', async ({ authorization, body }) => {
    const init = authorization === null ? {} : { headers: { authorization } };
    const answer = await call('/api/me', init);
    expect([answer.status, answer.text]).toEqual([403, JSON.stringify(body)]);
    expect(answer.headers.has('www-authenticate')).toBe(false);
    expectJson(answer);
  });

  test('a token in any case of its word, and only as it was written', async () => {
    const { token } = await server.parts.tokens.create(alice, { name: 'old', oldFormat: true });
    for (const word of ['Token', 'token', 'TOKEN']) {
      const answer = await call('/api/me', { headers: { authorization: `${word} ${token}` } });
      expect(answer.status).toBe(200);
    }
    const upper = `Token ${token.toUpperCase()}`;
    const answer = await call('/api/me', { headers: { authorization: upper } });
    expect([answer.status, answer.text]).toEqual([403, '{"detail":"Invalid token."}']);
  });

  test('what cannot be had as JSON is a 406, before anybody is asked who they are', async () => {
    const answer = await call('/api/me', { headers: { accept: 'application/xml' } });
    expect([answer.status, answer.text]).toEqual([
      406,
      '{"detail":"Could not satisfy the request Accept header."}',
    ]);
    expectJson(answer);
  });

  test('q values are not looked at', async () => {
    const headers = { ...asAlice(), accept: 'application/json;q=0, text/html' };
    expect((await call('/api/me', { headers })).status).toBe(200);
  });

  test('a method it does not have is a 405 with Allow', async () => {
    const answer = await call('/api/me', { method: 'DELETE', headers: asAlice() });
    expect([answer.status, answer.text]).toEqual([
      405,
      '{"detail":"Method \\"DELETE\\" not allowed."}',
    ]);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expectJson(answer);
  });

  test('HEAD is GET without its body', async () => {
    const admitted = await call('/api/me', { method: 'HEAD', headers: asAlice() });
    expect([admitted.status, admitted.text]).toEqual([200, '']);
    const refused = await call('/api/me', { method: 'HEAD' });
    expect([refused.status, refused.text]).toEqual([403, '']);
  });
});

describe('POST /api/token', () => {
  const json = (body: string, headers: Record<string, string> = {}) =>
    call('/api/token', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const right = { username: 'alice', password: basicVectors.users.alice };

  test('the right pair: 200, {"token": 40 hexadecimal digits} and nothing more', async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries(right)) form.set(name, value);
    for (const body of [new URLSearchParams(right), form]) {
      const answer = await call('/api/token', { method: 'POST', body });
      expect(answer.status).toBe(200);
      expect(answer.text).toMatch(/^\{"token":"[0-9a-f]{40}"\}$/);
      expectJson(answer);
    }
    const { token } = JSON.parse((await json(JSON.stringify(right))).text) as { token: string };
    const me = await call('/api/me', { headers: { authorization: `Token ${token}` } });
    expect(me.status).toBe(200);
  });

  const required = '"This field is required."';
  const blank = '"This field may not be blank."';
  const noString = '"Not a valid string."';
  test.each([
    ['nothing', '{}', `{"username":[${required}],"password":[${required}]}`],
    [
      'empty fields',
      '{"username":"","password":""}',
      `{"username":[${blank}],"password":[${blank}]}`,
    ],
    ['a blank name', '{"username":" ","password":"x"}', `{"username":[${blank}]}`],
    ['null', '{"username":null,"password":"x"}', '{"username":["This field may not be null."]}'],
    ['an object', '{"username":{},"password":"x"}', `{"username":[${noString}]}`],
    ['a list', '{"username":["alice"],"password":"x"}', `{"username":[${noString}]}`],
    ['a boolean', '{"username":true,"password":"x"}', `{"username":[${noString}]}`],
    [
      'a NUL',
      '{"username":"ali\\u0000ce","password":"x"}',
      '{"username":["Null characters are not allowed."]}',
    ],
    [
      'a list for a body',
      '[]',
      '{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}',
    ],
    ['a wrong password', '{"username":"alice","password":"wrong"}', wrongPair],
    ['nobody by that name', '{"username":"nobody","password":"x"}', wrongPair],
    ['an inactive account', '{"username":"dead","password":"pw-dead-1"}', wrongPair],
    ['a number for a name', '{"username":5,"password":"x"}', wrongPair],
    ['white space round a password', '{"username":"alice","password":" s3cret-pass "}', wrongPair],
  ])('%s: 400', async (_, sent, expected) => {
    const answer = await json(sent);
    expect([answer.status, answer.text]).toEqual([400, expected]);
    expect(answer.headers.has('www-authenticate')).toBe(false);
    expectJson(answer);
  });

  test('white space round a name does not matter', async () => {
    expect((await json(JSON.stringify({ ...right, username: ' alice ' }))).status).toBe(200);
  });

  test('malformed JSON: 400, with a reason that quotes nothing', async () => {
    const answer = await json('{"username":"alice","password":"s3cret');
    expect(answer.status).toBe(400);
    expect(answer.text).toMatch(/^\{"detail":"JSON parse error - [^"]+"\}$/);
    expect(answer.text).not.toContain('s3cret');
    expectJson(answer);
  });

  test('another media type: 415', async () => {
    const answer = await json('<a/>', { 'content-type': 'application/xml' });
    expect([answer.status, answer.text]).toEqual([
      415,
      '{"detail":"Unsupported media type \\"application/xml\\" in request."}',
    ]);
    expectJson(answer);
  });

  test('another method: 405', async () => {
    const answer = await call('/api/token');
    expect([answer.status, answer.text]).toEqual([
      405,
      '{"detail":"Method \\"GET\\" not allowed."}',
    ]);
    expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
    expectJson(answer);
  });

  test('another Accept: 406', async () => {
    expect((await json(JSON.stringify(right), { accept: 'text/html' })).status).toBe(406);
  });

  test.each([
    ['Token dead0000dead0000dead0000dead0000dead0000', 'Invalid token.'],
    ['Token', 'Invalid token header. No credentials provided.'],
    ['Basic YWxpY2U6d3Jvbmc=', 'Invalid username/password.'],
  ])('a stale Authorization stands in the way: %s', async (authorization, detail) => {
    const answer = await json(JSON.stringify(right), { authorization });
    expect([answer.status, answer.text]).toEqual([403, JSON.stringify({ detail })]);
    expect(answer.headers.has('www-authenticate')).toBe(false);
  });

  test('with a session, the proof of the session is wanted, although Basic would do', async () => {
    const visitor = new Visitor(server);
    const fields = { username: 'session-user', password: goodPassword };
    await visitor.submit('/sign-up', { ...fields, password_again: goodPassword });
    const headers = { cookie: visitor.jar.header, ...asAlice() };
    const answer = await json(JSON.stringify(right), headers);
    expect([answer.status, answer.text]).toEqual([
      403,
      '{"detail":"CSRF Failed: CSRF token missing."}',
    ]);
    expectJson(answer);
    const wrong = await json(JSON.stringify(right), { ...headers, 'x-csrftoken': 'made up' });
    expect([wrong.status, wrong.text]).toEqual([
      403,
      '{"detail":"CSRF Failed: CSRF token incorrect."}',
    ]);
    const issued = await visitor.get('/api/csrf', { accept: 'application/json' });
    const { csrf_token } = (await issued.json()) as { csrf_token: string };
    const proved = await json(JSON.stringify(right), { ...headers, 'x-csrftoken': csrf_token });
    expect(proved.status).toBe(200);
  });
});

test('guessing: 429 with the wait in the text and in Retry-After', async () => {
  const limited = await testServer({ behaviour: 'drf', limits: { guessesPerAddress: '1/min' } });
  const guess = () =>
    fetch(new URL('/api/token', limited.address), {
      method: 'POST',
      body: new URLSearchParams({ username: 'alice', password: 'wrong' }),
    });
  await guess();
  const answer = await guess();
  const wait = answer.headers.get('retry-after');
  expect(answer.status).toBe(429);
  expect(await answer.text()).toBe(
    `{"detail":"Request was throttled. Expected available in ${wait} second${wait === '1' ? '' : 's'}."}`,
  );
  await limited.remove();
});

test('nothing there: 404', async () => {
  const answer = await call('/api/nothing');
  expect([answer.status, answer.text]).toEqual([404, '{"detail":"Not found."}']);
  expectJson(answer);
});
