import type { CsrfTokens } from '../schemes/csrf.ts';

/** One request, and the one answer that every framework must give. */
export interface Row {
  readonly name: string;
  readonly method?: string;
  readonly path: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  readonly status: number;
  /** `WWW-Authenticate`, challenge by challenge. Default: none. */
  readonly challenges?: readonly string[];
  /** Default: `application/problem+json` from 400 on, otherwise `application/json`; null: none. */
  readonly type?: string | null;
  /** The body, whole. */
  readonly json?: unknown;
  /** Some members of a problem. Default: nothing is compared. */
  readonly problem?: Readonly<Record<string, unknown>>;
  /** Further fields: a value, or null where there must be none. */
  readonly fields?: Readonly<Record<string, string | readonly string[] | null>>;
  /** The body must be empty. */
  readonly empty?: boolean;
}

const SESSION = 'Session realm="api"';
const BASIC = 'Basic realm="api", charset="UTF-8"';
const DRF_BASIC = 'Basic realm="api"';
const TOKEN = 'Token';
const BEARER = 'Bearer realm="api"';
const ALL = [SESSION, BASIC, TOKEN, BEARER];
const BASIC_FIRST = [BASIC, SESSION, TOKEN, BEARER];
const INVALID = 'Bearer realm="api", error="invalid_token", error_description="Invalid token."';

const alice = authorization(`Basic ${base64('alice:open sesame')}`);
const cookie = ['Cookie', '__Host-doorward=alices-session'] as const;
const form = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
const preflight = [
  ['Origin', 'https://app.example'],
  ['Access-Control-Request-Method', 'POST'],
] as const;
const noStore = { 'cache-control': 'no-store' };
const outage = 'The service is temporarily unavailable. Try again later.';

/** The table. Rows that follow each other may depend on each other: a store that comes back. */
export function requestTable(csrf: CsrfTokens): readonly Row[] {
  const good = csrf.issue('alices-session');
  return [
    ...credentials(),
    ...decisions(),
    ...limits(),
    ...browsers(good),
    ...methods(),
    ...errors(),
    ...likeDrf(),
  ];
}

