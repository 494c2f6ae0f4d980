import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import { formatChallenge } from '../http/challenge.ts';
import { NotAuthenticated, NotFound, PermissionDenied, ValidationError } from '../http/errors.ts';
import { UnstorableText } from '../storage/errors.ts';
import type { AuthRequest } from './auth-request.ts';
import { demand } from './demand.ts';
import type { AuthEvent } from './events.ts';
import { guard } from './guard.ts';
import { allowed, type Denied, denied, notConcerned, type Permission } from './permission.ts';
import { type PolicyOptions, policy } from './policy.ts';
import { presentRefusal } from './present.ts';
import { refusalOfError } from './refused.ts';
import { type Auth, type AuthScheme, unauthenticated } from './scheme.ts';
import { drf, type Switches, strict } from './switches.ts';
import { asked, type Person, wordScheme } from './test-requests.ts';
import type { Throttle } from './throttle.ts';

const anyone: Permission<unknown> = () => allowed;
const signedIn: Permission<unknown> = ({ user }) => (user === null ? denied : allowed);
const a = wordScheme('A');
const b = wordScheme('B');
const mute = wordScheme('Mute', { challenge: false });

async function answer(
  request: AuthRequest,
  schemes: readonly AuthScheme<Person>[],
  permission: Permission<unknown>,
  options: PolicyOptions = {},
): Promise<{ status: number; challenges: string[]; code?: string; detail?: string }> {
  const admission = await guard(
    request,
    policy({ schemes, permission, listener: unheard, ...options }),
  );
  if (admission.admitted) return { status: admission.preflight ? 204 : 200, challenges: [] };
  const { status, challenges, code, detail } = admission.refusal;
  return { status, challenges: challenges.map(formatChallenge), code, detail };
}

const refusing =
  (verdict: Partial<Denied>): Permission<unknown> =>
  () => ({
    allowed: false,
    remedy: 'none',
    ...verdict,
  });
const good = { authorization: 'A good' };
/** Hears of the errors that are thrown here on purpose, so that they are not printed. */
function unheard(): void {}

const foreign = { origin: 'https://evil.example' };
const preflight = { origin: 'https://app.example', 'access-control-request-method': 'PUT' };
const both = [a, b];

interface Row {
  readonly what: string;
  readonly request: AuthRequest;
  readonly schemes: readonly AuthScheme<Person>[];
  readonly permission: Permission<unknown>;
  readonly options?: PolicyOptions;
  readonly strict: readonly [status: number, ...challenges: string[]];
  readonly drf: readonly [status: number, ...challenges: string[]];
}

