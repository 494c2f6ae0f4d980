import { fieldReader } from '../../core/body.ts';
import { type Endpoint, endpoint } from '../../core/endpoint.ts';
import type { Policy } from '../../core/policy.ts';
import type { AuthScheme } from '../../core/scheme.ts';
import { formatChallenge } from '../../http/challenge.ts';
import { AuthenticationFailed } from '../../http/errors.ts';
import { JsonResponse } from '../../http/json-response.ts';
import { HttpResponseNoContent } from '../../http/responses-2xx.ts';
import type { PasswordSource } from '../../schemes/password-source.ts';
import { type User, userJson } from '../accounts/index.ts';
import { checkOwnPage, type OwnPageOptions, sessionIdOf } from './own-page.ts';
import type { Sessions } from './types.ts';

/**
 * A scheme that reads nothing and asks for a session: it makes the 401 of a log-in complete
 * (RFC 9110 §15.5.2), while a stale cookie or header stands in nobody's way.
 */
export function sessionForm({
  realm = 'api',
}: {
  readonly realm?: string;
} = {}): AuthScheme<never> {
  const challenge = { scheme: 'Session', params: { realm } };
  formatChallenge(challenge);
  return { name: 'Session', authenticate: () => undefined, challenge: () => challenge };
}

/** Options of {@link logInEndpoint}. */
export interface LogInOptions<PolicyUser, Nobody> extends Omit<OwnPageOptions, 'origins'> {
  readonly sessions: Pick<Sessions, 'bindings' | 'cookieName' | 'signIn'>;
  /** Checks the password. Hand in what `limitGuesses` made, or guessing is free. */
  readonly passwordSource: PasswordSource<User>;
  /** Public, with {@link sessionForm} as its only scheme. Its `origins` are those of our pages. */
  readonly policy: Policy<PolicyUser, Nobody>;
  /** Default: `/api/log-in`. */
  readonly path?: string;
}

/**
 * `POST /api/log-in` with `username` and `password` as JSON or a form: 200 with the user and the
 * session's cookie, or 401.
 *
 * *Use when* a browser signs in. The request needs the token of `GET /api/csrf`, so that no other
 * site can sign its visitors in as somebody else. Every log-in makes a new session id.
 *
 * @see RFC 9110 §15.5.2
 */
export function logInEndpoint<PolicyUser, Nobody>(
  options: LogInOptions<PolicyUser, Nobody>,
): Endpoint {
  const { sessions, csrf, passwordSource, policy, path = '/api/log-in' } = options;
  return endpoint<PolicyUser, Nobody>({
    method: 'POST',
    path,
    policy,
    async handle({ request, authRequest, fields }) {
      const sent = await fields();
      checkOwnPage({ sessions, csrf, origins: policy.origins }, authRequest, sent);
      const read = fieldReader(sent);
      const username = read.text('username');
      const password = read.text('password', { trim: false });
      read.done();
      const said = await passwordSource.check(username, password, authRequest);
      if ('failed' in said) {
        throw new AuthenticationFailed('Unable to log in with provided credentials.', {
          code: 'invalid_credentials',
        });
      }
      const { cookie } = await sessions.signIn({
        user: said.user,
        methods: ['pwd'],
        client: authRequest.client,
        userAgent: request.headers.get('user-agent'),
        replaces: sessionIdOf(sessions, authRequest),
        repeatedLogin: policy.switches.repeatedLogin,
        now: authRequest.now,
      });
      const headers = new Headers({ 'cache-control': 'no-store' });
      headers.append('set-cookie', cookie);
      headers.append('set-cookie', sessions.bindings.clear());
      return new JsonResponse({ user: userJson(said.user) }, { headers });
    },
  });
}

/** Options of {@link logOutEndpoint}. */
export interface LogOutOptions<PolicyUser, Nobody> {
  readonly sessions: Pick<Sessions, 'cookieName' | 'signOut' | 'clearCookie'>;
  /** With the session scheme, which checks that the request is our own page's. */
  readonly policy: Policy<PolicyUser, Nobody>;
  /** Default: `/api/log-out`. */
  readonly path?: string;
}

/**
 * `POST /api/log-out`: ends the session and takes its cookie back.
 *
 * *Use when* a browser signs out. A request without the cookie changes nothing and deletes nothing:
 * it may be another site's.
 */
export function logOutEndpoint<PolicyUser, Nobody>(
  options: LogOutOptions<PolicyUser, Nobody>,
): Endpoint {
  const { sessions, policy, path = '/api/log-out' } = options;
  return endpoint<PolicyUser, Nobody>({
    method: 'POST',
    path,
    policy,
    async handle({ authRequest }) {
      const id = sessionIdOf(sessions, authRequest);
      if (id === undefined) return new HttpResponseNoContent();
      await sessions.signOut(id, authRequest.client);
      return new HttpResponseNoContent({ headers: { 'set-cookie': sessions.clearCookie() } });
    },
  });
}