function credentials(): Row[] {
  const wrong = { code: 'authentication_failed', detail: 'Invalid username/password.' };
  const malformed = { status: 401, code: 'malformed_credentials' };
  return [
    {
      name: 'no credentials: every scheme challenges, in order',
      path: '/me',
      status: 401,
      challenges: ALL,
      json: {
        type: 'about:blank',
        title: 'Unauthorized',
        status: 401,
        detail: 'Authentication credentials were not provided.',
        code: 'not_authenticated',
      },
      fields: noStore,
    },
    signedIn('right password', [alice], 'alice', 'Basic'),
    signedIn(
      'password with a comma and beyond ASCII',
      [authorization(`Basic ${base64('boss:ünlock, it')}`)],
      'boss',
      'Basic',
    ),
    signedIn(
      'scheme in lower case',
      [authorization(`basic ${base64('alice:open sesame')}`)],
      'alice',
      'Basic',
    ),
    signedIn(
      'scheme in upper case, more spaces',
      [authorization(`BASIC   ${base64('alice:open sesame')}`)],
      'alice',
      'Basic',
    ),
    signedIn('field name in lower case', [['authorization', 'Token a-token']], 'alice', 'Token'),
    signedIn('a token', [authorization('Token a-token')], 'alice', 'Token'),
    signedIn('a bearer token', [authorization('Bearer a-token')], 'alice', 'Bearer'),
    signedIn('a session', [cookie], 'alice', 'Session'),
    signedIn('session and password: the first scheme counts', [cookie, alice], 'alice', 'Session'),
    signedIn(
      'an unknown session leaves room for a password',
      [['Cookie', '__Host-doorward=old'], alice],
      'alice',
      'Basic',
    ),
    refused401('wrong password', `Basic ${base64('alice:guess')}`, wrong),
    refused401('unknown user, same words', `Basic ${base64('nobody:guess')}`, wrong),
    refused401('Basic without anything', 'Basic', malformed),
    refused401('Basic with a space in it', 'Basic YWxp Y2U6', malformed),
    refused401('Basic that is not Base64', 'Basic %%%%', malformed),
    refused401('Basic without a colon', `Basic ${base64('alice')}`, malformed),
    refused401(
      'Basic that is not UTF-8',
      `Basic ${Buffer.from('alice:\xff\xfe', 'latin1').toString('base64')}`,
      malformed,
    ),
    refused401('Basic with a control character', `Basic ${base64('alice:a\u0007b')}`, malformed),
    refused401('Basic with a stray comma', 'Basic YWxpY2U6,b3Blbg', malformed),
    refused401('octets above ASCII', 'Basic \xe9\xff\x80', malformed),
    {
      name: 'an unknown scheme is no credentials',
      path: '/me',
      headers: [authorization('Digest username="alice"')],
      status: 401,
      challenges: ALL,
      problem: { code: 'not_authenticated' },
    },
    {
      name: 'an unknown bearer token, its challenge first with the error',
      path: '/me',
      headers: [authorization('Bearer guess')],
      status: 401,
      challenges: [INVALID, SESSION, BASIC, TOKEN],
      problem: { code: 'invalid_token', detail: 'Invalid token.' },
    },
    {
      name: 'a public route with bad credentials',
      path: '/open',
      headers: [authorization('Bearer guess')],
      status: 401,
      challenges: [INVALID, SESSION, BASIC, TOKEN],
    },
    {
      name: 'two Authorization lines',
      path: '/me',
      headers: [alice, authorization('Token a-token')],
      status: 400,
      problem: {
        code: 'parse_error',
        detail: 'The request offers more than one set of credentials.',
      },
      fields: noStore,
    },
    {
      name: 'the same Authorization line twice, also on a public route',
      path: '/open',
      headers: [alice, alice],
      status: 400,
      problem: { code: 'parse_error' },
    },
    {
      name: 'header fields beyond every limit',
      path: '/me',
      headers: [['X-Long', 'x'.repeat(20_000)]],
      status: 431,
      fields: noStore,
      problem: { code: 'request_header_fields_too_large' },
    },
    {
      name: 'bytes that are no header field',
      path: '/me',
      headers: [['Bad Name', 'x']],
      status: 400,
      fields: noStore,
      problem: { code: 'parse_error' },
    },
  ];
}

function decisions(): Row[] {
  return [
    { name: 'a public route', path: '/open', status: 200, json: { user: null, scheme: null } },
    {
      name: 'signed in and not allowed',
      path: '/staff',
      headers: [alice],
      status: 403,
      json: {
        type: 'about:blank',
        title: 'Forbidden',
        status: 403,
        detail: 'You do not have permission to perform this action.',
        code: 'permission_denied',
      },
      fields: noStore,
    },
    { name: 'nobody, and not allowed', path: '/staff', status: 401, challenges: ALL },
    {
      name: 'existence is hidden',
      path: '/hidden',
      headers: [alice],
      status: 404,
      problem: { code: 'not_found', detail: 'Not found.' },
    },
    { name: 'existence is hidden behind a sign-in', path: '/hidden', status: 401, challenges: ALL },
    { name: 'a fresh sign-in', path: '/fresh', headers: [alice], status: 200 },
    {
      name: 'a sign-in that is not fresh',
      path: '/fresh',
      headers: [authorization('Bearer a-token')],
      status: 401,
      challenges: [
        'Bearer realm="api", error="insufficient_user_authentication", max_age="300"',
        SESSION,
        BASIC,
        TOKEN,
      ],
      problem: { code: 'insufficient_user_authentication' },
    },
    {
      name: 'a scope is wanting',
      path: '/scoped',
      headers: [authorization('Bearer reader')],
      status: 403,
      challenges: ['Bearer realm="api", error="insufficient_scope", scope="write"'],
      problem: { code: 'insufficient_scope' },
    },
    {
      name: 'nothing to sign in with',
      path: '/locked',
      status: 403,
      problem: { code: 'permission_denied' },
    },
    {
      name: 'the application presents a refusal itself',
      path: '/login-page',
      status: 303,
      type: null,
      fields: { location: 'https://app.example/login' },
      empty: true,
    },
    {
      name: 'the application fails to present a refusal',
      path: '/broken-page',
      status: 500,
      json: problem(500, 'Internal Server Error', 'A server error occurred.', 'error', {
        id: '<id>',
      }),
    },
    {
      name: 'fields of the scheme go out with the answer',
      path: '/renewed',
      headers: [['X-Renew', 'alice']],
      status: 200,
      fields: { 'set-cookie': ['one=1; Path=/', 'two=2; Path=/'], 'x-renewed': 'yes' },
    },
    {
      name: 'fields of the scheme go out with a refusal too',
      path: '/renewed-staff',
      headers: [['X-Renew', 'alice']],
      status: 403,
      fields: { 'set-cookie': ['one=1; Path=/', 'two=2; Path=/'], 'x-renewed': 'yes' },
    },
  ];
}