const [askA, askB] = ['A realm="api"', 'B realm="api"'];
const table: readonly Row[] = [
  {
    what: 'anonymous, denied, every scheme can challenge',
    request: asked(),
    schemes: both,
    permission: signedIn,
    strict: [401, askA, askB],
    drf: [401, askA],
  },
  {
    what: 'anonymous, denied, only the second scheme can challenge',
    request: asked(),
    schemes: [mute, b],
    permission: signedIn,
    strict: [401, askB],
    drf: [403],
  },
  {
    what: 'anonymous, denied, no scheme can challenge',
    request: asked(),
    schemes: [mute],
    permission: signedIn,
    strict: [403],
    drf: [403],
  },
  {
    what: 'anonymous, denied, the route has no schemes',
    request: asked(),
    schemes: [],
    permission: signedIn,
    strict: [403],
    drf: [403],
  },
  {
    what: 'wrong credentials, the challenge of the scheme that said so first',
    request: asked('GET', { authorization: 'B bad' }),
    schemes: both,
    permission: signedIn,
    strict: [401, 'B realm="api", error="invalid_word"', askA],
    drf: [401, askA],
  },
  {
    what: 'wrong credentials on a public route',
    request: asked('GET', { authorization: 'A bad' }),
    schemes: both,
    permission: anyone,
    strict: [401, 'A realm="api", error="invalid_word"', askB],
    drf: [401, 'A realm="api", error="invalid_word"'],
  },
  {
    what: 'wrong credentials, the first scheme cannot challenge',
    request: asked('GET', { authorization: 'B bad' }),
    schemes: [mute, b],
    permission: signedIn,
    strict: [401, 'B realm="api", error="invalid_word"'],
    drf: [403],
  },
  {
    what: 'credentials of a scheme the route does not know',
    request: asked('GET', { authorization: 'C good' }),
    schemes: both,
    permission: signedIn,
    strict: [401, askA, askB],
    drf: [401, askA],
  },
  {
    what: 'signed in and admitted',
    request: asked('GET', good),
    schemes: both,
    permission: signedIn,
    strict: [200],
    drf: [200],
  },
  {
    what: 'signed in, denied',
    request: asked('GET', good),
    schemes: both,
    permission: refusing({}),
    strict: [403],
    drf: [403],
  },
  {
    what: 'signed in, lacking a scope (RFC 6750 §3.1)',
    request: asked('GET', good),
    schemes: both,
    permission: refusing({ remedy: 'scope', params: { scope: 'write' } }),
    strict: [403, 'A realm="api", error="insufficient_scope", scope="write"'],
    drf: [403, 'A realm="api", error="insufficient_scope", scope="write"'],
  },
  {
    what: 'signed in, a fresher sign-in needed (RFC 9470 §3)',
    request: asked('GET', good),
    schemes: both,
    permission: refusing({ remedy: 'reauthenticate', params: { max_age: '300' } }),
    strict: [401, 'A realm="api", error="insufficient_user_authentication", max_age="300"', askB],
    drf: [401, 'A realm="api", error="insufficient_user_authentication", max_age="300"'],
  },
  {
    what: 'signed in, existence hidden',
    request: asked('GET', good),
    schemes: both,
    permission: refusing({ remedy: 'hide' }),
    strict: [404],
    drf: [404],
  },
  {
    what: 'anonymous, existence hidden',
    request: asked(),
    schemes: both,
    permission: refusing({ remedy: 'hide' }),
    strict: [404],
    drf: [404],
  },
  {
    what: 'no rule had an opinion',
    request: asked('GET', good),
    schemes: both,
    permission: () => notConcerned,
    strict: [403],
    drf: [403],
  },
  {
    what: 'the store of a scheme is down',
    request: asked('GET', { authorization: 'A down' }),
    schemes: both,
    permission: signedIn,
    strict: [503],
    drf: [500],
  },
  {
    what: 'a scheme fails unexpectedly',
    request: asked('GET', { authorization: 'A broken' }),
    schemes: both,
    permission: signedIn,
    strict: [500],
    drf: [500],
  },
  {
    what: 'a method the route does not answer, anonymous',
    request: asked('DELETE'),
    schemes: both,
    permission: signedIn,
    options: { methods: ['GET'] },
    strict: [405],
    drf: [401, askA],
  },
  {
    what: 'a method the route does not answer, signed in',
    request: asked('DELETE', good),
    schemes: both,
    permission: signedIn,
    options: { methods: ['GET'] },
    strict: [405],
    drf: [405],
  },
  {
    what: 'HEAD where GET is answered',
    request: asked('HEAD', good),
    schemes: both,
    permission: signedIn,
    options: { methods: ['GET'] },
    strict: [200],
    drf: [200],
  },
  {
    what: 'no acceptable type, before anybody is asked who they are',
    request: asked('GET', { accept: 'application/xml' }),
    schemes: both,
    permission: signedIn,
    options: { produces: ['application/json'] },
    strict: [406],
    drf: [406],
  },
  {
    what: 'a type excluded by its q value',
    request: asked('GET', { ...good, accept: 'application/json;q=0' }),
    schemes: both,
    permission: signedIn,
    options: { produces: ['application/json'] },
    strict: [406],
    drf: [200],
  },
  {
    what: 'a true CORS preflight',
    request: asked('OPTIONS', preflight),
    schemes: both,
    permission: signedIn,
    strict: [204],
    drf: [401, askA],
  },
  {
    what: 'OPTIONS that is no preflight',
    request: asked('OPTIONS'),
    schemes: both,
    permission: signedIn,
    strict: [401, askA, askB],
    drf: [401, askA],
  },
  {
    what: 'ambient credentials, unsafe method, from another origin',
    request: asked('POST', { ...good, ...foreign }),
    schemes: [wordScheme('A', { ambient: true })],
    permission: signedIn,
    strict: [403],
    drf: [200],
  },
  {
    what: 'ambient credentials, unsafe method, a page of the same site but another origin',
    request: asked('POST', { ...good, 'sec-fetch-site': 'same-site' }),
    schemes: [wordScheme('A', { ambient: true })],
    permission: signedIn,
    strict: [403],
    drf: [200],
  },
  {
    what: 'ambient credentials, unsafe method, our own page',
    request: asked('POST', { ...good, origin: 'https://api.example' }),
    schemes: [wordScheme('A', { ambient: true })],
    permission: signedIn,
    strict: [200],
    drf: [200],
  },
  {
    what: 'ambient credentials, unsafe method, not a browser',
    request: asked('POST', good),
    schemes: [wordScheme('A', { ambient: true })],
    permission: signedIn,
    strict: [200],
    drf: [200],
  },
  {
    what: 'ambient credentials, safe method, from another origin',
    request: asked('GET', { ...good, ...foreign }),
    schemes: [wordScheme('A', { ambient: true })],
    permission: signedIn,
    strict: [200],
    drf: [200],
  },
  {
    what: 'credentials no browser sends by itself, unsafe method, from another origin',
    request: asked('POST', { ...good, ...foreign }),
    schemes: both,
    permission: signedIn,
    strict: [200],
    drf: [200],
  },
  {
    what: 'no proof that our own page sent it',
    request: asked('POST', good),
    schemes: [
      {
        ...wordScheme('A', { ambient: true }),
        missingProof: () => ({ code: 'csrf_missing', detail: 'No token.' }),
      },
    ],
    permission: signedIn,
    strict: [403],
    drf: [403],
  },
];

