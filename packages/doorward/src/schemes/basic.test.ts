import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { formatBasic } from '../http/basic-credentials.ts';
import { parseChallenges } from '../http/challenge.ts';
import { basic } from './basic.ts';
import { fixedUsers } from './fixed-users.ts';
import type { PasswordSource } from './password-source.ts';
import { answerTo, breakable, drf, strict, type TestRequest } from './test-request.ts';
import vectors from './vectors/drf-basic-header.json' with { type: 'json' };

interface Account {
  readonly username: string;
  password: string;
  active: boolean;
  version: string;
}

/** Accounts in memory that count what they are asked. */
function accountsOf(...list: Account[]): PasswordSource<Account> & {
  readonly asked: { check: number; current: number };
} {
  const find = (username: string) => list.find((account) => account.username === username);
  const asked = { check: 0, current: 0 };
  return {
    asked,
    current(username) {
      asked.current += 1;
      const user = find(username);
      return user?.active ? { user, version: user.version } : undefined;
    },
    check(username, password) {
      asked.check += 1;
      const user = find(username);
      if (user === undefined) return { failed: true, reason: 'unknown_user' };
      if (user.password !== password) return { failed: true, reason: 'wrong_password' };
      return user.active ? { user, version: user.version } : { failed: true, reason: 'inactive' };
    },
  };
}

function account(username: string, password: string, active = true): Account {
  return { username, password, active, version: `${username}-1` };
}

const recorded = Object.entries(vectors.users).map(([name, password]) =>
  account(name.replace(' (inactive)', ''), password, !name.endsWith('(inactive)')),
);

function offering(username: string, password: string, more: TestRequest = {}): TestRequest {
  return { ...more, headers: { authorization: `Basic ${formatBasic(username, password)}` } };
}

describe('as Django REST framework', () => {
  const scheme = basic({ accounts: accountsOf(...recorded) });

  test.each(vectors.cases)('answers $authorization with $status', async (expected) => {
    const headers = { authorization: expected.authorization };
    const answer = await answerTo({ headers }, scheme, drf);
    expect(answer.status).toBe(expected.status);
    expect(answer.challenge).toBe(expected.www_authenticate);
    // Its body on success is the view's: the user's name, and DRF's own notion of auth.
    const user = answer.context?.user?.username;
    const body: unknown = answer.body ?? { ...expected.body, user };
    expect(body).toEqual(expected.body);
  });
});

describe('strictly', () => {
  const scheme = basic({ accounts: accountsOf(...recorded) });
  const unpadded = 'Basic YWxpY2U6czNjcmV0LXBhc3M';

  test('takes Base64 without padding, which DRF refuses', async () => {
    expect((await answerTo({ headers: { authorization: unpadded } }, scheme)).status).toBe(200);
  });

  test.each(vectors.cases.filter((each) => each.status === 401 && each.authorization !== unpadded))(
    'refuses $authorization with text, code and a challenge (RFC 9110 §15.5.2)',
    async (refused) => {
      const answer = await answerTo({ headers: { authorization: refused.authorization } }, scheme);
      expect(answer.status).toBe(401);
      expect(answer.body).toMatchObject({ code: expect.stringMatching(/^[a-z_]+$/) });
      expect((answer.body as { detail: string }).detail.length).toBeGreaterThan(10);
      expect(parseChallenges(answer.challenge ?? '')).toHaveLength(1);
    },
  );

  test.each([
    'Basic YWxpY2U6czNjcmV0LXBhc3M=!!',
    'Basic YWxp*Y2U6czNjcmV0LXBhc3M=',
    'Basic bGF0aW46cOQ=',
    'Basic YWxpY2U6YQBi',
  ])('refuses what only a lenient decoder reads: %s', async (authorization) => {
    const answer = await answerTo({ headers: { authorization } }, scheme);
    expect(answer).toMatchObject({ status: 401, body: { code: 'malformed_credentials' } });
  });

  test('says in the challenge that it takes UTF-8 (RFC 7617 §2.1)', async () => {
    const answer = await answerTo({}, basic({ realm: 'The Vault', verify: () => undefined }));
    expect(answer.challenge).toBe('Basic realm="The Vault", charset="UTF-8"');
  });

  test('reads ISO-8859-1 when only the charset is switched', async () => {
    const switches = { ...strict, credentialsCharset: 'latin-1' } as const;
    const headers = { authorization: 'Basic bGF0aW46cOQ=' };
    expect((await answerTo({ headers }, scheme, switches)).status).toBe(200);
  });

  test('is as sure of the case of the word as it is told', async () => {
    const headers = { authorization: `basic ${formatBasic('alice', 's3cret-pass')}` };
    const exact = { ...strict, schemeCase: 'exact' } as const;
    expect((await answerTo({ headers }, scheme)).status).toBe(200);
    const answer = await answerTo({ headers }, scheme, exact);
    expect(answer.body).toMatchObject({ code: 'not_authenticated' });
  });

  test('never fails at whatever is sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (junk) => {
        for (const authorization of [junk, `Basic ${junk}`, `Basic ${btoaOf(junk)}`]) {
          const { status } = await answerTo({ headers: { authorization } }, scheme);
          expect(status).toBe(401);
        }
      }),
    );
  });
});