function limits(): Row[] {
  const guess = authorization(`Basic ${base64('alice:guess')}`);
  return [
    {
      name: 'over a limit',
      path: '/limited',
      headers: [alice],
      status: 429,
      problem: {
        code: 'throttled',
        detail: 'Request was throttled. Expected available in 42 seconds.',
      },
      fields: {
        'retry-after': '42',
        'ratelimit-policy': '"burst";q=10;w=60',
        ratelimit: '"burst";r=0;t=42',
        ...noStore,
      },
    },
    {
      name: 'a first wrong guess',
      path: '/guesses',
      headers: [guess],
      status: 401,
      challenges: BASIC_FIRST,
    },
    {
      name: 'a second wrong guess',
      path: '/guesses',
      headers: [guess],
      status: 401,
      challenges: BASIC_FIRST,
    },
    {
      name: 'too many guesses: even the right one waits',
      path: '/guesses',
      headers: [alice],
      status: 429,
      fields: { 'retry-after': '30' },
    },
    {
      name: 'the store is down: no challenge',
      path: '/me',
      headers: [authorization('Token flaky')],
      status: 503,
      json: problem(503, 'Service Unavailable', outage, 'unavailable'),
      fields: { 'retry-after': '7', ...noStore },
    },
    {
      name: 'the store is back',
      path: '/me',
      headers: [authorization('Token flaky')],
      status: 200,
      json: { user: 'alice', scheme: 'Token' },
    },
  ];
}

function browsers(good: string): Row[] {
  const here = ['Sec-Fetch-Site', 'same-origin'] as const;
  const post = (
    name: string,
    headers: Row['headers'],
    rest: Partial<Row> & { status: number },
  ): Row => ({
    name,
    method: 'POST',
    path: '/me',
    headers: headers ?? [],
    ...rest,
  });
  const forged = { status: 403, problem: { code: 'cross_origin' } };
  return [
    post(
      'a session from a foreign origin',
      [cookie, ['Origin', 'https://evil.example'], ['X-CSRF-Token', good]],
      forged,
    ),
    post(
      'a session from a sibling',
      [cookie, ['Sec-Fetch-Site', 'same-site'], ['X-CSRF-Token', good]],
      forged,
    ),
    post('a password from a foreign origin', [alice, ['Origin', 'https://evil.example']], forged),
    post('an origin that is null', [cookie, ['Origin', 'null'], ['X-CSRF-Token', good]], forged),
    post(
      'a token from a foreign origin: not ambient',
      [authorization('Token a-token'), ['Origin', 'https://evil.example']],
      { status: 200 },
    ),
    post('a session without proof', [cookie, here], {
      status: 403,
      problem: { code: 'csrf_missing', detail: 'CSRF Failed: CSRF token missing.' },
    }),
    post('a session with a wrong proof', [cookie, here, ['X-CSRF-Token', good.toUpperCase()]], {
      status: 403,
      problem: { code: 'csrf_incorrect' },
    }),
    post('a session with its proof in a header', [cookie, here, ['X-CSRF-Token', good]], {
      status: 200,
    }),
    post('our own Origin', [cookie, ['Origin', 'http://api.test'], ['X-CSRF-Token', good]], {
      status: 200,
    }),
    post('a session with its proof in a form', [cookie, here, form], {
      body: `a=1&csrf_token=${good}`,
      status: 200,
    }),
    post('a form with a wrong proof', [cookie, here, form], {
      body: 'csrf_token=guess',
      status: 403,
      problem: { code: 'csrf_incorrect' },
    }),
    post('a form without proof', [cookie, here, form], {
      body: 'a=1',
      status: 403,
      problem: { code: 'csrf_missing' },
    }),
    {
      name: 'an origin the policy knows',
      method: 'POST',
      path: '/origins',
      headers: [cookie, ['Origin', 'https://app.example'], ['X-CSRF-Token', good]],
      status: 200,
    },
    {
      name: 'our host, when the policy names others',
      method: 'POST',
      path: '/origins',
      headers: [cookie, ['Origin', 'http://api.test'], ['X-CSRF-Token', good]],
      ...forged,
    },
  ];
}

