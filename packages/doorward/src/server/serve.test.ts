import { readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settings } from './config.ts';
import { serve } from './serve.ts';
import {
  cheapPasswords,
  goodPassword,
  type TestServer,
  testServer,
  Visitor,
} from './test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer({
    limits: { guessesPerAddress: '1000/min', signUpsPerAddress: '1000/min' },
  });
});
afterAll(() => server.remove());

const call = (path: string, init?: RequestInit) => fetch(new URL(path, server.address), init);
const asBasic = (username: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`,
});

async function signedUp(username: string): Promise<Visitor> {
  const visitor = new Visitor(server);
  const fields = { username, password: goodPassword, password_again: goodPassword };
  const response = await visitor.submit('/sign-up', fields);
  expect(response.status).toBe(303);
  return visitor;
}

describe('the first run', () => {
  test('makes the database and the secret for their owner only', () => {
    const mode = (file: string) => statSync(join(server.folder, file)).mode & 0o777;
    expect(mode('data/doorward.db')).toBe(0o600);
    expect(mode('data/secret')).toBe(0o600);
    expect(mode('data')).toBe(0o700);
  });

  test('the one-time link makes one administrator, once', async () => {
    const path = new URL(server.setupLink as string).pathname;
    const fields = { password: goodPassword, password_again: goodPassword };
    const first = new Visitor(server);
    const second = new Visitor(server);
    const wrong = await first.submit(path, { ...fields, username: 'root', password: 'short' });
    expect(wrong.status).toBe(400);
    const answers = await Promise.all([
      first.submit(path, { ...fields, username: 'root' }),
      second.submit(path, { ...fields, username: 'rival' }),
    ]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303, 404]));
    expect(await server.parts.accounts.countSuperusers()).toBe(1);
    expect((await first.get(path)).status).toBe(404);
  });
});

describe('a visitor without script', () => {
  test('signs up, sees the profile, logs out, logs in and comes back to where they were', async () => {
    const visitor = await signedUp('alice');
    const profile = await visitor.get('/profile');
    expect(profile.status).toBe(200);
    expect(await profile.text()).toContain('<dd>alice</dd>');

    const out = await visitor.submit('/log-out', {});
    expect(out.status).toBe(303);
    expect(visitor.jar.has('doorward')).toBe(false);
    const sent = await visitor.get('/profile?tab=1');
    expect(sent.status).toBe(303);
    expect(sent.headers.get('location')).toBe('/log-in?next=%2Fprofile%3Ftab%3D1');

    const back = await visitor.submit(sent.headers.get('location') as string, {
      username: 'ALICE',
      password: goodPassword,
    });
    expect(back.status).toBe(303);
    expect(back.headers.get('location')).toBe('/profile?tab=1');
  });

  test('gets a new session id at every log-in, and the old one is worth nothing', async () => {
    const visitor = await signedUp('rotating');
    const old = visitor.jar.header;
    await visitor.submit('/log-in', { username: 'rotating', password: goodPassword });
    expect(visitor.jar.header).not.toBe(old);
    expect((await call('/api/me', { headers: { cookie: old } })).status).toBe(401);
    expect((await call('/api/me', { headers: { cookie: visitor.jar.header } })).status).toBe(200);
  });

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'is not sent elsewhere by next=%s',
    async (next) => {
      const visitor = new Visitor(server);
      await visitor.submit('/sign-up', {
        username: `next${Math.random().toString(36).slice(2)}`,
        password: goodPassword,
        password_again: goodPassword,
      });
      const page = `/log-in?next=${encodeURIComponent(next)}`;
      const html = await (await visitor.get(page)).text();
      expect(html).not.toContain('name="next"');
    },
  );

  test('hears the same for an unknown user, a wrong password and an inactive account', async () => {
    await signedUp('sleeper');
    await signedUp('wakeful');
    const sleeper = await server.parts.accounts.findByUsername('sleeper');
    await server.parts.accounts.deactivate(sleeper as NonNullable<typeof sleeper>);
    const pages = [];
    for (const username of ['nobody-at-all', 'sleeper', 'wakeful']) {
      const visitor = new Visitor(server);
      const password = username === 'sleeper' ? goodPassword : 'wrong password entirely';
      const response = await visitor.submit('/log-in', { username, password });
      const text = await response.text();
      expect(response.headers.get('www-authenticate')).toBe('Session realm="api"');
      pages.push([response.status, text.replaceAll(/value="[^"]*"/g, '')]);
    }
    expect(pages[0]?.[0]).toBe(401);
    expect(pages[1]).toEqual(pages[0]);
    expect(pages[2]).toEqual(pages[0]);
  });

  test('sees what was wrong, with the fields kept and no password sent back', async () => {
    const visitor = new Visitor(server);
    const response = await visitor.submit('/sign-up', {
      username: 'a"><script>',
      email: 'not an address',
      password: 'short',
      password_again: 'short',
    });
    expect(response.status).toBe(400);
    const page = await response.text();
    expect(page).toContain('a&quot;&gt;&lt;script&gt;');
    expect(page).not.toContain('value="short"');
    expect(page).toContain('aria-invalid="true"');
  });

  test.each([
    ['from another origin', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    [
      'from a sibling of the same site',
      { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' },
    ],
    ['from nowhere (origin null)', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
  ])('is protected from forms sent %s', async (_, headers) => {
    const visitor = await signedUp(`forged${Math.random().toString(36).slice(2)}`);
    expect((await visitor.submit('/log-out', {}, headers)).status).toBe(403);
    expect(
      (await visitor.submit('/log-in', { username: 'x', password: 'y' }, headers)).status,
    ).toBe(403);
    expect((await visitor.get('/profile')).status).toBe(200);
  });

  test('keeps the cookie when another site sends the log-out form, which comes without it', async () => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const body = new URLSearchParams({ csrf_token: 'made-up' });
    const response = await call('/log-out', { method: 'POST', body, headers, redirect: 'manual' });
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test('is protected from forms without a token, or with the token of somebody else', async () => {
    const visitor = await signedUp('victim');
    const other = await signedUp('attacker');
    const stolen = /name="csrf_token" value="([^"]+)"/.exec(
      await (await other.get('/profile')).text(),
    )?.[1];
    expect((await visitor.post('/log-out', {})).status).toBe(403);
    expect((await visitor.post('/log-out', { csrf_token: stolen as string })).status).toBe(403);
    expect(
      (await visitor.post('/log-in', { username: 'attacker', password: goodPassword })).status,
    ).toBe(403);
    expect((await visitor.get('/profile')).status).toBe(200);
  });
});

describe('the API', () => {
  test('answers the same user by session, token, bearer and Basic', async () => {
    const visitor = await signedUp('carol');
    const obtained = await call('/api/token', {
      method: 'POST',
      body: new URLSearchParams({ username: 'carol', password: goodPassword }),
    });
    const { token } = (await obtained.json()) as { token: string };
    expect(token).toMatch(/^dw_/);
    const ways = {
      Session: { cookie: visitor.jar.header },
      Bearer: { authorization: `Bearer ${token}` },
      Token: { authorization: `token ${token}` },
      Basic: asBasic('carol', goodPassword),
    };
    for (const headers of Object.values(ways)) {
      const response = await call('/api/me', { headers });
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toContain('no-store');
      expect(await response.json()).toMatchObject({ username: 'carol', is_staff: false });
    }
  });

  test('a deactivated account is refused by every scheme at once, remembered Basic included', async () => {
    const visitor = await signedUp('dave');
    const dave = await server.parts.accounts.findByUsername('dave');
    const user = dave as NonNullable<typeof dave>;
    const { token } = await server.parts.tokens.create(user, { name: 'api' });
    const ways = [
      { cookie: visitor.jar.header },
      { authorization: `Bearer ${token}` },
      asBasic('dave', goodPassword),
    ];
    for (const headers of ways) expect((await call('/api/me', { headers })).status).toBe(200);
    await server.parts.accounts.deactivate(user);
    for (const headers of ways) expect((await call('/api/me', { headers })).status).toBe(401);
  });

  test('a changed password ends sessions and remembered Basic at once', async () => {
    const visitor = await signedUp('erin');
    const erin = await server.parts.accounts.findByUsername('erin');
    expect((await call('/api/me', { headers: asBasic('erin', goodPassword) })).status).toBe(200);
    await server.parts.accounts.setPassword(
      erin as NonNullable<typeof erin>,
      'another long phrase here',
    );
    expect((await call('/api/me', { headers: asBasic('erin', goodPassword) })).status).toBe(401);
    expect((await call('/api/me', { headers: { cookie: visitor.jar.header } })).status).toBe(401);
  });

  test('GET /api/csrf gives scripts what an unsafe request needs', async () => {
    const visitor = await signedUp('frank');
    const response = await visitor.get('/api/csrf', { accept: 'application/json' });
    const { csrf_token } = (await response.json()) as { csrf_token: string };
    const out = await visitor.post('/log-out', {}, { 'x-csrf-token': csrf_token });
    expect(out.status).toBe(303);
  });

  test('a token for a password: JSON, form and multipart; a stale Authorization is ignored', async () => {
    await signedUp('grace');
    const fields = { username: 'grace', password: goodPassword };
    const multipart = new FormData();
    for (const [name, value] of Object.entries(fields)) multipart.set(name, value);
    const bodies: RequestInit[] = [
      { body: JSON.stringify(fields), headers: { 'content-type': 'application/json' } },
      { body: new URLSearchParams(fields) },
      { body: multipart },
      { body: new URLSearchParams(fields), headers: { authorization: 'Bearer stale' } },
    ];
    for (const init of bodies) {
      expect((await call('/api/token', { method: 'POST', ...init })).status).toBe(200);
    }
    const wrong = await call('/api/token', {
      method: 'POST',
      body: new URLSearchParams({ ...fields, password: 'wrong' }),
    });
    expect(wrong.status).toBe(401);
    expect(wrong.headers.get('www-authenticate')).toContain('Token');
    expect(await wrong.json()).toMatchObject({ code: 'invalid_credentials' });
  });

  test('tells load balancers that it lives and that it is ready', async () => {
    expect(await (await call('/healthz')).json()).toEqual({ status: 'ok' });
    expect(await (await call('/readyz')).json()).toEqual({ status: 'ready' });
  });

  test('guessing is slowed down, whichever door is tried, and the right password waits too', async () => {
    await signedUp('heidi');
    const statuses = [];
    for (let guess = 0; guess < 6; guess += 1) {
      statuses.push(
        (await call('/api/me', { headers: asBasic('heidi', `wrong ${guess}`) })).status,
      );
      const visitor = new Visitor(server);
      const fields = { username: 'heidi', password: `wrong ${guess}` };
      statuses.push((await visitor.submit('/log-in', fields)).status);
    }
    expect(statuses).toContain(429);
    const right = await call('/api/token', {
      method: 'POST',
      body: new URLSearchParams({ username: 'heidi', password: goodPassword }),
    });
    expect(right.status).toBe(429);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('bad input', () => {
  test.each([
    ['Authorization: Basic', 'Basic'],
    ['Basic with bad base64', 'Basic !!!!'],
    ['Basic without a colon', 'Basic YWJj'],
    ['Basic that is not UTF-8', 'Basic /zr/'],
    ['Bearer with a space', 'Bearer a b'],
    ['Bearer with bytes above ASCII', 'Bearer \u00ff'],
    ['a made-up token', `Bearer dw_${'a'.repeat(49)}`],
    ['eight thousand characters', `Bearer ${'a'.repeat(8_000)}`],
  ])('a malformed or wrong %s is a 401 with detail and code', async (_, authorization) => {
    const response = await call('/api/me', { headers: { authorization } });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBeTruthy();
    expect(await response.json()).toMatchObject({
      detail: expect.any(String),
      code: expect.any(String),
    });
  });

  test.each([
    [
      'malformed JSON',
      { body: '{"username":', headers: { 'content-type': 'application/json' } },
      400,
    ],
    ['a JSON list', { body: '[]', headers: { 'content-type': 'application/json' } }, 400],
    [
      'half a surrogate pair',
      {
        body: '{"username":"\\ud800","password":"x"}',
        headers: { 'content-type': 'application/json' },
      },
      401,
    ],
    [
      'a NUL',
      {
        body: '{"username":"a\\u0000","password":"x"}',
        headers: { 'content-type': 'application/json' },
      },
      400,
    ],
    [
      'numbers for texts',
      { body: '{"username":{},"password":[]}', headers: { 'content-type': 'application/json' } },
      400,
    ],
    ['an unknown type', { body: '<a/>', headers: { 'content-type': 'application/xml' } }, 415],
    ['too much', { body: new URLSearchParams({ username: 'a'.repeat(70_000) }) }, 413],
  ])('%s is a 4xx and writes nothing', async (_, init, status) => {
    const before = await server.parts.accounts.list();
    const response = await call('/api/token', { method: 'POST', ...init });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      detail: expect.anything(),
      code: expect.any(String),
    });
    expect(await server.parts.accounts.list()).toEqual(before);
  });

  test.each([
    ['/api/%zz', 400],
    ['/api/%ff', 400],
    ['/nothing', 404],
    ['//api/me', 404],
    ['/API/ME', 404],
    [`/${'a'.repeat(9_000)}`, 414],
  ])('the path %.30s is a %d', async (path, status) => {
    expect(
      (await raw(`GET ${path} HTTP/1.1\r\nHost: ${host()}\r\nConnection: close\r\n\r\n`)).status,
    ).toBe(status);
  });

  test.each([
    ['another host', 'Host: evil.example\r\n', 421],
    ['no host', '', 400],
    ['two hosts', 'Host: a\r\nHost: b\r\n', 400],
    ['a malformed host', 'Host: a b\r\n', 400],
    [
      'two sets of credentials',
      () => `Host: ${host()}\r\nAuthorization: Basic YTpi\r\nAuthorization: Bearer x\r\n`,
      400,
    ],
    ['sixteen kilobytes of header', `X-Long: ${'a'.repeat(20_000)}\r\n`, 431],
  ])('%s: %#', async (_, lines, status) => {
    const answer = await raw(
      `GET /api/me HTTP/1.1\r\n${typeof lines === 'string' ? lines : lines()}Connection: close\r\n\r\n`,
    );
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ detail: expect.any(String), code: expect.any(String) });
  });

  test('garbage is a 400 and the server goes on', async () => {
    expect((await raw('\u0000\u0001nonsense\r\n\r\n')).status).toBe(400);
    expect((await call('/healthz')).status).toBe(200);
  });

  test('two session cookies are none', async () => {
    const visitor = await signedUp('twice');
    const cookie = `${visitor.jar.header}; ${visitor.jar.header}`;
    expect((await call('/api/me', { headers: { cookie } })).status).toBe(401);
  });
});

describe('every answer', () => {
  test.each([
    '/',
    '/log-in',
    '/nothing',
    '/api/me',
    '/healthz',
    '/assets/style.css',
    '/assets/icon.svg',
  ])('%s cannot be framed, sniffed, or load anything from elsewhere', async (path) => {
    const { headers } = await call(path);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe-inline');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('to a browser an error is a page, to a program it is a problem', async () => {
    const page = await call('/nothing', { headers: { accept: 'text/html' } });
    expect(page.headers.get('content-type')).toContain('text/html');
    const problem = await call('/nothing');
    expect(problem.headers.get('content-type')).toBe('application/problem+json');
  });

  test('405 tells the methods', async () => {
    const response = await call('/api/token');
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST, OPTIONS');
  });
});

test('neither the log nor the audit holds a secret', async () => {
  const visitor = await signedUp('ivan');
  const wrong = 'a wrong password that must not be logged';
  await call('/api/me', { headers: asBasic('ivan', wrong) });
  await call('/api/me', { headers: asBasic('not-a-user-at-all', wrong) });
  const log = server.logged.join('\n');
  const entries = JSON.stringify(await server.parts.audit.list({ limit: 1_000 }));
  const cookie = visitor.jar.header.split('=')[1] as string;
  for (const secret of [wrong, goodPassword, cookie, 'not-a-user-at-all']) {
    expect(log).not.toContain(secret);
    expect(entries).not.toContain(secret);
  }
  expect(entries).toContain('wrong_password');
  expect(entries).toContain('unknown_user');
  expect(log).not.toContain(readFileSync(join(server.folder, 'data/secret'), 'utf8').trim());
});

describe('starting', () => {
  const log = () => undefined;
  const own = (port: number, databaseUrl = 'file:data/doorward.db') =>
    settings({ port, databaseUrl, passwords: cheapPasswords }, server.folder);

  test('a second start on the same port is one clear sentence', async () => {
    const port = Number(new URL(server.address).port);
    await expect(serve(own(port), { log })).rejects.toThrow(/^Port \d+ of 127\.0\.0\.1 is taken/);
  });

  test('a database from a newer version is one clear sentence, and stays as it was', async () => {
    const newer = await testServer();
    const { database } = newer.parts;
    const { kysely } = database.tables<{
      doorward_migration: { store: string; id: number; name: string; applied_at: number };
    }>();
    await kysely
      .insertInto('doorward_migration')
      .values({ store: 'ticket', id: 99, name: 'from the future', applied_at: 0 })
      .execute();
    await newer.stop();
    const again = settings({ port: 0, passwords: cheapPasswords }, newer.folder);
    await expect(serve(again, { log })).rejects.toThrow(/newer/);
    await newer.remove();
  });

  test('sessions survive a restart', async () => {
    const first = await testServer();
    const visitor = new Visitor(first);
    const fields = { username: 'judy', password: goodPassword, password_again: goodPassword };
    await visitor.submit('/sign-up', fields);
    const port = Number(new URL(first.address).port);
    await first.stop();
    const again = await serve(settings({ port, passwords: cheapPasswords }, first.folder), { log });
    expect((await visitor.get('/profile')).status).toBe(200);
    await again.stop();
    await first.remove();
  });
});

test('a storm of log-ins beyond two seconds of work is told to come back, and tokens go on', async () => {
  const busy = await testServer({
    passwords: { ...cheapPasswords, workers: 1 },
    limits: { guessesPerAddress: '100000/min' },
  });
  const token = await tokenFor(busy);
  const url = new URL('/api/token', busy.address);
  const storm = Array.from({ length: 400 }, (_, caller) =>
    fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ username: `caller-${caller}`, password: 'wrong' }),
    }),
  );
  const meanwhile = await fetch(new URL('/api/me', busy.address), {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(meanwhile.status).toBe(200);
  const answers = await Promise.all(storm);
  const refused = answers.find(({ status }) => status === 503);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 503]));
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused?.headers.has('www-authenticate')).toBe(false);
  expect(await refused?.json()).toMatchObject({ code: 'unavailable' });
  await busy.remove();
});

test('closed sign-up has no page and no door', async () => {
  const closed = await testServer({ signUp: 'closed' });
  const visitor = new Visitor(closed);
  expect((await visitor.get('/sign-up')).status).toBe(404);
  for (const path of ['/', '/log-in', '/nothing']) {
    expect(await (await visitor.get(path)).text()).not.toContain('/sign-up');
  }
  expect((await visitor.post('/sign-up', { username: 'x' })).status).toBe(404);
  await closed.remove();
});

async function tokenFor({ parts }: TestServer): Promise<string> {
  const user = await parts.accounts.create({ username: 'robot', password: goodPassword });
  return (await parts.tokens.create(user, { name: 'api' })).token;
}

function host(): string {
  return new URL(server.address).host;
}

/** Sends bytes as they are and reads the answer. */
function raw(request: string): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.address).port), '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (part) => {
      text += part;
    });
    socket.on('error', reject);
    socket.on('close', () => {
      const [head = '', body = ''] = text.split('\r\n\r\n');
      resolve({ status: Number(head.split(' ')[1]), body: parsed(body) });
    });
    socket.write(request, 'latin1');
  });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
