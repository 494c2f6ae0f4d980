import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Permission } from '../core/permission.ts';
import { parseChallenges } from '../http/challenge.ts';
import { answerTo, breakable, drf, strict } from './test-request.ts';
import { bearer, token } from './token.ts';
import type { TokenFailure, TokenMatch, TokenSource } from './token-source.ts';
import vectors from './vectors/drf-token-header.json' with { type: 'json' };

type Known = Readonly<Record<string, TokenMatch<string> | TokenFailure>>;

function sourceOf(known: Known): TokenSource<string> {
  return { find: (key) => (Object.hasOwn(known, key) ? known[key] : undefined) };
}

const alice = { user: 'alice', credential: 'tk_1' };
const send = (authorization: string) => ({ headers: { authorization } });

describe('as Django REST framework', () => {
  const scheme = token({ source: sourceOf({ [vectors.token]: { ...alice, user: vectors.user } }) });

  test.each(vectors.cases)('answers $authorization with $status', async (expected) => {
    const headers = { authorization: expected.authorization };
    const answer = await answerTo({ headers }, scheme, drf);
    expect(answer.status).toBe(expected.status);
    expect(answer.challenge).toBe(expected.www_authenticate);
    const user = answer.context?.user;
    const body: unknown = answer.body ?? { ...expected.body, user };
    expect(body).toEqual(expected.body);
  });

  test('looks a token up that is UTF-8, and says when its user is inactive', async () => {
    const octets = Buffer.from('clé', 'utf8').toString('latin1');
    const one = token({ source: sourceOf({ clé: { failed: true, reason: 'inactive' } }) });
    expect(await answerTo(send(`Token ${octets}`), one, drf)).toMatchObject({
      status: 401,
      body: { detail: 'User inactive or deleted.' },
    });
  });
});