function methods(): Row[] {
  const bare = { type: null, empty: true } as const;
  return [
    {
      name: 'a wrong method, before anybody is asked who they are',
      method: 'POST',
      path: '/get',
      status: 405,
      problem: { code: 'method_not_allowed', detail: 'Method "POST" not allowed.' },
      fields: { allow: 'GET, HEAD' },
    },
    { name: 'a permitted method', path: '/get', headers: [alice], status: 200 },
    {
      name: 'PUT, DELETE and PATCH are wrong too',
      method: 'DELETE',
      path: '/get',
      headers: [alice],
      status: 405,
      fields: { allow: 'GET, HEAD' },
    },
    {
      name: 'nothing acceptable',
      path: '/json',
      headers: [alice, ['Accept', 'image/png']],
      status: 406,
      problem: { code: 'not_acceptable' },
    },
    {
      name: 'something acceptable',
      path: '/json',
      headers: [alice, ['Accept', 'text/html, */*;q=0.1']],
      status: 200,
    },
    {
      name: 'a preflight carries no credentials',
      method: 'OPTIONS',
      path: '/get',
      headers: preflight,
      status: 204,
      fields: { allow: 'GET, HEAD', 'x-answered-by': null },
      ...bare,
    },
    {
      name: 'a preflight where every method is permitted',
      method: 'OPTIONS',
      path: '/me',
      headers: preflight,
      status: 204,
      fields: { allow: null },
      ...bare,
    },
    {
      name: 'OPTIONS that is no preflight',
      method: 'OPTIONS',
      path: '/me',
      status: 401,
      challenges: ALL,
    },
    {
      name: 'OPTIONS with credentials',
      method: 'OPTIONS',
      path: '/me',
      headers: [alice],
      status: 200,
    },
    {
      name: 'HEAD without credentials',
      method: 'HEAD',
      path: '/me',
      status: 401,
      challenges: ALL,
      type: 'application/problem+json',
      fields: noStore,
      empty: true,
    },
    {
      name: 'HEAD with credentials',
      method: 'HEAD',
      path: '/me',
      headers: [alice],
      status: 200,
      fields: { 'x-answered-by': 'route' },
      empty: true,
    },
    {
      name: 'HEAD where GET is permitted',
      method: 'HEAD',
      path: '/get',
      headers: [alice],
      status: 200,
      empty: true,
    },
    {
      name: 'HEAD over a limit',
      method: 'HEAD',
      path: '/limited',
      status: 429,
      fields: { 'retry-after': '42' },
      empty: true,
    },
  ];
}

function errors(): Row[] {
  const row = (
    path: string,
    status: number,
    members: Row['problem'],
    rest: Partial<Row> = {},
  ): Row => ({
    name: `a route throws: ${path}`,
    path: `/throws/${path}`,
    headers: [alice],
    status,
    ...(members && { problem: members }),
    ...rest,
    fields: { ...noStore, ...rest.fields },
  });
  return [
    row('not-authenticated', 401, { code: 'not_authenticated' }, { challenges: ALL }),
    row(
      'authentication-failed',
      401,
      { code: 'wrong_code', detail: 'Wrong code.' },
      { challenges: ALL },
    ),
    row('denied', 403, { code: 'permission_denied', detail: 'Not on Sundays.' }),
    row('not-found', 404, { code: 'not_found' }),
    row('parse', 400, { code: 'parse_error' }),
    row('validation', 400, { code: 'invalid', errors: { name: ['This field is required.'] } }),
    row('method', 405, { code: 'method_not_allowed' }, { fields: { allow: 'POST, PUT' } }),
    row('acceptable', 406, { code: 'not_acceptable' }),
    row('conflict', 409, { code: 'conflict', detail: 'That name is taken.' }),
    row('too-large', 413, { code: 'content_too_large' }),
    row(
      'media',
      415,
      { code: 'unsupported_media_type' },
      { fields: { accept: 'application/json' } },
    ),
    row('throttled', 429, { code: 'throttled' }, { fields: { 'retry-after': '3' } }),
    row('unavailable', 503, { code: 'unavailable' }, { fields: { 'retry-after': '9' } }),
    row('outage', 503, { detail: outage }, { fields: { 'retry-after': '3' } }),
    row('unexpected', 500, undefined, {
      json: problem(500, 'Internal Server Error', 'A server error occurred.', 'error', {
        id: '<id>',
      }),
    }),
    {
      ...row('not-found', 404, undefined),
      name: 'a route throws for HEAD',
      method: 'HEAD',
      empty: true,
    },
  ];
}

