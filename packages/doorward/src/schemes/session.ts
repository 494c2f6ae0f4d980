import type { AuthRequest } from '../core/auth-request.ts';
import type { AuthScheme, MissingProof, Outcome } from '../core/scheme.ts';
import { cookieValue, isCookieName } from '../http/cookie.ts';
import { checkedChallenge } from './checked-challenge.ts';
import type { CsrfTokens } from './csrf.ts';
import type { SessionSource } from './session-source.ts';

/** Options of {@link session}. */
export interface SessionOptions<User> {
  /** Where sessions are known. */
  readonly source: SessionSource<User>;
  /** Checks that unsafe requests come from our own pages; bound to the cookie's value. */
  readonly csrf: CsrfTokens;
  /** Name of the cookie. Default: `__Host-doorward`, which no sibling domain can plant. */
  readonly cookie?: string;
  /** Where the session holds, in the challenge. Default: `api`. */
  readonly realm?: string;
  /**
   * Ask for a session in a 401, as `Session realm="api"`; browsers show no dialog for it. Never
   * asked, a list that begins with this scheme refuses with 403 under `challengeWith: 'first'`, as
   * Django REST framework's does. Default: as the policy's `pageChallenge` says.
   */
  readonly challenge?: boolean;
  /** Header fields that may hold the CSRF token. Default: `x-csrf-token` and `x-csrftoken`. */
  readonly csrfHeaders?: readonly string[];
  /** Form fields that may hold it. Default: `csrf_token` and `csrfmiddlewaretoken`. */
  readonly csrfFields?: readonly string[];
}

/**
 * Authenticates with the session cookie that a log-in has set.
 *
 * *Use when* people use a server with a browser. A cookie that is unknown, expired or there twice
 * counts as none, so nobody is locked out of a public page by an old cookie. Unsafe requests need a
 * CSRF token of this very session, in a header or in a form; its binding is the cookie's value.
 *
 * @throws TypeError when the cookie's name cannot be one, or the realm cannot be sent.
 * @see RFC 6265
 *
 * @example
 * ```ts
 * import { keyring, Secret } from 'doorward/crypto';
 * import { csrfTokens, session } from 'doorward/schemes';
 *
 * const alice = { user: 'alice', credential: '1', at: new Date(), methods: ['pwd'] };
 * const scheme = session({
 *   source: { find: (id) => (id === 'long and random' ? alice : undefined) },
 *   csrf: csrfTokens(keyring([Secret.generate()])),
 * });
 * scheme.ambient; // => true
 * ```
 */
export function session<User>(options: SessionOptions<User>): AuthScheme<User> {
  const { source, csrf, cookie = '__Host-doorward', realm = 'api' } = options;
  const headers = options.csrfHeaders ?? ['x-csrf-token', 'x-csrftoken'];
  const fields = options.csrfFields ?? ['csrf_token', 'csrfmiddlewaretoken'];
  if (!isCookieName(cookie)) throw new TypeError(`${JSON.stringify(cookie)} is no cookie name.`);
  const challenge = checkedChallenge({ scheme: 'Session', params: { realm } });

  return {
    name: 'Session',
    ambient: true,
    authenticate(request) {
      const id = sessionId(request, cookie);
      return id === undefined ? undefined : lookUp(id, request.now);
    },
    challenge: (_request, _because, { pageChallenge }) =>
      (options.challenge ?? pageChallenge === 'ask') ? challenge : undefined,
    async missingProof(request) {
      const token = headerToken(request, headers) ?? (await formToken(request, fields));
      if (token === undefined) return missing;
      return csrf.verify(token, sessionId(request, cookie) ?? '') ? undefined : incorrect;
    },
  };

  async function lookUp(id: string, now: Date): Promise<Outcome<User>> {
    const match = await source.find(id, now);
    if (match === undefined) return undefined;
    const { user, credential, at, methods } = match;
    return { accepted: true, user, credential, at, methods };
  }
}

const missing: MissingProof = {
  code: 'csrf_missing',
  detail: 'CSRF Failed: CSRF token missing.',
};
const incorrect: MissingProof = {
  code: 'csrf_incorrect',
  detail: 'CSRF Failed: CSRF token incorrect.',
};

/** The cookie's value. Of two with the same name, one may be planted: neither counts. */
function sessionId({ request }: AuthRequest, cookie: string): string | undefined {
  const value = cookieValue(request.headers.get('cookie'), cookie);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function headerToken({ request }: AuthRequest, names: readonly string[]): string | undefined {
  for (const name of names) {
    const token = request.headers.get(name);
    if (token !== null && token !== '') return token;
  }
  return undefined;
}

async function formToken(
  { request }: AuthRequest,
  names: readonly string[],
): Promise<string | undefined> {
  for (const name of names) {
    const token = await request.formField?.(name);
    if (token !== undefined && token !== '') return token;
  }
  return undefined;
}