describe.each([
  ['strict', strict],
  ['drf', drf],
] as const)('who hears what, %s', (mode, switches) => {
  test.each(table)('$what', async (row) => {
    const got = await answer(row.request, row.schemes, row.permission, {
      ...row.options,
      switches,
    });
    expect([got.status, ...got.challenges]).toEqual(row[mode]);
  });
});

describe('each switch moves its own row and no other', () => {
  const rows: readonly [keyof Switches, string][] = [
    ['challengeWith', 'anonymous, denied, every scheme can challenge'],
    ['outage', 'the store of a scheme is down'],
    ['wrongMethod', 'a method the route does not answer, anonymous'],
    ['acceptQuality', 'a type excluded by its q value'],
    ['preflight', 'a true CORS preflight'],
    ['crossOrigin', 'ambient credentials, unsafe method, from another origin'],
  ];
  test.each(rows)('%s', async (name, what) => {
    const row = table.find((one) => one.what === what) as Row;
    const switches = { ...strict, [name]: drf[name] };
    const got = await answer(row.request, row.schemes, row.permission, {
      ...row.options,
      switches,
    });
    expect(got.status === row.drf[0] || got.challenges.length === row.drf.length - 1).toBe(true);
    expect([got.status, ...got.challenges]).not.toEqual(row.strict);
  });
});

function counting(limit: number): Throttle & { charged: number } {
  const throttle = {
    charged: 0,
    answer: () => ({
      wait: throttle.charged > limit ? 30 : undefined,
      name: 'test',
      quota: limit,
      window: 60,
      remaining: Math.max(0, limit - throttle.charged),
    }),
    wait: () => ({ ...throttle.answer(), wait: throttle.charged >= limit ? 30 : undefined }),
    charge: () => {
      throttle.charged += 1;
      return throttle.answer();
    },
  };
  return throttle;
}

describe('throttles', () => {
  test('on arrival every request is charged, refused ones with 429 and Retry-After', async () => {
    const arrival = counting(1);
    const options = { throttles: { arrival: [arrival] } };
    expect((await answer(asked(), both, signedIn, options)).status).toBe(401);
    const policyOf = policy({ schemes: both, permission: signedIn, ...options });
    const admission = await guard(asked(), policyOf);
    if (admission.admitted) throw new Error('admitted over the limit');
    const response = presentRefusal(admission.refusal, asked(), strict);
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('30');
    expect(response.headers.get('ratelimit')).toBe('"test";r=0;t=30');
    expect(response.headers.get('ratelimit-policy')).toBe('"test";q=1;w=60');
  });

  test('a guesser over the limit waits even when he guesses right', async () => {
    const rejection = counting(2);
    const options = { throttles: { rejection: [rejection] } };
    const wrong = asked('GET', { authorization: 'A bad' });
    expect((await answer(wrong, both, signedIn, options)).status).toBe(401);
    expect((await answer(wrong, both, signedIn, options)).status).toBe(401);
    expect((await answer(asked('GET', good), both, signedIn, options)).status).toBe(429);
  });

  test('an outage, a missing credential and a success charge no rejection throttle', async () => {
    const rejection = counting(9);
    const options = { throttles: { rejection: [rejection] } };
    await answer(asked('GET', { authorization: 'A down' }), both, signedIn, options);
    await answer(asked(), both, signedIn, options);
    await answer(asked('GET', good), both, signedIn, options);
    expect(rejection.charged).toBe(0);
  });

  test('on admission only those who may enter are charged, and the longest wait is told', async () => {
    const admission = counting(0);
    const slower: Throttle = {
      wait: () => undefined,
      charge: () => ({ wait: 90, name: 'slow', quota: 1, window: 90, remaining: 0 }),
    };
    const options = { throttles: { admission: [admission, slower] } };
    expect((await answer(asked(), both, signedIn, options)).status).toBe(401);
    expect(admission.charged).toBe(0);
    const got = await answer(asked('GET', good), both, signedIn, options);
    expect(got).toMatchObject({ status: 429, detail: expect.stringContaining('90 seconds') });
    expect(admission.charged).toBe(1);
  });
});

