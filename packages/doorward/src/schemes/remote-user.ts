import type { AuthRequest, Awaitable } from '../core/auth-request.ts';
import type { AuthScheme, Outcome } from '../core/scheme.ts';
import { type TrustedProxies, trustedProxies } from '../http/trusted-proxies.ts';
import { utf8Field } from './offered.ts';

/** Where the users are known whom another server has authenticated. */
export interface RemoteUserSource<User> {
  /** The active account of this name; undefined when there is none or it is inactive. */
  find(username: string): Awaitable<User | undefined>;
  /** Makes the account; undefined when the name is taken, by an inactive account for instance. */
  create?(username: string): Awaitable<User | undefined>;
}

/** Options of {@link remoteUser}. */
export type RemoteUserOptions<User> = RemoteUserSettings<User> &
  (RemoteUserEnvironment | RemoteUserHeader);

/** What is the same wherever the name comes from. */
export interface RemoteUserSettings<User> {
  readonly source: RemoteUserSource<User>;
  /** Make an account for a name that has none. Default: false. */
  readonly create?: boolean;
}

/** The name comes from a variable that the web server sets. */
export interface RemoteUserEnvironment {
  /** Default: `REMOTE_USER`. Not one that begins with `HTTP_`: clients set those. */
  readonly environment?: string;
}

/** The name comes from a header field that a proxy sets. */
export interface RemoteUserHeader {
  /** Name of the field, with hyphens: `remote-user`. The proxy must remove it from what clients send. */
  readonly header: string;
  /** The proxies that are believed; as `trustedProxies` takes them. From others the field is nothing. */
  readonly trustedProxies: TrustedProxies | readonly [string, ...string[]];
}

/**
 * Authenticates whomever the web server or proxy in front has authenticated.
 *
 * *Use when* a company's single sign-on stands before the server. Unknown, inactive and missing
 * names all count as nobody, and nobody can be asked for such a name: there is no challenge. When
 * the person signed in is not known here, so rules about fresh sign-ins are never satisfied.
 *
 * @throws TypeError when a header is named without trusted proxies, a name cannot be trusted, or
 *   `create` is asked of a source that cannot.
 * @see RFC 3875 §4.1.11
 *
 * @example
 * ```ts
 * import { remoteUser } from 'doorward/schemes';
 *
 * const scheme = remoteUser({
 *   header: 'remote-user',
 *   trustedProxies: ['10.0.0.7'],
 *   source: { find: (username) => ({ username }) },
 * });
 * scheme.challenge; // => undefined
 * ```
 */
export function remoteUser<User>(options: RemoteUserOptions<User>): AuthScheme<User> {
  const { source, create = false } = options;
  const nameIn = 'header' in options ? headerReader(options) : environmentReader(options);
  if (create && source.create === undefined) {
    throw new TypeError('`create: true` needs a source that has a `create` of its own.');
  }
  return {
    name: 'RemoteUser',
    ambient: true,
    authenticate(request) {
      const name = nameIn(request);
      return name === undefined || name === '' || hasControl(name) ? undefined : lookUp(name);
    },
  };

  async function lookUp(name: string): Promise<Outcome<User>> {
    const user = (await source.find(name)) ?? (create ? await source.create?.(name) : undefined);
    return user === undefined ? undefined : { accepted: true, user, at: new Date(0) };
  }
}

type NameReader = (request: AuthRequest) => string | undefined;

function environmentReader({ environment = 'REMOTE_USER' }: RemoteUserEnvironment): NameReader {
  if (environment.startsWith('HTTP_')) {
    throw new TypeError(
      `${environment} is a header that clients can send; name it as \`header\`, with \`trustedProxies\`.`,
    );
  }
  return (request) =>
    request.environment !== undefined && Object.hasOwn(request.environment, environment)
      ? request.environment[environment]
      : undefined;
}

function headerReader(options: RemoteUserHeader): NameReader {
  const { header } = options;
  const given = options.trustedProxies as RemoteUserHeader['trustedProxies'] | undefined;
  if (given === undefined || ('length' in given && given.length === 0)) {
    throw new TypeError(
      '`header` needs `trustedProxies`: without them anybody could say to be anybody.',
    );
  }
  if (!/^[A-Za-z0-9-]+$/.test(header)) {
    // Some servers read `remote_user` and `remote-user` as one, and proxies remove only the one.
    throw new TypeError(`${JSON.stringify(header)} is not letters, digits and hyphens; rename it.`);
  }
  const proxies = 'has' in given ? given : trustedProxies(given);
  return ({ request, client }) => {
    if (client.peer === undefined || !proxies.has(client.peer)) return undefined;
    const value = request.headers.get(header)?.trim();
    // A comma: the field was there twice, and one of the two is the client's.
    return value === undefined || value.includes(',') ? undefined : utf8Field(value);
  };
}

function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}