function likeDrf(): Row[] {
  const plain = { type: 'application/json' } as const;
  const missing = { detail: 'Authentication credentials were not provided.' };
  return [
    {
      name: 'DRF: a first scheme without a challenge gives 403',
      path: '/drf/session',
      status: 403,
      json: missing,
      ...plain,
    },
    {
      name: 'DRF: only the first scheme is asked',
      path: '/drf/basic',
      status: 401,
      challenges: [DRF_BASIC],
      json: missing,
      ...plain,
    },
    {
      name: 'DRF: a wrong token is challenged by the first scheme',
      path: '/drf/basic',
      headers: [authorization('Token guess')],
      status: 401,
      challenges: [DRF_BASIC],
      json: { detail: 'Invalid token.' },
      ...plain,
    },
    {
      name: 'DRF: two Authorization lines are one malformed one',
      path: '/drf/basic',
      headers: [alice, alice],
      status: 401,
      challenges: [DRF_BASIC],
      json: { detail: 'Invalid basic header. Credentials string should not contain spaces.' },
      ...plain,
    },
    {
      name: 'DRF: wrong methods are told only to those who may enter',
      method: 'POST',
      path: '/drf/get',
      status: 401,
      challenges: [DRF_BASIC],
      ...plain,
    },
    {
      name: 'DRF: and to them they are',
      method: 'POST',
      path: '/drf/get',
      headers: [alice],
      status: 405,
      json: { detail: 'Method "POST" not allowed.' },
      fields: { allow: 'GET, HEAD' },
      ...plain,
    },
    {
      name: 'DRF: a preflight is guarded like any request',
      method: 'OPTIONS',
      path: '/drf/basic',
      headers: preflight,
      status: 401,
      challenges: [DRF_BASIC],
      ...plain,
    },
    {
      name: 'DRF: errors of fields are the whole body',
      path: '/drf/throws',
      headers: [alice],
      status: 400,
      json: { name: ['This field is required.'] },
      ...plain,
    },
    {
      name: 'DRF: an outage is a plain error',
      path: '/drf/outage',
      headers: [authorization('Token flaky')],
      status: 500,
      json: { detail: 'A server error occurred.' },
      ...plain,
    },
    {
      name: 'DRF: an unexpected error tells nothing',
      path: '/drf/unexpected',
      headers: [alice],
      status: 500,
      json: { detail: 'A server error occurred.' },
      ...plain,
    },
    {
      name: 'one switch alone: the first challenge, in strict words',
      path: '/drf/first',
      status: 401,
      challenges: [BASIC],
      problem: { code: 'not_authenticated' },
    },
  ];
}

function signedIn(
  name: string,
  headers: NonNullable<Row['headers']>,
  user: string,
  scheme: string,
): Row {
  return {
    name,
    path: '/me',
    headers,
    status: 200,
    json: { user, scheme },
    fields: { 'x-answered-by': 'route' },
  };
}

function refused401(name: string, value: string, members: Readonly<Record<string, unknown>>): Row {
  return {
    name,
    path: '/me',
    headers: [authorization(value)],
    status: 401,
    challenges: BASIC_FIRST,
    problem: members,
    fields: noStore,
  };
}

function problem(
  status: number,
  title: string,
  detail: string,
  code: string,
  more: object = {},
): unknown {
  return { type: 'about:blank', title, status, detail, code, ...more };
}

function authorization(value: string): readonly [string, string] {
  return ['Authorization', value];
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