function btoaOf(text: string): string {
  return Buffer.from(text).toString('base64');
}

test('every kind of wrong pair looks the same, an inactive account too', async () => {
  const scheme = basic({ accounts: accountsOf(...recorded) });
  const pairs = [
    ['nobody', 'x'],
    ['alice', 'x'],
    ['dead', 'pw-dead-1'],
    ['dead', 'x'],
  ] as const;
  for (const switches of [strict, drf]) {
    const answers = await Promise.all(
      pairs.map(([name, password]) => answerTo(offering(name, password), scheme, switches)),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({
      status: 401,
      body: { detail: 'Invalid username/password.' },
    });
  }
});

test('tells how the user proved who they are', async () => {
  const now = new Date('2026-05-05T05:05:05Z');
  const scheme = basic({ accounts: accountsOf(...recorded) });
  const { context } = await answerTo(offering('alice', 's3cret-pass', { now }), scheme);
  expect(context?.auth).toEqual({ scheme: 'Basic', at: now, methods: ['pwd'] });
});

describe('over plain http', () => {
  const remote = { secure: false, peer: '192.0.2.1', address: '192.0.2.1' };

  test('refuses before it looks at the pair', async () => {
    const verify = vi.fn<() => string>(() => 'alice');
    const answer = await answerTo(offering('alice', 'x', { client: remote }), basic({ verify }));
    expect(answer).toMatchObject({ status: 401, body: { code: 'insecure_transport' } });
    expect((answer.body as { detail: string }).detail).toContain('https');
    expect(verify).not.toHaveBeenCalled();
  });

  test('does not take a proxy on this machine for the client behind it', async () => {
    const client = { secure: false, peer: '127.0.0.1', address: '192.0.2.1' };
    const answer = await answerTo(offering('a', 'x', { client }), basic({ verify: () => 'a' }));
    expect(answer.body).toMatchObject({ code: 'insecure_transport' });
  });

  test("does not take a proxy's word for being this machine", async () => {
    const client = { secure: false, peer: '192.0.2.1', address: '127.0.0.1' };
    const answer = await answerTo(offering('a', 'x', { client }), basic({ verify: () => 'a' }));
    expect(answer.body).toMatchObject({ code: 'insecure_transport' });
  });

  test.each([
    ['an unknown peer', undefined, 401],
    ['127.0.0.1', '127.0.0.1', 200],
    ['::1', '::1', 200],
    ['::ffff:127.0.0.1', '::ffff:127.0.0.1', 200],
  ])('from %s', async (_name, peer, status) => {
    const client = { secure: false, peer, address: peer };
    const answer = await answerTo(offering('a', 'x', { client }), basic({ verify: () => 'a' }));
    expect(answer.status).toBe(status);
  });

  test('takes passwords when told to', async () => {
    const scheme = basic({ verify: () => 'a', allowInsecure: true });
    expect((await answerTo(offering('a', 'x', { client: remote }), scheme)).status).toBe(200);
  });

  test('leaves requests without Basic credentials alone', async () => {
    const headers = { authorization: 'Token abc' };
    const answer = await answerTo({ headers, client: remote }, basic({ verify: () => 'a' }));
    expect(answer.body).toMatchObject({ code: 'not_authenticated' });
  });
});

describe('remembering right pairs', () => {
  const at = (seconds: number) => ({ now: new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)) });

  test('spares the hash for a minute from the check, and asks for the account each time', async () => {
    const accounts = accountsOf(account('alice', 'right'));
    const scheme = basic({ accounts });
    for (const seconds of [0, 20, 59]) {
      expect((await answerTo(offering('alice', 'right', at(seconds)), scheme)).status).toBe(200);
    }
    expect(accounts.asked).toEqual({ check: 1, current: 2 });
    await answerTo(offering('alice', 'right', at(60)), scheme);
    expect(accounts.asked).toEqual({ check: 2, current: 2 });
  });

  test('sees a new password, a changed account and a closed one at once', async () => {
    const alice = account('alice', 'right');
    const scheme = basic({ accounts: accountsOf(alice) });
    const ask = async () => (await answerTo(offering('alice', 'right'), scheme)).status;
    expect(await ask()).toBe(200);
    Object.assign(alice, { password: 'new', version: 'alice-2' });
    expect(await ask()).toBe(401);
    Object.assign(alice, { password: 'right', version: 'alice-3' });
    expect(await ask()).toBe(200);
    Object.assign(alice, { active: false });
    expect(await ask()).toBe(401);
  });

  test('never remembers a wrong pair', async () => {
    const alice = account('alice', 'right');
    const accounts = accountsOf(alice);
    const scheme = basic({ accounts });
    for (let time = 0; time < 3; time += 1) await answerTo(offering('alice', 'wrong'), scheme);
    expect(accounts.asked).toEqual({ check: 3, current: 0 });
  });

  test('can be turned off', async () => {
    const accounts = accountsOf(account('alice', 'right'));
    const scheme = basic({ accounts, rememberSeconds: 0 });
    for (let time = 0; time < 2; time += 1) await answerTo(offering('alice', 'right'), scheme);
    expect(accounts.asked).toEqual({ check: 2, current: 0 });
  });
});

