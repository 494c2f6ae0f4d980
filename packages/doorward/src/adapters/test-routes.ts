import { denied, requiringUser } from '../core/permission.ts';
import { type Policy, type PolicyInit, type Present, policies } from '../core/policy.ts';
import type { AuthContext, AuthScheme } from '../core/scheme.ts';
import { drf, strict } from '../core/switches.ts';
import type { Throttle } from '../core/throttle.ts';
import {
  AuthenticationFailed,
  Conflict,
  ContentTooLarge,
  MethodNotAllowed,
  NotAcceptable,
  NotAuthenticated,
  NotFound,
  ParseError,
  PermissionDenied,
  Throttled,
  Unavailable,
  UnsupportedMediaType,
  ValidationError,
} from '../http/errors.ts';
import { anyone } from '../permissions/anyone.ts';
import { authenticated } from '../permissions/authenticated.ts';
import { freshSignIn } from '../permissions/fresh-sign-in.ts';
import { hasScope } from '../permissions/has-scope.ts';
import { staff } from '../permissions/staff.ts';
import { basic } from '../schemes/basic.ts';
import type { CsrfTokens } from '../schemes/csrf.ts';
import { session } from '../schemes/session.ts';
import { bearer, token } from '../schemes/token.ts';
import type { TokenMatch } from '../schemes/token-source.ts';

/** Everybody's user in these tests. */
export interface Person {
  readonly name: string;
  readonly isActive: boolean;
  readonly isStaff: boolean;
}

/** What a route's own code answers, in no framework's words. */
export interface Answer {
  readonly status?: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly json: unknown;
}

/** A guarded route that every framework serves in its own way. */
export interface Route {
  readonly path: string;
  readonly policy: Policy<Person, Person | null>;
  /** May throw. */
  readonly answer: (context: AuthContext<Person, Person | null>) => Answer;
}

export const now = new Date('2026-03-01T12:00:00Z');
const alice: Person = { name: 'alice', isActive: true, isStaff: false };
const boss: Person = { name: 'boss', isActive: true, isStaff: true };

/** The routes, with sources of their own. `listener` hears what the policies report. */
export function routes(csrf: CsrfTokens): {
  readonly all: readonly Route[];
  readonly fallback: Route['policy'];
} {
  const schemes = schemesOf(csrf);
  const members = policies({ schemes, permission: authenticated, listener });
  const all = [
    route('/me', members()),
    route('/open', members({ permission: anyone })),
    route('/staff', members({ permission: staff })),
    route('/hidden', members({ permission: hidden })),
    route('/fresh', members({ permission: freshSignIn({ maxAgeSeconds: 300 }) })),
    route('/scoped', members({ permission: hasScope('write') })),
    route('/get', members({ methods: ['GET'] })),
    route('/json', members({ produces: ['application/json'] })),
    route('/limited', members({ throttles: { arrival: [overLimit] } })),
    route('/guesses', members({ throttles: { rejection: [guesses(2)] } })),
    route('/origins', members({ origins: ['https://app.example'] })),
    route('/renewed', members({ schemes: [renewing, ...schemes] })),
    route('/renewed-staff', members({ schemes: [renewing, ...schemes], permission: staff })),
    route('/locked', members({ schemes: [], permission: authenticated })),
    route('/login-page', members({ present: toLoginPage })),
    route('/broken-page', members({ present: brokenPage })),
    ...Object.entries(thrown).map(([path, error]) =>
      route(`/throws/${path}`, members(), () => {
        throw error();
      }),
    ),
    ...drfRoutes(csrf),
  ];
  return { all, fallback: members() as Route['policy'] };
}

function drfRoutes(csrf: CsrfTokens): Route[] {
  const [, basicScheme, tokenScheme] = schemesOf(csrf);
  const like = (
    schemes: readonly AuthScheme<Person>[],
    rest: Partial<PolicyInit<never, never, null>> = {},
  ) => policies({ schemes, permission: authenticated, switches: drf, listener })(rest);
  return [
    route('/drf/session', like([sessionScheme(csrf), basicScheme])),
    route('/drf/basic', like([basicScheme, tokenScheme])),
    route('/drf/get', like([basicScheme], { methods: ['GET'] })),
    route(
      '/drf/first',
      like([basicScheme, tokenScheme], { switches: { ...strict, challengeWith: 'first' } }),
    ),
    route('/drf/throws', like([basicScheme]), () => {
      throw new ValidationError({ name: ['This field is required.'] });
    }),
    route('/drf/unexpected', like([basicScheme]), () => {
      throw new Error('the password is hunter2');
    }),
    route('/drf/outage', like([tokenScheme])),
  ];
}

