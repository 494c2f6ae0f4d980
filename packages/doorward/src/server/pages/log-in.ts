import type { AuthRequest } from '../../core/auth-request.ts';
import { fieldReader } from '../../core/body.ts';
import { type Endpoint, type EndpointCall, endpoint } from '../../core/endpoint.ts';
import { formatChallenge } from '../../http/challenge.ts';
import { HttpError, Throttled } from '../../http/errors.ts';
import type { User } from '../../modules/accounts/index.ts';
import { html } from '../html.ts';
import { checkOwnForm, cookieSession, type Kit } from '../kit.ts';
import { safeNext } from '../next-url.ts';
import type { FormField } from './form.ts';
import { type FormPage, formPage, type ShownAgain, shownAgain } from './form-page.ts';
import { csrfField, page, seeOther } from './layout.ts';
import type { PageRoute } from './route.ts';

const fields: readonly FormField[] = [
  { name: 'username', label: 'User name', autocomplete: 'username' },
  { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' },
];

const afterLogIn = '/profile';

/** Logging in and out. */
export function logInPages(kit: Kit, route: PageRoute): readonly Endpoint[] {
  // A stale cookie must not stand in the way of logging in, so nobody is asked for one here.
  const open = route({ schemes: [] });
  const { origin } = kit.parts.settings;
  return [
    endpoint({
      method: 'GET',
      path: '/log-in',
      policy: open,
      handle: ({ request }) => logInForm(kit, request, safeNext(queryNext(request), origin)),
    }),
    endpoint({ method: 'POST', path: '/log-in', policy: open, handle: (call) => logIn(kit, call) }),
    endpoint({
      method: 'GET',
      path: '/log-out',
      policy: route(),
      handle: ({ context }) =>
        context.user === null
          ? seeOther('/')
          : page(
              kit.frame(context),
              'Log out',
              html`<form method="post" action="/log-out">${csrfField(kit.frame(context).visitor?.csrfToken)}<button>Log out</button></form>`,
            ),
    }),
    endpoint({
      method: 'POST',
      path: '/log-out',
      policy: route(),
      async handle({ authRequest }) {
        const id = cookieSession(kit, authRequest);
        // A form on another site comes without the cookie, and must not get it deleted either.
        if (id === undefined) return seeOther('/');
        await kit.parts.sessions.signOut(id, authRequest.client);
        return seeOther('/', [['set-cookie', kit.parts.sessions.clearCookie()]]);
      },
    }),
  ];
}

async function logIn(kit: Kit, call: EndpointCall<unknown>): Promise<Response> {
  const { request, authRequest } = call;
  const sent = await call.fields();
  checkOwnForm(kit, authRequest, sent);
  const next = safeNext(textOf(sent.get('next')), kit.parts.settings.origin);
  const reader = fieldReader(sent);
  const username = reader.text('username');
  const password = reader.text('password', { trim: false });
  try {
    reader.done();
    const said = await kit.passwords.check(username, password, authRequest);
    if ('failed' in said) {
      return logInForm(kit, request, next, wrongPassword(kit, authRequest, username));
    }
    return await enter(kit, call, said.user, next);
  } catch (error) {
    if (error instanceof HttpError && (error.status === 400 || error instanceof Throttled)) {
      return logInForm(kit, request, next, { values: { username }, ...shownAgain(error) });
    }
    throw error;
  }
}

/** Starts the session of somebody who has just proved who they are, and sends them on. */
export async function enter(
  kit: Kit,
  { request, authRequest }: Pick<EndpointCall<unknown>, 'request' | 'authRequest'>,
  user: User,
  next: string | undefined,
): Promise<Response> {
  const { cookie } = await kit.parts.sessions.signIn({
    user,
    methods: ['pwd'],
    client: authRequest.client,
    userAgent: request.headers.get('user-agent'),
    replaces: cookieSession(kit, authRequest),
    repeatedLogin: kit.switches.repeatedLogin,
    now: authRequest.now,
  });
  return seeOther(next ?? afterLogIn, [
    ['set-cookie', cookie],
    ['set-cookie', kit.bindings.clear()],
  ]);
}

function logInForm(
  kit: Kit,
  request: Request,
  next: string | undefined,
  again?: ShownAgain,
): Response {
  const open = kit.parts.settings.signUp === 'open';
  const view: FormPage = {
    title: 'Log in',
    action: '/log-in',
    button: 'Log in',
    fields,
    after: open && html`<p>No account yet? <a href="/sign-up">Sign up</a></p>`,
    ...(next !== undefined && { hidden: { next } }),
  };
  return formPage(kit, request, view, again);
}

/** A wrong password is a 401 with a challenge; under DRF's switches the form comes back as Django's. */
function wrongPassword(kit: Kit, request: AuthRequest, username: string): ShownAgain {
  const errors = { '': ['The user name or the password is not right.'] };
  const challenge = kit.schemes.session.challenge?.(request, undefined, kit.switches);
  return challenge === undefined
    ? { values: { username }, errors, status: 200 }
    : {
        values: { username },
        errors,
        status: 401,
        headers: { 'www-authenticate': formatChallenge(challenge) },
      };
}

function queryNext(request: Request): string | null {
  return new URL(request.url).searchParams.get('next');
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