describe('what the client is told', () => {
  const secretPolicy = policy({ schemes: both, permission: signedIn });

  test('an unexpected error is an id and not a word more', async () => {
    const events: AuthEvent[] = [];
    const listening = policy({
      schemes: both,
      permission: signedIn,
      listener: (event) => events.push(event),
    });
    const request = asked('GET', { authorization: 'A broken' });
    const admission = await guard(request, listening);
    if (admission.admitted) throw new Error('admitted');
    const body = JSON.parse(await presentRefusal(admission.refusal, request, strict).text());
    expect(body).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: 'A server error occurred.',
      code: 'error',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    const logged = events.find(({ name }) => name === 'error');
    expect(logged?.data?.['id']).toBe(body.id);
    expect(logged?.reason).toContain('secret detail');
  });

  test('an unexpected error that nobody listens to is printed with its id', async () => {
    const printed = vi.spyOn(console, 'error').mockReturnValue();
    const request = asked('GET', { authorization: 'A broken' });
    const admission = await guard(request, secretPolicy);
    const lines = printed.mock.calls.flat().join();
    printed.mockRestore();
    if (admission.admitted) throw new Error('admitted');
    expect(lines).toContain('secret detail');
    expect(lines).toContain(admission.refusal.error.extensions?.['id']);
  });

  test('an outage says when to come back and offers no challenge', async () => {
    const request = asked('GET', { authorization: 'A down' });
    const admission = await guard(request, secretPolicy);
    if (admission.admitted) throw new Error('admitted');
    const response = presentRefusal(admission.refusal, request, strict);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(response.headers.has('www-authenticate')).toBe(false);
    expect(await response.json()).toMatchObject({ code: 'unavailable' });
  });

  test('an inactive account looks like a wrong word, unless DRF is asked for', async () => {
    const request = asked('GET', { authorization: 'A asleep' });
    expect((await answer(request, both, signedIn)).detail).toBe('Wrong word.');
    const told = await answer(request, both, signedIn, { switches: drf });
    expect(told.detail).toBe('User inactive or deleted.');
  });

  test("a permission's message and code reach those who are signed in", async () => {
    const rule = refusing({ message: 'Editors only.', code: 'not_editor' });
    expect(await answer(asked('GET', good), both, rule)).toMatchObject({
      status: 403,
      code: 'not_editor',
      detail: 'Editors only.',
    });
    expect(await answer(asked(), both, rule)).toMatchObject({
      status: 401,
      code: 'not_authenticated',
      detail: 'Authentication credentials were not provided.',
    });
  });

  test('DRF bodies hold the detail alone, or the errors alone', async () => {
    const drfPolicy = policy({ schemes: both, permission: signedIn, switches: drf });
    const admission = await guard(asked(), drfPolicy);
    if (admission.admitted) throw new Error('admitted');
    const response = presentRefusal(admission.refusal, asked(), drf);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe(
      '{"detail":"Authentication credentials were not provided."}',
    );
    const invalid = refusalOfError(
      new ValidationError({ name: ['Too long.'] }),
      asked(),
      drfPolicy,
    );
    expect(await presentRefusal(invalid, asked(), drf).text()).toBe('{"name":["Too long."]}');
  });

  test('the answer to HEAD has no body, and every refusal is no-store', async () => {
    const admission = await guard(asked('HEAD'), secretPolicy);
    if (admission.admitted) throw new Error('admitted');
    const response = presentRefusal(admission.refusal, asked('HEAD'), strict);
    expect(await response.text()).toBe('');
    expect(response.status).toBe(401);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

describe('errors thrown elsewhere', () => {
  const members = policy({ schemes: both, permission: signedIn });
  test('NotAuthenticated is answered with the challenges of the policy', () => {
    const refusal = refusalOfError(new NotAuthenticated(), asked(), members);
    expect(refusal.status).toBe(401);
    expect(refusal.challenges.map(formatChallenge)).toEqual([askA, askB]);
  });

  test('other HTTP errors keep their status and code', () => {
    expect(refusalOfError(new NotFound(), asked(), members)).toMatchObject({
      status: 404,
      code: 'not_found',
    });
    expect(refusalOfError(new PermissionDenied('No.'), asked(), members)).toMatchObject({
      status: 403,
      detail: 'No.',
    });
  });

  test.each([
    ['none', [403]],
    ['hide', [404]],
    ['scope', [403, 'A realm="api", error="insufficient_scope"']],
    ['reauthenticate', [401, 'A realm="api", error="insufficient_user_authentication"', askB]],
  ] as const)('a rule asked by hand refuses as the policy would: %s', async (remedy, expected) => {
    const admission = await guard(asked('GET', good), members);
    if (!admission.admitted) throw new Error('refused');
    const rule = () => ({ allowed: false, remedy }) as const;
    const error = await demand(rule, admission.context, undefined).catch((thrown) => thrown);
    const { status, challenges } = refusalOfError(error, asked('GET', good), members);
    expect([status, ...challenges.map(formatChallenge)]).toEqual(expected);
  });

  test('a rule asked by hand refuses nobody with a challenge, and lets in whom it allows', async () => {
    const admission = await guard(asked(), policy({ schemes: both, permission: anyone }));
    if (!admission.admitted) throw new Error('refused');
    const { context } = admission;
    const error = await demand(() => notConcerned, context, undefined).catch((thrown) => thrown);
    expect(refusalOfError(error, asked(), members).status).toBe(401);
    await expect(demand(() => allowed, context, undefined)).resolves.toBeUndefined();
  });

  test('text that no store can hold is the client’s mistake', () => {
    expect(refusalOfError(new UnstorableText(), asked(), members)).toMatchObject({ status: 400 });
  });

  test('a scheme that throws an HTTP error stops the search with it', async () => {
    const stopping: AuthScheme<Person> = {
      name: 'Stop',
      authenticate: () => {
        throw new PermissionDenied('CSRF Failed.');
      },
    };
    expect(await answer(asked('GET', good), [stopping, a], signedIn)).toMatchObject({
      status: 403,
      detail: 'CSRF Failed.',
    });
  });
});

describe('who is asking', () => {
  test('the first scheme that accepts is asked, and names itself', async () => {
    const admission = await guard(
      asked('GET', { authorization: 'B good' }),
      policy({ schemes: both, permission: signedIn }),
    );
    if (!admission.admitted) throw new Error('refused');
    expect(admission.context.user).toEqual({ name: 'B user' });
    expect(admission.context.auth).toEqual({
      scheme: 'B',
      at: new Date('2026-11-21T12:00:00Z'),
      methods: [],
    });
  });

  test('nobody is null, or what the policy says (UNAUTHENTICATED_USER)', async () => {
    const plain = await guard(asked(), policy({ schemes: both, permission: anyone }));
    const named = await guard(
      asked(),
      policy({ schemes: both, permission: anyone, nobody: () => ({ name: 'AnonymousUser' }) }),
    );
    expect(plain.admitted && plain.context).toMatchObject({ user: null, auth: null });
    expect(named.admitted && named.context).toMatchObject({
      user: { name: 'AnonymousUser' },
      auth: null,
    });
  });

  test('nobody may have an auth of its own, which no rule ever sees', async () => {
    const seen: unknown[] = [];
    const admission = await guard(
      asked(),
      policy({
        schemes: both,
        permission: ({ user, auth }) => {
          seen.push(user, auth);
          return allowed;
        },
        nobody: () => unauthenticated({ name: 'guest' }, { kind: 'none' }),
      }),
    );
    if (!admission.admitted) throw new Error('refused');
    expect(seen).toEqual([null, null]);
    expect(admission.context).toMatchObject({ user: { name: 'guest' }, auth: { kind: 'none' } });
    expectTypeOf(admission.context).toExtend<
      { user: Person; auth: Auth } | { user: { name: string }; auth: { kind: string } }
    >();
  });
});

test('a route has its own realm in every challenge', async () => {
  const opaque: AuthScheme<Person> = {
    name: 'Opaque',
    authenticate: () => undefined,
    challenge: () => ({ scheme: 'Opaque', token68: 'abc=' }),
  };
  const got = await answer(asked(), [a, opaque], signedIn, { realm: 'attic' });
  expect(got.challenges).toEqual(['A realm="attic"', 'Opaque abc=']);
  expect(() => policy({ schemes: [], permission: anyone, realm: 'a\nb' })).toThrow(TypeError);
});