/** Hears of the errors that are thrown here on purpose, so that they are not printed. */
function listener(): void {}

function route(
  path: string,
  policy: unknown,
  answer: Route['answer'] = ({ user, auth }) => ({
    headers: [['x-answered-by', 'route']],
    json: { user: user?.name ?? null, scheme: auth?.scheme ?? null },
  }),
): Route {
  return { path, policy: policy as Route['policy'], answer };
}

function sessionScheme(csrf: CsrfTokens): AuthScheme<Person> {
  const match = { user: alice, credential: 's1', at: now, methods: ['pwd'] };
  return session({
    source: { find: (id) => (id === 'alices-session' ? match : undefined) },
    csrf,
  });
}

function schemesOf(csrf: CsrfTokens) {
  const people: Readonly<Record<string, Person>> = {
    'alice:open sesame': alice,
    'boss:ünlock, it': boss,
  };
  const verify = (name: string, password: string): Person | undefined =>
    Object.hasOwn(people, `${name}:${password}`) ? people[`${name}:${password}`] : undefined;
  const find = tokensOf();
  return [
    sessionScheme(csrf),
    basic<Person>({ verify }),
    token<Person>({ source: { find } }),
    bearer<Person>({ source: { find } }),
  ] as const;
}

/** A store that is down for the first question about `flaky`, and back for the second. */
function tokensOf(): (key: string) => TokenMatch<Person> | undefined {
  let isDown = true;
  return (key) => {
    if (key === 'flaky' && isDown) {
      isDown = false;
      throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.7'), { retryAfter: 6.5 });
    }
    if (key === 'flaky' || key === 'a-token') return { user: alice, credential: 't1' };
    if (key === 'reader') return { user: alice, credential: 't2', scopes: new Set(['read']) };
    return undefined;
  };
}

/** Accepts whoever asks for it, and has something to send with the answer. */
const renewing: AuthScheme<Person> = {
  name: 'X-Renew',
  authenticate: ({ request }) =>
    request.headers.get('x-renew') === null
      ? undefined
      : {
          accepted: true,
          user: request.headers.get('x-renew') === 'boss' ? boss : alice,
          headers: [
            ['set-cookie', 'one=1; Path=/'],
            ['set-cookie', 'two=2; Path=/'],
            ['x-renewed', 'yes'],
          ],
        },
};

const hidden = requiringUser(({ auth }) =>
  auth === null ? denied : ({ allowed: false, remedy: 'hide' } as const),
);

const overLimit: Throttle = {
  charge: () => ({ wait: 41.2, name: 'burst', quota: 10, window: 60, remaining: 0 }),
  wait: () => undefined,
};

/** Counts what it is charged for; refuses from the given number on. */
function guesses(quota: number): Throttle {
  let used = 0;
  const state = () => ({
    name: 'guesses',
    quota,
    window: 60,
    remaining: Math.max(0, quota - used),
  });
  return {
    wait: () => ({ ...state(), wait: used >= quota ? 30 : undefined }),
    charge() {
      used += 1;
      return { ...state(), wait: undefined };
    },
  };
}

const toLoginPage: Present = ({ status }) =>
  // Response.redirect makes headers that cannot be changed.
  status === 401 ? Response.redirect('https://app.example/login', 303) : undefined;

const brokenPage: Present = () => {
  throw new Error('no template');
};

const thrown: Readonly<Record<string, () => Error>> = {
  'not-authenticated': () => new NotAuthenticated(),
  'authentication-failed': () => new AuthenticationFailed('Wrong code.', { code: 'wrong_code' }),
  denied: () => new PermissionDenied('Not on Sundays.'),
  'not-found': () => new NotFound(),
  parse: () => new ParseError(),
  validation: () => new ValidationError({ name: ['This field is required.'] }),
  method: () => new MethodNotAllowed('GET', ['POST', 'PUT']),
  acceptable: () => new NotAcceptable(),
  conflict: () => new Conflict('That name is taken.'),
  'too-large': () => new ContentTooLarge(),
  media: () => new UnsupportedMediaType('text/csv', { accept: ['application/json'] }),
  throttled: () => new Throttled({ retryAfter: 2.5 }),
  unavailable: () => new Unavailable(undefined, { retryAfter: 9 }),
  outage: () => Object.assign(new Error('queue full: secret'), { retryAfter: 3 }),
  unexpected: () => new TypeError('the password is hunter2'),
};
