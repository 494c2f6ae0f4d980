import {
  type BareParams,
  formatAuthElement,
  type Params,
  readAuthElement,
} from './auth-grammar.ts';
import { atEnd, scanner, skipListGap } from './field-scanner.ts';

export type { Params } from './auth-grammar.ts';

/**
 * What a server asks for in `WWW-Authenticate`: a scheme with parameters or with a token68.
 *
 * @see RFC 9110 §11.3
 */
export interface Challenge {
  readonly scheme: string;
  readonly params?: Params;
  readonly token68?: string;
}

/**
 * At least one challenge: a 401 without any is not a valid response.
 *
 * @see RFC 9110 §15.5.2
 */
export type Challenges = readonly [Challenge, ...Challenge[]];

/**
 * Digest is the exception from quoting: RFC 7616 §3.3 forbids quotes around these two, and shows
 * the others without.
 */
const bareParams: BareParams = { digest: ['algorithm', 'stale', 'charset', 'userhash'] };

/**
 * Writes one challenge.
 *
 * *Use when* a value goes into `WWW-Authenticate` or `Proxy-Authenticate`. Every parameter is
 * written as a quoted string, which every scheme allows and some clients need (`realm`, RFC 9110
 * §11.5), except where the scheme's own RFC forbids it: Digest's `algorithm`, `stale`, `charset`
 * and `userhash` are bare tokens.
 *
 * @throws {TypeError} when a name is not a token, a value holds a control or non-ASCII character,
 *   or there are both parameters and a token68: errors of the program, not of a request
 * @see RFC 9110 §11.6.1
 * @example
 * ```ts
 * import { formatChallenge } from 'doorward/http';
 *
 * formatChallenge({ scheme: 'Basic', params: { realm: 'api' } }); // => 'Basic realm="api"'
 * ```
 */
export function formatChallenge(challenge: Challenge): string {
  return formatAuthElement(challenge, bareParams);
}

/**
 * Writes several challenges as one field value, in the given order.
 *
 * *Use when* the field must be a single line. On Node, one line each is kinder to old clients.
 *
 * @throws {TypeError} as `formatChallenge`
 * @see RFC 9110 §11.6.1
 * @example
 * ```ts
 * import { formatChallenges } from 'doorward/http';
 *
 * formatChallenges([{ scheme: 'Bearer' }, { scheme: 'Basic', params: { realm: 'api' } }]);
 * // => 'Bearer, Basic realm="api"'
 * ```
 */
export function formatChallenges(challenges: readonly Challenge[]): string {
  return challenges.map(formatChallenge).join(', ');
}

/**
 * Reads a `WWW-Authenticate` value, also one that was joined from several lines.
 *
 * *Use when* a client or a test must know what a server asked for. Empty list elements and white
 * space around `=` are accepted. Anything the grammar does not allow (a quote that is not closed,
 * a parameter given twice) makes the whole value `undefined`; it never throws. An empty value is
 * an empty list.
 *
 * @see RFC 9110 §11.6.1
 * @example
 * ```ts
 * import { parseChallenges } from 'doorward/http';
 *
 * const challenges = parseChallenges('Negotiate, Basic realm="a, b", charset=UTF-8');
 * challenges?.map((challenge) => challenge.scheme); // => ['Negotiate', 'Basic']
 * challenges?.[1]?.params?.['realm']; // => 'a, b'
 * ```
 */
export function parseChallenges(value: string): Challenge[] | undefined {
  const scan = scanner(value);
  const challenges: Challenge[] = [];
  skipListGap(scan);
  while (!atEnd(scan)) {
    const challenge = readAuthElement(scan);
    if (challenge === undefined) return undefined;
    challenges.push(challenge);
    skipListGap(scan);
  }
  return challenges;
}