describe('strictly', () => {
  const scheme = token({ source: sourceOf({ [vectors.token]: alice }) });

  test.each(vectors.cases.filter(({ status }) => status === 401))(
    'refuses $authorization with text, code and a challenge (RFC 9110 §15.5.2)',
    async (refused) => {
      const answer = await answerTo({ headers: { authorization: refused.authorization } }, scheme);
      expect(answer.status).toBe(401);
      expect(answer.body).toMatchObject({
        detail: refused.body.detail,
        code: expect.stringMatching(/^(invalid_token|not_authenticated)$/),
      });
      expect(parseChallenges(answer.challenge ?? '')).toEqual([{ scheme: 'Token' }]);
    },
  );

  test.each(['\u00c3\u00a9', 'ab\u007f', 'ab\u0000', '\u0141'])(
    'refuses a token that holds %j before any look-up',
    async (junk) => {
      const answer = await answerTo(
        send(`Token ${junk}`),
        token({ source: { find: () => alice } }),
      );
      expect(answer).toMatchObject({ status: 401, body: { code: 'invalid_token' } });
      expect(answer.body).toMatchObject({ detail: expect.stringContaining('invalid characters') });
    },
  );

  test('does not take a character beyond one octet for another, leniently either', async () => {
    const answer = await answerTo(
      send('Token \u0141'),
      token({ source: sourceOf({ A: alice }) }),
      drf,
    );
    expect(answer.status).toBe(401);
  });

  test('says the same of every token that is no good', async () => {
    const source = sourceOf({
      old: { failed: true, reason: 'expired' },
      theirs: { failed: true, reason: 'inactive' },
    });
    const answers = await Promise.all(
      ['old', 'theirs', 'made-up'].map((key) => answerTo(send(`Token ${key}`), token({ source }))),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ status: 401, body: { detail: 'Invalid token.' } });
  });

  test('never fails at whatever is sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (junk) => {
        for (const switches of [strict, drf]) {
          const { status } = await answerTo(send(`Token ${junk}`), scheme, switches);
          expect(status).toBe(401);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('the context', () => {
  test('has the public id, the scopes and the time of the sign-in', async () => {
    const at = new Date('2025-12-31T00:00:00Z');
    const scopes = new Set(['read']);
    const scheme = token({ source: sourceOf({ k: { ...alice, at, scopes } }) });
    const { context } = await answerTo(send('Token k'), scheme);
    expect(context).toMatchObject({ user: 'alice' });
    expect(context?.auth).toEqual({ scheme: 'Token', at, methods: [], scopes, credential: 'tk_1' });
  });

  test('never takes a token of unknown age for a fresh sign-in', async () => {
    const { context } = await answerTo(send('Token k'), token({ source: sourceOf({ k: alice }) }));
    expect(context?.auth?.at).toEqual(new Date(0));
    expect(context?.auth).not.toHaveProperty('scopes');
  });
});

describe('keywords', () => {
  const source = sourceOf({ k: alice });

  test.each(['ApiKey k', 'apikey k', 'TOKEN\tk'])('takes any of several: %s', async (offer) => {
    const scheme = token({ keyword: ['ApiKey', 'Token'], source });
    expect((await answerTo(send(offer), scheme)).status).toBe(200);
  });

  test('asks for the first, and answers a rejection in the word that was used', async () => {
    const scheme = token({ keyword: ['Bearer', 'Token'], source, realm: 'x' });
    expect((await answerTo({}, scheme)).challenge).toBe('Bearer realm="x"');
    expect((await answerTo(send('Token no'), scheme)).challenge).toBe('Token realm="x"');
    expect((await answerTo(send('bearer no'), scheme)).challenge).toBe(
      'Bearer realm="x", error="invalid_token", error_description="Invalid token."',
    );
  });

  test('takes only the exact word where that is asked for', async () => {
    const exact = { ...strict, schemeCase: 'exact' } as const;
    expect((await answerTo(send('Bearer k'), bearer({ source }), exact)).status).toBe(200);
    const answer = await answerTo(send('bearer k'), bearer({ source }), exact);
    expect(answer.body).toMatchObject({ code: 'not_authenticated' });
  });

  test.each(['', 'two words', 'a,b', 'ü'])('refuses %j at assembly', (keyword) => {
    expect(() => token({ keyword, source })).toThrow(TypeError);
  });

  test('refuses a realm that cannot be sent', () => {
    expect(() => token({ realm: 'ü', source })).toThrow(TypeError);
  });
});

describe('Bearer (RFC 6750 §3)', () => {
  const source = sourceOf({ k: { ...alice, scopes: new Set(['read']) } });

  test('gives no error to those who offered nothing', async () => {
    expect((await answerTo({}, bearer({ source }))).challenge).toBe('Bearer realm="api"');
  });

  test('says which scope is wanting', async () => {
    const wide: Permission<unknown> = () => ({
      allowed: false,
      remedy: 'scope',
      params: { scope: 'write' },
    });
    const answer = await answerTo(send('Bearer k'), bearer({ source }), strict, wide);
    expect(answer).toMatchObject({
      status: 403,
      challenge: 'Bearer realm="api", error="insufficient_scope", scope="write"',
    });
  });
});

describe('several kinds of token behind one word', () => {
  const keys = token({ name: 'keys', passUnknown: true, source: sourceOf({ a: { ...alice } }) });
  const bad = sourceOf({ b: { ...alice, user: 'bob' }, old: { failed: true, reason: 'expired' } });
  const schemes = [keys, token({ name: 'others', source: bad })];

  test.each([
    ['a', 'alice', 'keys'],
    ['b', 'bob', 'others'],
  ])('each knows its own: %s', async (key, user, scheme) => {
    const { context } = await answerTo(send(`Token ${key}`), schemes);
    expect(context).toMatchObject({ user, auth: { scheme } });
  });

  test('the last one rejects what nobody knows', async () => {
    expect(await answerTo(send('Token c'), schemes)).toMatchObject({ status: 401 });
  });

  test('one that knows a token to be bad does not pass it on', async () => {
    const passing = token({ name: 'first', passUnknown: true, source: bad });
    const open = token({ name: 'second', source: { find: () => alice } });
    expect(await answerTo(send('Token old'), [passing, open])).toMatchObject({ status: 401 });
  });
});

test('a store that is down is a 503 without a challenge, and the token works again', async () => {
  const source = sourceOf({ k: alice });
  const find = breakable((key: string, now: Date) => source.find(key, now));
  const scheme = bearer({ source: { find } });
  find.broken = true;
  expect(await answerTo(send('Bearer k'), scheme)).toMatchObject({
    status: 503,
    challenge: null,
    retryAfter: '3',
  });
  find.broken = false;
  expect((await answerTo(send('Bearer k'), scheme)).status).toBe(200);
});
