import type { RequestView } from '../../core/auth-request.ts';
import { randomToken } from '../../crypto/random.ts';
import { cookieValue } from '../../http/cookie.ts';
import { clearCookie, formatSetCookie } from '../../http/set-cookie.ts';

/** What the CSRF tokens of a page are bound to. */
export interface PageBinding {
  /** Hand this to `CsrfTokens` as the binding. */
  readonly binding: string;
  /** The `Set-Cookie` value to send when the browser has nothing yet that a token can be bound to. */
  readonly setCookie?: string;
}

/** Options of {@link anonymousBindings}. */
export interface AnonymousBindingsOptions {
  /** Name of the session's cookie: `sessions.cookieName`. Default: as sessions' own default. */
  readonly sessionCookie?: string;
  /** As the session's cookie. Default: true. */
  readonly secure?: boolean;
  /** The anonymous cookie. Default: `__Host-doorward-csrf`, and `doorward-csrf` when not secure. */
  readonly name?: string;
}

/** Knows a browser again before anybody has signed in, without keeping anything. */
export interface AnonymousBindings {
  /**
   * The binding of a form that comes back from somebody who is not signed in, such as the log-in
   * form; undefined when the browser sent no good cookie: refuse it. (Requests of sessions are
   * checked by the session scheme.)
   */
  read(request: RequestView): string | undefined;
  /** The binding for such a form that goes out, with the cookie to set when there is none. */
  ensure(request: RequestView): PageBinding;
  /**
   * The binding for any page: its session's when `signedIn` says that the request was let in by
   * its session cookie, and otherwise as `ensure`.
   */
  forPage(request: RequestView, signedIn: boolean): PageBinding;
  /** The `Set-Cookie` value that takes the anonymous cookie back, once a session takes over. */
  clear(): string;
}

const valueLength = 22;

/**
 * Settles what CSRF tokens are bound to: the session's cookie, or for those who are not signed in
 * a random cookie of their own.
 *
 * *Use when* a page has a form, above all the log-in form: without a token another site could sign
 * a visitor in as somebody else. Nothing is stored, so nobody fills a store by asking for forms.
 *
 * @see RFC 6265 §8.6 for why the names begin with `__Host-`
 * @example
 * ```ts
 * import { anonymousBindings } from 'doorward/sessions';
 *
 * const bindings = anonymousBindings();
 * const first = bindings.ensure(new Request('https://example.org/'));
 * first.setCookie?.startsWith('__Host-doorward-csrf='); // => true
 * ```
 */
export function anonymousBindings(options: AnonymousBindingsOptions = {}): AnonymousBindings {
  const { secure = true } = options;
  const sessionCookie = options.sessionCookie ?? (secure ? '__Host-doorward' : 'doorward');
  const name = options.name ?? (secure ? '__Host-doorward-csrf' : 'doorward-csrf');
  const place = { name, path: '/', secure, sameSite: 'Lax', httpOnly: true } as const;
  const cleared = clearCookie(place);

  function read(request: RequestView): string | undefined {
    const value = cookieOf(request, name);
    return value !== undefined && isOurs(value) ? bindingOf(value) : undefined;
  }

  function ensure(request: RequestView): PageBinding {
    const binding = read(request);
    if (binding !== undefined) return { binding };
    const value = randomToken(16);
    return { binding: bindingOf(value), setCookie: formatSetCookie({ ...place, value }) };
  }

  return {
    read,
    ensure,
    forPage(request, signedIn) {
      const binding = signedIn ? cookieOf(request, sessionCookie) : undefined;
      return binding === undefined ? ensure(request) : { binding };
    },
    clear: () => cleared,
  };
}

/** One that is there twice may be planted, and counts as none. */
function cookieOf({ headers }: RequestView, name: string): string | undefined {
  const value = cookieValue(headers.get('cookie'), name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Said apart from sessions' ids, so that a cookie with a chosen value never stands for a session. */
function bindingOf(value: string): string {
  return `anonymous/${value}`;
}

function isOurs(value: string): boolean {
  return value.length === valueLength && /^[\w-]*$/.test(value);
}
