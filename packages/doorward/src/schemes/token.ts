import type { AuthRequest } from '../core/auth-request.ts';
import type { Accepted, AuthScheme, Outcome, Rejected } from '../core/scheme.ts';
import { type Switches, strict } from '../core/switches.ts';
import type { Challenge } from '../http/challenge.ts';
import { checkedChallenge } from './checked-challenge.ts';
import { offered } from './offered.ts';
import type { TokenMatch, TokenSource } from './token-source.ts';
import { readToken } from './token-word.ts';

/** Options of {@link token}. */
export interface TokenOptions<User> {
  /** Where tokens are known. */
  readonly source: TokenSource<User>;
  /**
   * The word before the token, in any case; or several that mean the same, the one to ask for
   * first. Default: `Token`.
   */
  readonly keyword?: string | readonly [string, ...string[]];
  /** Name of the scheme within a policy. Default: the first keyword. */
  readonly name?: string;
  /** Where the tokens hold. Default: `api` for the keyword `Bearer`, otherwise none. */
  readonly realm?: string;
  /**
   * Leave tokens that the source does not know to the next scheme of the same keyword. The last of
   * them must not, or a made-up token would pass for no token at all. Default: false.
   */
  readonly passUnknown?: boolean;
}

/**
 * Authenticates with an opaque token: `Authorization: Token 9944b0…`.
 *
 * *Use when* programs call a server. The keyword is yours to choose (`Token`, `Bearer`, `ApiKey`);
 * the token's scopes, where it has any, are for `hasScope` to ask about. Browsers never send such
 * a token by themselves, so requests need no CSRF proof.
 *
 * @throws TypeError when a keyword or the realm cannot be written in a challenge.
 * @see RFC 9110 §11.4, RFC 6750 §2.1 and §3
 *
 * @example
 * ```ts
 * import { token } from 'doorward/schemes';
 *
 * const robots = new Map([['2f6c1e', { name: 'robot' }]]);
 * const scheme = token({
 *   keyword: ['ApiKey', 'Token'],
 *   source: {
 *     find(key) {
 *       const user = robots.get(key);
 *       return user && { user, credential: user.name };
 *     },
 *   },
 * });
 * scheme.name; // => 'ApiKey'
 * ```
 */
export function token<User>(options: TokenOptions<User>): AuthScheme<User> {
  const { source, passUnknown = false } = options;
  const keywords =
    typeof options.keyword === 'string' ? [options.keyword] : (options.keyword ?? ['Token']);
  const [first = ''] = keywords;
  const challenges = new Map(keywords.map((word) => [word, bareChallenge(word, options.realm)]));

  return {
    name: options.name ?? first,
    authenticate(request, switches) {
      const found = offeredToken(request, keywords, switches);
      if (found === undefined) return undefined;
      const key = readToken(found.word, switches);
      if (typeof key !== 'string') return rejected(found.keyword, key.detail, 'malformed');
      return lookUp(key, found.keyword, request.now);
    },
    challenge(request, because) {
      // A rejection is answered in the word the client used, a request without one in the first.
      const keyword = because && offeredToken(request, keywords, strict)?.keyword;
      const challenge = challenges.get(keyword ?? first) as Challenge;
      return because?.params === undefined
        ? challenge
        : { ...challenge, params: { ...challenge.params, ...because.params } };
    },
  };

  async function lookUp(key: string, keyword: string, now: Date): Promise<Outcome<User>> {
    const match = await source.find(key, now);
    if (match === undefined) {
      return passUnknown ? undefined : rejected(keyword, 'Invalid token.', 'unknown');
    }
    return 'failed' in match
      ? rejected(keyword, 'Invalid token.', match.reason)
      : acceptedToken(match);
  }
}

/** Options of {@link bearer}. */
export type BearerOptions<User> = Omit<TokenOptions<User>, 'keyword'>;

/**
 * Authenticates with an opaque token after the word `Bearer`; {@link token} with that keyword.
 *
 * *Use when* clients expect OAuth's way of sending tokens. Challenges say what was wrong
 * (`error="invalid_token"`).
 *
 * @see RFC 6750
 *
 * @example
 * ```ts
 * import { bearer } from 'doorward/schemes';
 *
 * const scheme = bearer({ realm: 'photos', source: { find: () => undefined } });
 * scheme.name; // => 'Bearer'
 * ```
 */
export function bearer<User>(options: BearerOptions<User>): AuthScheme<User> {
  return token({ ...options, keyword: 'Bearer' });
}

function bareChallenge(keyword: string, realm: string | undefined): Challenge {
  // RFC 6750 §3 wants a parameter at least; DRF's Token has none.
  const where = realm ?? (isBearer(keyword) ? 'api' : undefined);
  return checkedChallenge({
    scheme: keyword,
    ...(where !== undefined && { params: { realm: where } }),
  });
}

function isBearer(keyword: string): boolean {
  return keyword.toLowerCase() === 'bearer';
}

function offeredToken(
  request: AuthRequest,
  keywords: readonly string[],
  switches: Pick<Switches, 'schemeCase'>,
): { readonly keyword: string; readonly word: string } | undefined {
  for (const keyword of keywords) {
    const word = offered(request, keyword, switches);
    if (word !== undefined) return { keyword, word };
  }
  return undefined;
}

function rejected(keyword: string, detail: string, reason: string): Rejected {
  const rejection = { accepted: false, code: 'invalid_token', detail, reason } as const;
  return isBearer(keyword)
    ? { ...rejection, params: { error: 'invalid_token', error_description: detail } }
    : rejection;
}

function acceptedToken<User>(match: TokenMatch<User>): Accepted<User> {
  const { user, credential, scopes } = match;
  return {
    accepted: true,
    user,
    credential,
    // Not now: nobody proved anything by sending a token, and rules about freshness must not think so.
    at: match.at ?? new Date(0),
    ...(scopes !== undefined && { scopes }),
  };
}