test('a store that is down is a 503 without a challenge, and costs nobody their sign-in', async () => {
  const accounts = accountsOf(account('alice', 'right'));
  const current = breakable((username: string) => accounts.current(username));
  const check = breakable((...pair: Parameters<typeof accounts.check>) => accounts.check(...pair));
  const scheme = basic({ accounts: { current, check } });
  const ask = () => answerTo(offering('alice', 'right'), scheme);
  check.broken = true;
  expect(await ask()).toMatchObject({ status: 503, challenge: null, retryAfter: '3' });
  check.broken = false;
  expect((await ask()).status).toBe(200);
  current.broken = true;
  expect(await ask()).toMatchObject({ status: 503, challenge: null });
  current.broken = false;
  expect((await ask()).status).toBe(200);
});

describe('at assembly', () => {
  test('wants exactly one way to check passwords', () => {
    const verify = () => undefined;
    expect(() => basic({} as Parameters<typeof basic>[0])).toThrow(TypeError);
    expect(() => basic({ verify, accounts: accountsOf() })).toThrow(/exactly one/);
  });

  test('refuses a realm that cannot be sent', () => {
    expect(() => basic({ realm: 'ü', verify: () => undefined })).toThrow(TypeError);
  });

  test.each([-1, 61, Number.NaN])('refuses to remember for %s seconds', (rememberSeconds) => {
    expect(() => basic({ accounts: accountsOf(), rememberSeconds })).toThrow(TypeError);
  });
});

test('works with a fixed list of users', async () => {
  const scheme = basic({ verify: fixedUsers({ admin: 'secret' }) });
  expect((await answerTo(offering('admin', 'secret'), scheme)).context?.user).toEqual({
    username: 'admin',
  });
  expect((await answerTo(offering('admin', 'Secret'), scheme)).status).toBe(401);
});
